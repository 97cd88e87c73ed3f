"""The lines of a page in; the headings under which sources are promised, and the lines that are sources, out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.addresses import registered_host
from transforms.text_lines import Line

# A label under which sources stand without being a heading of HTML ranks below every real one.
LABEL_LEVEL = 6
# "Bronnen (12)", "7. References:", "Sources & further reading"
_AROUND = re.compile(r"^[\W\d_]+|(?:[\s:.…\-–—]|\(\d+\)|\[\d+\])+$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IDENTIFIER = re.compile(
    r"\b10\.\d{4,9}/\S|\bpmid\b|\bpmc\d|\bisbn\b|\bdoi\b|https?://|\bwww\.|\bet al\b", re.IGNORECASE
)
# A sentence of this many words with no year, link or identifier is prose under the heading, no source.
# "Dit artikel is gebaseerd op een reeks medische publicaties" (12 words) against "World Health Organization".
_PROSE_WORDS = 9
_OUTSIDE = frozenset(("nav", "form", "header", "select"))
# Containers that stand beside every article of a site. "article-meta" and "footer" are not among them: sources stand there.
_BESIDE = re.compile(
    r"comment|related|gerelateerd|share|social|newsletter|nieuwsbrief|cookie|breadcrumb|sidebar|menu", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SourceList:
    """A heading that promises sources and the lines under it that are sources, as indices into the page's lines."""

    heading: int
    level: int
    entries: tuple[int, ...]


def is_source_heading(text: str, words: Iterable[str]) -> bool:
    """Return whether a line is nothing but one of the words that head a list of sources: "Bronnen (12):"."""
    if len(text) > 60:
        return False
    bare = _AROUND.sub("", text.casefold()).replace("&", "and" if " and " in text or "&" in text else "&")
    return " ".join(bare.split()) in words or " ".join(bare.replace(" and ", " en ").split()) in words


def is_entry(line: Line) -> bool:
    """Return whether a line under a sources heading is a source, not a word of introduction or an advertisement."""
    if line.kind in ("heading",) or not any(map(str.isalnum, line.text)):
        return False
    if (
        line.kind in ("list_item", "table_row")
        or line.links
        or _YEAR.search(line.text)
        or _IDENTIFIER.search(line.text)
    ):
        return True
    if line.text.endswith((":", "?", "!")):
        return False
    return len(line.text.split()) < _PROSE_WORDS


def find_source_lists(lines: Sequence[Line], words: frozenset[str], url: str) -> list[SourceList]:
    """Return every source list of a page in document order.

    A heading is an h1 to h6, a `<summary>`, a bold line or a label that ends in a colon, outside navigation and
    forms. Its entries end at the next heading of its own or a higher level, or where its container ends.
    """
    host = registered_host(url)
    found = []
    for index, line in enumerate(lines):
        if not is_source_heading(line.text, words) or _is_beside(line.element):
            continue
        if line.kind != "heading" and line.links:  # "Bronnen" in a table of contents
            continue
        level = line.level or LABEL_LEVEL
        entries = _entries(lines, index, level, words, host)
        found.append(SourceList(heading=index, level=level, entries=entries))
    return found


def _entries(lines: Sequence[Line], heading: int, level: int, words: frozenset[str], host: str) -> tuple[int, ...]:
    scope = _scope(lines, heading)
    entries = []
    for index in range(heading + 1, len(lines)):
        line = lines[index]
        ends = line.kind == "heading" and (line.level or LABEL_LEVEL) <= level
        if ends or is_source_heading(line.text, words) or not _within(line.element, scope):
            break
        if _is_beside(line.element):
            continue
        if is_entry(line) and not _is_own_page(line, host):
            entries.append(index)
    return tuple(entries)


def _scope(lines: Sequence[Line], heading: int) -> Any:
    """The element that holds the heading and at least one line after it: at most four levels up (accordions)."""
    element = lines[heading].element
    following = lines[heading + 1].element if heading + 1 < len(lines) else None
    for _ in range(5):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return parent if parent is not None else element
        element = parent
        if following is not None and _within(following, element):
            return element
    return element


def _within(element: Any, scope: Any) -> bool:
    while element is not None:
        if element is scope:
            return True
        element = element.getparent()
    return False


def _is_beside(element: Any) -> bool:
    while element is not None and element.tag not in ("article", "main", "body"):
        if element.tag in _OUTSIDE or _BESIDE.search(f"{element.get('class', '')} {element.get('id', '')}"):
            return True
        element = element.getparent()
    return False


def _is_own_page(line: Line, host: str) -> bool:
    """Whether a line is only a link to a page of the same site, without a year: a related article, no source."""
    if not line.links or _YEAR.search(line.text):
        return False
    linked = sum(end - start for start, end, _ in line.links)
    return linked > 0.8 * len(line.text) and all(registered_host(url) == host for _, _, url in line.links)
