"""A finished file set in; its rows in the warehouse, in one transaction and only once, and their counts out."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.claim_keys import cluster_rules, register_rules
from warehouse.clusters import FOLDER as CLUSTERS
from warehouse.clusters import cluster_claims
from warehouse.columns import LATER_TABLES, SCHEMAS
from warehouse.errors import WarehouseError
from warehouse.filesets import read_manifest
from warehouse.publishers import name_publishers
from warehouse.register_matches import match_fresh_claims, register_of
from warehouse.review_matches import match_reviews
from warehouse.row_groups import merged_in_turn
from warehouse.statements import ask, planned_without, run_file, sql_files, transaction

# Most loads have nothing to do for these files: each is run only where a table of an earlier one has rows. A statement
# costs a millisecond, even of nothing.
ONLY_WITH = {
    "32_told_by_others": ("untold_outcomes",),
    "47_read_again": ("known_readings",),
    "61_absences": ("later_answers",),
    "66_copies": ("meeting_bands",),
    "67_clusters": ("meeting_bands",),
    "79_told_edits": ("edits_before", "edits_now"),
    "80_claim_changes": ("fresh_edits",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What a load did. `outcomes` counts the run's URLs by outcome, as they stand after this load."""

    fileset: str
    run_id: str
    already_loaded: bool
    page_count: int
    article_count: int
    claim_count: int
    citation_count: int
    outcomes: Mapping[str, int]


def load_fileset(con: duckdb.DuckDBPyConnection, folder: Path) -> LoadResult:
    """Load one file set, all of it or, on any error, nothing. One that is loaded already changes no row.

    The same run read by another tagger replaces the run's outcomes and adds its findings beside those of the first.
    Raises FilesetError when the folder is no finished file set, WarehouseError when a file is damaged or the disk full;
    close the connection then.
    """
    manifest = read_manifest(folder)
    known = ask(con, "ledger/load_number", {"fileset": manifest.fileset})
    if not known:
        known_register = register_of(con)
        load_number = ask(con, "ledger/next_load_number")[0][0]
        parameters = {
            **asdict(manifest),
            "made_at": manifest.made_at.isoformat(),
            "load_number": load_number,
            "cluster_rules": cluster_rules(),
            "register_rules": register_rules(),
            "names": sorted(known_register.names),
        }
        try:
            with table_files(folder) as tables, _transaction(con, load_number, tables):
                run_file(con, CLUSTERS / "said_number.sql")
                for path in sql_files("loads"):
                    if is_needed(con, path.stem):
                        run_file(con, path, parameters | tables)
                name_publishers(con)
                cluster_claims(con, tables["claim_keys"])
                match_reviews(con, load_number)
                match_fresh_claims(con, known_register, tables["claim_keys"])
                con.execute("drop table fresh_claims")
        except duckdb.Error as error:
            raise WarehouseError(f"{manifest.fileset} was not loaded, nothing of it: {error}") from error
    counts = ask(con, "ledger/load_counts", {"fileset": manifest.fileset})[0]
    outcomes = ask(con, "ledger/outcome_counts", {"run_id": manifest.run_id})
    return LoadResult(
        fileset=manifest.fileset,
        run_id=manifest.run_id,
        already_loaded=bool(known),
        page_count=counts[0],
        article_count=counts[1],
        claim_count=counts[2],
        citation_count=counts[3],
        outcomes=dict(outcomes),
    )


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection, load_number: int, tables: Mapping[str, str]) -> Iterator[None]:
    """Everything that is done inside is one load, planned without a look for what two places of a statement share: in
    statements as long as these that takes longer than it saves.
    """
    claim_count = 0
    with suppress(OSError, pa.ArrowException):  # a damaged file: reading it says so
        claim_count = pq.read_metadata(tables["claims"]).num_rows
    with planned_without(con, "common_subplan"), merged_in_turn(con, load_number, claim_count), transaction(con):
        yield


def is_needed(con: duckdb.DuckDBPyConnection, step: str) -> bool:
    """Whether a file of a load has anything to do: whether one of the tables that it works on has rows."""
    tables = ONLY_WITH.get(step)
    return not tables or any(con.execute(f"from {table} limit 1").fetchall() for table in tables)


def loaded_filesets(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names of all file sets that are in the warehouse."""
    return frozenset(name for (name,) in ask(con, "ledger/loaded_filesets"))


@contextmanager
def table_files(folder: Path) -> Iterator[dict[str, str]]:
    """The Parquet file of each table of a file set; an empty one where the set was written before there was the table.

    A missing file of any other table is named all the same: reading it then says that the file set is damaged.
    """
    files = {table: folder / f"{table}.parquet" for table in SCHEMAS}
    with tempfile.TemporaryDirectory(prefix="claimtrace-") as empty:
        for table in LATER_TABLES:
            if not files[table].exists():
                files[table] = Path(empty) / f"{table}.parquet"
                pq.write_table(SCHEMAS[table].empty_table(), files[table])
        yield {table: str(path) for table, path in files.items()}
