"""A text in; the spans of its quotations out, between double or single marks, over several sentences too."""

import re

_MARKS = re.compile(r"[“”„\"«»\n‘‚’']")
_DOUBLE = frozenset('“”„"«»')
_CLOSING = frozenset("”»’")
_BEFORE_OPENING = frozenset(' \t\n\u00a0(:“„"–—-')
# Shorter ones are words set apart: "the so-called 'gap'".
_SHORTEST = 12


def quotations(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every quotation in order, none within another, none over a line's end.

    One that a line leaves open ends with the line: in English papers each paragraph of a speech opens anew.
    """
    found: list[tuple[int, int]] = []
    opened, double = -1, True
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            if opened >= 0 and double:
                found.append((opened, at))
            opened = -1
        elif opened < 0:
            if mark not in _CLOSING and (mark in _DOUBLE or _opens(text, at)):
                opened, double = at, mark in _DOUBLE
        elif (mark in _DOUBLE) == double and (double or _closes(text, at)):
            if at + 1 - opened >= _SHORTEST:
                found.append((opened, at + 1))
            opened = -1
    if opened >= 0 and double:
        found.append((opened, len(text)))
    return found


def _opens(text: str, at: int) -> bool:
    """A single mark opens before a letter, after none: "'Dit is …"; "baby's" holds none."""
    return text[at + 1 : at + 2].isalnum() and (at == 0 or text[at - 1] in _BEFORE_OPENING)


def _closes(text: str, at: int) -> bool:
    """A single mark closes where no letter follows: "… te laat.'"; "it’s" holds none."""
    return not text[at + 1 : at + 2].isalnum()
