"""The comments of a fresh warehouse in; the data dictionary, docs/data-dictionary.md, out.

`python -m warehouse.dictionary` writes it.
"""

import tempfile
from pathlib import Path

from warehouse.connection import open_warehouse
from warehouse.schema import macros
from warehouse.statements import ROOM, ask

TARGET = ROOM.parent / "docs" / "data-dictionary.md"

OPENING = """\
# Data dictionary

Generated from the comments in the database by `python -m warehouse.dictionary`; the words stand in
`warehouse/dictionary.toml`. Any DuckDB client shows them: `select * from duckdb_columns()`.

Analysts use the views of schema `main`: they are the contract. They show each article's latest version, as the tagger
that was loaded last read it. Schema `core` holds every version and every reading beneath them, and may change.

All times are UTC. Offsets are Unicode code points from 0, half open:
`substr(text, start_char + 1, end_char - start_char)` is the span.
"""

MACROS = """\
## Table macros

They are asked like a table, with what they want to know in brackets:
`select count(*) from articles_as_of('2026-11-01')`.
A file that is attached must be the one in use (`use claimtrace`) for that.
"""

SECTIONS = {"view": "## Views", "table": "## Tables of schema core"}


def dictionary_page() -> str:
    """The Markdown page: every view, macro and table, what one row is, every column with its type and meaning."""
    with tempfile.TemporaryDirectory() as folder:
        con = open_warehouse(Path(folder) / "claimtrace.duckdb")
        described = ask(con, "described_columns")
        asked = [
            (f"{name}({', '.join(asks)})", meaning) for name, asks, meaning, kind in macros(con) if kind != "macro"
        ]
        con.close()
    lines, section, last = [OPENING], "", ""
    for kind, relation, meaning, column, data_type, column_meaning in described:
        if kind != section:
            if kind == "table":
                lines.append(f"\n{MACROS}")
                lines += [f"### {shown}\n\n{told}\n" for shown, told in asked]
            section = kind
            lines.append(f"{SECTIONS[kind]}\n")
        if relation != last:
            lines.append(f"{'' if lines[-1].endswith(chr(10)) else chr(10)}### {relation}\n")
            lines.append(f"{meaning}\n\n| column | type | meaning |\n| --- | --- | --- |")
            last = relation
        lines.append(f"| `{column}` | {data_type.lower()} | {column_meaning.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


def write_dictionary(target: Path = TARGET) -> None:
    """Write the page to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dictionary_page(), encoding="utf-8")


if __name__ == "__main__":
    write_dictionary()
