"""The published file in; the report as a folder of pages, and if asked its trends on paper, out."""

from typing import Annotated

import typer

from flows.command_errors import CommandFailed, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data


def report(
    data: Data = DATA,
    language: Annotated[
        list[str] | None,
        typer.Option(help="Language of the pages (en, nl), again for more, or all. The first stands at the top."),
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="Where the report will stand, https://…/: for the feed and the mail.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(help="Whom a site's owner can write to, told beside how to object: an address.")
    ] = None,
    with_sql: Annotated[
        bool, typer.Option("--with-sql", help="Put DuckDB-WASM (from npm, once) and the tables in: about 40 MB.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print the overview to report.pdf, by a Chromium.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Write every page anew.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Build the static report from the published warehouse and print where it is.

    Pages that did not change are taken over. Languages, addresses and DuckDB-WASM stay as they were until told
    otherwise.
    """
    with told_in_a_line():
        import json
        from dataclasses import asdict

        from flows.leases import hold
        from flows.printing import browser_path, print_pages
        from flows.report_state import built_report
        from flows.sql_assets import sql_assets
        from reports.languages import language_codes

        folder = DataFolder(data)
        codes = list(dict.fromkeys(language or []))
        if "all" in codes:
            codes = list(language_codes())
        if address and not address.startswith(("http://", "https://")):
            raise CommandFailed(
                f"--address is where the report will stand, such as https://example.org/report/: {address}"
            )
        if pdf:
            browser_path()
        assets = sql_assets() if with_sql else None
        with hold(folder, "report"):
            built = built_report(
                folder,
                page_progress,
                languages=codes or None,
                address=f"{address.rstrip('/')}/" if address else None,
                contact=contact,
                sql_assets=assets,
                prints=print_pages if pdf else None,
                is_fresh=fresh,
            )
        say(f"report: {built.written_count} files written, the others taken over")
        typer.echo(json.dumps(asdict(built), default=str) if json_output else built.path)


def page_progress(done: int, total: int) -> None:
    """Tell how far it is, now and then."""
    if done % 500 == 0:
        say(f"report: {done} of {total} article pages")
