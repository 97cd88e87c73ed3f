"""A site file in, the command that crawls it in a process of its own out; its last line in, a summary out."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from spiders.permission import require_permission
from spiders.site_config import load_site
from spiders.user_agent import user_agent

_BEGUN_BY = "CLAIMTRACE_CRAWL_BEGUN_BY"


class RunIsGone(RuntimeError):
    """The run that began a crawl ended before the crawl began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSummary:
    """How a crawl went. `finish_reason` is `finished`, or limit, shutdown, site_failing or archive_failed.

    `pages_archived` counts records in the WARC, `statuses` by HTTP status; `outcomes` counts the lines of the fetch
    log by outcome; `dropped_addresses` how often an address beyond a limit was met when there were too many to keep:
    those have no outcome; `discovery_failures` holds (address, reason) of robots.txt, sitemaps and feeds that failed.
    """

    site: str
    run_id: str
    warc: Path
    finish_reason: str
    pages_archived: int
    statuses: dict[str, int]
    outcomes: dict[str, int]
    requests: int
    bytes: int
    retries: int
    dropped_addresses: int
    discovery_failures: tuple[tuple[str, str], ...]
    seconds: float


def crawl_command(
    site_path: Path,
    warc: Path,
    run_id: str,
    known: Path | None = None,
    now: datetime | None = None,
    suppressed: Path | None = None,
) -> list[str]:
    """Return the argument list of a crawl; run it with `crawl_environment()`, from any folder.

    `now` is where the crawl's clock starts, which dates what it fetches and decides which known pages are due; None for
    the moment itself. `suppressed` is the file of what is not to be asked for (spiders/suppressed_file.py).

    Raises SiteFileError for a site file that the crawl itself would refuse, before a process is started.
    """
    site = load_site(site_path)
    user_agent(site)
    require_permission(site)
    arguments: dict[str, object] = {"site": site_path.resolve(), "warc": warc.resolve(), "run_id": run_id}
    if known is not None:
        arguments["known"] = known.resolve()
    if suppressed is not None:
        arguments["suppressed"] = suppressed.resolve()
    if now is not None:
        arguments["now"] = now.isoformat()
    return spider_command("article", arguments)


def spider_command(spider: str, arguments: Mapping[str, object]) -> list[str]:
    """Return the argument list that runs a spider of ours with these `-a` arguments."""
    pairs = [part for name, value in arguments.items() for part in ("-a", f"{name}={value}")]
    # -P: a folder called `spiders` where the command is run must not take the place of ours.
    return [sys.executable, "-P", "-m", "scrapy", "crawl", spider, *pairs]


def crawl_environment() -> dict[str, str]:
    """Return this process's environment with what Scrapy needs to find the spider, and who began the crawl."""
    root = str(Path(__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    needed = {"SCRAPY_SETTINGS_MODULE": "spiders.settings", "PYTHONPATH": os.pathsep.join(paths)}
    return {**os.environ, **needed, _BEGUN_BY: str(os.getpid())}


def require_living_run() -> None:
    """Raise RunIsGone where the process that began this crawl ended before the first request.

    A crawl takes a second to start. One that is under way when its run is killed goes on, and the next run loads it;
    one that has not begun would ask a site for pages behind the back of whoever looks whether anything still runs.
    """
    begun_by = os.environ.get(_BEGUN_BY)
    if begun_by and begun_by != str(os.getppid()):
        raise RunIsGone(f"process {begun_by}, which began this crawl, is no more: nothing was asked for")


def crawl_summary(stdout: str) -> CrawlSummary:
    """Return the summary that a crawl printed as its last line. Raises ValueError where there is none: it crashed."""
    lines = stdout.strip().splitlines()
    try:
        values = json.loads(lines[-1])
        failures = tuple((str(one["url"]), str(one["reason"])) for one in values.pop("discovery_failures"))
        return CrawlSummary(**{**values, "warc": Path(values["warc"]), "discovery_failures": failures})
    except (IndexError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("the crawl ended without a summary; its stderr says why") from error
