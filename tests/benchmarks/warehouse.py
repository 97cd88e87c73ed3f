"""A warehouse of many synthetic claims: `python -m tests.benchmarks.warehouse [CLAIMS…]`, 100,000 and 1,000,000.

Every view and every kept question warm on two threads and under 4 GB, a load as a ratio to a bare INSERT of the same
rows in the same run, a publication, and bytes a claim. 1,000,000 claims take some ten minutes; 10,000,000 is an
argument that has not been tried yet.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb

import warehouse.load
from tests.benchmarks.synthetic import (
    CLAIMS_AN_ARTICLE,
    MEMORY_LIMIT,
    make_large_fileset,
    make_warehouse,
    open_bounded,
)
from warehouse.columns import SCHEMAS
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.queries import Published, questions
from warehouse.statements import sql_text, transaction

PROMISED_SECONDS = 1.0
GIVEN_UP_SECONDS = 60.0
# One WARC of a site of some 450 articles.
LOADED_CLAIMS = 10_000
VIEWS = "select view_name from duckdb_views() where not internal and schema_name = 'main' order by view_name"


def figures(claims: int, folder: Path) -> dict[str, Any]:
    """Return what a warehouse of so many claims costs: to make, publish, ask and load into."""
    path, published = folder / "claimtrace.duckdb", folder / "published" / "claimtrace.duckdb"
    made, _ = seconds(lambda: make_warehouse(path, claims))
    say(f"{claims} claims made in {made:.0f} s")
    processor = time.process_time()
    publishing, _ = seconds(lambda: publish(path, published, keep=0))
    processor = time.process_time() - processor
    size = published.stat().st_size
    say(f"published in {publishing:.1f} s, {size / claims:.0f} bytes a claim")
    asked = asked_seconds(published)
    slow = {name: spent for name, spent in asked.items() if spent is None or spent > PROMISED_SECONDS}
    return {
        "claims": claims,
        "articles": claims // CLAIMS_AN_ARTICLE,
        "publish_seconds": round(publishing, 1),
        # of both cores; where others use them, too, this says more
        "publish_processor_seconds": round(processor, 1),
        "published_bytes_a_claim": round(size / claims),
        "asked": len(asked),
        "over_a_second": dict(sorted(slow.items(), key=lambda item: -(item[1] or GIVEN_UP_SECONDS))),
        "seconds": asked,
        "load": loading(path, folder, claims),
    }


def asked_seconds(published: Path) -> dict[str, float | None]:
    """Seconds that every view's count, every view's first 100 rows and every kept question take the second time.

    None where it was given up after a minute or ran out of memory.
    """
    with Published(published, memory_limit=MEMORY_LIMIT) as file:
        asked = {}
        for (view,) in file.rows(VIEWS):
            asked[f"{view}: count"] = f"select count(*) from {view}"
            asked[f"{view}: 100 rows"] = f"select * from {view} limit 100"
        asked |= {f"question {name}": question.sql for name, question in questions().items()}
        return {name: warm_seconds(file.con, sql) for name, sql in asked.items()}


def warm_seconds(con: duckdb.DuckDBPyConnection, sql: str) -> float | None:
    """How long the second of two equal queries takes to its first 100 rows."""
    (statement,) = con.extract_statements(sql)
    parameters = dict.fromkeys(statement.named_parameters, "site0")
    taken = None
    for _ in range(2):
        timer = threading.Timer(GIVEN_UP_SECONDS, con.interrupt)
        timer.start()
        try:
            taken, _ = seconds(lambda: con.execute(sql, parameters or None).fetchmany(100))
        except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
            say(f"given up: {str(error)[:80]}: {sql[:60]}")
            return None
        finally:
            timer.cancel()
    return round(taken or 0.0, 3)


def loading(path: Path, folder: Path, claims: int) -> dict[str, Any]:
    """What a file set costs to load into the warehouse, and what a bare INSERT of the same rows costs there."""
    fileset = make_large_fileset(folder, LOADED_CLAIMS, first_article=claims)
    con = open_bounded(path)
    con.execute("create schema bare")
    # the keys of claims are no rows of the warehouse: the bare INSERT writes what it wrote before there were any
    files = {table: sql_text(fileset / f"{table}.parquet") for table in SCHEMAS if table != "claim_keys"}
    for table, file in files.items():
        con.execute(f"create table bare.{table} as from read_parquet({file}) limit 0")

    def insert_bare(tables: tuple[str, ...]) -> int:
        with transaction(con):
            return sum(
                con.execute(f"insert into bare.{name} select * from read_parquet({files[name]})").fetchall()[0][0]
                for name in tables
            )

    bare, rows = seconds(lambda: insert_bare(tuple(files)))
    spent: dict[str, float] = {}
    for name in ("name_publishers", "cluster_claims", "match_fresh_claims"):
        setattr(warehouse.load, name, timed(getattr(warehouse.load, name), name, spent))
    real_run = warehouse.load.run_file
    warehouse.load.run_file = lambda con, step, given=None: timed(real_run, step.stem, spent)(con, step, given)  # type: ignore[assignment]
    whole, result = seconds(lambda: load_fileset(con, fileset))
    con.close()
    rows_written = spent["50_readings"]
    return {
        "rows": rows,
        "claims": result.claim_count,
        "bare_seconds": round(bare, 2),
        "load_seconds": round(whole, 2),
        "ratio_of_the_insert_step": round(bare / rows_written, 2),
        "ratio_of_all_sql": round(bare / sum(took for name, took in spent.items() if name[0].isdigit()), 2),
        "ratio_of_the_whole_load": round(bare / whole, 3),
        "rows_a_second": round(rows / whole),
        "steps": {name: round(took, 2) for name, took in spent.items()},
    }


def timed(step: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The step as it is; what it takes is added to `spent`."""

    def run(*given: Any) -> Any:
        took, answer = seconds(lambda: step(*given))
        spent[name] = spent.get(name, 0.0) + took
        return answer

    return run


def seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    """How long the action takes, and what it gives back."""
    started = time.perf_counter()
    answer = action()
    return time.perf_counter() - started, answer


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    with suppress(AttributeError):
        os.nice(5)
    for count in [int(one) for one in sys.argv[1:]] or [100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(json.dumps(figures(count, Path(folder)), indent=1) + "\n")
