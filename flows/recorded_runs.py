"""Site files in; a run of them that begins at once, and is recorded in Prefect when its server is up, out.

Prefect's server takes 6 to 30 seconds to start, which no crawl needs to wait for: the crawls begin first, the server
starts beside them, and the flow takes them over. A server that is lost costs the record, never the work.
"""

import os
from dataclasses import replace
from pathlib import Path

from flows.command_errors import Say
from flows.crawls import crawls_end_with_us
from flows.data_folder import DataFolder
from flows.leases import hold
from flows.prefect_server import server_log, shared_server, wait_until_up
from flows.prefect_settings import keeps_own_records, prepare_prefect
from flows.site_steps import BegunRun, RunSummary, begin_crawls, finished_run, plain_steps


def recorded_run(sites: dict[str, Path], data: DataFolder, say: Say) -> RunSummary:
    """Crawl, tag, load, check, publish and report sites. Where Prefect cannot record it, a warning says so.

    Raises RunGoesOn where another run has one of the sites.
    """
    with hold(data, "run", tuple(sites)) as lease, crawls_end_with_us():
        begun = begin_crawls(sites, data, say, lease)
        try:
            start_recording(data)
        except (OSError, ValueError) as error:
            return _unrecorded(begun, data, say, str(error))
        return _flow(sites, begun, data, say)


def plain_run(sites: dict[str, Path], data: DataFolder, say: Say) -> RunSummary:
    """The same run without Prefect."""
    with hold(data, "run", tuple(sites)) as lease, crawls_end_with_us():
        return _finished(begin_crawls(sites, data, say, lease), data, say)


def start_recording(data: DataFolder) -> None:
    """Have Prefect imported and its server answer: the user's own, or the one of this folder, which is started.

    Raises OSError, of which ServerUnavailable is one, where there is none and none comes up.
    """
    prepare_prefect(data)
    if keeps_own_records():
        home = Path(os.environ["PREFECT_HOME"])
        os.environ["PREFECT_API_URL"] = shared_server(home)
        import flows.site_runs  # noqa: F401  # two seconds and more, in which the server starts

        wait_until_up(os.environ["PREFECT_API_URL"], server_log(home))


def _flow(sites: dict[str, Path], begun: BegunRun, data: DataFolder, say: Say) -> RunSummary:
    """Run the flow; where Prefect fails on the way, the work is finished without it: every step may be repeated."""
    from flows import site_runs

    token = site_runs.BEGUN.set(begun)
    try:
        return site_runs.run_sites(sites, data)
    except Exception as error:
        if begun.summary is not None:  # all was done, and Prefect did not learn of it
            return _warned(begun.summary, str(error), say)
        if begun.is_taken_over and not _is_of_prefect(error):
            raise
        return _unrecorded(begun, data, say, str(error))
    finally:
        site_runs.BEGUN.reset(token)


def _is_of_prefect(error: Exception) -> bool:
    """Whether Prefect's server, or the way to it, is at fault: a server that was killed, or that answers 500."""
    return any(kind.__module__.split(".")[0] in {"prefect", "httpx", "httpcore"} for kind in type(error).__mro__)


def _unrecorded(begun: BegunRun, data: DataFolder, say: Say, why: str) -> RunSummary:
    return _warned(_finished(begun, data, say), why, say)


def _warned(summary: RunSummary, why: str, say: Say) -> RunSummary:
    lines = why.strip().splitlines()
    warning = f"Prefect's history lacks this run, or its end: {lines[0] if lines else 'it did not say why'}"
    say(warning)
    return replace(summary, warnings=(*summary.warnings, warning))


def _finished(begun: BegunRun, data: DataFolder, say: Say) -> RunSummary:
    return finished_run([future.result() for future in begun.crawls.values()], data, plain_steps(say), say, begun.began)
