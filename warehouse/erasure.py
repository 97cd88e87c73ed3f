"""Addresses to forget in; a warehouse file that holds no row and no freed page of them out."""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.columns import SCHEMAS
from warehouse.connection import open_warehouse
from warehouse.copying import copy_database, log_beside, removed_on_failure
from warehouse.durability import sync_path
from warehouse.errors import WarehouseError
from warehouse.publishers import name_publishers
from warehouse.statements import ROOM, ask, query, run_file, transaction

FOLDER = ROOM / "erasure"
# What a load works out anew from the rows as they stand: history, near-copies and their clusters.
_WORKED_OUT = (
    "60_history.sql",
    "61_absences.sql",
    "62_articles.sql",
    "65_bands.sql",
    "66_copies.sql",
    "67_clusters.sql",
)
COMPACTING = ".compacting"


def named_addresses(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every address that a row has as a page's or as where it leads, with its site."""
    return ask(con, "erasure/addresses")


def named_sites(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every site that a load, a run or an outcome names."""
    return [site for (site,) in ask(con, "erasure/sites")]


def other_addresses(con: duckdb.DuckDBPyConnection, is_forgotten: Callable[[str], bool]) -> set[str]:
    """All addresses of every article that has one which is to be forgotten."""
    rows = ask(con, "erasure/article_addresses")
    articles = {article_id for article_id, url in rows if is_forgotten(url)}
    return {url for article_id, url in rows if article_id in articles}


def linking_articles(con: duckdb.DuckDBPyConnection, is_forgotten: Callable[[str], bool]) -> set[str]:
    """The ids of articles that link to what is to be forgotten."""
    rows = ask(con, "erasure/links")
    return {article_id for article_id, url in rows if is_forgotten(url)}


def erase_rows(
    con: duckdb.DuckDBPyConnection, urls: Iterable[str], sites: Iterable[str], shown: Callable[[str], str]
) -> dict[str, int]:
    """Delete all rows of these addresses and sites, in one transaction; out: how many rows went, by table.

    `shown` takes addresses out of a reason. Raises WarehouseError; nothing is deleted then.
    """
    before = _counts(con)
    reasons = [reason for (reason,) in ask(con, "erasure/reasons")]
    changed = {reason: shown(reason) for reason in reasons if shown(reason) != reason}
    parameters = {
        "urls": sorted(urls),
        "sites": sorted(sites),
        "old_reasons": list(changed),
        "new_reasons": list(changed.values()),
    }
    try:
        with tempfile.TemporaryDirectory(prefix="claimtrace-") as empty, transaction(con):
            articles = Path(empty) / "articles.parquet"
            pq.write_table(SCHEMAS["articles"].empty_table(), articles)
            run_file(con, FOLDER / "10_targets.sql", parameters)
            run_file(con, FOLDER / "20_rows.sql")
            for name in _WORKED_OUT:
                run_file(con, ROOM / "loads" / name, {"articles": str(articles)})
            name_publishers(con)
            run_file(con, FOLDER / "30_rest.sql", parameters)
    except duckdb.Error as error:
        raise WarehouseError(f"nothing was deleted from the warehouse: {error}") from error
    after = _counts(con)
    return {name: before[name] - after[name] for name in before}


def compact(path: Path) -> None:
    """Copy the warehouse to a new file and put that in its place: DuckDB keeps what was deleted in freed pages.

    Killed at any moment, the file is the old or the new one. Raises WarehouseError, as on a full disk.
    """
    building = path.with_name(path.name + COMPACTING)
    with removed_on_failure(building):
        con = open_warehouse(path)
        try:
            copy_database(con, building)
        except duckdb.Error as error:
            raise WarehouseError(f"{path} was not written anew and is as it was: {error}") from error
        finally:
            con.close()  # its log is in the file then
        sync_path(building)
    log_beside(path).unlink(missing_ok=True)
    os.replace(building, path)  # noqa: PTH105 -- the atomic rename, by the name under which it is known
    sync_path(path.parent)


def _counts(con: duckdb.DuckDBPyConnection) -> Mapping[str, int]:
    found = con.execute(query("erasure/counts"))
    names = [column[0] for column in found.description or ()]
    return dict(zip(names, found.fetchall()[0], strict=True))
