"""The command line: what a person types in; what claimtrace did, as text and an exit code, out.

Exit codes: 0 done, 1 failed, 2 wrong use, 3 done, but a site does not look as it should.
Rooms are imported inside the commands, so that `--help` comes at once.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from flows.annotations_command import annotations
from flows.check_command import check
from flows.command_errors import LOG, CommandFailed, Degraded, end_on_sigterm, fail_with, say, told_in_a_line
from flows.concept_command import concepts
from flows.config_command import config
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.doctor_command import doctor
from flows.explain_command import explain
from flows.factcheck_command import factchecks_app
from flows.forget_command import forget
from flows.identify_command import identify
from flows.init_command import init
from flows.logs import keep_log
from flows.notebook_command import notebook
from flows.progress import progress_view
from flows.publish_command import publish
from flows.rebuild_command import rebuild
from flows.register_command import register_app
from flows.report_command import report
from flows.resolve_command import resolve
from flows.retag_command import retag
from flows.retraction_command import retractions
from flows.runner_options import DaskAddress, Processes, RunnerOption
from flows.runners import Runner
from flows.serve_command import serve
from flows.site_commands import site_app
from flows.sql_command import sql
from flows.text_commands import evaluate, tag

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="claimtrace",
    help="Crawl health articles, tag every claim and every source they offer for it, ask in SQL.",
    no_args_is_help=True,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)

_NO_SITES = (
    "no site is enabled: `claimtrace site add URL` writes a site file into {}; "
    "`claimtrace sites --all` lists those that come with claimtrace"
)


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Say which claimtrace this is.", is_eager=True)] = False,
    log_format: Annotated[
        Literal["text", "json"],
        typer.Option(envvar="CLAIMTRACE_LOG_FORMAT", help="How stderr tells what happens: lines, or JSON a line."),
    ] = "text",
) -> None:
    """What stands before the command. Runs, crawls and ingests are logged as JSON in the data folder's log/, too."""
    LOG.format = log_format
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"claimtrace {version_of('claimtrace')}")
        raise typer.Exit
    if "CLAIMTRACE_CONFIG" in os.environ or Path("claimtrace.toml").exists():  # to read it costs a quarter of a second
        from flows.configuration import put_in_force

        with told_in_a_line():
            put_in_force()


def main() -> None:
    """Run the command line."""
    end_on_sigterm()
    app()


@app.command()
def demo(data: Data = DATA) -> None:
    """Crawl three demo sites on two days, tag, load and report them. Needs no network."""
    with told_in_a_line():
        from flows.demo_folder import demo_folder

        folder = demo_folder(DataFolder(data))
        from flows.demonstration import run_demo

        summaries = run_demo(folder, say)
        outcomes = {f"day {day}": summary.outcomes for day, summary in enumerate(summaries, start=1)}
        _print_run(outcomes, folder, summaries[-1].warnings)
        fail_with([problem for summary in summaries for problem in summary.problems])


@app.command()
def run(
    site: Annotated[list[str] | None, typer.Argument(help="Slugs of sites; none: all enabled ones.")] = None,
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print how the run went as JSON.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="Only those that are due by the [schedule] of their site file: for cron.")
    ] = False,
) -> None:
    """Crawl the configured sites, tag, load, check, publish and report, as one Prefect flow in this process.

    Ends with 0 where all sites are well, 1 where something failed, 3 where a site is degraded.
    """
    with told_in_a_line():
        from flows.crawls import chosen_sites

        folder = DataFolder(data)
        sites = chosen_sites(site or [], folder)
        if not sites:
            raise CommandFailed(_NO_SITES.format(folder.sites))
        if due:
            from flows.schedules import due_sites

            sites = due_sites(sites, folder)
            if not sites:
                say("no site is due")
                return
        from flows.recorded_runs import recorded_run

        keep_log(LOG, folder.log, "run")
        with progress_view(say) as view:
            summary = recorded_run(sites, folder, view.say)
        if json_output:
            import json

            from flows.run_report import run_json

            typer.echo(json.dumps(run_json(summary), indent=1, ensure_ascii=False))
        else:
            _print_run({"pages": summary.outcomes}, folder, summary.warnings)
        if summary.problems and summary.is_degraded_only:
            raise Degraded("\n".join(summary.problems))
        fail_with(summary.problems)


@app.command()
def crawl(site: Annotated[str, typer.Argument(help="The site's slug.")], data: Data = DATA) -> None:
    """Crawl one site to a WARC file; nothing is tagged or loaded. Prints the path of the file."""
    with told_in_a_line():
        from flows.clock import now
        from flows.crawls import chosen_sites, summary_words
        from flows.crawls import crawl as crawl_site
        from flows.leases import hold

        folder = DataFolder(data)
        path = chosen_sites([site], folder)[site]
        keep_log(LOG, folder.log, "crawl")
        with hold(folder, "crawl", (site,)), progress_view(say) as view:
            archive, summary = crawl_site(site, path, folder, now(), view.say)
        typer.echo(archive.path)
        say(summary_words(summary))
        if summary.finish_reason != "finished":
            raise CommandFailed(f"{site}: the crawl did not finish: {summary.finish_reason}")


@app.command()
def ingest(
    path: Annotated[
        list[Path], typer.Argument(help="WARC files (.gz or plain), WACZ or HTML files, or folders of them.")
    ],
    data: Data = DATA,
    processes: Processes = None,
    runner: RunnerOption = "auto",
    dask_address: DaskAddress = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print the outcome counts as JSON.")] = False,
) -> None:
    """Tag, load, check and publish archived pages. The same file again changes nothing."""
    with told_in_a_line():
        import json

        from flows.archives import find_archives

        archives = find_archives(path)  # a wrong path is told before the tagger is loaded
        from flows.alerting import send_alerts
        from flows.ingestion import ingest as ingest_archives
        from flows.leases import hold
        from flows.summaries import print_outcomes, print_warnings

        folder = DataFolder(data)
        with_runner = Runner(name=runner, workers=processes, address=dask_address)
        keep_log(LOG, folder.log, "ingest")
        with hold(folder, "ingest"), progress_view(say) as view:
            done = ingest_archives(archives, folder, view.say, runner=with_runner)
        send_alerts(folder, say)
        if json_output:
            told = {"outcomes": done.loaded.outcomes, "new_filesets": done.loaded.new_count}
            typer.echo(json.dumps(told | {"warnings": done.loaded.warnings}))
        else:
            print_outcomes(_console(), {"pages": done.loaded.outcomes})
            print_warnings(_console(), done.loaded.warnings)
            typer.echo(f"{done.loaded.new_count} of {len(done.loaded.results)} file sets were new; {folder.published}")
            if done.loaded.new_count:
                typer.echo("The report does not show them yet: claimtrace report")
        fail_with([f"{failed}: not read: {reason}" for failed, reason in done.failed])


app.command()(tag)
app.command()(evaluate)
app.command()(explain)
app.command()(concepts)
app.command()(config)
app.command()(retag)
app.command()(retractions)
app.command()(check)
app.command()(doctor)
app.command()(annotations)
app.command()(notebook)
app.command()(publish)
app.command()(serve)
app.command()(rebuild)
app.command()(identify)
app.command()(init)
app.command()(resolve)
app.command()(forget)
app.command()(report)
app.add_typer(factchecks_app)
app.add_typer(register_app)
app.add_typer(site_app)


# A question may open with a comment, `-- One row per …`, which is no option.
app.command(context_settings={"ignore_unknown_options": True})(sql)


@app.command()
def sites(
    data: Data = DATA,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that come with claimtrace and lie idle.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the configured sites and how their last run went."""
    with told_in_a_line():
        from flows.site_list import print_sites, site_list

        configured = site_list(DataFolder(data))
        listed = [row for row in configured if everything or not row["is_idle"]]
        if json_output:
            import json

            typer.echo(json.dumps(listed, indent=1, default=str))
        elif listed:
            print_sites(_console(), listed)
            if idle_count := len(configured) - len(listed):
                typer.echo(f"{idle_count} more come with claimtrace and are not enabled: claimtrace sites --all")
        else:
            typer.echo(_NO_SITES.format(data / "sites"))


def _print_run(outcomes: dict[str, dict[str, int]], folder: DataFolder, warnings: tuple[str, ...]) -> None:
    from flows.summaries import print_run, print_warnings

    print_run(_console(), outcomes, folder)
    print_warnings(_console(), warnings)


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())
