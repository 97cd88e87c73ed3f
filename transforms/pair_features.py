"""Sentences, claims and citations of an article in; every pair within reach, each as a row of numbers, out.

What a row says is the same for every language; the words behind it are the lists of the language's support.toml.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from transforms.pair_sentences import (
    ASKS,
    CITATION_BITS,
    CONTINUES,
    EVIDENCE,
    GROUP,
    GROUPS,
    HE,
    HEADING,
    KINDS,
    OPENS,
    QUOTED,
    READER,
    SENTENCE_BITS,
    SPEAKER,
    STUDY,
    Numbers,
    Places,
    SentenceRows,
    SupportCues,
    citation_rows,
    sentence_rows,
)
from transforms.records import Citation

# How far a claim's citation may be: gold pairs beyond are one in a hundred, but for closing links and lists.
_SENTENCES_BEFORE = 16
_CITATIONS_BEFORE = 6
_SENTENCES_AFTER = 3
_CITATIONS_AFTER = 3
_IN_ITS_SENTENCE = 12
# A list of one or two entries names what the article tells of; a longer one pairs through markers alone.
_SHORT_LIST = 2
# Rows at a time: 14 MB of numbers, however many claims and citations a page has.
_BATCH = 20_000

Pair = tuple[int, int]
_BITS_BEFORE = (0, 1, 2, CONTINUES, HE, QUOTED, 14, HEADING, ASKS, 17)


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


@dataclass(frozen=True, slots=True)
class PairRows:
    """Row k speaks of claim `claims[k]` and citation `citations[k]`; rows are ordered by claim."""

    claims: Places
    citations: Places
    rows: Numbers


@dataclass(frozen=True, slots=True)
class _Order:
    """The unlisted citations in the order of the text, and how many of each group stand before each."""

    of: list[int]
    sentences: list[int]
    counts: Numbers


def pair_rows(
    text: str,
    sentences: Sequence[tuple[int, int]],
    claims: Sequence[Spanned],
    citations: Sequence[Citation],
    listed: frozenset[int],
    quoted: Sequence[tuple[int, int]],
    cues: SupportCues,
    by_rules: Collection[Pair] = (),
    by_marks: Collection[Pair] = (),
) -> Iterator[PairRows]:
    """Every (claim, citation) within reach, as many for a claim as _reach says, a batch at a time.

    quoted: the text's quotations. by_rules, by_marks: pairs that the rules offer, which a row says too; those of
    by_marks are always within reach.
    """
    if not (sentences and claims and citations):
        return
    starts = [start for start, _ in sentences]
    claimed = [max(bisect_right(starts, claim.start_char) - 1, 0) for claim in claims]
    at = [max(bisect_right(starts, citation.start_char) - 1, 0) for citation in citations]
    groups = np.array([GROUP[c.kind] for c in citations], dtype=np.int64)
    order = _ordered(citations, listed, at, groups)
    openers = _openers(citations, listed, order, groups)
    pairs = _reach(claimed, at, order, openers, by_marks)
    if not pairs:
        return
    by_sentence = sentence_rows(text, sentences, quoted, cues)
    by_citation = citation_rows(text, sentences, citations, at, listed, frozenset(claimed), cues)
    claim_at, citation_at = np.array(claimed, dtype=np.int64), np.array(at, dtype=np.int64)
    begins = np.array([c.start_char for c in citations], dtype=np.int64)
    rules, marks = set(by_rules), set(by_marks)
    for first in range(0, len(pairs), _BATCH):
        batch = pairs[first : first + _BATCH]
        both = np.array(batch, dtype=np.int64)
        of_claim, of_citation = both[:, 0], both[:, 1]
        n, m = claim_at[of_claim], citation_at[of_citation]
        said = np.array([(pair in rules, pair in marks, pair[1] in openers) for pair in batch], dtype=np.float32)
        columns = [
            _distance(n, m, by_sentence),
            _other_citations(n, m, of_citation, citation_at, order, groups, by_sentence),
            _around(n, m, by_sentence, claim_at),
            _quoted(n, m, begins[of_citation], by_sentence),
            said,
            _whole(n, m, order, by_sentence, len(sentences), len(listed)),
            by_sentence.rows[n],
            by_sentence.rows[m],
            by_citation[of_citation],
        ]
        yield PairRows(of_claim, of_citation, np.concatenate(columns, axis=1, dtype=np.float32))


def _ordered(citations: Sequence[Citation], listed: frozenset[int], at: Sequence[int], groups: Places) -> _Order:
    of = sorted((i for i in range(len(citations)) if i not in listed), key=lambda i: citations[i].start_char)
    counts = np.zeros((len(of) + 1, GROUPS), dtype=np.float32)
    if of:
        counts[np.arange(1, len(of) + 1), groups[of]] = 1
    return _Order(of, [at[i] for i in of], counts.cumsum(axis=0))


def _openers(citations: Sequence[Citation], listed: frozenset[int], order: _Order, groups: Places) -> frozenset[int]:
    """What may open the study that an article tells of: the first and last links and references, and what closes it."""
    opens = [i for i in np.flatnonzero(groups == OPENS).tolist() if i not in listed or len(listed) <= _SHORT_LIST]
    opens.sort(key=lambda i: citations[i].start_char)
    return frozenset(opens[:2] + opens[-3:] + order.of[-2:])


def _reach(
    claimed: Sequence[int], at: Sequence[int], order: _Order, openers: frozenset[int], by_marks: Collection[Pair]
) -> list[Pair]:
    marked: dict[int, list[int]] = {}
    for claim, citation in by_marks:
        marked.setdefault(claim, []).append(citation)
    pairs = []
    for claim, n in enumerate(claimed):
        low, high = bisect_left(order.sentences, n), bisect_right(order.sentences, n)
        near = order.of[low : min(high, low + _IN_ITS_SENTENCE)]
        near += [i for i in order.of[max(low - _CITATIONS_BEFORE, 0) : low] if at[i] >= n - _SENTENCES_BEFORE]
        near += [i for i in order.of[high : high + _CITATIONS_AFTER] if at[i] <= n + _SENTENCES_AFTER]
        pairs += [(claim, i) for i in sorted({*near, *openers, *marked.get(claim, ())})]
    return pairs


def _distance(n: Places, m: Places, by: SentenceRows) -> Numbers:
    apart, lines = n - m, by.lines[n] - by.lines[m]
    return _stack(
        apart == 0, apart == 1, apart == 2, apart == 3, apart == -1, apart == -2, np.abs(apart) > _SENTENCES_BEFORE,
        apart.clip(0, 16) / 8, (-apart).clip(0, 16) / 8, np.where(apart > 0, 1 / apart.clip(1), 0),
        lines == 0, lines == 1, lines == 2, lines == -1, lines.clip(-10, 10) / 5,
    )  # fmt: skip


def _other_citations(
    n: Places, m: Places, of_citation: Places, at: Places, order: _Order, groups: Places, by: SentenceRows
) -> Numbers:
    """What stands between the two, in the claim's sentence and in the citation's; which was the latest before."""
    places = np.array(order.sentences, dtype=np.int64)
    rank = np.full(len(groups), -1, dtype=np.int64)
    rank[order.of] = np.arange(len(order.of))
    rank = rank[of_citation]
    unlisted, same, before = rank >= 0, n == m, (rank >= 0) & (n > m)
    low, high = np.searchsorted(places, n, "left"), np.searchsorted(places, n, "right")
    between = order.counts[low] - order.counts[np.where(before, rank + 1, low)]
    itself = np.eye(GROUPS, dtype=np.float32)[groups[of_citation]] * unlisted[:, None]
    own = order.counts[high] - order.counts[low] - itself * same[:, None]
    first, last = np.searchsorted(places, m, "left"), np.searchsorted(places, m, "right")
    beside = order.counts[last] - order.counts[first] - itself
    group = groups[of_citation]
    after = np.where(unlisted & (rank >= high), rank - high, 0)
    of_group = between[np.arange(len(n)), group]
    # the latest citation before the claim's sentence, whichever it is
    latest = np.array([*order.of, 0], dtype=np.int64)[low - 1]
    is_latest = np.eye(GROUPS, dtype=np.float32)[groups[latest]] * (low > 0)[:, None]
    far = np.where(low > 0, (n - at[latest]).clip(0, 8), 8) / 4
    facts = _stack(
        before & (rank == low - 1), before & (of_group == 0),
        before & (group <= STUDY) & (between[:, OPENS] + between[:, STUDY] == 0),
        before & (group == SPEAKER) & (of_group == 0),
        own.sum(axis=1) == 0, np.where(same, (rank - low).clip(0, 3), 0), same & (rank == high - 1),
        after.clip(0, 3), unlisted & (rank == last - 1), far, (low > 0) & (by.lines[at[latest]] == by.lines[n]),
    )  # fmt: skip
    return np.concatenate([facts, between.clip(0, 3), own.clip(0, 2), beside.clip(0, 2), is_latest], axis=1)


def _around(n: Places, m: Places, by: SentenceRows, claimed: Places) -> Numbers:
    """The sentences beside the claim's, and those between the two: claims, own voice, headings, questions."""
    count = len(by.rows)
    is_claim = np.zeros((count, 1), dtype=np.float32)
    is_claim[claimed] = 1
    counted = np.concatenate([is_claim, by.rows[:, [CONTINUES, READER, HEADING, ASKS, QUOTED]]], axis=1)
    sums = np.concatenate([np.zeros((1, counted.shape[1]), dtype=np.float32), counted.cumsum(axis=0)])
    low = np.minimum(n, m) + 1
    high = np.maximum(np.maximum(n, m), low)
    between = sums[high] - sums[low]
    others = (high - low)[:, None] - between[:, :1]
    before, after = (n - 1).clip(0), (n + 1).clip(0, count - 1)
    columns = [
        between.clip(0, 4) / 2, others.clip(0, 4) / 2, is_claim[before] * (n > 0)[:, None],
        by.rows[before][:, _BITS_BEFORE], by.rows[after][:, _BITS_BEFORE],
    ]  # fmt: skip
    return np.concatenate(columns, axis=1)


def _quoted(n: Places, m: Places, begins: Places, by: SentenceRows) -> Numbers:
    """Whether the claim is quoted, and the citation stands in, before or after that quotation."""
    quotation, other = by.quotation[n], by.quotation[m]
    first, last = by.first_of[quotation], by.last_of[quotation]
    inside = quotation >= 0
    opens = np.array([opens for opens, _ in by.quotations] or [0], dtype=np.int64)
    closes = np.array([closes for _, closes in by.quotations] or [0], dtype=np.int64)
    k = (np.searchsorted(opens, begins, "right") - 1).clip(0)
    return _stack(
        inside & (m >= first) & (m <= last), inside & (m == first - 1), inside & (m == last + 1),
        inside & (by.lines[n] == by.lines[m]), inside & (other >= 0), inside & (first == n), inside & (last > first),
        (opens[k] <= begins) & (begins < closes[k]),
    )  # fmt: skip


def _whole(n: Places, m: Places, order: _Order, by: SentenceRows, count: int, listed: int) -> Numbers:
    """Where in the article the two stand, and how many citations of which group it has."""
    ones = np.ones(len(n), dtype=np.float32)
    total = order.counts[-1].clip(0, 8) / 4
    return _stack(
        (count - 1 - m).clip(0, 20) / 10, by.lines[-1] - by.lines[m] <= 1, n / count, m / count,
        ones * total[OPENS], ones * total[STUDY], ones * total[SPEAKER], ones * min(listed, 10) / 5,
    )  # fmt: skip


def _stack(*columns: np.ndarray) -> Numbers:
    return np.stack([column.astype(np.float32) for column in columns], axis=1)


ROW_LENGTH = 15 + 11 + 4 * GROUPS + 8 + 2 * len(_BITS_BEFORE) + 8 + 3 + 8
ROW_LENGTH += 2 * (SENTENCE_BITS + 1) + CITATION_BITS + 1 + len(KINDS) + len(EVIDENCE)
