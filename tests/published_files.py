"""Tagged articles in; a published file, written by the warehouse's own way (file set, load, publish), out."""

from collections.abc import Sequence
from pathlib import Path

from tests.tagged_articles import make_fileset
from transforms.records import Outcome, TaggedArticle
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.publication import publish


def publish_articles(folder: Path, tagged: Sequence[TaggedArticle], others: Sequence[Outcome] = ()) -> Path:
    """Load these articles and outcomes as one run of many sites and publish them; out: the published file."""
    folder.mkdir(parents=True, exist_ok=True)
    con = open_warehouse(folder / "warehouse.duckdb")
    try:
        load_fileset(con, make_fileset(folder, tagged, others=others, site=None))
    finally:
        con.close()
    publish(folder / "warehouse.duckdb", folder / "published.duckdb")
    return folder / "published.duckdb"
