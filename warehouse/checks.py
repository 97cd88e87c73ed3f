"""An open warehouse in; for each promise in `checks/*.sql` the rows that break it out, none where it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check: it passes where `offending_count` is 0. `examples` holds the first few offending rows by column."""

    name: str
    question: str
    offending_count: int
    examples: tuple[Mapping[str, Any], ...]


def run_checks(con: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """Run all checks, by name. A check that fails is a result with its rows, not an exception."""
    return [run_check(con, path) for path in sql_files("checks")]


def run_check(con: duckdb.DuckDBPyConnection, path: Path) -> CheckResult:
    """Run one check file, whose second line is its question."""
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
    return CheckResult(name=path.stem, question=question, offending_count=count, examples=examples)
