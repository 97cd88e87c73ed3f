"""Whole runs with accidents at random moments: `python -m tests.benchmarks.crash_laboratory [ROUNDS] [SEED]`.

Each round crawls, tags, loads, checks, publishes and reports a site that changes, and has one accident: the run is
killed with -9 (alone, or with its children), its disk fills up, a file or folder of its data may no longer be read or
written, the site no longer answers, its clock jumps by days, or it gets no more memory. Nothing is mended in between:
the next round goes on with what this one left. After each it is asked whether the warehouse opens and its checks pass,
the published file is whole, every version of an article that an ended run published is still there, and no link of
the report leads to nothing. Every 20 rounds `claimtrace doctor --fix` must leave nothing wrong and a run without
accident must bring all that was ever archived.

Works as another user where it is root, since root may read and write whatever a mode forbids; without root no disk is
filled. Rounds by way of Prefect are in `tests.benchmarks.soak`.
"""

import json
import os
import random
import resource
import stat
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Timer
from typing import Any

from flows.data_folder import DataFolder
from tests.benchmarks.soak import FORKS, PRELOADED, Soak, ended, examine, losses
from tests.fault_server import Request, Route, serving
from tests.report_pages import Page, broken_links
from tests.site_month import MovingSite

SLUG, PAGES, ACCIDENTS = "laboratory", 40, ("kill", "kill", "disk", "rights", "network", "clock", "memory")
DISK_MEGABYTES, NOBODY, CALM_EVERY = 600, 65534, 20
Child = Callable[[DataFolder], object]


@dataclass
class Laboratory:
    """What happened: accidents, how runs ended by accident, and what was wrong after which round."""

    accidents: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)  # versions of articles that a run published and ended well
    usual_seconds: float = 8.0


def laboratory(folder: Path, rounds: int, seed: int) -> dict[str, object]:
    """All rounds in a data folder, on a disk of its own where one can be mounted; the figures."""
    dice = random.Random(seed)
    site = MovingSite(PAGES, rounds + 30, 0.05, seed)
    cut = Event()
    site.host.otherwise = _unless(cut, site.host.otherwise)
    told, soaked, began = Laboratory(), Soak(), time.monotonic()
    with _disk(folder) as disk, serving(site.host) as host:
        data = DataFolder(disk / "data")
        (data.sites).mkdir(parents=True)
        (data.sites / f"{SLUG}.toml").write_text(
            f'name = "L"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\nstart_pages = ["{host.origin}/"]\n'
            f'sitemaps = ["{host.origin}/sitemap.xml"]\ndelay_seconds = 0.01\nconcurrency = 4\n'
            "min_revisit_days = 0.0001\nmax_revisit_days = 0.001\n"
        )
        for path in (disk, *disk.rglob("*")):
            os.chown(path, _user(), _user())
        if _in_child(data, _run, {}) != 0:  # such as a Python that another user may not read
            raise RuntimeError(f"a run without accident fails here: {_output(data)[-2000:]}")
        for number in range(rounds):
            site.day = float(number)
            kind = dice.choice([one for one in ACCIDENTS if one != "disk" or os.geteuid() == 0])
            told.accidents[kind] += 1
            began_at = time.monotonic()
            code = _round(kind, data, dice, told.usual_seconds, cut)
            if code == 0 and kind == "clock":
                told.usual_seconds = time.monotonic() - began_at
            told.ends[f"{kind}: {'killed' if code == -9 else code}"] += 1
            _look(data, told, f"round {number}, {kind}", has_ended_well=code == 0)
            if number % CALM_EVERY == CALM_EVERY - 1 or number == rounds - 1:
                _calm(data, told, soaked, site, f"after round {number}")
            sys.stderr.write(f"{number + 1}/{rounds} {kind}: {code}, {len(told.wrong)} wrong\n")
    return {
        "rounds": told.accidents.total(),
        "accidents": dict(told.accidents.most_common()),
        "ends": dict(sorted(told.ends.items())),
        "mended": dict(soaked.mended.most_common()),
        "versions_acknowledged": len(told.acknowledged),
        "wrong": told.wrong + soaked.wrong,
        "seconds": round(time.monotonic() - began),
    }


def _round(kind: str, data: DataFolder, dice: random.Random, usual_seconds: float, cut: Event) -> int | None:
    """One run with one accident at a random moment; how it ended, None where it had to be ended."""
    moment = dice.uniform(0.0, 1.1 * usual_seconds)
    if kind == "clock":
        return _in_child(data, _run, {"CLAIMTRACE_CLOCK_OFFSET": str(dice.randint(-20, 20) * 86400)})
    if kind == "memory":
        return _in_child(data, _run, {}, memory=dice.randint(16, 512) << 20)
    if kind == "kill":
        return _in_child(data, _run, {}, kill_after=moment, with_children=dice.random() < 0.5)
    with {"disk": _full_disk, "rights": _without_rights, "network": _without_network}[kind](data, dice, cut, moment):
        return _in_child(data, _run, {})


def _look(data: DataFolder, told: Laboratory, when: str, has_ended_well: bool) -> None:
    """Add what is wrong with what a round left."""
    if _in_child(data, _inspect, {}) != 0:
        told.wrong.append(f"{when}: {_output(data)[-600:]}")
        return
    found = json.loads((data.root / "inspected.json").read_text())
    told.wrong += [f"{when}: {one}" for one in found["wrong"]]
    versions = set(found["versions"])
    told.wrong += [f"{when}: lost version {one}" for one in sorted(told.acknowledged - versions)[:5]]
    if has_ended_well:
        told.acknowledged |= versions


def _calm(data: DataFolder, told: Laboratory, soaked: Soak, site: MovingSite, when: str) -> None:
    """The doctor, a run without accident, and what is missing after it."""
    examine(data, soaked, when)
    if (code := _in_child(data, _run, {})) != 0:
        told.wrong.append(f"{when}: a run without accident ended with {code}: {_output(data)[-600:]}")
    _look(data, told, f"{when}, calm", has_ended_well=code == 0)
    lost, unloaded = losses(data, site)
    if lost or unloaded:
        told.wrong.append(f"{when}: {lost} archived records are not loaded, {unloaded} pages were never loaded")


def _run(data: DataFolder) -> object:
    from flows.command_errors import fail_with, told_in_a_line
    from flows.recorded_runs import plain_run

    with told_in_a_line():
        done = plain_run({SLUG: data.sites / f"{SLUG}.toml"}, data, lambda text: print(text, flush=True))
        if not done.is_degraded_only:
            fail_with(done.problems)
    return None


def _inspect(data: DataFolder) -> object:
    """Write what is wrong with warehouse, published file and report, and which versions are published."""
    from flows.loading import checked
    from warehouse.checks import broken
    from warehouse.queries import Published

    wrong, versions = [], []
    if data.warehouse.exists():
        wrong += [f"check {one.name}" for one in broken(checked(data), "error")]
    if data.published.exists():
        with Published(data.published) as published:
            versions = [str(version) for (version,) in published.rows("select version_id from core.versions")]
    if data.report.exists():
        pages = [Page(path) for path in data.report.rglob("*.html")]
        wrong += [f"{page}: its link to {link} leads to nothing" for page, link in broken_links(pages, data.report)[:3]]
    (data.root / "inspected.json").write_text(json.dumps({"wrong": wrong, "versions": versions}))
    return None


def _in_child(
    data: DataFolder,
    work: Child,
    environment: dict[str, str],
    memory: int | None = None,
    kill_after: float | None = None,
    with_children: bool = False,
) -> int | None:
    """How a process that does the work ended; `memory` bytes more than it has is all it gets."""
    process = FORKS.Process(target=_child, args=(work, data, environment, memory))
    process.start()
    if kill_after is not None and process.pid is not None:
        process.join(kill_after)
        if process.exitcode is None and with_children:
            with suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(process.pid, 9)
        if process.exitcode is None:
            process.kill()
    return ended(process)


def _child(work: Child, data: DataFolder, environment: dict[str, str], memory: int | None) -> None:
    os.setsid()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    os.environ.update(environment | {"HOME": str(data.root.parent)})
    with (data.root.parent / "output").open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    if memory is not None:
        most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    work(data)


def _output(data: DataFolder) -> str:
    return (data.root.parent / "output").read_text(errors="replace")


def _user() -> int:
    return NOBODY if os.geteuid() == 0 else os.getuid()


def _unless(cut: Event, route: Route) -> Route:
    def answer(request: Request) -> None:
        if cut.is_set():
            raise ConnectionResetError
        route(request)

    return answer


@contextmanager
def _later(moment: float, act: Callable[[], Any], undo: Callable[[], Any]) -> Iterator[None]:
    timer = Timer(moment, act)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        undo()


def _without_network(data: DataFolder, dice: random.Random, cut: Event, moment: float) -> Any:
    return _later(moment, cut.set, cut.clear)


def _full_disk(data: DataFolder, dice: random.Random, cut: Event, moment: float) -> Any:
    ballast, left = data.root.parent / "ballast", int(2 ** dice.uniform(10, 23))

    def fill() -> None:
        state = os.statvfs(data.root)
        with ballast.open("wb") as file:
            file.truncate(0)
            with suppress(OSError):  # the run took some of it meanwhile: the disk is full all the same
                os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_bsize - left))

    return _later(moment, fill, lambda: ballast.unlink(missing_ok=True))


def _without_rights(data: DataFolder, dice: random.Random, cut: Event, moment: float) -> Any:
    changed: list[tuple[Path, int]] = []

    def take() -> None:
        paths = [path for path in data.root.rglob("*") if not path.is_symlink()]
        path = dice.choice(paths)
        try:
            changed.append((path, stat.S_IMODE(path.stat().st_mode)))
            path.chmod(dice.choice((0o000, 0o500 if path.is_dir() else 0o400)))
        except FileNotFoundError:  # a file of a moment
            return

    def give_back() -> None:
        for path, mode in changed:
            if path.exists():
                path.chmod(mode)

    return _later(moment, take, give_back)


def _disk(folder: Path) -> Any:
    from tests.small_disk import small_disk

    return small_disk(folder / "disk", DISK_MEGABYTES) if os.geteuid() == 0 else nullcontext(folder)


if __name__ == "__main__":
    FORKS.set_forkserver_preload(PRELOADED)
    given = [int(one) for one in sys.argv[1:3]]
    wanted, seed = given + [500, 1][len(given) :]
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o755)
        sys.stdout.write(json.dumps(laboratory(Path(temporary), wanted, seed), indent=1) + "\n")
