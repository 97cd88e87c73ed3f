"""A feed of fact-checks in; its reviews in the published warehouse, and how many, out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.list_dates import list_date_of

factchecks_app = typer.Typer(
    name="factchecks",
    help="Reviews of claims by fact-checkers, beside those that stand on crawled pages.",
    no_args_is_help=True,
    add_completion=False,
)


# A group of one command would be that command: this keeps `factchecks load` two words.
@factchecks_app.callback()
def factchecks() -> None:
    """Reviews of claims by fact-checkers, beside those that stand on crawled pages."""


@factchecks_app.command()
def load(
    path: Annotated[Path, typer.Argument(help="The JSON file of a feed of ClaimReviews.")],
    as_of: Annotated[
        str | None, typer.Option(help="The day on which the feed was true, YYYY-MM-DD; else the file's own date.")
    ] = None,
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Load a feed of fact-checks, check and publish: `fact_checks` then shows them in one scale of verdicts.

    The feed takes the place of the one that was loaded before. Data Commons publishes one at
    https://www.datacommons.org/factcheck/download.
    """
    with told_in_a_line():
        list_date = list_date_of(as_of, path)
        from flows.loading import load_and_publish
        from warehouse.review_feeds import load_review_feed

        loaded = load_and_publish(lambda con: load_review_feed(con, path, list_date), DataFolder(data), say)
        if json_output:
            typer.echo(json.dumps(asdict(loaded) | {"list_date": list_date.isoformat()}))
            return
        typer.echo(
            f"{loaded.review_count:,} reviews of {loaded.element_count:,} elements, as of {list_date}; "
            f"{loaded.repeated_count:,} were told twice"
        )
        for reason, count in sorted(loaded.unusable.items()):
            typer.echo(f"{count:,} elements were of no use: {reason}")
        typer.echo('What they say: claimtrace sql "from fact_checks"')
