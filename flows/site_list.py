"""A data folder in; its configured sites with how their last run went out."""

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.crawls import configured_sites
from flows.data_folder import DataFolder
from spiders.permission import permission_problem
from spiders.site_config import SiteFileError, load_site, packaged_sites
from warehouse.errors import NoWarehouse
from warehouse.queries import Published, named_query


def site_list(data: DataFolder) -> list[dict[str, Any]]:
    """One row a configured site: slug, name, enabled, file, problem, last_run (or None).

    problem: why it cannot be crawled, else None.

    is_idle: it comes with claimtrace, is not enabled and was never crawled.

    last_run: when, and how many addresses ended in each way; from the published warehouse.
    """
    runs = _last_runs(data)
    rows: list[dict[str, Any]] = []
    for slug, path in configured_sites(data).items():
        row: dict[str, Any] = {"site": slug, "name": None, "enabled": None, "file": str(path), "problem": None}
        try:
            site = load_site(path)
            row.update(name=site.name, enabled=site.enabled, problem=permission_problem(site) if site.enabled else None)
        except SiteFileError as error:
            row["problem"] = str(error)
        is_idle = path.parent == packaged_sites() and row["enabled"] is False and slug not in runs
        rows.append(row | {"last_run": runs.get(slug), "is_idle": is_idle})
    return rows


def _last_runs(data: DataFolder) -> dict[str, dict[str, Any]]:
    try:
        with Published(data.published) as published:
            frame = published.frame(named_query("last_runs"))
    except NoWarehouse:
        return {}
    return {str(row["site"]): {str(key): value for key, value in row.items()} for row in frame.to_dict("records")}


def print_sites(console: Console, rows: list[dict[str, Any]]) -> None:
    """The list as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("site", "last run", "new", "same", "gone", "errors", "name"):
        table.add_column(heading, no_wrap=heading != "name")
    for row in rows:
        run = row["last_run"]
        counts = ("article_count", "unchanged_count", "gone_count", "error_count")
        cells = [f"{run['last_at']:%Y-%m-%d %H:%M}", *(str(run[key]) for key in counts)] if run else ["never", *"    "]
        name = f"{row['name'] or '–'}{'' if row['enabled'] else ' (not enabled)'}"
        table.add_row(row["site"], *cells, Text(name))
    console.print(table)
    for row in rows:
        if row["problem"]:
            console.print(Text(row["problem"]), soft_wrap=True)
