"""The authors of a bibliographic entry as they are written in; each one's surname and what stands for the rest out."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS_FILE = Path(__file__).with_name("reference_entries.toml")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?(?:[ -]{0,2})){1,5}$")
_INITIALS_LAST = re.compile(r"(.+?)[ ,]+((?:[^\W\d_a-z]\.?[ -]{0,2}){1,4})$")
_INITIALS_FIRST = re.compile(r"((?:[^\W\d_a-z][a-z]?\.[ -]{0,2}){1,5})(.+)$")
_JOINED = re.compile(r"\s*(?:,\s*)?(?:&|\b(?:and|en|und|et)\b)\s+(?!al\b)", re.IGNORECASE)
_MORE = re.compile(
    r"[\s,;&]{0,4}(?:\bet\.? ?al\b\.?|\be\.\s?a\.|\bu\.\s?a\.|\bcs\.?$|\.\.\.|…).*$", re.IGNORECASE | re.DOTALL
)
_EDITORS = re.compile(r"[,\s]{0,3}\(?\b(?:eds?|reds?|hrsg|editors?)\b\.?\)?[.,:]?$", re.I)
_PARTICLES = frozenset(
    ("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "het", "'t", "’t", "ten",
     "ter", "te", "zu", "zur", "op", "in", "el", "al", "bin", "ibn", "st")
)  # fmt: skip
_LONGEST = 2000  # characters: fifty authors
_BODY_WORDS = 3  # "World Health Organization" is no person with two first names


@dataclass(frozen=True, slots=True)
class Author:
    """One author: a surname with initials or first names, as they are written; a body has a name alone."""

    surname: str
    given: str | None


def split_authors(written: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors in their order, and whether the entry says that there are more ("et al.").

    Reads "Smith, A. B., & Jansen, C.", "Smith AB, Jansen C", "A. B. Smith and C. Jansen", "Smith, Anna, and Cees
    Jansen" and "Smith, Anna; Jansen, Cees". A name that is none of them is kept whole, as a body's is.
    """
    plain = _EDITORS.sub("", " ".join(written[:_LONGEST].split()).strip(" ,;:"))
    shorter = _MORE.sub("", plain)
    more = shorter != plain
    shorter = shorter.strip(" ,;:&(")
    if ";" in shorter:
        pieces = [_JOINED.sub("", part, count=1) if _JOINED.match(part) else part for part in shorter.split(";")]
        return tuple(_one(piece) for piece in pieces if piece.strip(" ,.&")), more
    chunks = [chunk.strip() for chunk in _JOINED.sub(", ", shorter).split(",") if chunk.strip(" .&")]
    return tuple(_walked(chunks)), more


def _walked(chunks: list[str]) -> list[Author]:
    authors: list[Author] = []
    at = 0
    while at < len(chunks):
        chunk, after = chunks[at], chunks[at + 1] if at + 1 < len(chunks) else ""
        at += 1
        if after and not _has_initials(chunk) and _is_given(after, first=at == 1, surname=chunk):
            authors.append(Author(_clean(chunk), _given(after)))
            at += 1
        else:
            authors.append(_one(chunk))
    return authors


def _has_initials(chunk: str) -> bool:
    return bool(_INITIALS_LAST.match(chunk) or _INITIALS_FIRST.match(chunk))


def _is_given(chunk: str, first: bool, surname: str) -> bool:
    """Whether a piece between commas is what stands for the first names of the surname before it."""
    words = chunk.split()
    while words and words[-1].casefold() in _PARTICLES:  # "Jong, A. de"
        words.pop()
    if words and _INITIALS.match(" ".join(words)):
        return True
    # "Beck, Ulrich, Anthony Giddens, and Scott Lash": only the first is turned round
    is_name = 0 < len(words) <= _BODY_WORDS and all(word[:1].isupper() for word in words)
    return first and is_name and len([w for w in surname.split() if w.casefold() not in _PARTICLES]) == 1 and (
        len(words) == 1 or _INITIALS.match(words[-1]) is not None
    )  # fmt: skip


def _one(piece: str) -> Author:
    piece = piece.strip(" ,;:")
    surname, comma, given = piece.partition(",")
    if comma and given.strip():
        return Author(_clean(surname), _given(given))
    if match := _INITIALS_FIRST.match(piece):  # "A. B. Smith", "J. van der Meer"
        return Author(_clean(match[2]), _given(match[1]))
    if match := _INITIALS_LAST.match(piece):  # "Smith AB", "van der Meer J."
        return Author(_clean(match[1]), _given(match[2]))
    return _by_words(piece.rstrip(".").split())


def _by_words(words: list[str]) -> Author:
    """ "Thomas van der Meer" turned round; what is no person's name is kept whole."""
    whole = Author(_clean(" ".join(words)), None)
    is_body = any(word.casefold().endswith(_body_words()) for word in words)
    if is_body or not 2 <= len(words) <= _BODY_WORDS + 2 or not all(map(_may_be_name, words)):
        return whole
    at = next((n for n, word in enumerate(words) if n and word.casefold() in _PARTICLES), None)
    if at is None and len(words) > _BODY_WORDS:
        return whole
    at = at or len(words) - 1
    return Author(_clean(" ".join(words[at:])), _given(" ".join(words[:at])))


def _may_be_name(word: str) -> bool:
    # "RIVM" and "voor" are no part of a person's name; "O’Brien", "de" and "J." are
    return word.casefold() in _PARTICLES or (word[:1].isupper() and not (len(word) > 3 and word.isupper()))


def _given(text: str) -> str | None:
    return _clean(text, keep_point=True) or None


def _clean(text: str, keep_point: bool = False) -> str:
    return " ".join(text.split()).strip(' ,;:&()[]“”"' + ("" if keep_point else "."))


@cache
def _body_words() -> tuple[str, ...]:
    with WORDS_FILE.open("rb") as file:
        return tuple(tomllib.load(file)["body_words"])
