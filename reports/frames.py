"""The published file in; pandas frames for trends, shares with intervals, rankings and counts out."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from reports.periods import EARLIEST, Unit
from reports.shares import wilson_interval
from warehouse.queries import Published

Row = dict[str, Any]

QUERIES = Path(__file__).with_name("queries")
GRADES = ("traceable", "named", "vague", "none")
GRADE_COUNTS = tuple(f"{grade}_count" for grade in GRADES)
# Below 20 claims the 95 % interval of a share is wider than 40 points, and the order of two sites says nothing.
FEWEST_RANKED_CLAIMS = 20


@cache
def report_query(name: str) -> str:
    """The SQL of `reports/queries/<name>.sql`. Raises FileNotFoundError for a name that has no file."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def report_frame(published: Published, name: str, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The frame that one named report query returns; its columns and grain stand in its file."""
    return published.frame(report_query(name), dict(params or {}))


def asked_of(sql: str, params: Mapping[str, Any]) -> Row:
    """Those of the parameters that a query asks for: DuckDB refuses others."""
    return {name: value for name, value in params.items() if f"${name}" in sql}


def rows(frame: pd.DataFrame) -> list[Row]:
    """The frame's rows as plain dicts, with None for every missing value (pandas says NaN, NaT or NA)."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[return-value]


def report_rows(published: Published, name: str, params: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows that one named report query returns, as plain dicts: many times faster than by way of a frame.

    Of `params` it is given those that it asks for.
    """
    sql = report_query(name)
    return published.records(sql, asked_of(sql, params or {}))


def grouped(found: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """The rows by the value of one column, in their order."""
    groups: dict[Any, list[Row]] = {}
    for row in found:
        groups.setdefault(row[column], []).append(row)
    return groups


def with_interval(frame: pd.DataFrame, count: str, of: str, name: str) -> pd.DataFrame:
    """The frame with `<name>_share`, `<name>_low` and `<name>_high`: `count / of` from 0 to 1 with its 95 % interval.

    Missing where `of` is 0, since a share of nothing is unknown.
    """
    intervals = [
        wilson_interval(int(k), int(n)) or (float("nan"), float("nan"))
        for k, n in zip(frame[count], frame[of], strict=True)
    ]
    return frame.assign(
        **{
            f"{name}_share": (frame[count] / frame[of].where(frame[of] > 0)).astype("float64"),
            f"{name}_low": pd.Series([low for low, _ in intervals], index=frame.index, dtype="float64"),
            f"{name}_high": pd.Series([high for _, high in intervals], index=frame.index, dtype="float64"),
        }
    )


def headline(published: Published) -> Row:
    """What the file holds, as whole numbers: `article_count`, `claim_count`, `traceable_count`, …"""
    return {name: int(value) for name, value in rows(report_frame(published, "headline"))[0].items()}


def weekly_trends(published: Published) -> pd.DataFrame:
    """The analysts' view: one row per site, language and week, with the interval of the untraceable share."""
    return with_interval(report_frame(published, "weekly_trends"), "untraceable_count", "claim_count", "untraceable")


def site_trend(published: Published, unit: Unit) -> pd.DataFrame:
    """One row per site and period of publication that has claims: counts by grade. `period` is a timestamp."""
    return report_frame(published, "trend", {"unit": unit, "earliest": EARLIEST})


def overall_trend(site_trends: pd.DataFrame) -> pd.DataFrame:
    """One row per period: the counts of all sites together, with the interval of the untraceable share."""
    counts = ["article_count", "claim_count", *GRADE_COUNTS]
    frame = site_trends.groupby("period", as_index=False, sort=True)[counts].sum()
    frame = frame.assign(untraceable_count=frame["claim_count"] - frame["traceable_count"])
    return with_interval(frame, "untraceable_count", "claim_count", "untraceable")


def date_range(published: Published) -> Row:
    """`first_published`, `last_published` (ISO days or None) and how many claims no trend can place."""
    return rows(report_frame(published, "date_range", {"earliest": EARLIEST}))[0]


def site_ranking(published: Published) -> pd.DataFrame:
    """One row per site, worst first by the share of claims without a traceable source, with its interval.

    `is_ranked` is false for sites with fewer than `FEWEST_RANKED_CLAIMS` claims; they follow, most claims first.
    """
    frame = with_interval(report_frame(published, "sites"), "untraceable_count", "claim_count", "untraceable")
    frame = frame.assign(is_ranked=frame["claim_count"] >= FEWEST_RANKED_CLAIMS)
    frame = frame.assign(ranked_share=frame["untraceable_share"].where(frame["is_ranked"]))
    order = ["is_ranked", "ranked_share", "claim_count", "site"]
    return (
        frame.sort_values(order, ascending=[False, False, False, True], na_position="last")
        .drop(columns="ranked_share")
        .reset_index(drop=True)
    )


def support_by_kind(published: Published) -> pd.DataFrame:
    """One row per kind of claim: counts by grade, hedged and negated."""
    return report_frame(published, "support_by_kind")


def citations_by_kind(published: Published) -> pd.DataFrame:
    """One row per kind of citation and kind of evidence, most used first."""
    return report_frame(published, "citations_by_kind")


def vague_appeals(published: Published, most: int = 12) -> pd.DataFrame:
    """One row per wording that appeals to science and names nothing, most used first."""
    return report_frame(published, "vague_appeals", {"most": most})


def outcome_counts(published: Published) -> pd.DataFrame:
    """One row per outcome and reason: visits and different addresses, most first."""
    return report_frame(published, "outcome_counts")


def top_articles(published: Published, most: int = 10) -> pd.DataFrame:
    """One row per article, those with most claims without a traceable source first."""
    return report_frame(published, "top_articles", {"most": most})
