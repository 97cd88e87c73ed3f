"""Words in; mentions of research and of guidelines out ("Een meta-analyse uit 2022", "de NHG-richtlijn")."""

import re

from transforms.candidates import Candidate, Cues, candidate, phrase_start
from transforms.listed_words import Places
from transforms.words import Words

_YEAR = re.compile(r"(?:19|20)\d\d")
# Words between a study and its year: "aus dem Jahr 2022".
_LONGEST_JOIN = 3
# What makers are joined by in every language; the words for "and" are the language's.
_ET_AL = frozenset({"et", "al", "al.", "&"})


def find_research_mentions(words: Words, places: Places, cues: Cues) -> list[Candidate]:
    """Candidates of kind `study` and `guideline`, each the noun phrase with its year and maker."""
    found = []
    studies = [i for i in places["study.heads"] if not _is_no_mention(words, i, cues)]
    for head in studies:
        start = phrase_start(words, head, cues, "study")
        rule = "study.named" if head - start else "study.bare"
        found.append(candidate(words, start, _phrase_end(words, head, cues), "study", rule))
    for head in sorted({*places["guideline.heads"]}.difference(studies)):
        start = phrase_start(words, head, cues, "guideline")
        found.append(candidate(words, start, _phrase_end(words, head, cues), "guideline", "guideline.heads"))
    return found


def _is_no_mention(words: Words, head: int, cues: Cues) -> bool:
    """ "lichamelijk onderzoek" is an examination; "meer onderzoek is nodig" points to none."""
    return head > 0 and words.lowers[head - 1] in cues["study.not_after"]


def _phrase_end(words: Words, head: int, cues: Cues) -> int:
    """Past the head, its year ("uit 2022", "(2016)") and its maker ("van Schoenfeld et al. (2016)")."""
    end, (_, size) = head + 1, words.sentence(head)  # a mention ends with its sentence
    texts, lowers = words.texts, words.lowers
    joins, joined = cues["study.year_joins"], _ET_AL | cues["reference.and"]
    if end + 1 < size and lowers[end] in joins | cues["study.maker_joins"] and _names_maker(words, end + 1):
        end += 2
        while end < size and (lowers[end] in joined or texts[end].istitle()):
            end += 1
    year = end
    while year < min(end + _LONGEST_JOIN, size) and lowers[year] in joins:
        year += 1
    if end < year < size and _YEAR.fullmatch(texts[year]):
        end = year + 1
    elif end + 2 < size and texts[end] == "(" and _YEAR.fullmatch(texts[end + 1]) and texts[end + 2] == ")":
        end += 3
    return end


def _names_maker(words: Words, i: int) -> bool:
    """A surname followed by "et al" or by a year in brackets; a house ("of Harvard") is a citation of its own."""
    return words.texts[i].istitle() and i + 1 < len(words) and words.lowers[i + 1] in {"et", "&", "("}
