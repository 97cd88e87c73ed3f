"""The warehouse in; the file that analysts open, or its views as Parquet in a folder, out."""

from typing import Annotated

import typer

from flows.command_errors import say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def publish(
    data: Data = DATA,
    to: Annotated[
        str | None,
        typer.Option(help="A folder, or s3://bucket/path: write the views as Parquet there, with their descriptions."),
    ] = None,
) -> None:
    """Check the warehouse and publish it anew; with --to, write what is published as Parquet.

    The export has a folder a site for articles, claims and citations, a Frictionless datapackage.json and a
    croissant.json. CLAIMTRACE_KEEP_PUBLISHED, or [publish] keep in claimtrace.toml, says how many of the files
    published before are kept, else 3. Where [publish] to is set, publishing anew writes the export there as well.
    """
    with told_in_a_line():
        folder = DataFolder(data)
        if to is not None:
            typer.echo(_exported(folder, to))
            return
        from flows.configuration import configuration
        from flows.loading import checked_publication

        target = configuration().publish.to
        checked_publication(folder, say)
        typer.echo(folder.published)
        if target:
            typer.echo(_exported(folder, target))


def _exported(folder: DataFolder, to: str) -> str:
    """Write the views as Parquet; out: how much that was."""
    from warehouse.parquet_export import export_parquet

    done = export_parquet(folder.published, to)
    rows = sum(done.row_counts.values())
    return (
        f"{to}: {len(done.row_counts)} views, {rows:,} rows, {done.file_count:,} Parquet files, "
        f"{done.byte_count / 1e6:,.1f} MB"
    )
