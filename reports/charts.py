"""Counts by period in; trend charts as inline SVG with a title and a description out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from reports.periods import Unit, period_label, period_name
from reports.shares import Share

_GRADES = ("traceable", "named", "vague", "none")
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 12, 26  # room for `100 %` at the left and for the dates below, in pixels
_LABEL_WIDTH = 52  # what `28 Mar` takes at 12 px, with air on both sides


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """The claims of one period by grade."""

    start: date
    counts: Mapping[str, int]  # by grade: traceable, named, vague, none

    @property
    def claim_count(self) -> int:
        """All claims of the period."""
        return sum(self.counts[grade] for grade in _GRADES)

    @property
    def untraceable(self) -> Share:
        """The claims of the period that have no traceable source."""
        return Share(self.claim_count - self.counts["traceable"], self.claim_count)


def _number(value: float) -> str:
    """A coordinate in one decimal: a tenth of a pixel is finer than any screen."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plotting area of a chart: where a period and a share lie, in pixels."""

    width: int
    height: int
    periods: int

    @property
    def column(self) -> float:
        return (self.width - _LEFT - _RIGHT) / max(self.periods, 1)

    def x(self, index: int) -> float:
        """The middle of a period's column."""
        return _LEFT + self.column * (index + 0.5)

    def y(self, share: float) -> float:
        return _TOP + (1 - share) * (self.height - _TOP - _BOTTOM)


def _axes(frame: _Frame, starts: Sequence[date], unit: Unit) -> list[Markup]:
    """Lines at 0, 50 and 100 % and as many dates as fit."""
    parts = [
        Markup(
            '<path class="grid" d="M{left} {y}H{right}"/><text class="tick" x="{x}" y="{ty}" '
            'text-anchor="end">{label}</text>'
        ).format(
            left=_LEFT,
            right=frame.width - _RIGHT,
            y=_number(frame.y(share)),
            x=_LEFT - 6,
            ty=_number(frame.y(share) + 4),
            label=f"{100 * share:.0f} %",
        )
        for share in (0.0, 0.5, 1.0)
    ]
    every = max(1, -(-_LABEL_WIDTH * len(starts) // max(frame.width - _LEFT - _RIGHT, 1)))
    parts += [
        Markup('<text class="tick" x="{x}" y="{y}" text-anchor="middle">{label}</text>').format(
            # the first and last date may not leave the picture
            x=_number(min(max(frame.x(index), 20), frame.width - 20)),
            y=frame.height - 7,
            label=period_label(start, unit),
        )
        for index, start in enumerate(starts)
        if index % every == 0
    ]
    return parts


def _svg(frame: _Frame, css: str, title: str, description: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart {css}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="{title}: {description}"><title>{title}</title><desc>{description}</desc>{parts}</svg>'
    ).format(
        css=css,
        width=frame.width,
        height=frame.height,
        title=title,
        description=description,
        parts=Markup("").join(parts),
    )


def _description(periods: Sequence[PeriodCounts], unit: Unit) -> str:
    known = [period for period in periods if period.claim_count]
    if not known:
        return "no claims with a date"
    first, last = known[0], known[-1]
    return (
        f"{period_name(first.start, unit)} {first.untraceable.percent} of {first.claim_count:,} claims without a "
        f"traceable source, {period_name(last.start, unit)} {last.untraceable.percent} of {last.claim_count:,}"
    )


def share_line(
    periods: Sequence[PeriodCounts], unit: Unit, *, title: str, width: int, height: int, css: str = ""
) -> Markup:
    """The share of claims without a traceable source by period: a dot each, its 95 % interval, a line between.

    `periods` are consecutive; one without claims breaks the line. Sizes in pixels.
    """
    frame = _Frame(width, height, len(periods))
    parts = _axes(frame, [period.start for period in periods], unit)
    dots: list[Markup] = []
    runs: list[list[str]] = [[]]
    for index, period in enumerate(periods):
        share = period.untraceable
        if share.value is None or share.interval is None:
            runs.append([])
            continue
        x, y = _number(frame.x(index)), _number(frame.y(share.value))
        low, high = (_number(frame.y(bound)) for bound in share.interval)
        runs[-1].append(f"{x},{y}")
        parts.append(Markup('<path class="interval" d="M{x} {low}V{high}"/>').format(x=x, low=low, high=high))
        dots.append(
            Markup('<circle class="dot" cx="{x}" cy="{y}" r="3.5"><title>{name}: {share}</title></circle>').format(
                x=x, y=y, name=period_name(period.start, unit), share=str(share)
            )
        )
    parts += [
        Markup('<polyline class="line" points="{points}"/>').format(points=" ".join(points))
        for points in runs
        if len(points) > 1
    ]
    parts += dots  # last, so that they lie on top of the line
    return _svg(frame, css, title, _description(periods, unit), parts)


def grade_columns(
    periods: Sequence[PeriodCounts], unit: Unit, *, title: str, width: int, height: int, css: str = ""
) -> Markup:
    """The claims of each period by grade, as columns of 100 %, no source at the bottom; no column without claims."""
    frame = _Frame(width, height, len(periods))
    parts = _axes(frame, [period.start for period in periods], unit)
    # at most 26 px: two fat columns would say no more than two slim ones
    column = min(frame.column * 0.78, 26)
    for index, period in enumerate(periods):
        below = 0
        for grade in reversed(_GRADES):
            count = period.counts[grade]
            if count:
                top = frame.y((below + count) / period.claim_count)
                parts.append(
                    Markup(
                        '<rect class="fill-{grade}" x="{x}" y="{y}" width="{width}" height="{height}">'
                        "<title>{name}: {grade} {share}</title></rect>"
                    ).format(
                        grade=grade,
                        x=_number(frame.x(index) - column / 2),
                        y=_number(top),
                        width=_number(column),
                        height=_number(frame.y(below / period.claim_count) - top),
                        name=period_name(period.start, unit),
                        share=f"{Share(count, period.claim_count).percent} ({count:,} of {period.claim_count:,})",
                    )
                )
            below += count
    return _svg(frame, css, title, _description(periods, unit), parts)
