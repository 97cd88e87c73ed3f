"""A file set and what is to be forgotten in; the same file set without those rows out, a file at a time."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.durability import sync_path
from warehouse.errors import FilesetError

Covers = Callable[[str, str], bool]  # address, site
_SUFFIX = ".rewriting"
# What says which articles go is written last, so that a removal that was killed finds them again.
_LAST = ("articles", "outcomes")


@dataclass(frozen=True, slots=True)
class FilesetFound:
    """What is to go from a file set: articles by id, outcomes by address, and the addresses of both."""

    article_ids: frozenset[str]
    urls: frozenset[str]
    outcome_count: int
    is_emptied: bool

    @property
    def is_touched(self) -> bool:
        """Whether anything is to go."""
        return bool(self.article_ids or self.outcome_count)


def find_forgotten_rows(folder: Path, covers: Covers) -> FilesetFound:
    """Return what is to go: pages at forgotten addresses, or leading there, and articles that name one as their own.

    Raises FilesetError for a folder that is no whole file set.
    """
    try:
        outcomes = _rows(folder / "outcomes.parquet", ("url", "site", "location", "outcome", "article_id"))
        articles = _rows(folder / "articles.parquet", ("article_id", "url", "site"))
    except (OSError, pa.ArrowException) as error:
        raise FilesetError(f"{folder} is no whole file set: {error}") from error
    ids = {str(row["article_id"]) for row in articles if covers(str(row["url"]), str(row["site"]))}
    covered = [_is_covered(row, covers) for row in outcomes]
    ids |= {str(row["article_id"]) for row, gone in zip(outcomes, covered, strict=True) if gone and _is_article(row)}
    gone = [row for row, is_gone in zip(outcomes, covered, strict=True) if is_gone or row["article_id"] in ids]
    return FilesetFound(
        article_ids=frozenset(ids),
        urls=frozenset(str(row["url"]) for row in gone),
        outcome_count=len(gone),
        is_emptied=bool(gone) and len(gone) == len(outcomes),
    )


def erase_fileset_rows(folder: Path, found: FilesetFound, shown: Callable[[str], str]) -> None:
    """Write each Parquet file anew without the rows found; one that is left without outcomes is removed as a whole.

    `shown` takes addresses out of the reason of an outcome that stays. Raises OSError.
    """
    if found.is_emptied:
        going = folder.with_name(f"{folder.name}.{os.getpid()}.open")  # no reader takes that for a file set
        os.replace(folder, going)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
        shutil.rmtree(going)
        return
    names = sorted(path.stem for path in folder.glob("*.parquet"))
    for name in sorted(names, key=lambda name: (_LAST.index(name) if name in _LAST else -1, name)):
        _rewrite(folder / f"{name}.parquet", _keeper(name, folder, found, shown))


def remove_leftovers_in(folder: Path) -> None:
    """Remove what a removal that was killed left half-written."""
    for left in folder.glob(f"*{_SUFFIX}"):
        with suppress(FileNotFoundError):
            left.unlink()


def _keeper(
    name: str, folder: Path, found: FilesetFound, shown: Callable[[str], str]
) -> Callable[[pa.Table], pa.Table]:
    ids, urls = pa.array(sorted(found.article_ids), pa.string()), pa.array(sorted(found.urls), pa.string())
    if name == "outcomes":
        return lambda table: _shown(table.filter(pc.invert(pc.is_in(table["url"], urls))), shown)
    if name == "sources":
        # citations.parquet comes first and has lost its rows by now
        cited = {row["source_id"] for row in _rows(folder / "citations.parquet", ("source_id",))}
        kept = pa.array(sorted(filter(None, cited)), pa.string())
        return lambda table: table.filter(pc.is_in(table["source_id"], kept))
    if name == "page_reviews":
        return lambda table: table.filter(pc.invert(pc.is_in(table["page_url"], urls)))
    if name == "runs":
        return lambda table: table
    return lambda table: table.filter(pc.invert(pc.is_in(table["article_id"], ids)))


def _shown(table: pa.Table, shown: Callable[[str], str]) -> pa.Table:
    reasons = [reason and shown(reason) for reason in table["reason"].to_pylist()]
    index = table.schema.get_field_index("reason")
    return table.set_column(index, table.schema.field(index), pa.array(reasons, pa.string()))


def _rewrite(path: Path, keep: Callable[[pa.Table], pa.Table]) -> None:
    rewriting = path.with_name(path.name + _SUFFIX)
    with pq.ParquetFile(path) as file, pq.ParquetWriter(rewriting, file.schema_arrow, compression="zstd") as writer:
        for group in range(file.num_row_groups):
            table = keep(file.read_row_group(group))
            if table.num_rows:
                writer.write_table(table)
    sync_path(rewriting)
    os.replace(rewriting, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(path.parent)


def _rows(path: Path, names: tuple[str, ...]) -> list[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        there = [name for name in names if name in file.schema_arrow.names]
        rows: list[dict[str, Any]] = file.read(columns=there).to_pylist()
    return rows


def _is_covered(row: dict[str, Any], covers: Covers) -> bool:
    site = str(row["site"])
    return any(covers(str(url), site) for url in (row["url"], row.get("location")) if url)


def _is_article(row: dict[str, Any]) -> bool:
    return row["outcome"] == "article" and row["article_id"] is not None


def parquet_texts(folder: Path) -> Iterator[str]:
    """Yield every text of every Parquet file below a folder, for whoever looks whether something is left."""
    for path in sorted(folder.rglob("*.parquet")):
        with pq.ParquetFile(path) as file:
            for row in file.read().to_pylist():
                yield from (value for value in row.values() if isinstance(value, str))
