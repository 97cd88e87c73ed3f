"""An answered query in; a table, CSV, JSON or Parquet out, row by row.

CSV: text that begins with = + - @, tab or carriage return gets a ' in front, since spreadsheets run it as a formula
(OWASP, CSV injection); numbers stay as they are, and so do the other formats. `is_raw` leaves text as it is, for
programs that are no spreadsheet. JSON: an array, one row a line.
"""

import itertools
import json
import math
import os
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

import duckdb

from warehouse.errors import QueryError

Format = Literal["table", "csv", "json", "parquet"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BATCH_ROWS = 2_000

# A table is for the eye: longer cells are cut, with an ellipsis, and rows beyond the limit are only counted.
TABLE_CELL_WIDTH = 60
TABLE_ROWS = 200


def export_rows(
    answer: duckdb.DuckDBPyConnection, format: Format, target: Path | BinaryIO, is_raw: bool = False
) -> int:
    """Write the answer to a binary stream, or to a path by way of `<path>.open`; out: how many rows it has.

    is_raw: in CSV, leave text that a spreadsheet would run as it is.
    """
    if format not in get_args(Format):
        raise QueryError(f"there is no format {format!r}; there are: {', '.join(get_args(Format))}")
    write = write_raw_csv if is_raw and format == "csv" else WRITERS[format]
    if not isinstance(target, Path):
        return write(answer, target)
    building = target.with_name(f"{target.name}.open")
    with building.open("wb") as stream:
        count = write(answer, stream)
    os.replace(building, target)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    return count


def column_names(answer: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the answer's columns."""
    return [column[0] for column in answer.description]


def key_names(answer: duckdb.DuckDBPyConnection) -> list[str]:
    """The names as keys, each there once: a second `d` is `d_1`, as in a frame, so that no column hides another."""
    names, taken = list[str](), set[str]()
    told = [column[0] for column in answer.description or ()]
    for name in told:
        fits = (key for n in itertools.count() if (key := f"{name}_{n}" if n else name) not in taken)
        names.append(next(key for key in fits if key == name or key not in told))
        taken.add(names[-1])
    return names


def row_batches(answer: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    """The answer's rows, some thousands at a time."""
    while rows := answer.fetchmany(BATCH_ROWS):
        yield rows


def write_csv(answer: duckdb.DuckDBPyConnection, stream: BinaryIO) -> int:
    """UTF-8, comma, a header line, \\n at line ends; null is nothing and empty text is ""; formulas are disarmed."""
    return write_cells(answer, stream, csv_cell)


def write_raw_csv(answer: duckdb.DuckDBPyConnection, stream: BinaryIO) -> int:
    """CSV of the same form, with text as it is, formulas too."""
    return write_cells(answer, stream, raw_csv_cell)


def write_cells(answer: duckdb.DuckDBPyConnection, stream: BinaryIO, to_cell: Callable[[object], str]) -> int:
    """The header line and the rows, cell by cell."""
    count = 0
    stream.write((",".join(map(to_cell, column_names(answer))) + "\n").encode())
    for rows in row_batches(answer):
        stream.write("".join(",".join(map(to_cell, row)) + "\n" for row in rows).encode())
        count += len(rows)
    return count


def raw_csv_cell(cell: object) -> str:
    """One cell as it is."""
    return csv_cell(cell, disarm=False)


def csv_cell(cell: object, disarm: bool = True) -> str:
    """One cell; text that a spreadsheet would run gets a ' in front: `=1+1` becomes `'=1+1`, the number -1.5 stays.

    Written by hand, since Python's csv module leaves a lone carriage return unquoted, which breaks the row.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float | Decimal):
        return str(cell)
    text = cell if isinstance(cell, str) else plain_text(jsonable(cell))
    text = f"'{text}" if disarm and text.startswith(FORMULA_STARTS) else text
    return '"' + text.replace('"', '""') + '"' if not text or set(text) & set(',"\r\n') else text


def plain_text(cell: object) -> str:
    """What JSON can hold as text: a container as JSON, anything else as it is."""
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)


def write_json(answer: duckdb.DuckDBPyConnection, stream: BinaryIO) -> int:
    """An array of objects, one a line; dates and times in ISO 8601, null for null, NaN and infinity."""
    names, count = key_names(answer), 0
    stream.write(b"[")
    for rows in row_batches(answer):
        for row in rows:
            item = {name: jsonable(cell) for name, cell in zip(names, row, strict=True)}
            stream.write(b",\n" if count else b"\n")
            stream.write(json.dumps(item, ensure_ascii=False).encode())
            count += 1
    stream.write(b"\n]\n")
    return count


def jsonable(cell: object) -> object:
    """A cell as JSON can hold it: containers item by item, decimals as numbers, bytes and the rest as their text."""
    if isinstance(cell, dict):
        return {str(key): jsonable(value) for key, value in cell.items()}
    if isinstance(cell, list | tuple):
        return [jsonable(value) for value in cell]
    if isinstance(cell, Decimal):
        cell = float(cell)
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, str | int) else str(cell)


def write_table(answer: duckdb.DuckDBPyConnection, stream: BinaryIO) -> int:
    """Aligned columns for the eye, numbers to the right; control characters shown as ·, long cells and tables cut."""
    names, shown, count = column_names(answer), list[tuple[Any, ...]](), 0
    for rows in row_batches(answer):
        shown.extend(rows[: TABLE_ROWS - len(shown)])
        count += len(rows)
    cells = [[visible(name) for name in names], *([visible(cell) for cell in row] for row in shown)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(names))]
    right = [any(isinstance(row[column], int | float | Decimal) for row in shown) for column in range(len(names))]
    for number, row in enumerate(cells):
        line = "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        stream.write(f"{line.rstrip()}\n".encode())
        if number == 0:
            stream.write(("  ".join("─" * width for width in widths) + "\n").encode())
    more = f", the first {len(shown)} shown" if count > len(shown) else ""
    stream.write(f"({count:,} {'row' if count == 1 else 'rows'}{more})\n".encode())
    return count


def visible(cell: object) -> str:
    """A cell as one line that a terminal can show: crawled text must not move the cursor or recolour the screen."""
    text = "" if cell is None else f"{cell:.4g}" if isinstance(cell, float) else str(cell)
    text = "".join(character if character.isprintable() else "·" for character in text[: TABLE_CELL_WIDTH + 1])
    return text if len(text) <= TABLE_CELL_WIDTH else text[: TABLE_CELL_WIDTH - 1] + "…"


def write_parquet(answer: duckdb.DuckDBPyConnection, stream: BinaryIO) -> int:
    """One Parquet file, zstd, with the answer's own column types."""
    import pyarrow as pa  # noqa: PLC0415 -- as below
    import pyarrow.parquet as pq  # noqa: PLC0415 -- half a second, for this format alone

    count = 0
    with warnings.catch_warnings():
        # DuckDB warns that rows already answered are copied once more: a batch at a time, which costs little.
        warnings.filterwarnings("ignore", "Arrow output on a DB-API result")
        reader: Any = answer.to_arrow_reader(BATCH_ROWS)
    try:
        with reader, pq.ParquetWriter(stream, reader.schema, compression="zstd") as writer:
            for batch in reader:
                writer.write_batch(batch)
                count += batch.num_rows
    except pa.ArrowNotImplementedError as error:
        raise QueryError(f"the answer has a column that Parquet cannot hold; cast it to varchar: {error}") from error
    return count


WRITERS: dict[Format, Callable[[duckdb.DuckDBPyConnection, BinaryIO], int]] = {
    "table": write_table,
    "csv": write_csv,
    "json": write_json,
    "parquet": write_parquet,
}
