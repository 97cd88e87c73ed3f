"""What a command tells in; the same on stderr or in a log file, as lines or as JSON, without secrets, out."""

import json
import os
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TextIO

from flows.clock import now

Format = Literal["text", "json"]

# `https://user:password@proxy.example/`: the name and the word go, the host stays. And what calls itself a secret.
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@]+@")
_BY_NAME = re.compile(r"(?i)\b(authorization|api[_-]?key|password|token|secret)(\s*[=:]\s*)(?:bearer\s+)?[^\s,;&]+")
_SECRET_NAMES = re.compile(r"(?i)(password|secret|token|api_?key|webhook)")
# What moves a terminal's cursor, recolours or clears it, or turns its text around; tab and line end stay.
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KEPT_DAYS = 90
_LEAST_CHARACTERS = 6  # a shorter word is no secret, and would black out half of what is told


@dataclass(slots=True)
class Log:
    """Where lines go: `stream` for stderr, a folder for a file a day; `fields` stand in every JSON line."""

    format: Format = "text"
    folder: Path | None = None
    fields: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, text: str, stream: TextIO, level: str = "info") -> None:
        """Tell a line, on the stream and, with a folder, in today's file. A full disk costs the line, not the run."""
        shown = without_secrets(text, environment_secrets())
        kept = self._json(shown, level)  # once: its moment is the same in both places
        with self._lock:
            _tell(kept if self.format == "json" else steady(shown), stream)
            if self.folder is not None:
                self._append(kept)

    def _json(self, text: str, level: str) -> str:
        at = now().isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": level, **self.fields, "text": text}, ensure_ascii=False)

    def _append(self, line: str) -> None:
        """One write of a whole line, so that processes that log at once do not mix theirs."""
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / f"{now():%Y-%m-%d}.jsonl"
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                os.write(descriptor, line.encode("utf-8", "replace") + b"\n")
            finally:
                os.close(descriptor)
        except OSError:
            return


def _tell(line: str, stream: TextIO) -> None:
    try:
        stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError:  # stderr is a file on a full disk: what it was to hold stands in the log, or nowhere
        return


def keep_log(log: Log, folder: Path, command: str) -> None:
    """Write what this command tells into a folder, too, as JSON, a file a day; files of three months ago go."""
    log.folder = folder
    log.fields = {"command": command, "pid": str(os.getpid())}
    for old in sorted(folder.glob("????-??-??.jsonl"))[:-_KEPT_DAYS]:
        old.unlink(missing_ok=True)


def steady(text: str) -> str:
    """The text with `·` for each character that steers a terminal: DuckDB and others quote what pages say."""
    return _STEERS.sub("·", text)


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """The text with `***` for known secrets, for names and passwords in addresses, and for what is called a secret."""
    for secret in sorted(known, key=len, reverse=True):
        text = text.replace(secret, "***")
    return _BY_NAME.sub(r"\1\2***", _IN_ADDRESS.sub("***@", text))


def environment_secrets(environment: Mapping[str, str] | None = None) -> list[str]:
    """The values of variables that are called a secret: CLAIMTRACE_SMTP_PASSWORD, …_TOKEN, …_WEBHOOK."""
    values = os.environ if environment is None else environment
    return [value for name, value in values.items() if _SECRET_NAMES.search(name) and len(value) >= _LEAST_CHARACTERS]
