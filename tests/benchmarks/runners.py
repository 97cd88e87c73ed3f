"""How fast archives are tagged by each runner, in one run: `python -m tests.benchmarks.runners [--only A,B] PATH`.

One process, two of a pool, two threads and two local Dask workers read the same archives into folders of their own. The
rows are compared one by one: a runner that gives other rows ends the benchmark. The load average stands beside each
figure, since two workers gain nothing on a machine whose cores are taken.
"""

import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pyarrow import parquet

RUNNERS = ("here", "process", "thread", "dask")
WORKERS = 2


def rows_digest(data: Path) -> str:
    """A digest over every row of every table of all file sets, in the order in which they lie there."""
    digest = hashlib.sha256()
    for path in sorted((data / "tagged").glob("*/*.parquet")):
        digest.update(path.relative_to(data).as_posix().encode())
        for row in parquet.read_table(path).to_pylist():
            digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


def tagged(name: str, paths: list[Path], data: Path) -> dict[str, Any]:
    """Tag the archives with a runner in this process; seconds, CPU seconds of all processes, and load."""
    from flows import ingestion
    from flows.archives import find_archives
    from flows.data_folder import DataFolder
    from flows.reading import ReadArchive, fileset_of
    from flows.runners import Runner
    from transforms.suppression import NOTHING_SUPPRESSED

    archives = find_archives(paths)
    runner = Runner(name="process", workers=1) if name == "here" else Runner(name=name, workers=WORKERS)  # type: ignore[arg-type]
    places = [(archive, fileset_of(archive, DataFolder(data))) for archive in archives]
    load, started, cpu = os.getloadavg()[0], time.monotonic(), _cpu_seconds()
    read = ingestion._read_apart(places, lambda _: None, runner, NOTHING_SUPPRESSED)
    seconds = time.monotonic() - started
    pages = sum(one.page_count for _, one in read if isinstance(one, ReadArchive))
    load_of = [round(load, 1), round(os.getloadavg()[0], 1)]
    return {"seconds": round(seconds, 1), "cpu": round(_cpu_seconds() - cpu, 1), "load": load_of, "pages": pages}


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def figures(paths: list[Path], names: list[str]) -> dict[str, Any]:
    """Each runner's figures, in a process of its own, and its time as a multiple of one process's."""
    import subprocess

    told: dict[str, Any] = {}
    rows: set[str] = set()
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.benchmarks.runners", "--here", name, folder, *map(str, paths)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            told[name] = json.loads(done.stdout.splitlines()[-1])
            rows.add(rows_digest(Path(folder)))
        sys.stderr.write(f"{name}: {told[name]}\n")
        if len(rows) > 1:
            raise SystemExit(f"{name} gives other rows than {names[0]}")
    told["times_as_fast"] = {name: round(told[names[0]]["seconds"] / told[name]["seconds"], 2) for name in names[1:]}
    return told


def main() -> None:
    """Print the figures as JSON."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--here"]:
        name, folder, *paths = arguments[1:]
        sys.stdout.write(json.dumps(tagged(name, [Path(one) for one in paths], Path(folder))) + "\n")
        return
    names = list(RUNNERS)
    if arguments[:1] == ["--only"]:
        names, arguments = arguments[1].split(","), arguments[2:]
    sys.stdout.write(json.dumps(figures([Path(one) for one in arguments], names), indent=1) + "\n")


if __name__ == "__main__":
    main()
