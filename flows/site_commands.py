"""The commands about one site: write a file for a new one, and hold the file of one that is known against the site."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.command_errors import CommandFailed, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data

if TYPE_CHECKING:
    from flows.surveys import SurveyedSite

site_app = typer.Typer(
    name="site",
    help="Add a site to crawl, or check one that is configured. Nothing is loaded.",
    no_args_is_help=True,
    add_completion=False,
)

Pages = Annotated[int, typer.Option(min=0, max=50, help="How many pages to look at.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@site_app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's home page, or its page about health.")],
    slug: Annotated[str | None, typer.Option(help="The site's short name; else from its domain.")] = None,
    pages: Pages = 5,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the site's file if there is one.")] = False,
    data: Data = DATA,
    json_output: AsJson = False,
) -> None:
    """Look a site over, show what would be read from a few of its pages, and write a site file that is not enabled."""
    with told_in_a_line():
        from flows.site_writing import checked_slug, site_path, write_site

        folder = DataFolder(data)
        slug = checked_slug(url, slug)
        path = site_path(folder, slug)
        if path.exists() and not overwrite:
            raise CommandFailed(f"{path} is there already: --overwrite replaces it, --slug gives another name")
        from flows.site_drafts import drafted_site  # with the tagger, which takes seconds
        from flows.surveys import as_rows, survey_site

        now = datetime.now(UTC)
        surveyed = survey_site(url, slug, folder, now, say, pages=pages)
        if surveyed.survey.problem:
            raise CommandFailed(surveyed.survey.problem)
        write_site(path, drafted_site(surveyed, now.date()), folder.survey_folder(slug), overwrite=overwrite)
        if json_output:
            told = {"site": slug, "file": str(path), "survey": asdict(surveyed.survey), "pages": as_rows(surveyed)}
            typer.echo(json.dumps(told, indent=1, ensure_ascii=False, default=str))
        else:
            _print_added(slug, path, surveyed)


@site_app.command()
def check(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The site's slug.")],
    pages: Pages = 5,
    data: Data = DATA,
    json_output: AsJson = False,
) -> None:
    """Look a configured site over and compare it with its file. Exit code 0: ok, 3: degraded, 1: failed."""
    with told_in_a_line():
        from flows.crawls import chosen_sites, known_pages
        from spiders.site_config import load_site

        folder = DataFolder(data)
        path = chosen_sites([slug], folder)[slug]
        site = load_site(path)
        from flows.site_checks import overall, site_checks  # with the tagger, which takes seconds
        from flows.survey_lines import check_lines
        from flows.surveys import as_rows, some_of, survey_site

        known = some_of((one.url for one in known_pages(slug, folder).values() if one.state == "known"), pages)
        surveyed = survey_site(
            path, slug, folder, datetime.now(UTC), say, pages=pages, known=known, languages=site.languages
        )
        checks = site_checks(site, surveyed)
        state = overall(checks)
        if json_output:
            told = {
                "site": slug,
                "state": state,
                "file": str(path),
                "checks": [asdict(one) for one in checks],
                "survey": asdict(surveyed.survey),
                "pages": as_rows(surveyed),
            }
            typer.echo(json.dumps(told, indent=1, ensure_ascii=False, default=str))
        else:
            typer.echo("\n".join(check_lines(slug, checks)))
        raise typer.Exit({"ok": 0, "degraded": 3, "failed": 1}[state])


def _print_added(slug: str, path: Path, surveyed: "SurveyedSite") -> None:
    from flows.site_drafts import to_read
    from flows.survey_lines import survey_lines
    from spiders.site_config import packaged_sites

    typer.echo("\n".join(survey_lines(surveyed)))
    typer.echo(f"\nWritten, not enabled: {path}")
    if (packaged_sites() / path.name).exists():
        typer.echo(
            f"It takes the place of the file of that name that comes with claimtrace: {packaged_sites() / path.name}"
        )
    typer.echo(f"Next: read {to_read(surveyed.survey)}, fill in `permission`, set `enabled = true`, then")
    typer.echo(f"  claimtrace site check {slug}")
