"""An hour of hostile and random pages through whole runs.

`python -m tests.benchmarks.hostile_hour [RUNS] [PAGES] [SEED]`: one process crawls, tags, loads, publishes and reports
12 times, each time 834 pages that nobody has seen, at the pace of 10,000 an hour. A third of the pages are articles;
the others are articles with bytes turned, cut, doubled and deeply nested, random bytes under any name of an encoding,
packed bombs, and servers that hang up, cut short, or answer 500. Before the next run begins it is written down what
the process holds: memory, open files, sockets, children, and what lies in the folder for temporary files. Every
address must have an outcome. Faults of the server are few, and no delay is kept: a host that fails often is left
alone, which is another test's business.
"""

import ctypes
import gc
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from tests.fault_server import (
    FaultHost,
    Request,
    answer,
    article,
    bomb,
    cut_short,
    garbage,
    hang_up,
    links,
    moved,
    serving,
)

SECONDS, RUNS, PAGES = 3600.0, 12, 834
ENCODINGS = ("utf-8", "latin-1", "utf-16", "windows-1252", "shift_jis", "utf-7", "nonsense", "x-user-defined", "")
FAULTS = (hang_up, cut_short, garbage, answer("later", status=500), answer("no", status=403), moved("/loop"))
BOMBS = tuple(bomb(encoding) for encoding in ("gzip", "br", "zstd", "deflate"))


class HostileHost(FaultHost):
    """`/day3` links to its pages; each page is what its address and the seed make of it, always the same."""

    def __init__(self, pages: int, seed: int) -> None:
        """The host, which is served by `serving`."""
        super().__init__(otherwise=self._serve, routes={"/robots.txt": answer("", status=404), "/loop": moved("/loop")})
        self.pages, self.seed = pages, seed

    def _serve(self, request: Request) -> None:
        self.asked.clear()  # an hour of requests is not to be what fills the memory
        self.moments.clear()
        day, _, number = request.path.strip("/").removeprefix("day").partition("/p")
        if not number:
            paths = (f"/day{day}/p{one}" for one in range(self.pages))
            request.send(200, {"Content-Type": "text/html; charset=utf-8"}, links(*paths).encode())
            return
        dice = random.Random(f"{self.seed}/{day}/{number}")
        kind = dice.choices(("article", "mutant", "noise", "bomb", "fault"), (34, 45, 16, 1, 4))[0]
        if kind == "bomb":
            dice.choice(BOMBS)(request)
        elif kind == "fault":
            dice.choice(FAULTS)(request)
        else:
            page = _page(dice, f"{day}-{number}")
            body = {"article": _same, "mutant": _mutant, "noise": _noise}[kind](page, dice)
            charset = "utf-8" if kind == "article" else dice.choice(ENCODINGS)
            request.send(200, {"Content-Type": f"text/html; charset={charset}"}, body)


def _page(dice: random.Random, name: str) -> bytes:
    words = [
        dice.choice(("zink", "gember", "DOI 10.5555/12", "\u202e", "\x00", "<!--", "]]>", "🧄")) for _ in range(40)
    ]
    body = "".join(f"<p>Volgens {word} helpt {dice.choice(words)} tegen griep {dice.random()}.</p>" for word in words)
    return article(f"Kruiden {escape(name)}", body=body).encode("utf-8", "surrogatepass")


def _same(page: bytes, dice: random.Random) -> bytes:
    return page


def _mutant(page: bytes, dice: random.Random) -> bytes:
    data = bytearray(page)
    for _ in range(dice.randint(1, 30)):
        place = dice.randrange(len(data) + 1)
        how = dice.randrange(5)
        if how == 0:
            del data[place : place + dice.randint(1, 400)]
        elif how == 1:
            data[place:place] = dice.randbytes(dice.randint(1, 60))
        elif how == 2:
            data[place:place] = data[place : place + 500] * dice.randint(1, 20)
        elif how == 3:
            data[place:place] = dice.choice((b"<div>", b"<table><tr>", b"<b><i>", b"<svg>")) * dice.randint(1, 3000)
        else:
            data[place:place] = dice.choice((b"<script>", b"<!--", b"<plaintext>", b"<base href='//['>", b"\xff\xfe"))
        data = data[: 2**21] or bytearray(b"<")
    return bytes(data)


def _noise(page: bytes, dice: random.Random) -> bytes:
    return dice.randbytes(dice.randint(0, 60_000))


def holdings(temporary: Path) -> dict[str, int]:
    """What this process holds now: memory (MB), files, sockets, children, threads, and files left in a folder.

    Memory is that of its own, without files that are mapped, after what is free was given back to the system.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon"))
    targets = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.exists()]
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {
        "memory": own // 1024,
        "files": len(targets),
        "sockets": sum(target.startswith("socket:") for target in targets),
        "children": len(children),
        "threads": threading.active_count(),
        "temporary_files": sum(1 for _ in temporary.rglob("*")),
    }


def hour(folder: Path, runs: int, pages: int, seed: int) -> dict[str, Any]:
    """The figures of all runs."""
    from flows.data_folder import DataFolder
    from flows.recorded_runs import plain_run
    from warehouse.queries import Published

    data, temporary = DataFolder(folder / "data"), folder / "temporary"
    for path in (data.sites, temporary):
        path.mkdir(parents=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    told: list[Mapping[str, int]] = []
    outcomes: Counter[str] = Counter()
    began, pace = time.monotonic(), SECONDS / (RUNS * PAGES)
    with serving(HostileHost(pages, seed)) as host:
        for number in range(runs):
            site = data.sites / "hostile.toml"
            site.write_text(
                f'name = "H"\nhomepage = "{host.origin}/"\nlanguages = ["nl", "en"]\n[crawl]\n'
                f'start_pages = ["{host.origin}/day{number}"]\ndelay_seconds = 0.0\nconcurrency = 4\n'
                f"max_pages = {pages + 10}\n"
            )
            done = plain_run({"hostile": site}, data, lambda text: None)
            outcomes.update(done.outcomes)
            # DuckDB's allocator gives back what it does not need after ten seconds
            time.sleep(max(15.0, (number + 1) * pages * pace - (time.monotonic() - began)))
            told.append(holdings(temporary) | {"seconds": round(done.seconds), "pages": sum(done.outcomes.values())})
            sys.stderr.write(f"{json.dumps(told[-1])} {done.problems}\n")
    with Published(data.published) as published:
        with_outcome = {url for (url,) in published.rows("select url from outcomes")}
    asked = {f"{host.origin}/day{day}/p{number}" for day in range(runs) for number in range(pages)}
    return {
        "pages": len(asked),
        "without_outcome": len(asked - with_outcome),
        "outcomes": dict(outcomes.most_common()),
        "runs": told,
        "memory_last_to_third": round(told[-1]["memory"] / told[min(2, runs - 1)]["memory"], 2),
        "seconds": round(time.monotonic() - began),
    }


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:4]]
    runs, pages, seed = given + [RUNS, PAGES, 1][len(given) :]
    with tempfile.TemporaryDirectory() as temporary:
        sys.stdout.write(json.dumps(hour(Path(temporary), runs, pages, seed), indent=1) + "\n")
