"""Outcomes and tagged articles of one WARC in; one folder of Parquet files, a file set, out, whole or not at all."""

import glob
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.claim_keys import claim_keys
from transforms.records import Outcome, Run, TaggedArticle
from warehouse.columns import LATER_TABLES, SCHEMAS
from warehouse.durability import sync_path
from warehouse.errors import FilesetError

MANIFEST = "manifest.json"

# A row group closes at either bound: 20,000 short rows, or 8 million characters of text (1,000 articles of usual size).
# So memory stays flat, whether a WARC holds 100,000 pages or one page of a million characters.
GROUP_ROWS = 20_000
GROUP_CHARACTERS = 8_000_000

# As SQL counts them in file sets of before there was the column (loads/10_stage.sql).
_WORD = re.compile(r"[^\t\n\f\r ]+")

# Lone surrogates (a broken `\ud83d` in a page's JSON) cannot be written as UTF-8. Each becomes one U+FFFD, so that
# every offset stays right.
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesetManifest:
    """What made a file set. `site` is None for a WARC of many sites; `made_at` is the caller's clock, with its zone."""

    fileset: str
    run_id: str
    site: str | None
    warc: str
    tagger_version: str
    extractor_version: str
    made_at: datetime


def version_id(article_id: str, content_hash: str) -> str:
    """The id of one state of an article: 16 hexadecimal characters of a sha256 over both."""
    return hashlib.sha256(f"{article_id}:{content_hash}".encode()).hexdigest()[:16]


def read_manifest(folder: Path) -> FilesetManifest:
    """The manifest of a finished file set. Raises FilesetError when the folder holds none or one of another form."""
    try:
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return FilesetManifest(**{**fields, "made_at": datetime.fromisoformat(fields["made_at"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FilesetError(f"{folder} is no finished file set: {error}") from error


def damage(folder: Path) -> str | None:
    """What makes a folder no file set that can be loaded, by its manifest and its files' ends; None for a good one.

    A Parquet file ends with what it holds: one that was cut short cannot be opened.
    """
    try:
        manifest = read_manifest(folder)
    except FilesetError as error:
        return str(error)
    if manifest.fileset != folder.name:
        return f"its manifest is that of {manifest.fileset}"
    for table in SCHEMAS:
        path = folder / f"{table}.parquet"
        try:
            if path.exists() or table not in LATER_TABLES:
                pq.read_metadata(path)
        except (OSError, pa.ArrowException) as error:
            return f"{path.name}: {error}"
    return None


def write_fileset(
    folder: Path,
    outcomes: Iterable[Outcome],
    tagged: Iterable[TaggedArticle],
    manifest: FilesetManifest,
    run: Run | None = None,
) -> None:
    """Write one WARC's outcomes and articles as Parquet into `<folder>.<process>.open`, then rename it to `folder`.

    `tagged` is read to its end before `outcomes` is begun, so that the loop that yields the articles may fill the list
    of outcomes as it goes. Of two articles with one article_id the first is kept; the loader counts the other as a
    duplicate. `run` is how the crawl that wrote the WARC went, where that is known. What interrupted runs left beside
    it is removed, and a finished `folder` is replaced.

    Raises FilesetError when an outcome `article` has no article or the other way round, and for another run's outcome
    or record: nothing is renamed then.
    """
    if run is not None and run.run_id != manifest.run_id:
        raise FilesetError(f"{manifest.fileset}: it was told of run {run.run_id}, not {manifest.run_id}")
    building = folder.with_name(f"{folder.name}.{os.getpid()}.open")  # two processes may read the same archive
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    kept: set[str] = set()
    with ParquetTables(building) as tables:
        for item in tagged:
            if item.article.article_id not in kept:
                kept.add(item.article.article_id)
                add_article(tables, item)
        promised: set[str] = set()
        for outcome in outcomes:
            if outcome.run_id != manifest.run_id:
                raise FilesetError(
                    f"{manifest.fileset}: {outcome.url} is of run {outcome.run_id}, not {manifest.run_id}"
                )
            if outcome.outcome == "article" and outcome.article_id is None:
                raise FilesetError(f"{manifest.fileset}: {outcome.url} is an article without an article_id")
            if outcome.outcome == "article" and outcome.article_id is not None:
                promised.add(outcome.article_id)
            tables.add("outcomes", outcome)
            page = {"run_id": outcome.run_id, "page_url": outcome.url, "site": outcome.site}
            for review in outcome.claim_reviews:
                tables.add("page_reviews", review, page)
        if run is not None:
            tables.add("runs", run)
    if promised != kept:
        stray = sorted(promised ^ kept)
        raise FilesetError(f"{manifest.fileset}: articles and outcomes disagree on {len(stray)} ids, e.g. {stray[0]}")
    fields = {**asdict(manifest), "made_at": manifest.made_at.isoformat()}
    (building / MANIFEST).write_text(json.dumps(fields, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for path in building.iterdir():
        sync_path(path)
    sync_path(building)
    if folder.exists():
        shutil.rmtree(folder)
    remove_leftovers(folder)
    os.replace(building, folder)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(folder.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove the half-written file sets of this name whose process is no more."""
    for left in folder.parent.glob(f"{glob.escape(folder.name)}.*.open"):
        pid = left.name.removesuffix(".open").rpartition(".")[2]
        if pid.isdigit() and not is_running(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Whether a process of this number lives, ours or another's."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def add_article(tables: "ParquetTables", item: TaggedArticle) -> None:
    """Add one tagged article to all tables. Raises FilesetError for a support pair that points outside its lists."""
    article = item.article
    claim_keys_of = claim_keys(article.lang, item.claims) if item.keys is None else item.keys
    keys = {"article_id": article.article_id, "version_id": version_id(article.article_id, article.content_hash)}
    tables.add("articles", article, {**keys, "word_count": len(_WORD.findall(article.text))})
    parts: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("blocks", article.blocks),
        ("hrefs", article.hrefs),
        ("sections", article.sections),
        ("claim_reviews", article.claim_reviews),
        ("claims", item.claims),
        ("claim_keys", claim_keys_of),
        ("citations", item.citations),
        ("disclosures", item.disclosures),
        ("sources", item.sources),
    )
    for table, records in parts:
        for record in records:
            tables.add(table, record, keys)
    for claim, citation in dict.fromkeys(item.support):
        if not (0 <= claim < len(item.claims) and 0 <= citation < len(item.citations)):
            raise FilesetError(f"{article.url}: support pair ({claim}, {citation}) points to nothing")
        pair = {"claim_id": item.claims[claim].claim_id, "citation_id": item.citations[citation].citation_id}
        tables.add("claim_citations", None, keys | pair)


class ParquetTables:
    """One open Parquet file a table of `SCHEMAS`; rows gather in columns and leave memory a row group at a time."""

    def __init__(self, folder: Path) -> None:
        """Open all files in `folder`, so that a table without rows is a file too."""
        self.writers = {
            table: pq.ParquetWriter(folder / f"{table}.parquet", schema, compression="zstd")
            for table, schema in SCHEMAS.items()
        }
        self.columns: dict[str, dict[str, list[Any]]] = {
            table: {name: [] for name in schema.names} for table, schema in SCHEMAS.items()
        }
        self.rows = dict.fromkeys(SCHEMAS, 0)
        self.characters = dict.fromkeys(SCHEMAS, 0)

    def __enter__(self) -> "ParquetTables":
        """The tables, ready to be added to."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is left and close the files."""
        for table, writer in self.writers.items():
            if error is None:
                self.write_group(table)
            writer.close()

    def add(self, table: str, record: object, keys: Mapping[str, Any] | None = None) -> None:
        """Add one row: each column from `keys` where it names it, else from the record's field of that name."""
        for name, values in self.columns[table].items():
            value = keys[name] if keys and name in keys else getattr(record, name)
            if isinstance(value, str):
                self.characters[table] += len(value)
                value = value if value.isascii() else value.translate(SURROGATES)
            values.append(value)
        self.rows[table] += 1
        if self.rows[table] >= GROUP_ROWS or self.characters[table] >= GROUP_CHARACTERS:
            self.write_group(table)

    def write_group(self, table: str) -> None:
        """Write the gathered rows of one table as a row group; none, where there are none."""
        if self.rows[table]:
            self.writers[table].write_table(pa.Table.from_pydict(self.columns[table], schema=SCHEMAS[table]))
        for values in self.columns[table].values():
            values.clear()
        self.rows[table] = self.characters[table] = 0
