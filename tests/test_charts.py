import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from reports.bars import grade_bar, share_bar
from reports.charts import PeriodCounts, grade_columns, share_line
from reports.shares import Share


def counts(traceable=0, named=0, vague=0, none=0):
    return {"traceable": traceable, "named": named, "vague": vague, "none": none}


PERIODS = [
    PeriodCounts(date(2026, 9, 7), counts(traceable=5, none=5)),
    PeriodCounts(date(2026, 9, 14), counts(traceable=1, named=2, vague=3, none=4)),
    PeriodCounts(date(2026, 9, 21), counts()),
    PeriodCounts(date(2026, 9, 28), counts(none=8)),
]


def svg(markup):
    return ET.fromstring(str(markup))


def found(root, css):
    return [element for element in root.iter() if css in (element.get("class") or "").split()]


def test_a_share_bar_is_as_long_as_the_share_and_its_line_as_the_interval():
    root = svg(share_bar(Share(5, 10)))
    assert found(root, "bar")[0].get("width") == "50"
    assert found(root, "interval")[0].get("d").startswith("M23.66 8H76.34")
    assert "50.0\u00a0% (5 of 10" in root.get("aria-label")


def test_a_share_of_nothing_has_no_bar():
    root = svg(share_bar(Share(0, 0)))
    assert not found(root, "bar")
    assert root.get("aria-label") == "–"


def test_the_pieces_of_a_grade_bar_fill_it_in_order():
    root = svg(grade_bar({"traceable_count": 1, "named_count": 0, "vague_count": 3, "none_count": 4}))
    pieces = [element for element in root if element.get("class") != "track"]
    assert [(p.get("class"), p.get("x"), p.get("width")) for p in pieces] == [
        ("fill-traceable", "0", "12.5"),
        ("fill-vague", "12.5", "37.5"),
        ("fill-none", "50", "50"),
    ]
    assert "named" not in root.get("aria-label")


def test_a_grade_bar_without_claims_says_so():
    root = svg(grade_bar({"traceable_count": 0, "named_count": 0, "vague_count": 0, "none_count": 0}))
    assert root.get("aria-label") == "no claims"


def test_a_line_breaks_where_a_period_has_no_claims():
    root = svg(share_line(PERIODS, "week", title="Share", width=680, height=280))
    assert len(found(root, "dot")) == len(found(root, "interval")) == 3
    (line,) = found(root, "line")
    assert len(line.get("points").split()) == 2  # the last dot stands alone behind the gap
    titles = [element.text for element in root.iter("title")]
    assert titles[0] == "Share"
    assert any(title.startswith("week of 14 September 2026: 90.0\u00a0% (9 of 10;") for title in titles)


def test_dots_lie_where_their_share_is():
    root = svg(share_line(PERIODS, "week", title="Share", width=680, height=280))
    heights = [float(dot.get("cy")) for dot in found(root, "dot")]
    assert heights == [pytest.approx(12 + (1 - share) * 242, abs=0.06) for share in (0.5, 0.9, 1.0)]


def test_columns_are_stacked_to_100_per_cent():
    root = svg(grade_columns(PERIODS, "week", title="Claims", width=320, height=170))
    for css, counted in {"fill-traceable": 2, "fill-named": 1, "fill-vague": 1, "fill-none": 3}.items():
        assert len(found(root, css)) == counted
    heights = {}
    for element in root.iter():
        if (element.get("class") or "").startswith("fill-"):
            heights[element.get("x")] = heights.get(element.get("x"), 0) + float(element.get("height"))
    assert list(heights.values()) == [pytest.approx(132, abs=0.3)] * 3


def test_a_chart_keeps_its_labels_apart_and_inside():
    periods = [PeriodCounts(date(1991 + year, 1, 1), counts(none=1)) for year in range(36)]
    root = svg(grade_columns(periods, "year", title="Claims", width=340, height=200))
    ticks = [
        float(text.get("x"))
        for text in root.iter()
        if text.get("class") == "tick" and text.get("text-anchor") == "middle"
    ]
    assert len(ticks) >= 3
    assert min(after - before for before, after in pairwise(ticks)) >= 45
    assert all(0 < x < 340 for x in ticks)


def test_hostile_titles_stay_text():
    root = svg(share_line(PERIODS, "week", title='"><script>alert(1)</script>', width=340, height=200))
    assert not list(root.iter("script"))
    assert next(root.iter("title")).text == '"><script>alert(1)</script>'
    assert svg(share_line([], "week", title="x", width=340, height=200)) is not None
