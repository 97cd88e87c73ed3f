"""A claim's words in; how like two wordings are, and the bands by which like ones find each other out. Pure numpy.

For claims of which it is not known what acts on what: they are the same where their words nearly are.
"""

import re
from zlib import crc32

import numpy as np

from transforms.addresses import short_hash
from transforms.minhash import least_hashes, normal_words, packed_bands

# Four letters, so that "helpt" and "helpen" share most of them.
GRAM_LENGTH = 4
# Ten bands of four find a pair of similarity 0.7 with probability 0.94, one of 0.8 with 0.995, one of 0.3 with 0.08:
# 1 - (1 - s^4)^10.
BANDS, ROWS = 10, 4
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


def wording_bands(wording: str) -> tuple[int, ...]:
    """One number of 63 bits a band: wordings that share one are worth comparing."""
    hashes = np.array(sorted({crc32(gram.encode()) for gram in _grams(wording)}), dtype=np.uint64)
    return packed_bands(least_hashes(hashes, BANDS * ROWS), BANDS, ROWS)


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


def _grams(wording: str) -> set[str]:
    padded = f" {wording} "
    return {padded[place : place + GRAM_LENGTH] for place in range(max(len(padded) - GRAM_LENGTH + 1, 1))}
