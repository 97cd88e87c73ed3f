"""Texts in; their words out, each with the cue lists that its form is in.

That is found once a form and remembered; sentences are then put together from what is known of their words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from transforms.evidence import word_pattern

# How many letters of a word are looked at: a word may have a million.
_LONGEST = 48
# As many word forms are remembered: a language's usual ones, and no more however many articles are read.
_FORMS = 1 << 16
_WORD = re.compile(r"\w+|[^\w\s]")
_STEM = re.compile(r"[\w*]+")
_PARTS = re.compile(r"[\w*]+|[^\w\s*]")


# A form to its flags, one byte each, so that those of a text are joined at once.
FormOf = Callable[[str], bytes]


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
    """What makes flags of a form, and remembers them.

    Its flags: whether it has a digit; for each list, by name, whether it is a word of it; for each, whether it may be
    the first word of a phrase; for each, whether it may be the second one; for each, whether it alone may be a phrase.
    """
    kept = [cue_list(stems) for _, stems in sorted(lists.items())]
    return lru_cache(maxsize=_FORMS)(lambda form: _flags(form, kept))


def _flags(form: str, lists: Sequence[CueList]) -> bytes:
    columns = zip(*((cues.words, cues.firsts, cues.seconds, cues.unsure) for cues in lists), strict=True)
    in_lists = [pattern.fullmatch(form) is not None for column in columns for pattern in column]
    return bytes([any(map(str.isdigit, form)), *in_lists])


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of some texts, one after the other; those of text `n` from `bounds[n]` up to `bounds[n + 1]`.

    flags: (words, ·), see `forms_of`.
    """

    bounds: NDArray[np.int64]
    flags: NDArray[np.uint8]


def words_of_texts(texts: Sequence[str], form_of: FormOf) -> TextWords:
    """The words and signs of each text. Of a very long word the beginning stands for the whole."""
    found = [_WORD.findall(text) for text in texts]
    words = list(chain.from_iterable(found))
    if max(map(len, words), default=0) > _LONGEST:
        words = [word[:_LONGEST] for word in words]
    flags = np.frombuffer(b"".join(map(form_of, words)), dtype=np.uint8)
    width = len(form_of("a"))
    return TextWords(bounds=np.cumsum([0, *map(len, found)]), flags=flags.reshape(-1, width))
