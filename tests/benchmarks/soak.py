"""Runs that go wrong in every way that we know, one after the other: `python -m tests.benchmarks.soak [ROUNDS] [SEED]`.

Each round crawls a site that changes, and has one accident: the run is killed with -9 at a random moment (alone, or
with its children), its clock jumps by days and the files' times with it, Prefect's server is killed under it, or its
disk is full (no file can grow beyond a random size). Then `claimtrace doctor --fix` runs, and must leave nothing wrong.
When all are over, one run comes to its end, and it is counted whether a page that a crawl has archived is missing in
the warehouse, or one of the site's pages was never loaded. A file `stop` in its folder ends it after the round.
"""

import json
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from flows.archives import warc_archive
from flows.data_folder import DataFolder
from flows.loading import checked, is_published
from flows.prefect_server import shared_server
from spiders.warc import read_pages
from spiders.warc_file import is_being_written
from tests.fault_server import serving
from tests.site_month import MovingSite
from transforms.records import Page
from warehouse.checks import broken
from warehouse.queries import Published

SLUG = "soak"
PAGES = 60
ACCIDENTS = (("kill", 6), ("clock", 2), ("server", 1), ("disk", 2))
MOST_SECONDS = 300

FORKS = get_context("forkserver")
# Not Prefect: it reads its settings when it is imported, and those are the run's.
PRELOADED = ["flows.reading", "flows.loading", "reports.report", "spiders.recovery", "pandas", "rich.console", "typer"]


@dataclass
class Soak:
    """What happened: accidents by kind, what the doctor mended by kind, and what was found wrong after it."""

    accidents: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    usual_seconds: float = 20.0  # of the last run that came to its end: a kill is to come at any moment of one


def soak(folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """Run all rounds in a data folder; the figures."""
    dice = random.Random(seed)
    data = DataFolder(folder / "data")
    site = MovingSite(PAGES, rounds + 30, 0.02, seed)
    kinds = [kind for kind, weight in ACCIDENTS for _ in range(weight)]
    told, began = Soak(), time.monotonic()
    with serving(site.host) as host:
        data.sites.mkdir(parents=True)
        (data.sites / f"{SLUG}.toml").write_text(
            f'name = "S"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\nstart_pages = ["{host.origin}/"]\n'
            f'sitemaps = ["{host.origin}/sitemap.xml"]\ndelay_seconds = 0.02\nconcurrency = 4\n'
            "min_revisit_days = 0.0001\nmax_revisit_days = 0.001\n"
        )
        shared_server(data.prefect.resolve())  # as long as this process lives: to start one in each round takes longer
        for number in range(rounds):
            if (folder / "stop").exists():
                break
            site.day = float(number)
            kind = dice.choice(kinds)
            told.accidents[kind] += 1
            started_at = time.monotonic()
            code = accident(kind, data, dice, told.usual_seconds)
            if code is not None and code >= 0:
                told.usual_seconds = time.monotonic() - started_at
            told.codes[f"{kind}: {code}"] += 1
            examine(data, told, f"round {number}, {kind}")
            sys.stderr.write(f"{number + 1}/{rounds} {kind}: {code}; mended {dict(told.mended)}; {told.wrong}\n")
        site.day = float(rounds)
        last = ended(run(data))
        examine(data, told, "the last run")
        told.seconds = time.monotonic() - began
        lost, unloaded = losses(data, site)
    return {
        "rounds": told.accidents.total(),
        "accidents": dict(told.accidents),
        "exit_codes": dict(sorted(told.codes.items())),
        "mended": dict(told.mended.most_common()),
        "wrong": told.wrong,
        "last_run": last,
        "archived_and_not_loaded": lost,
        "pages_never_loaded": unloaded,
        "seconds": round(told.seconds),
    }


def accident(kind: str, data: DataFolder, dice: random.Random, usual_seconds: float) -> int | None:
    """One run with one accident; how it ended, None where it had to be ended since it took too long."""
    if kind == "clock":
        jump = dice.uniform(-20, 20) * 86400
        for path in (data.warehouse, data.published):
            if path.exists():
                os.utime(path, (time.time() + jump, time.time() + jump))
        return ended(run(data, environment={"CLAIMTRACE_CLOCK_OFFSET": str(round(jump))}))
    if kind == "disk":
        return ended(run(data, most_bytes=int(2 ** dice.uniform(14, 23))))
    process = run(data)
    process.join(dice.uniform(0.0, 1.1 * usual_seconds))
    if process.exitcode is None and kind == "server":
        for pid in servers(data):
            os.kill(pid, signal.SIGKILL)
    elif process.exitcode is None and process.pid is not None:
        if dice.random() < 0.5:
            with suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    return ended(process)


def ended(process: ForkServerProcess) -> int | None:
    """How a process ended, which is waited for."""
    process.join(MOST_SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return None
    return process.exitcode


def run(
    data: DataFolder, most_bytes: int | None = None, environment: Mapping[str, str] | None = None
) -> ForkServerProcess:
    """Start `claimtrace run`; no file that it writes grows beyond `most_bytes`."""
    return started(["run", SLUG, "--data", str(data.root)], data.root / "run.log", most_bytes, environment or {})


def started(
    arguments: Sequence[str], output: Path, most_bytes: int | None, environment: Mapping[str, str]
) -> ForkServerProcess:
    """Start the command line as a process of its own, forked from one that has imported all that is slow to import.

    The process is killed, limited and waited for as one that was started from a shell; that takes seconds more.
    """
    process = FORKS.Process(target=_command_line, args=(arguments, output, most_bytes, environment))
    process.start()
    return process


def _command_line(
    arguments: Sequence[str], output: Path, most_bytes: int | None, environment: Mapping[str, str]
) -> None:
    os.setsid()
    os.environ.update(environment)
    log = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    sys.argv = ["claimtrace", *arguments]
    from flows.cli import main

    main()


def examine(data: DataFolder, told: Soak, when: str) -> None:
    """Wait for a crawl that outlived its run, let the doctor mend, and look for what it left."""
    deadline = time.monotonic() + MOST_SECONDS
    while any(map(is_being_written, data.root.glob("warc/*/*.open"))) and time.monotonic() < deadline:
        time.sleep(0.2)
    output = data.root / "doctor.log"
    output.unlink(missing_ok=True)
    code = ended(started(["doctor", "--fix", "--json", "--data", str(data.root)], output, None, {}))
    text = output.read_text()
    try:
        found, _ = json.JSONDecoder().raw_decode(text, text.index("{\n"))
    except ValueError:
        told.wrong.append(f"{when}: the doctor ended with {code}: {text[-1500:]}")
        return
    told.mended.update(one["kind"] for one in found["mended"])
    # A crawl that had not yet opened its archive when its run was killed goes on, as it may: the next run loads it.
    kept = [one for one in found["findings"] if one["kind"] != "orphaned_crawl"]
    told.wrong += [f"{when}: {one['kind']}: {one['what']}" for one in kept]
    told.wrong += [f"{when}: in vain: {one['what']}: {one['reason']}" for one in found["in_vain"]]
    left = [path for pattern in ("warc/*/*.open", "tagged/*.open", "leases/*.json") for path in data.root.glob(pattern)]
    told.wrong += [f"{when}: left: {path.name}" for path in left if path.is_dir() or not is_being_written(path)]
    if data.warehouse.exists():
        # Asked first: a log that a full disk kept beside the file goes into it when the checks open that, which is a
        # state with another name and the same rows.
        if not is_published(data):
            told.wrong.append(f"{when}: not published")
        told.wrong += [f"{when}: check {one.name}" for one in broken(checked(data), "error")]
    if unended := unended_count(data):
        told.wrong.append(f"{when}: {unended} runs that Prefect takes to be going on")


def losses(data: DataFolder, site: MovingSite) -> tuple[int, int]:
    """Archived records without an outcome in the warehouse, and pages of the site that are no article there."""
    with Published(data.published) as published:
        records = {row[0] for row in published.rows("select record from outcomes where record is not null")}
        urls = {row[0] for row in published.rows("select url from article_addresses")}
    archived = {
        page.record
        for path in data.root.glob("warc/*/*.warc.gz")
        for page in read_pages(path, warc_archive(path).site, heads_only=True)
        if isinstance(page, Page)
    }
    standing = [page for page in site.pages if page.moved_on is None and page.deleted_on is None]
    return len(archived - records), sum(f"{site.host.origin}/p{page.number}" not in urls for page in standing)


def unended_count(data: DataFolder) -> int:
    """How many flow runs older than a minute Prefect's file says are Running or Pending."""
    path = data.prefect / "prefect.db"
    if not path.exists():
        return 0
    query = (
        "select count(*) from flow_run where state_type in ('RUNNING', 'PENDING') "
        "and created < datetime('now', '-90 seconds')"
    )
    con = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(con.execute(query).fetchone()[0])
    except sqlite3.OperationalError:  # the server that makes the tables was killed first
        return 0
    finally:
        con.close()


def servers(data: DataFolder) -> list[int]:
    """The processes that serve Prefect for this folder."""
    home = str(data.prefect.resolve()).encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"flows.prefect_serving" in words and home in words:
            found.append(int(path.parent.name))
    return found


if __name__ == "__main__":
    FORKS.set_forkserver_preload(PRELOADED)
    given = [int(one) for one in sys.argv[1:3]]
    wanted, seed = given + [200, 1][len(given) :]
    with tempfile.TemporaryDirectory(dir=os.environ.get("SOAK_FOLDER")) as folder:
        sys.stdout.write(json.dumps(soak(Path(folder), wanted, seed), indent=1) + "\n")
