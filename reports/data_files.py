"""What all pages share in; the page of downloads, the tables, the search index and the parts beside the pages, out."""

import json
import shutil
from pathlib import Path

from reports.digests import rows_digest, shown_digest
from reports.downloads import TABLES, dictionary, table_csv, table_meaning, trend_csv
from reports.frames import report_query, report_rows
from reports.parts import Parts
from reports.search_index import index_files
from warehouse.queries import questions

ASSETS = Path(__file__).with_name("assets")
TREND = "trend.csv"
PARQUET = "parquet"
SQL_FOLDER = "duckdb"


def write_data(parts: Parts) -> None:
    """The page of what can be taken along: files, what each column means, and questions to begin with."""
    parts.pages.write(
        "data/index.html",
        "data.html",
        tables={name: table_meaning(name) for name in TABLES},
        trend=TREND if parts.shown.trend else None,
        views=dictionary(report_rows(parts.data, "view_columns")),
        questions=list(questions().values()),
    )
    parts.pages.write("ask/index.html", "ask.html", questions=list(questions().values()))


def write_tables(parts: Parts) -> None:
    """The files that all languages share: the tables as CSV, and the index of the search."""
    folder = parts.pages.folder
    for name in TABLES:
        folder.put(f"data/{name}", table_csv(parts.data, name))
    if parts.shown.trend:
        folder.put(f"data/{TREND}", trend_csv(parts.shown.trend.overall))
        for site, periods in parts.shown.trend.sites.items():
            folder.put(f"data/sites/{parts.stems[site]}.csv", trend_csv(periods))
    _write_index(parts)


def _write_index(parts: Parts) -> None:
    """The index of the search, whole: a claim more moves the numbers of those that follow it in each word's list."""
    folder = parts.pages.folder
    listed = sorted(parts.listed_claims)
    digest = shown_digest({"rows": rows_digest(parts.data, "search_documents"), "listed": listed, "stems": parts.stems})
    if folder.keeps_group("search", ".js", digest):
        return
    documents = parts.data.stream(report_query("search_documents"))
    for file in index_files(documents, parts.listed_claims, parts.stems):
        folder.write(f"search/{file.name}", file.script, digest)


def write_assets(parts: Parts, sql_assets: Path | None) -> None:
    """The style sheet, the scripts of the two pages that have one, and DuckDB-WASM with the views where it is given."""
    folder = parts.pages.folder
    for path in sorted(ASSETS.iterdir()):
        shutil.copyfile(path, folder.building / path.name)
    if sql_assets is None:
        return
    shutil.copytree(sql_assets, folder.building / SQL_FOLDER)
    names = list(dict.fromkeys(row["view_name"] for row in report_rows(parts.data, "view_columns")))
    tables = folder.building / "data" / PARQUET
    tables.mkdir(parents=True)
    for name in names:
        # the name is one of our views', as the file itself lists them
        parts.data.export(f'select * from "{name}"', "parquet", tables / f"{name}.parquet")  # noqa: S608
    folder.write(f"data/{PARQUET}/views.json", json.dumps(names) + "\n")
