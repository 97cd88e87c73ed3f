"""A text in; its MinHash signature and the bands by which near-copies find each other out. Pure numpy.

Two texts are as alike as their sets of shingles: the share of all runs of five words that both hold (Jaccard). Each
number of a signature is equal for both with just that probability (Broder 1997), and texts that are alike share a band
(Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, chapter 3). The same text gives the same numbers on any
machine and in any year: nothing here rests on Python's `hash` or numpy's random numbers. Other numbers below are
another signature, comparable with none that is kept.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint64]
Signature: TypeAlias = tuple[int, ...]

# Five words in a row are seldom the same by chance ("a glass of water a" is), and one edited word costs five shingles.
SHINGLE_WORDS = 5
# One edited word in fifty leaves 41 of 51 shingles in common: 0.8. Of a shorter text only exact copies could be told.
LEAST_WORDS = 50
# 20 bands of 6 find a pair of similarity 0.8 with probability 0.998, one of 0.7 with 0.92, one of 0.3 with 0.015:
# 1 - (1 - s^6)^20. The estimate from 120 numbers has a standard error of 0.037 at 0.8.
BANDS = 20
ROWS = 6

_WORD = re.compile(r"[^\W_]+")
_GOLDEN = 0x9E3779B97F4A7C15  # the step of splitmix64, whose mixing this is (Steele, Lea, Flood 2014)
_BLOCK = 4096  # shingles at a time: a text of a million words takes no more memory than a short one


def signature(text: str) -> Signature | None:
    """The signature of a text: BANDS * ROWS numbers; None for a text of fewer than LEAST_WORDS words.

    Each is 16 bits of a least hash, and above them its place: those that two signatures share are those that are equal
    at the same place. Letter case, punctuation, white space and soft hyphens do not count.
    """
    words = normal_words(text)
    if len(words) < LEAST_WORDS:
        return None
    least = least_hashes(shingle_hashes(words), BANDS * ROWS)
    return tuple((_PLACES | (least & np.uint64(0xFFFF))).tolist())


def least_hashes(shingles: Hashes, count: int) -> Hashes:
    """For each of `count` orders of all shingles (at most BANDS * ROWS) the first of these, as a hash of 64 bits."""
    least = np.full(count, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), _BLOCK):
        block = shingles[start : start + _BLOCK, np.newaxis]
        np.minimum(least, (block * _FACTORS[:count] + _SHIFTS[:count]).min(axis=0), out=least)
    return _mixed(least)


def least_hashes_of_all(shingles: Hashes, starts: NDArray[np.int64], count: int) -> Hashes:
    """As least_hashes, a row for each of many sets, which stand in `shingles` one after the other from `starts` on.

    No set is empty. They are taken some thousand shingles at a time, whole sets.
    """
    least = np.empty((len(starts), count), dtype=np.uint64)
    ends = np.append(starts[1:], len(shingles))
    first = 0
    while first < len(starts):
        after = max(int(np.searchsorted(ends, starts[first] + _BLOCK, side="right")), first + 1)
        block = shingles[starts[first] : ends[after - 1], np.newaxis]
        ordered = block * _FACTORS[:count] + _SHIFTS[:count]
        least[first:after] = np.minimum.reduceat(ordered, starts[first:after] - starts[first], axis=0)
        first = after
    return _mixed(least)


def bands(of: Signature) -> tuple[int, ...]:
    """One number of 63 bits a band: texts that share one are worth comparing, others are not alike."""
    return packed_bands(np.array(of, dtype=np.uint64), BANDS, ROWS)


def packed_bands(numbers: Hashes, count: int, rows: int) -> tuple[int, ...]:
    """`count` bands of `rows` numbers each as one number of 63 bits a band."""
    return tuple(packed_bands_of_all(numbers[np.newaxis], count, rows)[0].tolist())


def packed_bands_of_all(numbers: Hashes, count: int, rows: int) -> Hashes:
    """As packed_bands for each row of numbers."""
    places = np.arange(1, count + 1, dtype=np.uint64)
    summed = (numbers.reshape(-1, count, rows) * _FACTORS[:rows]).sum(axis=2, dtype=np.uint64)
    return _mixed(summed + places * np.uint64(_GOLDEN)) >> np.uint64(1)


def similarity(one: Signature, other: Signature) -> float:
    """The estimated Jaccard similarity of two texts, 0 to 1: the share of equal numbers of their signatures."""
    return len(set(one).intersection(other)) / len(one)


def normal_words(text: str) -> list[str]:
    """The words of a text as they are compared: "Don’t re\u00adduce it!" → ["don", "t", "reduce", "it"]."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold())


def shingle_hashes(words: Sequence[str]) -> Hashes:
    """The set of a text's shingles, each as a hash of 64 bits, sorted; there are at least SHINGLE_WORDS words."""
    hashes = np.array([crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    count = len(words) - SHINGLE_WORDS + 1
    summed = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        summed += _mixed(hashes[place : place + count] + np.uint64(place << 32))
    return np.unique(_mixed(summed))


def _mixed(values: Hashes) -> Hashes:
    """Each value as one of 64 bits that all of its bits decide: splitmix64's last steps, one to one."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _stream(count: int, seed: int) -> Hashes:
    """The first numbers of splitmix64's stream of a seed."""
    return _mixed(np.arange(seed, seed + count, dtype=np.uint64) * np.uint64(_GOLDEN))


# Each pair orders all shingles anew; a factor must be odd, so that no two shingles fall together.
_FACTORS: Hashes = _stream(BANDS * ROWS, 1) | np.uint64(1)
_PLACES: Hashes = np.arange(BANDS * ROWS, dtype=np.uint64) << np.uint64(16)
_SHIFTS: Hashes = _stream(BANDS * ROWS, 1_000_001)
