"""The published file and a question in SQL in; rows, a pandas frame or an export out. Nothing else can be reached."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

import duckdb

from warehouse.errors import NoWarehouse, QueryError, WarehouseError
from warehouse.exports import BATCH_ROWS, Format, export_rows, key_names
from warehouse.statements import connected, grain_and_question, sql_files, sql_text

if TYPE_CHECKING:  # pandas takes as long to import as all the rest of a command that asks for no frame
    import pandas as pd

Parameters = Mapping[str, Any] | list[Any] | None

# One query must not take the machine: DuckDB spills to disk beyond this, and four threads are as fast as it needs.
MEMORY_LIMIT = "2GB"
THREAD_LIMIT = 4

LOCKED = (
    "set enable_external_access = false",
    "set lock_configuration = true",
)

ALLOWED = "only one SELECT, WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN statement can be asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is kept in `questions/<name>.sql`; `grain` says what one row of the answer is."""

    name: str
    grain: str
    question: str
    sql: str


def questions() -> dict[str, Question]:
    """All kept questions by name."""
    kept = {}
    for path in sql_files("questions"):
        sql = path.read_text(encoding="utf-8")
        grain, question = grain_and_question(sql)
        kept[path.stem] = Question(name=path.stem, grain=grain, question=question, sql=sql)
    return kept


def named_query(name: str) -> str:
    """The SQL of a kept question. Raises QueryError for an unknown name, with the names there are."""
    kept = questions()
    if name not in kept:
        raise QueryError(f"there is no question {name!r}; there are: {', '.join(kept)}")
    return kept[name].sql


class Published:
    """The published file, opened so that SQL can read it and nothing else: no files, no network, no settings.

    A file that is published later is seen by the next `Published`, not by one that is open. Not for several threads.
    """

    def __init__(self, path: Path, memory_limit: str = MEMORY_LIMIT) -> None:
        """Open the file. Raises NoWarehouse where there is none, WarehouseError for one that DuckDB cannot open."""
        if not path.is_file():
            raise NoWarehouse(
                f"there is no published warehouse at {path}. Make one with `claimtrace demo`, "
                "or from your own WARC files with `claimtrace ingest`."
            )
        self.asked_count = 0
        # The file is attached, not opened: a process that still reads an older one would be given that one again.
        self.con = connected(
            options={
                "memory_limit": memory_limit,
                "threads": min(THREAD_LIMIT, os.cpu_count() or 1),
                "temp_directory": str(Path(tempfile.gettempdir()) / f"claimtrace-spill-{os.getpid()}"),
            }
        )
        try:
            self.con.execute(f"attach {sql_text(path)} as claimtrace (read_only)")
            for setting in ("use claimtrace", *LOCKED):
                self.con.execute(setting)
        except duckdb.Error as error:
            self.con.close()
            raise WarehouseError(f"{path} cannot be opened: {error}") from error

    def __enter__(self) -> "Published":
        """The open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self.con.close()

    def frame(self, sql: str, params: Parameters = None) -> "pd.DataFrame":
        """The answer as a pandas frame. Raises QueryError, as all that ask do."""
        with self.answer(sql, params) as answer:
            return answer.df()

    def rows(self, sql: str, params: Parameters = None) -> list[tuple[Any, ...]]:
        """The answer as tuples."""
        with self.answer(sql, params) as answer:
            return answer.fetchall()

    def records(self, sql: str, params: Parameters = None) -> list[dict[str, Any]]:
        """The answer as one dict a row, by column name."""
        with self.answer(sql, params) as answer:
            names = key_names(answer)
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def stream(self, sql: str, params: Parameters = None) -> Iterator[dict[str, Any]]:
        """The answer as one dict a row, some thousands in memory at a time.

        Raises QueryError where another question was asked before all rows were read: DuckDB would end this one there,
        as if it had no more rows.
        """
        with self.answer(sql, params) as answer:
            number = self.asked_count
            names = key_names(answer)
            while rows := self._more(answer, number):
                for row in rows:
                    yield dict(zip(names, row, strict=True))

    def _more(self, answer: duckdb.DuckDBPyConnection, number: int) -> list[tuple[Any, ...]]:
        if self.asked_count != number:
            raise QueryError("another question was asked before all rows of this one were read")
        return answer.fetchmany(BATCH_ROWS)

    def export(
        self, sql: str, format: Format, target: Path | BinaryIO, params: Parameters = None, is_raw: bool = False
    ) -> int:
        """Write the answer as `table`, `csv`, `json` or `parquet`, and give back how many rows it has.

        A path is written beside itself and then renamed; a stream is written to as rows come. See `warehouse.exports`
        for what each format looks like and how CSV is kept from being taken for formulas.
        """
        with self.answer(sql, params) as answer:
            return export_rows(answer, format, target, is_raw)

    @contextmanager
    def answer(self, sql: str, params: Parameters = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Run the one statement; whatever DuckDB says against it, then or while rows are read, is a QueryError."""
        try:
            sql.encode()  # half a surrogate pair, as a terminal makes of a byte that is no UTF-8
        except UnicodeEncodeError as error:
            raise QueryError(f"the question is no text: {error}") from error
        try:
            asked = self.con.extract_statements(sql)
            if len(asked) != 1 or kind(asked[0]) not in ("SELECT", "EXPLAIN"):
                raise QueryError(f"{ALLOWED}; this was {len(asked)} of kind {kinds(asked)}" if asked else ALLOWED)
            self.asked_count += 1
            yield self._execute(asked[0], params)
        except duckdb.Error as error:
            raise QueryError(str(error)) from error

    def _execute(self, statement: duckdb.Statement, params: Parameters) -> duckdb.DuckDBPyConnection:
        """Ask in a thread of its own: a signal is heard by the main thread, which a long query would keep from it."""
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(self.con.execute, statement, params)
            try:
                return running.result()
            except KeyboardInterrupt:
                self.con.interrupt()
                raise


def kinds(asked: list[duckdb.Statement]) -> str:
    """The kinds of statements in words, such as `INSERT, SELECT`."""
    return ", ".join(sorted({kind(statement) for statement in asked}))


def kind(statement: duckdb.Statement) -> str:
    """The kind of a statement; DuckDB's Python has no name for some, such as UPDATE EXTENSIONS."""
    try:
        return statement.type.name
    except ValueError:
        return "OTHER"
