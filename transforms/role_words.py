"""Where the network sees an agent or target in; the place without signs and words that stand at its ends out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleEdges:
    """Words, lower case, that an agent or target neither begins nor ends with: of "van Ivan Chai werkt" two."""

    not_first: frozenset[str]
    not_last: frozenset[str]


def role_place(text: str, start: int, end: int, edges: RoleEdges) -> tuple[int, int]:
    """The place of a role without such words and signs at its ends; empty (start = end) where nothing else is left."""
    start, end = _without_signs(text, start, end)
    while start < end:
        word = text[start:end].split(None, 1)[0]
        if _bare(word) not in edges.not_first:
            break
        start, end = _without_signs(text, start + len(word), end)
    while start < end:
        word = text[start:end].rsplit(None, 1)[-1]
        if _bare(word) not in edges.not_last:
            break
        start, end = _without_signs(text, start, end - len(word))
    return start, max(start, end)


def _bare(word: str) -> str:
    """Lower case, without signs around it: "(Met" → "met"."""
    first, after = _without_signs(word, 0, len(word))
    return word[first:after].lower()


def _without_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """The place without what is no letter or digit at its ends: "(magnesium)," → "magnesium"."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end
