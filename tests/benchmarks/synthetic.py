"""How many claims in; a synthetic warehouse of that size, or a file set as a crawl would write it, out.

The rows come from synthetic_rows.sql straight into the core tables, 200,000 claims a load: no page is read or tagged.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tests.tagged_articles import day
from transforms.claim_keys import claim_keys
from transforms.records import ClaimKeys
from warehouse.clusters import FOLDER as CLUSTERS
from warehouse.clusters import Saying
from warehouse.columns import SCHEMAS
from warehouse.connection import open_warehouse
from warehouse.filesets import MANIFEST, FilesetManifest
from warehouse.row_groups import pack_text
from warehouse.statements import run_file

FOLDER = Path(__file__).parent
# 20 of the latest version, and of every tenth article another 20 of an older one
CLAIMS_AN_ARTICLE = 22
ARTICLES_A_LOAD = 10_000
MEMORY_LIMIT, THREADS = "4GB", 2


def make_warehouse(path: Path, claims: int, first_article: int = 0, repeats: int = 0) -> None:
    """Make the warehouse at `path`, with its articles numbered from `first_article`.

    They say what the articles numbered `repeats` less say, in the same sentences.
    """
    con = open_bounded(path)
    pack_text(con)  # as what was loaded long ago is
    run_file(con, CLUSTERS / "said_number.sql")
    articles = claims // CLAIMS_AN_ARTICLE
    for load, first in enumerate(range(0, articles, ARTICLES_A_LOAD), start=1):
        numbers: Mapping[str, int] = {
            "load_number": load,
            "first_article": first_article + first,
            "article_count": min(ARTICLES_A_LOAD, articles - first),
            "repeats": repeats,
            "site_count": min(2000, 100 + articles // 250),
            # as 2,099 sources were found in 9,868 citations, and fewer new ones the more there are
            "source_count": max(100, claims // 24),
        }
        run_file(con, FOLDER / "synthetic_rows.sql", numbers)
    con.close()


def make_large_fileset(folder: Path, name: str, claims: int, first_article: int, repeats: int = 0) -> Path:
    """Write the file set of run `name`, of about so many claims, of articles that no warehouse has up to there.

    They say what the articles numbered `repeats` less say, in the same sentences.
    """
    scratch = folder / f"{name}.scratch.duckdb"
    make_warehouse(scratch, claims, first_article, repeats)
    con = duckdb.connect(str(scratch))
    # one run: a file set is of one
    con.execute("update core.outcomes set run_id = ?", [name])
    manifest = FilesetManifest(
        fileset=f"{name}--tagger-1",
        run_id=name,
        site=None,
        warc=f"{name}.warc.gz",
        tagger_version="tagger-1",
        extractor_version="extractor-1",
        made_at=day(20),
    )
    target = folder / manifest.fileset
    target.mkdir()
    for table, schema in SCHEMAS.items():
        if table == "claim_keys":
            pq.write_table(keys_of_claims(con), target / f"{table}.parquet", compression="zstd")
            continue
        columns = ", ".join(f'"{name}"' for name in schema.names)
        if table == "articles":
            asked = (FOLDER / "synthetic_articles.sql").read_text(encoding="utf-8")
        elif table in {"runs", "page_reviews"}:
            asked = f"select {columns} from core.{table} limit 0"
        elif table == "outcomes":
            asked = f"select {columns} from core.outcomes where outcome not in ('unchanged', 'not_due')"
        elif table == "sources":
            asked = f"select {columns} from core.sources"
        else:
            asked = f"select {columns} from core.{table} semi join core.articles using (version_id)"
        pq.write_table(con.sql(asked).to_arrow_table().cast(schema), target / f"{table}.parquet")
    con.close()
    scratch.unlink()
    (target / MANIFEST).write_text(json.dumps(asdict(manifest) | {"made_at": manifest.made_at.isoformat()}))
    return target


def keys_of_claims(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """The keys of all claims that are to be in a file set, made as those of a page are made."""
    asked = (FOLDER / "synthetic_sayings.sql").read_text(encoding="utf-8")
    columns: dict[str, list[Any]] = {name: [] for name in SCHEMAS["claim_keys"].names}
    names = [field.name for field in fields(ClaimKeys)]
    for (article_id, version_id, lang), rows in groupby(con.sql(asked).fetchall(), key=lambda row: row[:3]):
        for keys in claim_keys(lang, [Saying(*told) for _, _, _, *told in rows]):
            columns["article_id"].append(article_id)
            columns["version_id"].append(version_id)
            for name in names:
                columns[name].append(getattr(keys, name))
    return pa.Table.from_pydict(columns, schema=SCHEMAS["claim_keys"])


def open_bounded(path: Path) -> duckdb.DuckDBPyConnection:
    """The warehouse, open for writing on two threads and under 4 GB."""
    con = open_warehouse(path)
    con.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    con.execute(f"set threads = {THREADS}")
    return con
