import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise

import pytest

from reports.bars import grade_bar, share_bar
from reports.charts import Break, PeriodCounts, grade_columns, share_line
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
    assert "named source" not in root.get("aria-label")


def test_a_grade_bar_without_claims_says_so():
    root = svg(grade_bar({"traceable_count": 0, "named_count": 0, "vague_count": 0, "none_count": 0}))
    assert root.get("aria-label") == "no claims"


def drawn(root, tag, colour, by="stroke"):
    """The marks of one colour."""
    return [element for element in root.iter() if element.tag.endswith(tag) and element.get(by) == colour]


def test_a_line_breaks_where_a_period_has_no_claims():
    root = svg(share_line(PERIODS, "week", title="Share", width=680, height=280))
    assert len(drawn(root, "path", "var(--untraceable)", "fill")) == 3  # a dot for each period with claims
    line = next(e for e in drawn(root, "path", "var(--untraceable)") if e.get("stroke-width") == "2")
    assert line.get("d").count("M") == 2  # the last dot stands alone behind the gap
    assert root.get("aria-label").startswith(
        "Share: week of 7 September 2026 50.0\u00a0% of 10 claims without a traceable source"
    )


def test_dots_lie_where_their_share_is():
    root = svg(share_line(PERIODS, "week", title="Share", width=680, height=280))
    dots = drawn(root, "path", "var(--untraceable)", "fill")
    heights = [float(dot.get("transform").removeprefix("translate(").rstrip(")").split(",")[1]) for dot in dots]
    middle, low, lowest = heights  # 0.5, 0.9 and 1.0: the last lies at the top of the plot
    assert (middle - low) / (middle - lowest) == pytest.approx(0.4 / 0.5, abs=0.01)


def test_a_break_of_the_record_is_a_dashed_line_with_its_sort():
    breaks = [Break("tagger", date(2026, 9, 16), 3), Break("outage", date(2020, 1, 1), 1)]
    root = svg(share_line(PERIODS, "week", title="Share", width=680, height=280, breaks=breaks))
    assert sum(bool(element.get("stroke-dasharray")) for element in root.iter()) == 1  # 2020 lies outside the picture
    assert "another tagger" in {element.text for element in root.iter()}


def test_columns_are_stacked_to_100_per_cent():
    root = svg(grade_columns(PERIODS, "week", title="Claims", width=320, height=170))
    for grade, counted in {"traceable": 2, "named": 1, "vague": 1, "none": 3}.items():
        assert len(drawn(root, "path", f"var(--{grade})", "fill")) == counted


def test_a_chart_keeps_its_labels_apart_and_inside():
    periods = [PeriodCounts(date(1991 + year, 1, 1), counts(none=1)) for year in range(36)]
    root = svg(grade_columns(periods, "year", title="Claims", width=340, height=200))
    years = [e for e in root.iter() if (e.text or "").isdigit() and e.get("text-anchor") == "middle"]
    places = [float(year.get("transform").removeprefix("translate(").rstrip(")").split(",")[0]) for year in years]
    assert len(places) >= 3
    assert min(after - before for before, after in pairwise(places)) >= 40
    assert all(0 < x < 340 for x in places)


def test_a_chart_follows_the_style_sheet_and_says_nothing_twice():
    html = str(grade_columns(PERIODS, "week", title="Claims", width=320, height=170))
    assert "var(--none)" in html
    assert " style=" not in html  # the policy of the pages allows none
    assert html.count("aria-label") == html.count("role=") == 1


def test_hostile_titles_stay_text():
    root = svg(share_line(PERIODS, "week", title='"><script>alert(1)</script>', width=340, height=200))
    assert not list(root.iter("script"))
    assert root.get("aria-label").startswith('"><script>alert(1)</script>')
    assert svg(share_line([], "week", title="x", width=340, height=200)) is not None
