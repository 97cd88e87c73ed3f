"""A warehouse of many synthetic claims: `python -m tests.benchmarks.warehouse [CLAIMS…]`, 100,000 and 1,000,000.

Every view and every kept question warm on two threads and under 4 GB; a publication; bytes a claim; loads of claims
that are new and of claims that were said before, each as a ratio to a bare INSERT of the same rows in the same run.
Each part is printed as soon as it is known. 1,000,000 claims take some five minutes, 10,000,000 three quarters of an
hour and 25 GB of disk.
"""

import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

import warehouse.connection
import warehouse.load
import warehouse.publication
from tests.benchmarks.synthetic import (
    CLAIMS_AN_ARTICLE,
    MEMORY_LIMIT,
    THREADS,
    make_large_fileset,
    make_warehouse,
    open_bounded,
)
from warehouse.columns import SCHEMAS
from warehouse.load import LoadResult, load_fileset
from warehouse.publication import publish
from warehouse.queries import Published, questions
from warehouse.row_groups import leave_text, pack_text
from warehouse.statements import sql_text, transaction

PROMISED_SECONDS = 1.0
GIVEN_UP_SECONDS = 60.0
# One WARC of a site of some 450 articles, and one of 1,240.
LOADED_CLAIMS = (10_000, 27_260)
VIEWS = "select view_name from duckdb_views() where not internal and schema_name = 'main' order by view_name"


class Took(NamedTuple):
    """What a piece of work took: by the clock, and of the processors, which says more where others use them, too."""

    clock: float
    processor: float


def figures(claims: int, folder: Path) -> dict[str, Any]:
    """Return what a warehouse of so many claims costs: to make, publish, ask and load into. Each part is printed."""
    path, published = folder / "claimtrace.duckdb", folder / "published" / "claimtrace.duckdb"
    made, _ = measured(lambda: make_warehouse(path, claims))
    told: dict[str, Any] = {"claims": claims, "articles": claims // CLAIMS_AN_ARTICLE}
    _tell(told, {"made_seconds": round(made.clock), "warehouse_bytes_a_claim": round(path.stat().st_size / claims)})
    _tell(told, publishing(path, published, claims))
    asked = asked_seconds(published)
    slow = {name: spent for name, spent in asked.items() if spent is None or spent > PROMISED_SECONDS}
    slow = dict(sorted(slow.items(), key=lambda item: -(item[1] or GIVEN_UP_SECONDS)))
    _tell(told, {"asked": len(asked), "over_a_second": slow, "seconds": asked})
    _tell(told, {"load": loading(path, folder, claims)})
    return told


def _tell(told: dict[str, Any], part: dict[str, Any]) -> None:
    """Add a part to what is told, and print it: a benchmark that is cut off has then told something."""
    told |= part | {"most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    if "load" not in part:
        say(json.dumps(part))


def publishing(path: Path, published: Path, claims: int) -> dict[str, Any]:
    """What a publication costs under the limits of the benchmark, and of what it consists."""
    spent: dict[str, Took] = {}
    names = ("copy_for_readers", "lay_down_claims", "end_copy", "lay_down_answers", "contents_of", "manifest_of")
    with bounded(), parts_measured(warehouse.publication, names, spent):
        whole, _ = measured(lambda: publish(path, published, keep=0))
    return {
        "publish_seconds": round(whole.clock, 1),
        "publish_processor_seconds": round(whole.processor, 1),
        "publish_parts": {name: _rounded(took) for name, took in spent.items()},
        "published_bytes_a_claim": round(published.stat().st_size / claims),
    }


@contextmanager
def bounded() -> Iterator[None]:
    """Files that are opened inside are opened on the benchmark's threads and in its memory."""
    config = warehouse.connection._OPTIONS
    before = dict(config)
    config |= {"memory_limit": MEMORY_LIMIT, "threads": THREADS}
    try:
        yield
    finally:
        config.clear()
        config |= before


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
        return {name: warm_seconds(file.con, name, sql) for name, sql in asked.items()}


def warm_seconds(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> float | None:
    """How long the second of two equal queries takes to its first 100 rows."""
    (statement,) = con.extract_statements(sql)
    parameters = dict.fromkeys(statement.named_parameters, "site0")
    took = Took(0.0, 0.0)
    for _ in range(2):
        timer = threading.Timer(GIVEN_UP_SECONDS, con.interrupt)
        timer.start()
        try:
            took, _ = measured(lambda: con.execute(sql, parameters or None).fetchmany(100))
        except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
            say(f"given up: {name}: {str(error)[:80]}")
            return None
        finally:
            timer.cancel()
    if took.clock > PROMISED_SECONDS / 3:
        say(f"{name}: {_rounded(took)}")
    return round(took.clock, 3)


def loading(path: Path, folder: Path, claims: int) -> dict[str, Any]:
    """What file sets cost to load into the warehouse, and what a bare INSERT of the same rows costs there."""
    told: dict[str, Any] = {}
    articles, first = claims // CLAIMS_AN_ARTICLE, claims
    filesets: dict[str, Path] = {}
    for loaded in LOADED_CLAIMS:
        # no more can be known than were said; and those of each set are others
        known = min(loaded, claims // 4)
        filesets[f"{loaded} new"] = make_large_fileset(folder, f"new-{loaded}", loaded, first)
        filesets[f"{known} known"] = make_large_fileset(
            folder, f"known-{loaded}", known, first + loaded, repeats=first + loaded - articles // 3 - len(filesets)
        )
        first += 2 * loaded
    with closing(open_bounded(path)) as con:
        con.execute("create schema bare")
        for number, (words, fileset) in enumerate(filesets.items()):
            told[words] = loading_one(con, fileset, is_first=not number)
            say(json.dumps({words: told[words]}))
    return told


def loading_one(con: duckdb.DuckDBPyConnection, fileset: Path, is_first: bool) -> dict[str, Any]:
    """What one file set costs until all of it is in the file, and of what that consists.

    DuckDB makes a checkpoint when its log has grown to 16 MB, whoever wrote the most of that: here each has its own.
    """
    # the keys of claims are no rows of the warehouse: the bare INSERT writes what it wrote before there were any
    files = {table: sql_text(fileset / f"{table}.parquet") for table in SCHEMAS if table != "claim_keys"}
    if is_first:
        for table, file in files.items():
            con.execute(f"create table bare.{table} as from read_parquet({file}) limit 0")

    def insert_bare() -> int:
        with transaction(con):
            rows = sum(
                con.execute(f"insert into bare.{name} select * from read_parquet({file})").fetchall()[0][0]
                for name, file in files.items()
            )
        con.execute("checkpoint")
        return rows

    def load() -> LoadResult:
        result = load_fileset(con, fileset)
        con.execute("checkpoint")
        return result

    con.execute("checkpoint")
    pack_text(con)  # a bare INSERT is packed as DuckDB does it by itself
    bare, rows = measured(insert_bare)
    leave_text(con)
    spent: dict[str, Took] = {}
    steps = ("name_publishers", "cluster_claims", "match_reviews", "match_fresh_claims")
    with parts_measured(warehouse.load, steps, spent), files_measured(spent):
        whole, result = measured(load)
    inside = Took(*(sum(took[place] for took in spent.values()) for place in (0, 1)))
    spent["commit, checkpoint and the rest"] = Took(whole.clock - inside.clock, whole.processor - inside.processor)
    return {
        "rows": rows,
        "claims": result.claim_count,
        "bare": _rounded(bare),
        "load": _rounded(whole),
        "ratio": round(bare.clock / whole.clock, 3),
        "ratio_of_processor_seconds": round(bare.processor / whole.processor, 3),
        "rows_a_second": round(rows / whole.clock),
        "parts": {name: _rounded(took) for name, took in spent.items()},
    }


@contextmanager
def parts_measured(module: Any, names: tuple[str, ...], spent: dict[str, Took]) -> Iterator[None]:
    """What these functions of a module take inside is added to `spent`, by name."""
    real = {name: getattr(module, name) for name in names}
    for name, function in real.items():
        setattr(module, name, _adding(function, name, spent))
    try:
        yield
    finally:
        for name, function in real.items():
            setattr(module, name, function)


@contextmanager
def files_measured(spent: dict[str, Took]) -> Iterator[None]:
    """What each file of SQL that a load runs by itself takes inside is added to `spent`, by its name."""
    real = warehouse.load.run_file
    warehouse.load.run_file = lambda con, step, given=None: _adding(real, step.stem, spent)(con, step, given)  # type: ignore[assignment]
    try:
        yield
    finally:
        warehouse.load.run_file = real


def _adding(step: Callable[..., Any], name: str, spent: dict[str, Took]) -> Callable[..., Any]:
    def run(*given: Any) -> Any:
        took, answer = measured(lambda: step(*given))
        before = spent.get(name, Took(0.0, 0.0))
        spent[name] = Took(before.clock + took.clock, before.processor + took.processor)
        return answer

    return run


def measured(action: Callable[[], Any]) -> tuple[Took, Any]:
    """What the action takes, and what it gives back."""
    started, worked = time.perf_counter(), time.process_time()
    answer = action()
    return Took(time.perf_counter() - started, time.process_time() - worked), answer


def seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    """How long the action takes, and what it gives back."""
    took, answer = measured(action)
    return took.clock, answer


def _rounded(took: Took) -> dict[str, float]:
    return {name: round(value, 3) for name, value in took._asdict().items()}


def say(words: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    with suppress(AttributeError):
        os.nice(5)
    for count in [int(one) for one in sys.argv[1:]] or [100_000, 1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            sys.stdout.write(json.dumps(figures(count, Path(folder)), indent=1) + "\n")
