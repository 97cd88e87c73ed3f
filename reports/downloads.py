"""The published file and the figures of the pages in; CSV and JSON files beside the pages out."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reports.charts import PeriodCounts
from reports.frames import GRADES, Row, grouped, report_query
from reports.shares import Share
from warehouse.queries import Published

# The tables that the data page offers, by file name: what each row is stands in the query's first comment.
TABLES = {
    "sites.csv": "sites",
    "topics.csv": "concept_counts",
    "relations.csv": "concept_relations",
    "contradictions.csv": "contradictions",
    "register.csv": "register_counts",
    "disclosing.csv": "disclosing_support",
    "weekly_trends.csv": "weekly_trends",
    "claims_by_kind.csv": "support_by_kind",
    "claims_by_language.csv": "support_by_lang",
    "citations_by_kind.csv": "citations_by_kind",
    "publisher_mix.csv": "publisher_mix",
    "evidence.csv": "rung_counts",
    "coverage.csv": "site_coverage",
    "breaks.csv": "breaks",
}


def table_csv(published: Published, name: str) -> bytes:
    """One table as CSV; text that a spreadsheet would run as a formula is disarmed."""
    stream = io.BytesIO()
    published.export(report_query(TABLES[name]), "csv", stream)
    return stream.getvalue()


def table_meaning(name: str) -> str:
    """What one row of a table is, as its query says."""
    lines = [line.removeprefix("-- ") for line in report_query(TABLES[name]).splitlines() if line.startswith("-- ")]
    return " ".join(lines).replace("`", "")


def trend_csv(periods: Sequence[PeriodCounts]) -> str:
    """The figures behind a trend: counts by grade, the share without a traceable source and its interval, 0 to 1."""
    lines = [
        "period,claim_count,traceable_count,named_count,vague_count,none_count,"
        "untraceable_share,untraceable_low,untraceable_high"
    ]
    for period in periods:
        share = period.untraceable
        low, high = share.interval or (None, None)
        cells = [period.start.isoformat(), period.claim_count, *(period.counts[grade] for grade in GRADES)]
        cells += ["" if value is None else f"{value:.6f}" for value in (share.value, low, high)]
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines) + "\n"


def share_json(share: Share) -> dict[str, Any]:
    """A share with what it is made of; null where it is a share of nothing."""
    low, high = share.interval or (None, None)
    return {"count": share.count, "of": share.of, "share": share.value, "low": low, "high": high}


def site_json(site: str, scorecard: Row, about: Mapping[str, Any]) -> str:
    """What a site's page says, for programs."""
    return (
        json.dumps({"site": site, "scorecard": scorecard, **about}, indent=1, ensure_ascii=False, default=plain) + "\n"
    )


def plain(value: object) -> object:
    """A value of the warehouse as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Share):
        return share_json(value)
    raise TypeError(f"{value!r} cannot be written as JSON")


def dictionary(columns: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of `view_columns.sql` by view."""
    return grouped(columns, "view_name")
