"""A run that is asked to end: its crawls end with it, what they have is kept, and the next run goes on from there."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from flows.data_folder import DataFolder
from tests.conftest import ROOT, claimtrace, without_prefect
from tests.fault_server import FaultHost, Request, article, links, serving

PAGES = 200
NO_SERVER = {
    "PREFECT_API_URL": "http://127.0.0.1:1/api"
}  # nobody answers: the run is not recorded, which costs no work


def slow_page(request: Request) -> None:
    time.sleep(0.2)
    if not request.path.startswith("/p"):  # else every address would answer, and none is believed
        request.send(404, {}, b"")
        return
    body = "".join(
        f"<p>Volgens lezer {request.path}{n} helpt gember tegen kwaal {n}{request.path}.</p>" for n in range(9)
    )
    request.send(200, {"Content-Type": "text/html; charset=utf-8"}, article(f"Deel {request.path}", body=body).encode())


@pytest.mark.fault("F10")
@pytest.mark.parametrize(("asked", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end_takes_its_crawls_with_it(tmp_path: Path, asked: signal.Signals, code: int) -> None:
    """As `systemctl stop`, `docker stop` or `kill` does: the signal reaches the run alone, not the crawl below it."""
    data, paths = DataFolder(tmp_path), [f"/p{number}" for number in range(PAGES)]
    host = FaultHost(otherwise=slow_page)
    with serving(host):
        host.routes["/"] = lambda request: request.send(200, {"Content-Type": "text/html"}, links(*paths).encode())
        data.sites.mkdir(parents=True)
        (data.sites / "slow.toml").write_text(
            f'name = "S"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\nstart_pages = ["{host.origin}/"]\n'
            "delay_seconds = 0.0\nconcurrency = 1\nmax_pages = 8\n"
        )
        command = [sys.executable, "-c", "from flows.cli import main; main()", "run", "slow", "--data", str(data.root)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=without_prefect() | NO_SERVER, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 60
        while not host.times(paths[2]) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(asked)
        _, told = process.communicate(timeout=60)
        assert process.returncode == code, told
        assert "stopped. What was loaded stays loaded" in told and "Traceback" not in told
        assert not crawls_of(data)
        assert len([*data.warc_folder("slow").glob("*.warc.gz")]) == 1
        assert not [*data.warc_folder("slow").glob("*.open")]
        again = claimtrace("run", "slow", "--json", "--data", data.root, prefect=NO_SERVER)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["outcomes"]["article"] >= 3
    assert host.times(paths[0]) == 1  # what the stopped crawl had is not asked for again


def crawls_of(data: DataFolder) -> list[str]:
    """The command lines of living crawls that write into a data folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(data.root) in words and int(path.parent.name) != os.getpid():
            found.append(words)
    return found


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_query_without_end_ends_when_it_is_told_to(tmp_path: Path, asked: signal.Signals, code: int) -> None:
    """DuckDB hears no signal in the middle of a step, and a recursion can be one step that never ends."""
    data = DataFolder(tmp_path)
    data.published.parent.mkdir(parents=True)
    duckdb.connect(str(data.published)).close()
    endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t"
    lines = (
        "import signal, sys",
        "from flows.cli import main",
        "from warehouse.queries import Published",
        "signal.signal(signal.SIGINT, signal.default_int_handler)",  # a background job of a shell is born deaf to it
        "ask = Published._execute",
        "Published._execute = lambda *a: (print('asked', flush=True), ask(*a))[1]",
        f"sys.argv = ['claimtrace', 'sql', '--data', {str(tmp_path)!r}, {endless!r}]",
        "main()",
    )
    process = subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"
        time.sleep(1)
        process.send_signal(asked)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == code, told
    assert "stopped. What was loaded stays loaded" in told
    assert "Traceback" not in told
