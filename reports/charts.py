"""Counts by period in; trend charts as inline SVG, drawn by Vega-Lite (through vl-convert) when the report is built.

The colours are the style sheet's (`var(--none)`), so that a chart follows light and dark; the page needs no script.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from markupsafe import Markup

from reports.kept_charts import drawn
from reports.languages import spoken, t
from reports.periods import Unit, period_label, period_name, period_start
from reports.shares import Share

_GRADES = ("traceable", "named", "vague", "none")
_SPECS = Path(__file__).with_name("chart_specs")
_LABEL_WIDTH = 52  # what `28 Mar` takes at 12 px, with air on both sides
_SAID_INSIDE = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"')
_SAID_TWICE = re.compile(r' (?:opacity="1"|font-family="[^"]*"|stroke-width="1"|stroke-miterlimit="10")')
_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_EMPTY = re.compile(r'<path(?: aria-hidden="true")? d=""[^>]*/>|<path d="M0,0h0v0h0Z"/>|<g></g>')


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


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which the record is not what it was: another tagger (`tagger`), or a week that saw less (`outage`)."""

    sort: str
    day: date
    site_count: int


@cache
def _spec(name: str) -> str:
    return (_SPECS / f"{name}.vl.json").read_text(encoding="utf-8")


@cache
def _drawer() -> str:
    return version("vl-convert-python")


def _drawn(name: str, values: Sequence[Mapping[str, Any]], width: int, height: int, **filled: Any) -> Markup:
    """The chart of a spec as the inside of an SVG, sizes in pixels. What the SVG says of its marks is taken out: the
    chart is one picture with one description, and its figures are in a table."""
    spec = json.loads(_spec(name))
    spec |= {"width": width, "height": height}
    spec["datasets"] = {"periods": list(values), **filled.pop("datasets", {})}
    text = json.dumps(spec)
    for key, value in filled.items():
        text = text.replace(f'"${key}"', json.dumps(value))
    locale: Any = spoken().locale  # one of those that d3 has: a message file says which
    of = json.dumps([text, locale, _drawer()])
    svg = drawn(
        of,
        lambda _: vl_convert.vegalite_to_svg(
            text, allowed_base_urls=[], format_locale=locale, time_format_locale=locale
        ),
    )
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    # a third of the bytes: the style sheet has the font, and a hundredth of a pixel is finer than any screen
    inner = _SAID_TWICE.sub("", _SAID_INSIDE.sub("", inner))
    inner = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), inner)
    return Markup(_EMPTY.sub("", inner))  # noqa: S704 -- Vega escapes texts; the labels are dates and words of ours


def _svg(css: str, width: int, height: int, label: str, inner: Markup) -> Markup:
    return Markup(
        '<svg class="chart {css}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="{label}">{inner}</svg>'
    ).format(css=css, width=width, height=height, label=label, inner=inner)


def _description(periods: Sequence[PeriodCounts], unit: Unit) -> str:
    known = [period for period in periods if period.claim_count]
    if not known:
        return t("charts.nothing")
    first, last = known[0], known[-1]
    return t(
        "charts.from_to",
        first=period_name(first.start, unit),
        first_share=first.untraceable.percent,
        first_of=first.claim_count,
        last=period_name(last.start, unit),
        last_share=last.untraceable.percent,
        last_of=last.claim_count,
    )


def _labels(periods: Sequence[PeriodCounts], unit: Unit, width: int) -> list[str]:
    """The labels of the axis that fit: every second, third, … period."""
    every = max(1, -(-_LABEL_WIDTH * len(periods) // max(width - 60, 1)))
    return [period_label(period.start, unit) for period in periods[::every]]


def share_line(
    periods: Sequence[PeriodCounts],
    unit: Unit,
    *,
    title: str,
    width: int,
    height: int,
    css: str = "",
    breaks: Sequence[Break] = (),
) -> Markup:
    """The share of claims without a traceable source by period: a dot each, its 95 % interval, a line between.

    `periods` are consecutive; one without claims breaks the line. A break of the record is a dashed line. In pixels.
    """
    values = []
    for number, period in enumerate(periods):
        share, bounds = period.untraceable.value, period.untraceable.interval
        low, high = bounds or (None, None)
        label = period_label(period.start, unit)
        values.append({"number": number, "label": label, "share": share, "low": low, "high": high})
    starts = {period.start: value["label"] for period, value in zip(periods, values, strict=True)}
    marks = [
        {"label": starts[start], "sort": t(f"charts.break_{one.sort}")}
        for one in breaks
        if (start := period_start(one.day, unit)) in starts
    ]
    inner = _drawn(
        "share_line",
        values,
        width,
        height,
        datasets={"breaks": marks},
        shown=_labels(periods, unit, width),
        x_title=t(f"charts.of_publication_{unit}"),
        y_title=t("charts.share_of_claims"),
        order=[value["label"] for value in values],
    )
    return _svg(css, width, height, f"{title}: {_description(periods, unit)}", inner)


def grade_columns(
    periods: Sequence[PeriodCounts],
    unit: Unit,
    *,
    title: str,
    width: int,
    height: int,
    css: str = "",
    is_small: bool = False,
) -> Markup:
    """The claims of each period by grade, as columns of 100 %, no source at the bottom; no column without claims.

    One that is small, beside others of its kind, leaves the names of its axes to what stands above them all.
    """
    values = [
        {
            "label": period_label(period.start, unit),
            "grade": grade,
            "rank": rank,
            "count": period.counts[grade],
            "of": period.claim_count,
        }
        for period in periods
        for rank, grade in enumerate(reversed(_GRADES))
        if period.counts[grade]
    ]
    inner = _drawn(
        "grade_columns",
        values,
        width,
        height,
        shown=_labels(periods, unit, width),
        x_title=None if is_small else t(f"charts.of_publication_{unit}"),
        y_title=None if is_small else t("charts.share_of_claims"),
        order=[period_label(period.start, unit) for period in periods],
    )
    return _svg(css, width, height, f"{title}: {_description(periods, unit)}", inner)
