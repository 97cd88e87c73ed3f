"""`claimtrace resolve`: ask Crossref, PubMed and OpenAlex what the sources are, and show how far it is."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command_errors import Degraded, Say, WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data

if TYPE_CHECKING:
    from flows.resolution import Progress, Resolution
    from transforms.works import Registry

_REGISTRIES = "crossref,pubmed,openalex"
_LINE_EVERY_SECONDS = 10.0


def resolve(
    data: Data = DATA,
    registries: Annotated[str, typer.Option(help="Which registries to ask, with commas between.")] = _REGISTRIES,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask for at most so many sources in this run.")] = None,
    mentions: Annotated[
        bool,
        typer.Option(
            "--mentions", help="Also search for studies that are mentioned without a link: sends words of claims."
        ),
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask again now for what failed, without waiting for its day.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Ask Crossref, PubMed and OpenAlex what the cited sources are; load and publish their answers.

    Only what was never answered is asked. `claimtrace run` does not call this and does not need it. Wants a mail
    address in CLAIMTRACE_CONTACT. Ends with 0 where all was answered, 3 where a registry is to be asked again later.
    """
    with told_in_a_line():
        chosen = _chosen(registries)
        from flows.resolution import resolve_sources

        folder = DataFolder(data)
        with _shown_progress() as (progress, tell):
            done = resolve_sources(
                folder, chosen, tell, progress, limit=limit, with_mentions=mentions, retry_failed=retry_failed
            )
        _print(done, folder, json_output)
        if done.problems:
            raise Degraded("\n".join(done.problems))


def _chosen(registries: str) -> "frozenset[Registry]":
    from typing import get_args

    from transforms.works import Registry

    asked = {name.strip() for name in registries.split(",") if name.strip()}
    known: tuple[Registry, ...] = get_args(Registry)
    if not asked or asked - set(known):
        raise WrongUse(f"--registries {registries!r}: there are {', '.join(known)}")
    return frozenset(name for name in known if name in asked)


@contextmanager
def _shown_progress() -> "Iterator[tuple[Progress, Say]]":
    """A bar a service on a terminal; in a log a plain line now and then. And how to tell anything else meanwhile."""
    if not sys.stderr.isatty():
        yield _plain_progress(), say
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def show(service: str, done: int, total: int) -> None:
            if service not in tasks:
                tasks[service] = bars.add_task(service, total=total)
            bars.update(tasks[service], completed=done, total=total)

        yield show, lambda text: bars.console.print(text, markup=False, highlight=False)


def _plain_progress() -> "Progress":
    told: dict[str, float] = {}

    def show(service: str, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - told.get(service, 0.0) >= _LINE_EVERY_SECONDS:
            told[service] = now
            say(f"{service}: {done:,} of {total:,}")

    return show


def _print(done: "Resolution", folder: DataFolder, json_output: bool) -> None:
    if json_output:
        import json
        from dataclasses import asdict

        asked = {name: asdict(tally) for name, tally in done.asked.services.items()}
        typer.echo(json.dumps({"asked": asked, "known": done.counts, "is_new": done.is_new}))
        return
    for service, tally in done.asked.services.items():
        if tally.requests or tally.stopped:
            typer.echo(
                f"{service}: {tally.found:,} found, {tally.not_found:,} not found, {tally.failed:,} failed, "
                f"in {tally.requests:,} requests"
            )
    if not any(tally.requests for tally in done.asked.services.values()):
        typer.echo("nothing was to be asked")
    counts = done.counts
    typer.echo(f"{counts['sources_with_a_work']:,} of {counts['sources']:,} sources with an identifier have a work")
    if counts["mentions"]:
        typer.echo(f"{counts['candidates']:,} candidates for {counts['mentions']:,} mentions: guesses, never facts")
    typer.echo(f"{folder.published}{'' if done.is_new else ' is as it was'}")
