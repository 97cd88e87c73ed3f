"""What a page is made of in; a digest that is another one when the page would be, out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from reports.frames import asked_of, report_query
from warehouse.queries import Published

ROOM = Path(__file__).parent
MAKERS = frozenset({".py", ".html", ".sql", ".toml", ".css", ".json"})


def making_digest() -> str:
    """A digest of all that turns rows into pages: code, templates, queries, messages. Another one makes all anew."""
    digest = sha256()
    for path in sorted(path for path in ROOM.rglob("*") if path.suffix in MAKERS):
        digest.update(path.relative_to(ROOM).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def shown_digest(shown: Mapping[str, Any]) -> str:
    """A digest of what a page is filled with: plain values, rows and frozen dataclasses, whose repr is whole."""
    parts = (f"{name}={sorted(value) if isinstance(value, frozenset) else value!r}" for name, value in shown.items())
    return sha256("\x1f".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def row_digests(published: Published, queries: Sequence[tuple[str, str]], params: Mapping[str, Any]) -> dict[str, str]:
    """A digest of all rows that each page is made of, by page.

    `queries` are names of report queries, each with the column of its answer that says which page a row is for;
    `params` are what any of them asks for; without `ids` it is all pages. DuckDB adds up a hash of each row, so that no
    row leaves it.
    """
    digests: dict[str, list[str]] = defaultdict(list)
    for name, column in queries:
        sql = report_query(name)
        summed = f"select {column}, cast(sum(hash(rows)) as varchar) from ({sql}) as rows group by {column}"  # noqa: S608
        for page, digest in published.rows(summed, asked_of(sql, {"ids": None, **params})):
            digests[page].append(f"{name} {column}:{digest}")
    return {page: sha256(";".join(told).encode()).hexdigest()[:16] for page, told in digests.items()}


def rows_digest(published: Published, name: str) -> str:
    """A digest of all rows of one report query."""
    # the query is one of ours
    ((digest,),) = published.rows(f"select cast(sum(hash(rows)) as varchar) from ({report_query(name)}) as rows")  # noqa: S608
    return str(digest)
