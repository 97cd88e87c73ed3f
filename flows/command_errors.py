"""What went wrong in a command in; one line for the person who typed it and an exit code out."""

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import typer

from flows.logs import Log

LOG = Log()  # of this process: lines on stderr, until the command line says otherwise
Say = Callable[[str], None]  # how progress and trouble are told, a line at a time


class CommandFailed(Exception):
    """A command that could not do what was asked; the message says why and what to do. Exit code 1."""

    exit_code = 1


class WrongUse(CommandFailed):
    """A command that was asked for something that cannot be. Exit code 2."""

    exit_code = 2


class Degraded(CommandFailed):
    """A run that went through, of a site that does not look as it should. Exit code 3."""

    exit_code = 3


class Terminated(KeyboardInterrupt):
    """SIGTERM, by which systemd, Docker and `kill` ask a process to end: what ends well by Ctrl-C does by this, too."""


_ASKED_TO_END = threading.Event()  # a SIGTERM came


def end_on_sigterm() -> None:
    """Have SIGTERM raise Terminated in this process. A crawl would outlive a process that died of it."""

    def end(*_: object) -> None:
        _ASKED_TO_END.set()
        raise Terminated

    signal.signal(signal.SIGTERM, end)


# Errors of other rooms whose message is written for people, by name: to import them would cost seconds of start-up.
_FOR_PEOPLE = frozenset(
    {
        "spiders.site_config.SiteFileError",
        "spiders.registries.registry_file.RegistryFileError",
        "spiders.registries.answer_cache.CacheUnusable",
        "spiders.suppressed_file.SuppressedFileError",
        "transforms.gold.GoldLineError",
        "warehouse.errors.WarehouseError",
        "flows.printing.PrintingError",
        "flows.sql_assets.SqlAssetsError",
        "reports.languages.UnknownLanguageError",
        "reports.page_folder.NotAReportError",
        "builtins.OSError",
    }
)


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_DISK_FULL = "The disk is full: make room, then give the same command again. What was there before is there still."


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Turn errors that a person can do something about into a line and an exit code; others keep their traceback."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise stopped(isinstance(error, Terminated)) from None
    except BrokenPipeError:  # `claimtrace sql … | head` has seen enough
        sys.stderr.close()
        raise typer.Exit(0) from None
    except Exception as error:
        if was_stopped(error):
            raise stopped(_ASKED_TO_END.is_set()) from None
        code = exit_code(error)
        if code is None:
            raise
        say(f"claimtrace: {error}{'. ' + _DISK_FULL if is_disk_full(error) else ''}")
        raise typer.Exit(code) from error


def was_stopped(error: Exception) -> bool:
    """Whether Ctrl-C or SIGTERM ended a query: DuckDB puts an error of its own in the place of what they raise."""
    return type(error) is RuntimeError and str(error) == "Query interrupted"


def stopped(is_terminated: bool) -> typer.Exit:
    """Say that the command was stopped; out: the exit that shells and systemd know such an end by."""
    say("\nclaimtrace: stopped. What was loaded stays loaded; the same command goes on from there.")
    return typer.Exit(143 if is_terminated else 130)


def is_disk_full(error: Exception) -> bool:
    """Whether the system, or DuckDB in its words, said that the disk has no room left."""
    return (isinstance(error, OSError) and error.errno in _NO_ROOM) or any(
        os.strerror(number) in str(error) for number in _NO_ROOM
    )


def exit_code(error: Exception) -> int | None:
    """1 or 2 for an error whose message is for people, None for a fault of ours."""
    if isinstance(error, CommandFailed):
        return error.exit_code
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    return 1 if names & _FOR_PEOPLE else None


def fail_with(problems: Iterable[str]) -> None:
    """Raise CommandFailed with all problems, if there are any."""
    if told := "\n".join(problems):
        raise CommandFailed(told)


def say(text: str) -> None:
    """Tell progress or trouble on stderr: standard output holds only what was asked for."""
    LOG.write(text, sys.stderr)
