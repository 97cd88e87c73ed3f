"""A tree of elements in (a page's HTML, or trafilatura's XML); its lines of clean text with their links out."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from transforms.clean_text import clean, letters, raised
from transforms.records import BlockKind

# What no reader sees, or is no running text: their whole subtree is left out.
_HIDDEN = frozenset((
    "title", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video",
    "audio", "map", "select", "textarea", "input", "datalist", "graphic",
))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("li", "dt", "dd", "item"), "list_item"),
    **dict.fromkeys(("blockquote", "quote"), "quote"),
    **dict.fromkeys(("tr", "row"), "table_row"),
}
# Elements that begin and end a line. `lb` and `br` do too: old pages part paragraphs and references by them.
_BLOCKS = frozenset((
    "html", "body", "div", "p", "section", "article", "main", "header", "footer", "aside", "nav", "address", "figure",
    "figcaption", "details", "summary", "form", "fieldset", "legend", "label", "ul", "ol", "dl", "menu", "table",
    "thead", "tbody", "tfoot", "caption", "pre", "hr", "center", "head", "list", "ab", "button", "hgroup", "search",
    "dialog", "br", "lb", "td", "th", "cell", *_HEADINGS, *_KINDS,
))  # fmt: skip
# A footnote's mark without brackets of its own: "1", "2,3", "4–6".
_NUMBER = re.compile(r"\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*")
_CELLS = frozenset(("td", "th", "cell"))
# A row of a data table is one line; a row that holds more than this lays out a page, and its paragraphs are lines.
_MAX_ROW_CHARS = 400
_INSIDE_ROW = frozenset(("table", "ul", "ol", "list", "tr", "row", *_HEADINGS, "head"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One block as it will stand in the text. `links` are (start, end, address) within `text`.

    `element` is where the line lies in the tree; `level` is a heading's 1 to 6, else None.
    """

    text: str
    kind: BlockKind
    level: int | None
    links: tuple[tuple[int, int, str], ...]
    element: Any

    @property
    def key(self) -> str:
        """The line's letters and digits alone, by which two extractors' versions of it are compared."""
        return letters(self.text)


def joined(lines: Sequence[Line]) -> Line:
    """Return several lines as one, a space between them, their links moved along; of the first one's kind."""
    links: list[tuple[int, int, str]] = []
    at = 0
    for line in lines:
        links += [(at + start, at + end, url) for start, end, url in line.links]
        at += len(line.text) + 1
    return replace(lines[0], text=" ".join(line.text for line in lines), links=tuple(links))


def lines_of(tree: Any, address: Callable[[str], str | None]) -> list[Line]:
    """Return the lines of a tree in document order; `address` makes a link's target absolute, or None for no link."""
    walk = _Walk(address)
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        if event == "end":
            walk.end(element)
        elif not walk.start(element):
            steps.skip_subtree()
    return list(walk.lines())


@dataclass
class _Walk:
    """The state of one walk: the line being written, and which elements it stands in."""

    address: Callable[[str], str | None]
    done: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # of the line being written; each ends where an element does
    size: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)
    owner: Any = None
    open_links: list[tuple[Any, str]] = field(default_factory=list)
    link_start: int = 0
    kinds: list[tuple[Any, BlockKind, int | None]] = field(default_factory=list)
    skipped: Any = None
    row: Any = None
    superscript: Any = None  # the <sup> that is being read: "trials<sup>1</sup>" must not become "trials1"

    def start(self, element: Any) -> bool:
        """Begin an element; whether a reader sees what it holds."""
        tag = _tag(element)
        if not tag or tag in _HIDDEN or (tag == "head" and _tag(element.getparent()) == "html"):
            self.skipped = element
            return False
        if tag in _BLOCKS:
            self._break(element, tag)
            if self.row is None:
                self.owner = element
        if kind := _kind(element, tag):
            self.kinds.append((element, *kind))
        if tag in ("tr", "row") and self.row is None and _is_data_row(element):
            self.row = element
        if tag == "sup" and self.superscript is None and _NUMBER.fullmatch("".join(element.itertext())):
            self.superscript = element
        target = element.get("href") if tag == "a" else element.get("target") if tag == "ref" else None
        if target is not None and (url := self.address(target)):
            self._close_link()
            self.open_links.append((element, url))
        self._write(element.text)
        return True

    def end(self, element: Any) -> None:
        if self.skipped is element:
            self.skipped = None
            self._write(element.tail)
            return
        tag = _tag(element)
        if self.open_links and self.open_links[-1][0] is element:
            self._close_link()
            self.open_links.pop()
        if tag in _BLOCKS:
            self._break(element, tag)
        if self.row is element:
            self.row = None
        if self.superscript is element:
            self.superscript = None
        if self.kinds and self.kinds[-1][0] is element:
            self.kinds.pop()
        if tag in _BLOCKS and self.row is None:
            self.owner = element.getparent()
        self._write(element.tail)

    def lines(self) -> Iterator[Line]:
        self._flush()
        for line in self.done:
            if unicodedata.is_normalized("NFC", line.text):
                yield line
            else:  # a combining mark stood on the other side of an element's border
                yield _composed(line)

    def _write(self, text: str | None) -> None:
        if not text or (not self.parts and text.isspace()):  # the markup's own line ends
            return
        text = raised(clean(text)) if self.superscript is not None else clean(text)
        if not self.parts or self.parts[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.parts.append(text)
            self.size += len(text)

    def _break(self, element: Any, tag: str) -> None:
        if self.row is None or self.row is element:
            self._flush()
        elif self.parts and tag in _CELLS:
            if not self.parts[-1].endswith("| "):
                self._write(" ")
                self._write("| ")
        else:  # paragraphs within a cell
            self._write(" ")

    def _close_link(self) -> None:
        if self.open_links and self.link_start < self.size:  # a link around a picture alone has no words
            self.links.append((self.link_start, self.size, self.open_links[-1][1]))
        self.link_start = self.size

    def _flush(self) -> None:
        if not self.parts:
            return
        self._close_link()
        text = "".join(self.parts).rstrip(" |" if self.row is not None else " ")  # empty cells leave their bars
        if text:
            kind, level = self._kind_now()
            links = (_trimmed(text, start, end, url) for start, end, url in self.links)
            kept = tuple(link for link in links if link[0] < link[1])
            self.done.append(Line(text=text, kind=kind, level=level, links=kept, element=self.owner))
        self.parts, self.size, self.links, self.link_start = [], 0, [], 0

    def _kind_now(self) -> tuple[BlockKind, int | None]:
        headings = [(kind, level) for _, kind, level in self.kinds if kind == "heading"]
        if headings:
            return headings[-1]
        return (self.kinds[-1][1], None) if self.kinds else ("paragraph", None)


def _trimmed(text: str, start: int, end: int, url: str) -> tuple[int, int, str]:
    """The link without the white space at its ends, within the line."""
    end = min(end, len(text))
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end, url


def _tag(element: Any) -> str:
    return element.tag.lower() if element is not None and isinstance(element.tag, str) else ""


def _kind(element: Any, tag: str) -> tuple[BlockKind, int | None] | None:
    if level := _HEADINGS.get(tag):
        return "heading", level
    if tag == "head":  # trafilatura's word for a heading; HTML's <head> is hidden above
        return "heading", _HEADINGS.get(element.get("rend", ""), 2)
    return (_KINDS[tag], None) if tag in _KINDS else None


def _is_data_row(row: Any) -> bool:
    size = 0
    for element in row.iter():
        if element is not row and _tag(element) in _INSIDE_ROW:
            return False
        size += len(element.text or "") + len(element.tail or "")
        if size > _MAX_ROW_CHARS:
            return False
    return True


def _composed(line: Line) -> Line:
    def moved(offset: int) -> int:
        return len(unicodedata.normalize("NFC", line.text[:offset]))

    text = unicodedata.normalize("NFC", line.text)
    links = ((moved(start), min(moved(end), len(text)), url) for start, end, url in line.links)
    return replace(line, text=text, links=tuple(link for link in links if link[0] < link[1]))
