"""A tagged doc in; appeals that name nothing and reported experience out ("wetenschappelijk bewezen", "many users")."""

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from transforms.candidates import Candidate, Cues, candidate


def find_appeals(doc: Doc, cues: Cues, phrases: PhraseMatcher) -> list[Candidate]:
    """Candidates of kind `appeal` and `anecdote`. `phrases` matches the lists appeal.phrases and anecdote.phrases."""
    found = []
    for match_id, start, end in phrases(doc):
        kind = doc.vocab.strings[match_id]
        found.append(candidate(doc, start, end, "appeal" if kind == "appeal" else "anecdote", f"{kind}.phrases"))
    for token in doc:
        if token.lower_ in cues["appeal.groups"] and _speaks(doc, token.i, cues, cues["report.verbs"]):
            found.append(candidate(doc, _quantified(doc, token.i, cues), token.i + 1, "appeal", "appeal.groups"))
        elif token.lower_ in cues["anecdote.people"]:
            start = _quantified(doc, token.i, cues)
            if start < token.i and _speaks(doc, token.i, cues, cues["anecdote.verbs"]):
                found.append(candidate(doc, start, token.i + 1, "anecdote", "anecdote.people"))
        elif token.lower_ in cues["anecdote.alone"] and _speaks(doc, token.i, cues, cues["anecdote.verbs"]):
            found.append(candidate(doc, token.i, token.i + 1, "anecdote", "anecdote.alone"))
    return found


def _quantified(doc: Doc, i: int, cues: Cues) -> int:
    """Where "heel veel mensen" begins: the quantifier of up to three words before token `i`, or `i` itself."""
    for length in (3, 2, 1):
        start = i - length
        if start >= 0 and doc[start:i].text.lower() in cues["anecdote.quantifiers"]:
            return start
    return i


def _speaks(doc: Doc, i: int, cues: Cues, verbs: frozenset[str]) -> bool:
    """A verb of `verbs` within four words after the noun or one before it, or a preposition such as "volgens"."""
    sentence = doc[i].sent
    after = doc[i + 1 : min(i + 5, sentence.end)]
    before = doc[max(i - 3, sentence.start) : i]
    if any(token.lower_ in verbs for token in after) or (len(before) and before[-1].lower_ in verbs):
        return True
    return any(token.lower_ in cues["report.prepositions"] for token in before)
