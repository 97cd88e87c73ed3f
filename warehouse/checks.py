"""An open warehouse in; for each promise in `checks/*.sql` the rows that break it out, none where it holds.

A check's third line is its severity. One of severity `error` stops the publication, one of severity `warn` is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

import duckdb

from transforms import records
from warehouse.statements import grain_and_question, sql_files

# Enough to see what is wrong; the count says how much.
EXAMPLE_COUNT = 3

# The words that a column may hold, by the name under which `checks/vocabulary.sql` asks for them.
VOCABULARY: Mapping[str, list[str]] = MappingProxyType(
    {
        "claim_kinds": list(get_args(records.ClaimKind)),
        "polarities": list(get_args(records.Polarity)),
        "certainties": list(get_args(records.Certainty)),
        "grades": list(get_args(records.Grade)),
        "citation_kinds": list(get_args(records.CitationKind)),
        "evidences": list(get_args(records.Evidence)),
        "disclosure_kinds": list(get_args(records.DisclosureKind)),
        "block_kinds": list(get_args(records.BlockKind)),
        "section_kinds": list(get_args(records.SectionKind)),
        "publisher_kinds": list(get_args(records.PublisherKind)),
        "outcomes": list(get_args(records.OutcomeKind)),
    }
)


Severity = Literal["error", "warn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check: it passes where `offending_count` is 0. `examples` holds the first few offending rows by column."""

    name: str
    question: str
    severity: Severity
    offending_count: int
    examples: tuple[Mapping[str, Any], ...]


def run_checks(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run all checks, by name. A check that fails is a result with its rows, not an exception."""
    return [run_check(con, path) for path in sql_files("checks")]


def run_check(con: duckdb.DuckDBPyConnection, path: Path) -> CheckResult:
    """Run one check file, whose second line is its question and whose third its severity."""
    sql = path.read_text(encoding="utf-8")
    (statement,) = con.extract_statements(sql)
    words = {name: VOCABULARY[name] for name in statement.named_parameters}
    cursor = con.execute(statement, words or None)
    columns = [column[0] for column in cursor.description]
    rows = cursor.fetchmany(EXAMPLE_COUNT)
    examples = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    count = len(rows)
    while rows := cursor.fetchmany(10_000):
        count += len(rows)
    _, question = grain_and_question(sql)
    return CheckResult(
        name=path.stem, question=question, severity=severity_of(sql), offending_count=count, examples=examples
    )


def severity_of(sql: str) -> Severity:
    """What the third line of a check says, `-- severity: warn`; without such a line a check is an `error`."""
    third = "".join(sql.splitlines()[2:3])
    return "warn" if third == "-- severity: warn" else "error"


def broken(results: Iterable[CheckResult], severity: Severity) -> list[CheckResult]:
    """Those checks of one severity that found rows."""
    return [result for result in results if result.offending_count and result.severity == severity]


def in_words(result: CheckResult) -> str:
    """A check that found rows, as a line for people, with two of the rows."""
    examples = "; ".join(str(dict(row)) for row in result.examples[:2])
    return f"check {result.name}: {result.offending_count:,} rows. {result.question} For example {examples}"
