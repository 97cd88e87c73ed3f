"""The lines of a page in; the headings under which sources are promised, and the lines that are sources, out."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.addresses import registered_host
from transforms.text_lines import Line, joined

# A label under which sources stand without being a heading of HTML ranks below every real one.
LABEL_LEVEL = 6
# "7. References:", "Bronnen (12)", "References[edit]"
_BEFORE = re.compile(r"^[\W\d_]+")
_AFTER = re.compile(r"(?:\[[^\]]{0,30}\]|\(\d+\)|[\s:.…\-–—])+$")
_MAX_HEADING = 60
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IDENTIFIER = re.compile(
    r"\b10\.\d{4,9}/\S|\bpmid\b|\bpmc\d|\bisbn\b|\bdoi\b|https?://|\bwww\.|\bet al\b|\bdata on file\b", re.IGNORECASE
)
# A paragraph of so many words with no year, link or identifier is prose under the heading, no source:
# "Dit artikel is gebaseerd op een reeks medische publicaties" against "World Health Organization".
_PROSE_WORDS = 9
# … and one of so many words without link or identifier is prose although a year stands in it ("Founded in 1897, …").
_LONG_PROSE_WORDS = 60
_OUTSIDE = ("nav", "form", "header", "select")
# Containers that stand beside every article. "meta" and "footer" are not among them: sources stand there too.
_BESIDE = re.compile(
    r"comment|related|gerelateerd|share|social|newsletter|nieuwsbrief|cookie|breadcrumb|sidebar|menu|\btoc\b",
    re.IGNORECASE,
)
_MAX_CLIMB = 5  # levels from an accordion's button to the element that holds its panel too


@dataclass(frozen=True, slots=True)
class SourceList:
    """A heading that promises sources and the sources under it, as indices into the page's lines.

    An entry is one line, or all lines of one list item: number, reference and the links below it.
    """

    heading: int
    level: int
    entries: tuple[tuple[int, ...], ...]


def is_source_heading(text: str, words: Collection[str]) -> bool:
    """Return whether a line is nothing but one of the words that head a list of sources: "7. Bronnen (12):"."""
    if len(text) > _MAX_HEADING:
        return False
    bare = _AFTER.sub("", _BEFORE.sub("", text.casefold()))
    return " ".join(bare.split()) in words


def is_entry(line: Line) -> bool:
    """Return whether a line under a sources heading is a source, not an introduction or an advertisement."""
    if line.kind == "heading" or not any(map(str.isalpha, line.text)):
        return False
    size = len(line.text.split())
    if line.kind in ("list_item", "table_row") or line.links or _IDENTIFIER.search(line.text):
        return True
    if _YEAR.search(line.text):
        return size <= _LONG_PROSE_WORDS
    return size < _PROSE_WORDS and not line.text.endswith((":", "?", "!"))


def find_source_lists(lines: Sequence[Line], words: Collection[str], url: str) -> list[SourceList]:
    """Return every source list of a page in document order.

    A heading is an h1 to h6, a `<summary>`, a bold line or a label that ends in a colon, outside navigation,
    forms and tables of contents. Its entries end at the next heading of its own or a higher level, or where its
    container ends.
    """
    host = registered_host(url)
    found = []
    for index, line in enumerate(lines):
        if not is_source_heading(line.text, words) or _is_beside(line.element):
            continue
        # "3 References" in a table of contents
        if line.kind != "heading" and (line.links or (line.kind == "list_item" and not line.text.endswith(":"))):
            continue
        level = line.level or LABEL_LEVEL
        entries = tuple(_entries(lines, index, level, words, host))
        found.append(SourceList(heading=index, level=level, entries=entries))
    return found


def _entries(
    lines: Sequence[Line], heading: int, level: int, words: Collection[str], host: str
) -> Iterator[tuple[int, ...]]:
    marked, strays = False, 0
    for group in _groups(lines, heading, level, words):
        line = joined([lines[index] for index in group])
        told = line.links or _YEAR.search(line.text) or _IDENTIFIER.search(line.text)
        plain = line.kind == "paragraph" and not told
        if marked and plain and len(line.text.split()) < _PROSE_WORDS:
            return  # "About the Institute", "Media contact": what follows is told about the publisher
        if not is_entry(line):
            strays += 1
        # after an introduction and one more stray line, a bare name is no source: "Share this:", "More like this"
        elif not _is_own_page(line, host) and not (plain and strays >= 2):
            marked = marked or not plain
            yield group


def _groups(lines: Sequence[Line], heading: int, level: int, words: Collection[str]) -> Iterator[tuple[int, ...]]:
    """The lines under a heading, those of one list item together."""
    scope = _scope(lines, heading)
    group: list[int] = []
    item: Any = None
    for index in range(heading + 1, len(lines)):
        line = lines[index]
        ends = line.kind == "heading" and (line.level or LABEL_LEVEL) <= level
        # "Page last reviewed: …" in the article's own <footer> after the list
        ends = ends or _footer(line.element) is not _footer(lines[heading].element)
        if ends or is_source_heading(line.text, words) or not _within(line.element, scope):
            break
        if _is_beside(line.element):
            continue
        its_item = _list_item(line.element)
        if group and (its_item is None or its_item is not item):
            yield tuple(group)
            group = []
        group.append(index)
        item = its_item
    if group:
        yield tuple(group)


def _list_item(element: Any) -> Any:
    while element is not None and element.tag not in ("li", "item"):
        if element.tag in ("ul", "ol", "list", "body"):
            return None
        element = element.getparent()
    return element


def _scope(lines: Sequence[Line], heading: int) -> Any:
    """The element that holds the heading and a line after it."""
    element = lines[heading].element
    following = lines[heading + 1].element if heading + 1 < len(lines) else None
    for _ in range(_MAX_CLIMB):
        parent = element.getparent()
        if parent is None or element.tag == "body":
            break
        element = parent
        if following is not None and _within(following, element):
            break
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


def _footer(element: Any) -> Any:
    return next((e for e in (element, *element.iterancestors()) if e.tag == "footer"), None)


def _is_own_page(line: Line, host: str) -> bool:
    """Whether a line is only a link to a page of the same site, without a year: a related article, no source."""
    if not line.links or _YEAR.search(line.text):
        return False
    linked = sum(end - start for start, end, _ in line.links)
    return linked > 0.8 * len(line.text) and all(registered_host(url) == host for _, _, url in line.links)
