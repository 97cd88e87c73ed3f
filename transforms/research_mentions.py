"""A tagged doc in; mentions of research and of guidelines out ("Een meta-analyse uit 2022", "de NHG-richtlijn")."""

import re

from spacy.tokens import Doc

from transforms.candidates import Candidate, Cues, candidate, is_head, phrase_start

_YEAR = re.compile(r"(?:19|20)\d\d")


def find_research_mentions(doc: Doc, cues: Cues) -> list[Candidate]:
    """Candidates of kind `study` and `guideline`, each the noun phrase with its year and maker."""
    found = []
    for token in doc:
        if is_head(token, cues, "study") and not _is_no_mention(doc, token.i, cues):
            start = phrase_start(doc, token.i, cues, "study")
            rule = "study.named" if token.i - start else "study.bare"
            found.append(candidate(doc, start, _phrase_end(doc, token.i, cues), "study", rule))
        elif is_head(token, cues, "guideline"):
            start = phrase_start(doc, token.i, cues, "guideline")
            found.append(candidate(doc, start, _phrase_end(doc, token.i, cues), "guideline", "guideline.heads"))
    return found


def _is_no_mention(doc: Doc, head: int, cues: Cues) -> bool:
    """ "lichamelijk onderzoek" is an examination; "meer onderzoek is nodig" points to none."""
    return head > 0 and doc[head - 1].lower_ in cues["study.not_after"]


def _phrase_end(doc: Doc, head: int, cues: Cues) -> int:
    """Past the head, its year ("uit 2022", "(2016)") and its maker ("van Schoenfeld et al. (2016)")."""
    end = head + 1
    joins = cues["study.year_joins"]
    if end + 1 < len(doc) and doc[end].lower_ in joins | {"van", "by", "door"} and _names_maker(doc, end + 1):
        end += 2
        while end < len(doc) and (doc[end].lower_ in {"et", "al", "al.", "&", "en", "and"} or doc[end].is_title):
            end += 1
    if end + 1 < len(doc) and doc[end].lower_ in joins and _YEAR.fullmatch(doc[end + 1].text):
        end += 2
    elif (
        end + 2 < len(doc) and doc[end].text == "(" and _YEAR.fullmatch(doc[end + 1].text) and doc[end + 2].text == ")"
    ):
        end += 3
    return end


def _names_maker(doc: Doc, i: int) -> bool:
    """A surname followed by "et al" or by a year in brackets; a house ("of Harvard") is a citation of its own."""
    return doc[i].is_title and i + 1 < len(doc) and (doc[i + 1].lower_ in {"et", "&"} or doc[i + 1].text == "(")
