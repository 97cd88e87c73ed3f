"""Loads, migrations, publications, forgettings killed at random, or with the disk full.

`python -m tests.benchmarks.warehouse_kills [KILLS] [SEED] [FULL_DISKS]`, else 60, 1 and 40.

Each kill (SIGKILL, at a moment drawn evenly from the time that the work takes by itself) is followed by the question
whether the file opens, all checks pass, everything that was acknowledged is there and the published file is whole; then
the same work is done again to its end. 60 kills, shared evenly among the four, take some two minutes.

The rounds on a full disk ask the same, of works to which a small disk leaves room drawn evenly up to what they take by
themselves; they are left out where no disk can be mounted.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from flows.command_errors import exit_code, is_disk_full
from flows.data_folder import DataFolder
from flows.forget_targets import target_of
from flows.forgetting import forget, plan_forgetting
from tests.conftest import ROOT
from tests.small_disk import NoSmallDisk, filled, small_disk
from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged
from tests.test_migrations import NEWEST, contents, old_file
from transforms.records import TaggedArticle
from warehouse import backups
from warehouse.checks import broken, run_checks
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset, loaded_filesets
from warehouse.publication import publish
from warehouse.queries import Published

SETS, ARTICLES = 4, 40
FORGOTTEN = "https://site.test/0/7"
OLD_LEVEL = 3


def filesets(data: DataFolder) -> list[Path]:
    """The file sets of a data folder, in the order in which they are loaded."""
    return sorted((data.root / "tagged").iterdir())


def load(data: DataFolder, tell: Callable[[str], None]) -> None:
    """Load what is not loaded, and tell each that is in."""
    con = open_warehouse(data.warehouse)
    for folder in filesets(data):
        load_fileset(con, folder)
        tell(folder.name)
    con.close()


def migrate(data: DataFolder, tell: Callable[[str], None]) -> None:
    """Open an old file."""
    open_warehouse(data.warehouse).close()
    tell("migrated")


def publish_again(data: DataFolder, tell: Callable[[str], None]) -> None:
    """Publish what the warehouse holds."""
    publish(data.warehouse, data.published)
    tell("published")


def forget_one(data: DataFolder, tell: Callable[[str], None]) -> None:
    """Forget one page."""
    plan = plan_forgetting(target_of(FORGOTTEN, data), data)
    forget(plan, data, "asked", lambda: datetime(2026, 11, 3, tzinfo=UTC), lambda _: None)
    tell("forgotten")


WORK = {"load": load, "migrate": migrate, "publish": publish_again, "forget": forget_one}


def serve() -> None:
    """For each line (work, folder, seconds at which to be killed or null) fork, work, and print how that ended.

    A fork takes a hundredth of the time that a start with all imports takes; nothing is opened before it.
    """
    for line in sys.stdin:
        work, folder, after = json.loads(line)
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                with Path(folder, "acknowledged").open("a", buffering=1, encoding="utf-8") as told:
                    WORK[work](DataFolder(Path(folder)), lambda word: print(word, file=told))
                ended = 0
            finally:
                os._exit(ended)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def made_articles(number: int) -> list[TaggedArticle]:
    """Forty articles with a claim each, of which no two have one text."""
    made = []
    for place in range(ARTICLES):
        text = f"Kruid {number}-{place} helpt bij kwaal {place}, zo {'merk' if place == 7 else 'teken'}{number}{place}."
        article = make_article(f"https://site.test/{number}/{place}", text)
        made.append(make_tagged(article, [make_claim(article, text)]))
    return made


def make_stocks(folder: Path) -> dict[str, Path]:
    """The data folder that each work begins with."""
    stocks = {work: folder / work for work in WORK}
    data = DataFolder(stocks["load"])
    for number in range(SETS):
        make_fileset(data.root / "tagged", made_articles(number), run_id=f"run-{number}")
    con = open_warehouse(data.warehouse)
    load_fileset(con, filesets(data)[0])
    con.close()
    publish(data.warehouse, data.published)
    shutil.copytree(stocks["load"], stocks["publish"])
    load(DataFolder(stocks["publish"]), lambda _: None)
    shutil.copytree(stocks["publish"], stocks["forget"])
    publish(DataFolder(stocks["forget"]).warehouse, DataFolder(stocks["forget"]).published)
    old_file(DataFolder(stocks["migrate"]).warehouse, OLD_LEVEL)
    return stocks


class Standing(NamedTuple):
    """What a data folder holds: the file sets in the warehouse, and the claims there and in the published file."""

    loaded: frozenset[str]
    claims: int
    published_claims: int


def standing(data: DataFolder) -> Standing:
    """What a data folder holds. Raises where a file does not open, and AssertionError where a check fails."""
    con = open_warehouse(data.warehouse)
    assert not broken(run_checks(con), "error")
    loaded, ((claims,),) = loaded_filesets(con), con.execute("select count(*) from claims").fetchall()
    con.close()
    with Published(data.published) as file:
        # every row is read, so that a torn block would be found
        for (table,) in file.rows("select table_name from duckdb_tables() where schema_name = 'core'"):
            file.rows(f"select count(columns(*)) from core.{table}")
        ((published,),) = file.rows("select count(*) from claims")
    return Standing(loaded, claims, published)


def check_killed(work: str, data: DataFolder, told: list[str]) -> None:
    """Raise AssertionError where something that was acknowledged is lost, or something is there by half."""
    if work == "migrate":
        return  # opening goes on with what was left: what it holds then is compared at the end
    now = standing(data)
    if work == "load":
        assert {*told, "run-0--tagger-1"} <= now.loaded
        assert now.claims == ARTICLES * len(now.loaded)
        assert now.published_claims == ARTICLES
    elif work == "publish":
        assert now.claims == SETS * ARTICLES
        assert now.published_claims == SETS * ARTICLES if told else now.published_claims in (ARTICLES, SETS * ARTICLES)
    else:
        assert {now.claims, now.published_claims} <= {SETS * ARTICLES, SETS * ARTICLES - 1}


def check_done(work: str, data: DataFolder, migrated: object) -> None:
    """Raise AssertionError where the work, done again to its end, did not come to what it comes to undisturbed."""
    if work == "migrate":
        assert contents(data.warehouse) == migrated
        return
    now = standing(data)
    left = SETS * ARTICLES - (work == "forget")
    assert now.claims == left and len(now.loaded) == SETS
    assert now.published_claims == (ARTICLES if work == "load" else left)
    if work == "forget":
        files = [path for path in data.root.rglob("*") if path.is_file()]
        assert not [path for path in files if b"merk07" in path.read_bytes()]


def on_a_full_disk(work: str, stock: Path, disk: Path, left: int, migrated: object) -> str | None:
    """What the work said with `left` bytes free on an empty small disk, None where that was enough.

    Raises AssertionError where something is lost then, or where the work, with room again, does not come to its end.
    """
    data, told = DataFolder(Path(shutil.copytree(stock, disk / "data"))), list[str]()
    # A migration looks first whether there is room: here somebody else takes it after the look.
    needed, backups.ROOM_NEEDED, words = backups.ROOM_NEEDED, 0.0, None
    try:
        with filled(disk, left):
            WORK[work](data, told.append)
    except Exception as error:
        assert exit_code(error) == 1 and is_disk_full(error), f"{work}, {left} bytes free: {error!r}"
        words = str(error)
    finally:
        backups.ROOM_NEEDED = needed
    check_killed(work, data, told)
    WORK[work](data, told.append)
    check_done(work, data, migrated)
    shutil.rmtree(data.root)
    return words


def full_disk_figures(rounds: int, seed: int = 1) -> dict[str, object]:
    """Return how many rounds filled the disk for each work, or why there were none. Raises on anything lost."""
    chance, full, enough = random.Random(seed), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        stocks = make_stocks(Path(folder) / "stocks")
        old_file(Path(folder) / "today.duckdb", NEWEST)
        migrated = contents(Path(folder) / "today.duckdb")
        # what it takes by itself is not more than all there is
        room = {work: sum(path.stat().st_size for path in stocks[work].rglob("*.duckdb")) for work in WORK}
        while full.total() < rounds:
            work = min(WORK, key=lambda one: full[one])
            try:
                with small_disk(Path(folder) / "disk", 96) as disk:
                    words = on_a_full_disk(work, stocks[work], disk, chance.randrange(room[work]), migrated)
            except NoSmallDisk as error:
                return {"left_out": str(error)}
            (full if words else enough)[work] += 1
            if full.total() % 4 == 0:
                sys.stderr.write(f"{full.total()} full disks: nothing lost\n")
    return {"full": dict(full), "room_enough": dict(enough), "lost": 0, "unreadable": 0}


def figures(kills: int, seed: int = 1) -> dict[str, object]:
    """Return how many kills hit each work, and how many were too late. Raises on anything lost."""
    chance = random.Random(seed)
    hits, missed, resumed = Counter[str](), Counter[str](), Counter[str]()
    command = [sys.executable, "-c", "from tests.benchmarks.warehouse_kills import serve; serve()"]
    with tempfile.TemporaryDirectory() as folder:
        stocks = make_stocks(Path(folder) / "stocks")
        old_file(Path(folder) / "today.duckdb", NEWEST)
        migrated = contents(Path(folder) / "today.duckdb")
        server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip

        def run(work: str, at: Path, after: float | None) -> int:
            assert server.stdin and server.stdout
            print(json.dumps([work, str(at), after]), file=server.stdin, flush=True)
            return int(server.stdout.readline())

        def fresh(work: str) -> Path:
            shutil.rmtree(Path(folder) / "data", ignore_errors=True)
            return Path(shutil.copytree(stocks[work], Path(folder) / "data"))

        whole = {}
        for work in WORK:
            at, started = fresh(work), time.perf_counter()
            assert run(work, at, None) == 0, work
            whole[work] = time.perf_counter() - started
            check_done(work, DataFolder(at), migrated)
        while hits.total() < kills:
            work = min(WORK, key=lambda one: hits[one])
            at = fresh(work)
            if run(work, at, chance.uniform(0, whole[work])) != -signal.SIGKILL:
                missed[work] += 1
                continue
            hits[work] += 1
            told = (at / "acknowledged").read_text().split() if (at / "acknowledged").exists() else []
            resumed[work] += bool(told)
            check_killed(work, DataFolder(at), told)
            assert run(work, at, None) == 0, (work, "again")
            check_done(work, DataFolder(at), migrated)
            if hits.total() % 4 == 0:
                sys.stderr.write(f"{hits.total()} kills: nothing lost\n")
        assert server.stdin
        server.stdin.close()
        server.wait()
    return {
        "kills": hits.total(),
        "hit": dict(hits),
        "after_something_was_acknowledged": resumed.total(),
        "too_late": missed.total(),
        "seconds_undisturbed": {work: round(took, 2) for work, took in whole.items()},
        "lost": 0,
        "unreadable": 0,
    }


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    kills, seed, full_disks = arguments + [60, 1, 40][len(arguments) :]
    found = (figures(kills, seed) if kills else {}) | {"full_disks": full_disk_figures(full_disks, seed)}
    sys.stdout.write(json.dumps(found) + "\n")
