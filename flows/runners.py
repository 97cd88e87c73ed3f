"""The name of a runner in; the workers that tag, as an executor of Python's own kind, out.

`process` starts Python processes on this machine, `thread` threads of this one, `dask` uses a Dask cluster by its
address, or starts workers of Dask's on this machine. All take the same calls and give the same answers.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast

from flows.command_errors import CommandFailed, WrongUse

RunnerName = Literal["auto", "process", "thread", "dask"]

# Measured (docs/scale.md): below the first, workers take longer to load the tagger than one process takes for the work;
# below the second, a Dask cluster that runs already is not faster than the processes of this machine.
PROCESSES_PAY_FROM = 2 * 2**20  # bytes of archives, compressed
DASK_PAYS_FROM = 16 * 2**20

CUT_FROM = 4 * 2**20  # of an archive: below, its pages are read by one worker before another has loaded the tagger
_MOST_WORKERS = 4  # each holds the tagger of every language: 0.4 GB

_NO_DASK = "the runner dask needs Dask: pip install 'claimtrace[dask]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Which workers to use, as the user asked: `workers` None for as many as pay; `address` of a Dask scheduler."""

    name: RunnerName = "auto"
    workers: int | None = None
    address: str | None = None


def chosen_name(runner: Runner, sizes: Sequence[int]) -> Literal["here", "process", "thread", "dask"]:
    """Which runner takes archives of these sizes (bytes); `here` is this process alone, one page after another.

    Raises WrongUse for an address that no runner would use.
    """
    if runner.address and runner.name not in {"auto", "dask"}:
        raise WrongUse(f"--dask-address goes with --runner dask, not with {runner.name}")
    if not sizes:
        return "here"
    if runner.name != "auto":
        return "here" if runner.workers == 1 and not runner.address else runner.name
    if runner.address and sum(sizes) >= DASK_PAYS_FROM:
        return "dask"
    if runner.workers is not None:
        return "process" if runner.workers > 1 else "here"
    return "process" if sum(sizes) >= PROCESSES_PAY_FROM else "here"


def worker_count(runner: Runner) -> int:
    """How many workers to start on this machine."""
    return runner.workers or min(os.cpu_count() or 1, _MOST_WORKERS)


def cut_from(sizes: Sequence[int], workers: int) -> int:
    """From which size (bytes) an archive is handed out in chunks: where one worker would still be at it when all else
    is done, which is from half of a worker's share on.
    """
    return max(CUT_FROM, sum(sizes) // (2 * workers))


@contextmanager
def opened_runner(
    name: Literal["process", "thread", "dask"], workers: int, address: str | None = None, **process: Any
) -> Iterator[tuple[Executor, int]]:
    """The executor, and how many tasks it does at once; its workers end with it, those of a cluster stay.

    process: `initializer` and `initargs` of processes. Raises CommandFailed where Dask is missing or does not answer.
    """
    if name == "thread":
        with ThreadPoolExecutor(workers, thread_name_prefix="tag") as threads:
            yield threads, workers
    elif name == "process":
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # DuckDB and spaCy have threads that a forked child does not
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), **process) as processes:
            yield processes, workers
    else:
        with _dask(workers, address) as opened:
            yield opened


@contextmanager
def _dask(workers: int, address: str | None) -> Iterator[tuple[Executor, int]]:
    try:
        import dask
        import distributed
    except ImportError as error:
        raise CommandFailed(_NO_DASK) from error
    engine: Any = distributed
    with ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.worker.daemon": True, "distributed.logging.distributed": 40}))
        try:
            if address is None:
                cluster = engine.LocalCluster(
                    n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=40
                )
                address = stack.enter_context(cluster).scheduler_address
            client = stack.enter_context(engine.Client(address, timeout="30s"))
        except (OSError, ValueError, TimeoutError) as error:
            raise CommandFailed(f"no Dask scheduler answers at {address}: {error}") from error
        threads = sum(client.nthreads().values())
        if not threads:
            raise CommandFailed(f"the Dask cluster at {address} has no workers: start one with `dask worker {address}`")
        # a page is read once: two alike are not one
        yield cast(Executor, client.get_executor(pure=False)), threads


def is_lost_worker(error: BaseException) -> bool:
    """Whether a task failed because its worker died, as of want of memory, and not by what it did."""
    kind = type(error)
    return isinstance(error, BrokenExecutor) or kind.__module__.split(".")[0] == "distributed"
