"""What the rules propose and what the joint model reads in; one list of citations, and one judgement a sentence, out.

The policy, for a language with a model; where there is none, the rules alone stand.
Citations: what a reader can open and a pattern finds exactly (identifiers, links, entries of a sources list) is the
rules'. Of everything else the model decides, which has read the rules' proposals; where a rule proposed the same, the
rule is named, and the model's probability is the score.
Claims: the model decides, and the rules veto what asserts nothing (transforms.claims).
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from transforms.candidates import Candidate
from transforms.joint_decoding import decoded_spans
from transforms.joint_model import TOKEN_ANSWERS
from transforms.joint_tagger import Reading
from transforms.records import CitationKind
from transforms.scoring import overlap_share

# Added to the score of "no citation", as did best for pairs on the development articles between -3 and 0.
_OUTSIDE = -2.0
# A pattern finds these exactly; the model alone took a shop's link for a source.
_OF_RULES = frozenset({"identifier", "link"})
# A rule proposed the same where the shorter span covers so much of the longer.
_SAME = 0.5
_SCORE_DIGITS = 4


def merged_citations(
    proposed: Sequence[Candidate],
    reading: Reading | None,
    model: str,
    listed: frozenset[int],
    empty_words: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """The citations of an article, in order of place; none overlap.

    model: the version of the model that gave `reading`; listed: the indices of the proposals in a sources list;
    empty_words: those of the language, in small letters, that name no source by themselves ("the", "onze").
    """
    if reading is None:
        return tuple(proposed)
    sure = [one for i, one in enumerate(proposed) if i in listed or one.kind in _OF_RULES]
    words = reading.words
    chosen = list(sure)
    starts = [one.start_char for one in proposed]
    for first, after, label, probability in decoded_spans(reading.scores.tokens, TOKEN_ANSWERS, _OUTSIDE):
        if label in _OF_RULES:
            continue
        start, end = words.starts[first], words.ends[after - 1]
        start, end = _trimmed(words.text, start, end)
        if start >= end or any(one.start_char < end and start < one.end_char for one in sure):
            continue
        if _is_empty(words.text[start:end], empty_words):
            continue
        kind: CitationKind = label  # type: ignore[assignment]  # TOKEN_ANSWERS are made of the kinds
        score = round(probability, _SCORE_DIGITS)
        rule = _rule_of(start, end, kind, proposed, starts)
        chosen.append(Candidate(start, end, kind, rule or "", None if rule else model, score))
    return tuple(sorted(chosen, key=lambda one: one.start_char))


def _rule_of(
    start: int, end: int, kind: CitationKind, proposed: Sequence[Candidate], starts: Sequence[int]
) -> str | None:
    """The rule that proposed about the same span as the same kind."""
    n = max(bisect_left(starts, start) - 1, 0)
    while n < len(proposed) and proposed[n].start_char < end:
        one = proposed[n]
        if one.kind == kind and overlap_share(one.start_char, one.end_char, start, end) >= _SAME:
            return one.rule
        n += 1
    return None


def _is_empty(text: str, empty_words: Collection[str]) -> bool:
    """Whether no word of a span names anything; "WHO" is no "who"."""
    return all(word.lower() in empty_words and (len(word) == 1 or not word.isupper()) for word in text.split())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and commas at its ends."""
    while start < end and text[start] in " \n\t,;":
        start += 1
    while start < end and text[end - 1] in " \n\t,;":
        end -= 1
    return start, end
