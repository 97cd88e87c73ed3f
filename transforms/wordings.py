"""A claim's words in; how like two wordings are, and the bands by which like ones find each other out. Pure numpy.

For claims of which it is not known what acts on what: they are the same where their words nearly are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from transforms.addresses import short_hash
from transforms.minhash import Hashes, least_hashes_of_all, normal_words, packed_bands_of_all

# Four letters, so that "helpt" and "helpen" share most of them.
GRAM_LENGTH = 4
# Ten bands of four find a pair of similarity 0.7 with probability 0.94, one of 0.8 with 0.995, one of 0.3 with 0.08:
# 1 - (1 - s^4)^10.
BANDS, ROWS = 10, 4
# Four numbers of 64 bits, one bit a run of letters. Two wordings differ in at least as many runs as in bits, and of two
# whose similarity is s, (1 - s) / (1 + s) of the runs of both are of one alone.
GRAM_BITS = 256
# Below it, of sentences that share their frame only ("X helpt tegen Y"), most are another claim.
LEAST_SIMILARITY = 0.7
# Letters by which words are told apart, and how many a word has that says what a sentence is about.
_BEGINNING, _CONTENT = 3, 4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def normal_wording(sentence: str) -> str:
    """The words as they are compared: lower case, no punctuation, one space."""
    return " ".join(normal_words(sentence))


def wording_cluster_id(wording: str, lang: str, kind: str, polarity: str) -> str:
    """The id of the cluster that a wording opens."""
    return short_hash("\x1f".join(("wording", lang, kind, polarity, wording)))


@dataclass(frozen=True, slots=True)
class WordingMarks:
    """What is known of a wording without its words.

    bands: one number of 63 bits a band; wordings that share one are worth comparing. gram_count: how many four-letter
    runs it has; gram_bits: GRAM_BITS bits of them, as signed numbers of 64 bits.
    """

    bands: tuple[int, ...]
    gram_count: int
    gram_bits: tuple[int, ...]


def wording_marks(wordings: Sequence[str]) -> list[WordingMarks]:
    """The marks of each wording. Many at once cost a fraction of one after the other."""
    if not wordings:
        return []
    hashes = [_gram_hashes(wording) for wording in wordings]
    counts = np.array([len(one) for one in hashes])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    runs = np.concatenate(hashes)
    least = least_hashes_of_all(runs, starts, BANDS * ROWS)
    bands = packed_bands_of_all(least, BANDS, ROWS).tolist()
    bits = np.zeros((len(wordings), GRAM_BITS), dtype=np.uint8)
    bits[np.repeat(np.arange(len(wordings)), counts), runs % np.uint64(GRAM_BITS)] = 1
    packed = np.packbits(bits, axis=1, bitorder="little").view("<i8").tolist()
    return [
        WordingMarks(tuple(band), count, tuple(words))
        for band, count, words in zip(bands, counts.tolist(), packed, strict=True)
    ]


def wording_bands(wording: str) -> tuple[int, ...]:
    """The bands of one wording."""
    return wording_marks([wording])[0].bands


def wording_similarity(one: str, other: str) -> float:
    """The share of four-letter runs that two wordings have in common, 0 to 1; 0 where they name other numbers.

    "200 mg magnesium" and "400 mg magnesium" are two claims.
    """
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return 0.0
    first, second = _grams(one), _grams(other)
    return len(first & second) / len(first | second)


def names_another(one: str, other: str) -> bool:
    """Whether two like wordings differ in a word for a word: "de zenuwen rond de knie", "de zenuwen rond de heup".

    Of 30 like wordings of real pages nine said something else, six of them by such a word; words that begin alike are
    one ("oefening", "oefeningen"), and one that the other leaves out changes nothing.
    """
    first, second = ({word[:_BEGINNING] for word in words.split() if len(word) >= _CONTENT} for words in (one, other))
    return bool(first - second) and bool(second - first)


def _gram_hashes(wording: str) -> Hashes:
    """The crc32 of each four-letter run, each once."""
    hashes: NDArray[np.uint64]
    if wording.isascii() and len(wording) + 2 >= GRAM_LENGTH:
        letters = np.frombuffer(f" {wording} ".encode(), dtype=np.uint8)
        hashes = _crc32_of_runs(letters).astype(np.uint64)
    else:
        hashes = np.array([crc32(gram.encode()) for gram in _grams(wording)], dtype=np.uint64)
    return np.unique(hashes)


def _crc32_of_runs(letters: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The crc32 of every four bytes in a row, all at once: a step of it is a look into one table."""
    count = len(letters) - GRAM_LENGTH + 1
    value = np.full(count, 0xFFFFFFFF, dtype=np.uint32)
    for place in range(GRAM_LENGTH):
        value = _CRC_TABLE[(value ^ letters[place : place + count]) & 0xFF] ^ (value >> np.uint32(8))
    return value ^ np.uint32(0xFFFFFFFF)


def _crc_table() -> NDArray[np.uint32]:
    """What crc32 makes of each byte; its polynomial is IEEE 802.3's."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> np.uint32(1)) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table


_CRC_TABLE = _crc_table()


def _grams(wording: str) -> set[str]:
    padded = f" {wording} "
    return {padded[place : place + GRAM_LENGTH] for place in range(max(len(padded) - GRAM_LENGTH + 1, 1))}
