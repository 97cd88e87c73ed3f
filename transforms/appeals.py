"""Words in; appeals that name nothing and reported experience out ("wetenschappelijk bewezen", "many users")."""

from transforms.candidates import Candidate, Cues, candidate
from transforms.listed_words import Places
from transforms.phrases import Phrases, find_phrases
from transforms.records import CitationKind
from transforms.words import Words


def find_appeals(words: Words, places: Places, cues: Cues, phrases: Phrases) -> list[Candidate]:
    """Candidates of kind `appeal` and `anecdote`. `phrases`: appeal.phrases and anecdote.phrases, lower case."""
    found = []
    for table, start, end in find_phrases(words.lowers, phrases):
        kind: CitationKind = "appeal" if table == "appeal" else "anecdote"
        found.append(candidate(words, start, end, kind, f"{table}.phrases"))
    groups = [i for i in places["appeal.groups"] if _speaks(words, i, cues, cues["report.verbs"])]
    found += [candidate(words, _quantified(words, i, cues), i + 1, "appeal", "appeal.groups") for i in groups]
    for i in sorted({*places["anecdote.people"]}.difference(groups)):
        start = _quantified(words, i, cues)
        if start < i and _speaks(words, i, cues, cues["anecdote.verbs"]):
            found.append(candidate(words, start, i + 1, "anecdote", "anecdote.people"))
    for i in sorted({*places["anecdote.alone"]}.difference(groups, places["anecdote.people"])):
        if _speaks(words, i, cues, cues["anecdote.verbs"]):
            found.append(candidate(words, i, i + 1, "anecdote", "anecdote.alone"))
    return found


def _quantified(words: Words, i: int, cues: Cues) -> int:
    """Where "heel veel mensen" begins: the quantifier of up to three words before token `i`, or `i` itself."""
    for length in (3, 2, 1):
        start = i - length
        if start >= 0 and words.between(start, i).lower() in cues["anecdote.quantifiers"]:
            return start
    return i


def _speaks(words: Words, i: int, cues: Cues, verbs: frozenset[str]) -> bool:
    """A verb of `verbs` within four words after the noun or one before it, or a preposition such as "volgens"."""
    start, end = words.sentence(i)
    after, before = words.lowers[i + 1 : min(i + 5, end)], words.lowers[max(i - 3, start) : i]
    if not verbs.isdisjoint(after) or not verbs.isdisjoint(before[-1:]):
        return True
    return not cues["report.prepositions"].isdisjoint(before)
