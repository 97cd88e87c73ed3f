"""Sentences and citations in; what their own words say about pairing out, one row of numbers for each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from transforms.records import Citation, CitationKind, Evidence

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_BEFORE_WORDS = "\"“”„‘’'( "
_OPENING = frozenset("“„«\"‘‚'")
_CLOSING = frozenset("”\"’»'")
_STOPS = frozenset(".!?…\"”’'»)]")
# A line without a full stop is a heading or label if it is no longer than this, in characters.
_HEADING = 90

KINDS: tuple[CitationKind, ...] = (
    "identifier", "reference", "link", "study", "guideline", "expert", "organisation", "media", "anecdote", "appeal",
)  # fmt: skip
EVIDENCE: tuple[Evidence, ...] = (
    "systematic_review", "trial", "observational", "laboratory", "guideline", "expert_opinion", "anecdote",
    "unspecified",
)  # fmt: skip
# Kinds that take each other's place: what opens a work, a study, a guideline, a speaker, a medium, a bare appeal.
OPENS, STUDY, SPEAKER, GROUPS = 0, 1, 3, 6
GROUP = dict(zip(KINDS, (0, 0, 0, 1, 2, 3, 3, 4, 3, 5), strict=True))

# The bits of a sentence: first those of its words (WORD_LISTS in order), then those of its form.
WORD_LISTS = ("told", "past", "reader", "says", "speaks_of_self")
(
    CONTINUES,
    REFERS_BACK,
    HE,
    DEFINITE,
    DIGIT,
    PERCENT,
    QUOTED,
    OPENS_QUOTE,
    ENDS_QUOTE,
    NEW_LINE,
    HEADING,
    ASKS,
    COLON,
) = range(5, 18)
SENTENCE_BITS = 18
READER = WORD_LISTS.index("reader")
CITATION_BITS = 16


@dataclass(frozen=True, slots=True)
class SupportCues:
    """The lists of support.toml, lower case: two of openings, the others of single words. An absent list is empty."""

    continues: tuple[str, ...]
    refers_back: tuple[str, ...]
    told: frozenset[str] = field(default=frozenset())
    past: frozenset[str] = field(default=frozenset())
    reader: frozenset[str] = field(default=frozenset())
    says: frozenset[str] = field(default=frozenset())
    speaks_of_self: frozenset[str] = field(default=frozenset())
    definite: frozenset[str] = field(default=frozenset())
    he: frozenset[str] = field(default=frozenset())


def support_cues(lists: Mapping[str, Sequence[str]]) -> SupportCues:
    """The cues of one language from its support.toml."""
    return SupportCues(
        continues=tuple(lists["continues"]),
        refers_back=tuple(lists["refers_back"]),
        **{name: frozenset(lists.get(name, ())) for name in (*WORD_LISTS, "definite", "he")},
    )


@dataclass(frozen=True, slots=True)
class SentenceRows:
    """One row for each sentence: bits as 0 and 1 with its length last, its line, the quotation it is in or -1."""

    rows: Numbers
    lines: Places
    quotation: Places
    first_of: Places  # the first and last sentence of each quotation; a last row of -99 stands for none
    last_of: Places
    quotations: tuple[tuple[int, int], ...]


def sentence_rows(
    text: str, sentences: Sequence[tuple[int, int]], quoted: Sequence[tuple[int, int]], cues: SupportCues
) -> SentenceRows:
    """What the words and marks of every sentence say; `quoted` are the text's quotations."""
    in_quotation, first_of, last_of = _quoted_sentences(sentences, quoted)
    bits_of, known = _bits_of(cues)
    bits, lengths, lines = [], [], []
    line, end_before = 0, 0
    for n, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        lowered = sentence.lower().lstrip(_BEFORE_WORDS)
        words = lowered.split()
        flags = 0
        for word in known.intersection(words):
            flags |= bits_of[word]
        new_line = n > 0 and text.find("\n", end_before, start) >= 0
        line += new_line
        last = sentence[-1:]
        first = words[0] if words else ""
        flags |= (
            lowered.startswith(cues.continues) << CONTINUES
            | lowered.startswith(cues.refers_back) << REFERS_BACK
            | (first in cues.he) << HE
            | (first in cues.definite) << DEFINITE
            | (_DIGIT.search(sentence) is not None) << DIGIT
            | ("%" in sentence) << PERCENT
            | (in_quotation[n] >= 0) << QUOTED
            | (sentence[:1] in _OPENING) << OPENS_QUOTE
            | (last in _CLOSING or sentence[-2:-1] in _CLOSING) << ENDS_QUOTE
            | new_line << NEW_LINE
            | (last not in _STOPS and end - start < _HEADING) << HEADING
            | (last == "?") << ASKS
            | (last == ":") << COLON
        )
        bits.append(flags)
        lengths.append(min(len(words), 60) / 30)
        lines.append(line)
        end_before = end
    rows = np.concatenate([_unpacked(bits, SENTENCE_BITS), np.array(lengths, dtype=np.float32)[:, None]], axis=1)
    return SentenceRows(
        rows, np.array(lines, dtype=np.int64), in_quotation, np.array([*first_of, -99]), np.array([*last_of, -99]),
        tuple(quoted),
    )  # fmt: skip


def citation_rows(
    text: str,
    sentences: Sequence[tuple[int, int]],
    citations: Sequence[Citation],
    at: Sequence[int],
    listed: frozenset[int],
    claimed: frozenset[int],
    cues: SupportCues,
) -> Numbers:
    """One row for each citation: its bits, its length in words, its kind and its evidence.

    at: the sentence of each citation. claimed: the sentences that are claims.
    """
    bits, lengths = [0] * len(citations), [0.0] * len(citations)
    names: set[str] = set()
    first_study = min((at[i] for i, c in enumerate(citations) if c.kind == "study"), default=len(sentences))
    order = sorted(range(len(citations)), key=lambda i: citations[i].start_char)
    unlisted = [i for i in order if i not in listed]
    last, first = (unlisted[-1], unlisted[0]) if unlisted else (-1, -1)
    for i in order:
        citation = citations[i]
        start, end = sentences[at[i]]
        begins, ends = citation.start_char, citation.end_char
        cited = text[begins : min(ends, begins + 400)]
        words = _WORD.findall(cited)
        lowered = [word.lower() for word in words]
        beside = _WORD.findall(text[max(start, begins - 25) : begins].lower())[-2:]
        beside += _WORD.findall(text[ends : min(end, ends + 40)].lower())[:3]
        new_names = {word for word in words[:20] if len(word) > 3 and word[0].isupper()}
        bits[i] = (
            (bool(lowered) and lowered[0] in cues.definite)
            | (begins - start < 3) << 1
            | (end - ends < 4) << 2
            | (citation.year is not None) << 3
            | bool(citation.traceable) << 4
            | (i in listed) << 5
            | (not cues.says.isdisjoint(beside)) << 6
            | (at[i] in claimed) << 7
            | (not names.isdisjoint(new_names)) << 8  # named before: "Bloem" after "Jan Bloem"
            | (first_study < at[i]) << 9
            | (ends - begins > 0.6 * (end - start)) << 10  # its sentence is little else
            | (i == last) << 11
            | (i == first) << 12
            | (not cues.told.isdisjoint(lowered)) << 13
            | (text[ends : ends + 1] == ":") << 14
            | (text[max(start, begins - 2) : begins].rstrip().endswith((":", "("))) << 15
        )
        lengths[i] = min(len(words), 20) / 10
        names |= new_names
    kinds = np.zeros((len(citations), len(KINDS)), dtype=np.float32)
    kinds[np.arange(len(citations)), [KINDS.index(c.kind) for c in citations]] = 1
    evidence = np.zeros((len(citations), len(EVIDENCE)), dtype=np.float32)
    evidence[np.arange(len(citations)), [EVIDENCE.index(c.evidence) for c in citations]] = 1
    length = np.array(lengths, dtype=np.float32)[:, None]
    return np.concatenate([_unpacked(bits, CITATION_BITS), length, kinds, evidence], axis=1)


@lru_cache(maxsize=16)
def _bits_of(cues: SupportCues) -> tuple[dict[str, int], frozenset[str]]:
    """Every listed word, alone and before a comma or full stop, with the bits of the lists that it stands in."""
    bits_of: dict[str, int] = {}
    for bit, name in enumerate(WORD_LISTS):
        for word in getattr(cues, name):
            for form in (word, f"{word},", f"{word}."):
                bits_of[form] = bits_of.get(form, 0) | 1 << bit
    return bits_of, frozenset(bits_of)


def _unpacked(bits: Sequence[int], count: int) -> Numbers:
    return ((np.array(bits, dtype=np.int64)[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _quoted_sentences(
    sentences: Sequence[tuple[int, int]], quoted: Sequence[tuple[int, int]]
) -> tuple[Places, list[int], list[int]]:
    """The quotation of each sentence, or -1; the first and last sentence that each quotation touches."""
    starts = [start for start, _ in sentences]
    inside = np.full(len(sentences), -1, dtype=np.int64)
    first_of, last_of = [], []
    for k, (opens, closes) in enumerate(quoted):
        first = max(bisect_right(starts, opens) - 1, 0)
        last = max(bisect_left(starts, closes) - 1, first)
        first_of.append(first)
        last_of.append(last)
        for n in range(first, min(last + 1, len(sentences))):
            start, end = sentences[n]
            shared = min(closes, end) - max(opens, start)
            # mostly quoted, or quoted in part and not in another quotation already
            if shared > 0.35 * (end - start) or (inside[n] < 0 and shared > 25):
                inside[n] = k
    return inside, first_of, last_of
