"""How far a run is: plain lines in a log, bars on a terminal, by what crawls and readings say of themselves."""

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from flows.progress import Far, ProgressView, TellFar, duration_words
from spiders import ledger
from spiders.ledger import Ledger
from spiders.site_config import load_site
from tests.conftest import ROOT


def bars(file: io.StringIO) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"))
    return Progress(*columns, console=Console(file=file, force_terminal=True, width=100), auto_refresh=False)


def test_in_a_log_each_line_comes_as_it_is() -> None:
    told: list[str] = []
    ProgressView(told.append).say("gezond: 12 pages, 30 waiting, 2 robots")
    assert told == ["gezond: 12 pages, 30 waiting, 2 robots"]


def test_an_archive_tells_pages_claims_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tell, clock = TellFar(told.append), [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    for number in range(1, 5):
        tell("a.warc.gz", Far(pages=100 * number, claims=400 * number, done_bytes=number, all_bytes=10))
        clock[0] += 1.5
    assert told == ["a.warc.gz: 300 pages, 1,200 claims read so far, 30 %, 100.0 pages/s, 7 s left"]


def test_on_a_terminal_a_crawls_line_moves_its_bar_and_others_stand() -> None:
    told: list[str] = []
    file = io.StringIO()
    shown = bars(file)
    view = ProgressView(told.append, shown)
    view.say("gezond: 12 pages, 30 waiting, 2 robots")
    view.say("gezond: 20 pages, 22 waiting")
    view.say("gezond: saved 3 records of a crawl that was killed")
    (task,) = shown.tasks
    assert (task.description, task.completed, task.total, task.fields["counts"]) == ("gezond", 20, 42, "20 pages")
    assert told == ["gezond: saved 3 records of a crawl that was killed"]
    view.say("a.warc.gz: 1,300 pages, 1,200 claims read so far, 50 %, 100.0 pages/s, 7 s left")
    view.say("gezond: 42 pages archived")
    (task,) = shown.tasks
    assert (task.percentage, task.fields["counts"]) == (50, "1,300 pages, 1,200 claims")
    view.say("a.warc.gz: 2600 pages read")
    assert shown.tasks == []
    assert told[1:] == ["gezond: 42 pages archived", "a.warc.gz: 2600 pages read"]


def test_the_line_of_a_real_crawl_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ledger, "PROGRESS_SECONDS", 0.0)
    path = tmp_path / "gezond.toml"
    path.write_text('name = "G"\nhomepage = "http://127.0.0.1/"\nlanguages = ["nl"]\n')
    from flows.clock import now

    book = Ledger(load_site(path), "gezond-20261129T000000Z", tmp_path / "gezond-20261129T000000Z.warc.gz", now())
    for name in ("one", "two", "three"):
        book.admit(f"https://a.example/{name}", 0)
    book.end("https://a.example/one", "robots", "no")
    book.close("finished")
    shown = bars(io.StringIO())
    view = ProgressView(lambda _: None, shown)
    view.say(capsys.readouterr().err.splitlines()[0])
    assert [task.description for task in shown.tasks] == ["gezond"]


def test_durations_are_said_as_people_say_them() -> None:
    assert [duration_words(one) for one in (0, 89, 150, 5400, 11100)] == [
        "0 s",
        "89 s",
        "2 min",
        "1 h 30 min",
        "3 h 05 min",
    ]


def test_a_real_terminal_gets_bars_and_a_pipe_gets_none() -> None:
    """Bars redraw a line with escape sequences; nothing of the kind may stand in a log."""
    code = (
        "from flows.command_errors import say; from flows.progress import progress_view\n"
        "with progress_view(say) as view:\n view.say('a.warc.gz: 5 pages, 2 claims read so far'); view.say('a line')"
    )
    piped = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert piped.stderr == "a.warc.gz: 5 pages, 2 claims read so far\na line\n"
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stderr=follower, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(follower)
        shown = b""
        while select.select([leader], [], [], 60)[0]:
            try:
                shown += os.read(leader, 4096)
            except OSError:
                break
        process.wait()
    os.close(leader)
    assert b"5 pages, 2 claims" in shown
    assert re.search(rb"\x1b\[", shown)
