"""Texts in; their words out, each with what the claim model makes of its form: hashes of its letters, lists it is in.

That is found once a form and remembered; sentences are then put together from what is known of their words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from transforms.evidence import word_pattern

# Buckets of the hashed n-grams: fewer make a smaller file and more words that share a weight.
WORD_BITS, LETTER_BITS = 16, 17
# Letters that are looked at together, and how many letters of a word are looked at: a word may have a million.
_GRAMS = range(2, 6)
_LONGEST = 48
# As many word forms are remembered: a language's usual ones, and no more however many articles are read.
_FORMS = 1 << 16
_WORD = re.compile(r"\w+|[^\w\s]")
_STEM = re.compile(r"[\w*]+")
_PARTS = re.compile(r"[\w*]+|[^\w\s*]")


@dataclass(frozen=True, slots=True)
class WordForm:
    """A form as bytes, so that those of a text are joined at once.

    fixed: the hash of the form (4 bytes), then its flags, one byte each. letters: columns of its n-grams of letters,
    4 bytes each; `grams` says how many.
    """

    fixed: bytes
    letters: bytes
    grams: int


FormOf = Callable[[str], WordForm]


@dataclass(frozen=True, slots=True)
class CueList:
    """One list of claims.toml: its words, and of its phrases the first words and the second ones.

    unsure: first words of phrases that have no second one, such as "ggf.".
    """

    words: re.Pattern[str]
    firsts: re.Pattern[str]
    seconds: re.Pattern[str]
    unsure: re.Pattern[str]


def cue_list(stems: Sequence[str]) -> CueList:
    """The list of some words and phrases; a `*` stands for any letters."""
    parts = [(stem, _PARTS.findall(stem)) for stem in stems]
    words = [stem for stem, _ in parts if _STEM.fullmatch(stem)]
    phrases = [found for stem, found in parts if found and not _STEM.fullmatch(stem)]
    return CueList(
        words=word_pattern(words),
        firsts=word_pattern([found[0] for found in phrases if len(found) > 1]),
        seconds=word_pattern([found[1] for found in phrases if len(found) > 1]),
        unsure=word_pattern([found[0] for found in phrases if len(found) == 1]),
    )


def forms_of(lists: Mapping[str, Sequence[str]]) -> FormOf:
    """What makes a WordForm of a form, and remembers it.

    Its flags: whether it has a digit; for each list, by name, whether it is a word of it; for each, whether it may be
    the first word of a phrase; for each, whether it may be the second one; for each, whether it alone may be a phrase.
    """
    kept = [cue_list(stems) for _, stems in sorted(lists.items())]
    return lru_cache(maxsize=_FORMS)(lambda form: _form(form, kept))


def _form(form: str, lists: Sequence[CueList]) -> WordForm:
    lower = form.lower()
    letters = _letters(f" {lower} ") if form[0].isalnum() else np.zeros(0, dtype=np.uint32)
    columns = zip(*((cues.words, cues.firsts, cues.seconds, cues.unsure) for cues in lists), strict=True)
    in_lists = [pattern.fullmatch(form) is not None for column in columns for pattern in column]
    fixed = _hash(lower).to_bytes(4, "little") + bytes([any(map(str.isdigit, form)), *in_lists])
    return WordForm(fixed, letters.tobytes(), len(letters))


def _letters(word: str) -> NDArray[np.uint32]:
    grams = {word[i : i + size] for size in _GRAMS for i in range(len(word) - size + 1)}
    hashes = np.array([_hash(gram) for gram in grams], dtype=np.uint32)
    return hashes >> np.uint32(32 - LETTER_BITS)


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))  # the same on every machine and in every run


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of some texts, one after the other; those of text `n` from `bounds[n]` up to `bounds[n + 1]`.

    hashes: (words,). flags: (words, ·), see `forms_of`. letters: the n-grams of all words, of word `i` `grams[i]`.
    """

    bounds: NDArray[np.int64]
    hashes: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    letters: NDArray[np.uint32]
    grams: NDArray[np.int64]


def words_of_texts(texts: Sequence[str], form_of: FormOf) -> TextWords:
    """The words and signs of each text. Of a very long word the beginning stands for the whole."""
    found = [_WORD.findall(text) for text in texts]
    words = list(chain.from_iterable(found))
    if max(map(len, words), default=0) > _LONGEST:
        words = [word[:_LONGEST] for word in words]
    forms = list(map(form_of, words))
    fixed = np.frombuffer(b"".join([form.fixed for form in forms]), dtype=np.uint8)
    fixed = fixed.reshape(len(forms), -1) if forms else np.zeros((0, len(form_of("a").fixed)), dtype=np.uint8)
    return TextWords(
        bounds=np.cumsum([0, *map(len, found)]),
        hashes=np.ascontiguousarray(fixed[:, :4]).view("<u4")[:, 0],
        flags=fixed[:, 4:],
        letters=np.frombuffer(b"".join([form.letters for form in forms]), dtype=np.uint32),
        grams=np.array([form.grams for form in forms], dtype=np.int64),
    )
