"""A text with spans that may overlap or nest in; lines of pieces that do not overlap, and their safe HTML, out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from markupsafe import Markup, escape

from reports.languages import t

SpanKind = Literal["claim", "citation", "disclosure"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text in code points, half open; `number` names it on the page, `css` how it is drawn."""

    start: int
    end: int
    kind: SpanKind
    number: int
    css: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch on which no span begins or ends; `spans` cover all of it, the longest first."""

    start: int
    end: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text without its newline, cut into pieces."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def line_bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line that holds more than blanks. Only `\\n` ends a line: it ends a block."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def marked_lines(text: str, spans: Sequence[Span]) -> list[Line]:
    """The lines of the text, each cut at every edge of every span; their pieces together are the lines whole.

    Spans lose the blanks at their ends, so that each begins and ends on a line. Spans that lie outside the text or
    hold only blanks mark nothing: the warehouse's checks count those.
    """
    valid = sorted(
        (trimmed for span in spans if (trimmed := _trimmed(text, span))),
        key=lambda span: (span.start, -span.end, span.kind, span.number),
    )
    lines, first = [], 0
    for start, end in line_bounds(text):
        # spans are sorted by start, so those that ended before this line are passed once and for all …
        while first < len(valid) and valid[first].end <= start:
            first += 1
        # … and one that ends early among later ones is passed here
        here = [span for span in _until(valid, first, end) if span.end > start]
        edges = {start, end}
        for span in here:
            edges.update(edge for edge in (span.start, span.end) if start < edge < end)
        ordered = sorted(edges)
        pieces = tuple(
            Piece(left, right, tuple(span for span in here if span.start <= left and right <= span.end))
            for left, right in pairwise(ordered)
        )
        lines.append(Line(start, end, pieces))
    return lines


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without blanks at its ends; None if it marks nothing of this text."""
    if not 0 <= span.start < span.end <= len(text):
        return None
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - len(words) + len(words.rstrip())
    return replace(span, start=start, end=end) if start < end else None


def _until(spans: Sequence[Span], first: int, end: int) -> Iterator[Span]:
    for index in range(first, len(spans)):
        if spans[index].start >= end:
            return
        yield spans[index]


def _of_kind(piece: Piece, kind: SpanKind) -> tuple[Span, ...]:
    return tuple(span for span in piece.spans if span.kind == kind)


def line_html(text: str, line: Line) -> Markup:
    """The line as HTML: claims as `mark`, citations as links to their entry, disclosures as `span`; all text escaped.

    Where two claims overlap the shorter one is drawn and both keep their number. Ids: `in-text-claim-3` where a claim
    begins, `in-text-source-2` where a citation begins.
    """
    html = []
    for claims, group in groupby(line.pieces, key=lambda piece: _of_kind(piece, "claim")):
        pieces = list(group)
        inner = "".join(_piece_html(text, piece) for piece in pieces)
        if not claims:
            html.append(inner)
            continue
        left, right = pieces[0].start, pieces[-1].end
        drawn = min(claims, key=lambda span: span.end - span.start)
        anchors = "".join(
            f'<span class="anchor" id="in-text-claim-{span.number}"></span>'
            for span in claims
            if span.start == left and span is not drawn
        )
        identity = f' id="in-text-claim-{drawn.number}"' if drawn.start == left else ""
        numbers = "".join(
            f'<a class="claim-number" href="#claim-{span.number}" '
            f'aria-label="{t("article.claim_number", number=span.number)}: {escape(span.label)}" '
            f'title="{escape(span.label)}">{span.number}</a>'
            for span in claims
            if span.end == right
        )
        html.append(f'{anchors}<mark class="claim {drawn.css}"{identity}>{inner}</mark>{numbers}')
    # numbers and styles are ours; words and labels were escaped where they were put in (Markup.format takes five times
    # as long, and this is half of the time that an article's page takes)
    return Markup("".join(html))  # noqa: S704


def _piece_html(text: str, piece: Piece) -> str:
    """The words of one piece, inside the box of its shortest citation and the underline of its disclosure, if any."""
    html = str(escape(text[piece.start : piece.end]))
    if disclosures := _of_kind(piece, "disclosure"):
        html = f'<span class="disclosure" title="{escape(disclosures[-1].label)}">{html}</span>'
    if citations := _of_kind(piece, "citation"):
        drawn = min(citations, key=lambda span: span.end - span.start)
        anchors = "".join(
            f'<span class="anchor" id="in-text-source-{span.number}"></span>'
            for span in citations
            if span.start == piece.start and span is not drawn
        )
        css = drawn.css
        css += "" if drawn.start == piece.start else " cut-left"
        css += "" if drawn.end == piece.end else " cut-right"
        identity = f' id="in-text-source-{drawn.number}"' if drawn.start == piece.start else ""
        html = (
            f'{anchors}<a class="citation {css}" href="#source-{drawn.number}"{identity} '
            f'data-kind="{escape(drawn.label)}">{html}</a>'
        )
    return html
