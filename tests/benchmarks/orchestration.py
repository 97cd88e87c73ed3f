"""What Prefect costs a run of sites where nothing changed: `python -m tests.benchmarks.orchestration [SITES]`.

The same data folder is copied for each way, so that each run meets the same known pages. Three ways: plain functions;
Prefect where no server is up; Prefect where one is. Told for each: seconds until the first site was asked for its first
page, seconds and CPU seconds of the whole, peak memory of the run, and what the server took. The load average stands
beside, since all of it is multiplied where others have the cores.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flows.prefect_server import leave_server, running_server, server_log, shared_server, wait_until_up
from tests.conftest import ROOT
from tests.fault_server import FaultHost, article, links, serving
from tests.test_recovery import with_etag

SITES = 20
WAYS = ("plain", "cold", "warm")
_RUN = """
import sys
from pathlib import Path
from flows import recorded_runs
from flows.command_errors import say
from flows.crawls import chosen_sites
from flows.data_folder import DataFolder
data = DataFolder(Path(sys.argv[1]))
run = recorded_runs.plain_run if sys.argv[2] == "plain" else recorded_runs.recorded_run
summary = run(chosen_sites([], data), data, say)
assert not summary.problems, summary.problems
assert summary.outcomes.keys() <= {"article", "not_article", "unchanged"}, summary.outcomes
assert not any("Prefect" in one for one in summary.warnings), summary.warnings
"""


def site_hosts(count: int) -> list[FaultHost]:
    """Sites of three pages with validators."""
    pages = {"/": links("/a", "/b"), "/a": article("Gember"), "/b": article("Zink")}
    return [
        FaultHost(routes={path: with_etag(text, f'"{path}"') for path, text in pages.items()}) for _ in range(count)
    ]


def run(data: Path, way: str, hosts: list[FaultHost]) -> dict[str, Any]:
    """One run in a process of its own."""
    for host in hosts:
        host.moments.clear()
    started, load = time.monotonic(), os.getloadavg()[0]
    command = [sys.executable, "-c", _RUN, str(data), way]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    words = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(words.decode())
    first = min(at for host in hosts for _, at in host.moments)
    return {
        "seconds_to_first_request": round(first - started, 1),
        "seconds": round(time.monotonic() - started, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),  # of the run and of the crawls, not of the server
        "peak_megabytes": round(usage.ru_maxrss / 1024),
        "load": [round(load, 1), round(os.getloadavg()[0], 1)],
    } | server_use(data / "prefect")


def server_use(home: Path) -> dict[str, Any]:
    """CPU seconds and memory of the server of a home; nothing where none is up."""
    ticks = os.sysconf("SC_CLK_TCK")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes().split(b"\0")
            if b"flows.prefect_serving" not in arguments or str(home).encode() not in arguments:
                continue
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            pages = int((process / "statm").read_text().split()[1])
        except OSError:  # it ended meanwhile
            continue
        cpu = (int(fields[11]) + int(fields[12])) / ticks
        return {"server_cpu_seconds": round(cpu, 1), "server_megabytes": pages * os.sysconf("SC_PAGE_SIZE") >> 20}
    return {}


def figures(count: int) -> dict[str, Any]:
    """Each way's figures, and how long the work had to wait for Prefect beside the plain functions."""
    hosts = site_hosts(count)
    told: dict[str, Any] = {"sites": count}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        first = folder / "first"
        (first / "sites").mkdir(parents=True)
        for number, host in enumerate(hosts):
            stack.enter_context(serving(host))
            (first / "sites" / f"site{number:02}.toml").write_text(
                f'name = "S{number}"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\ndelay_seconds = 0.0\n'
                f'start_pages = ["{host.origin}/"]\nmin_revisit_days = 0.0\n'
            )
        run(first, "plain", hosts)
        for way in WAYS:
            data = folder / way
            shutil.copytree(first, data)
            if way == "warm":
                home = (data / "prefect").resolve()
                wait_until_up(shared_server(home), server_log(home))
            told[way] = run(data, way, hosts)
            sys.stderr.write(f"{way}: {told[way]}\n")
        leave_server(home)
        while any(running_server((folder / way / "prefect").resolve()) for way in WAYS[1:]):
            time.sleep(0.5)
    for name in ("seconds_to_first_request", "seconds", "cpu_seconds"):
        told[f"{name}_beyond_plain"] = {way: round(told[way][name] - told["plain"][name], 1) for way in WAYS[1:]}
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(*([int(one) for one in sys.argv[1:]] or [SITES])), indent=1) + "\n")
