"""Hashes of what was forgotten in, JSON lines out, on the disk before anything is removed; and back, with the audit.

The first line is the folder's key. Nothing in the file names an address: `suppress` says what is not to come back,
`forgotten` what its removal came to, `allow` that it may come back.
"""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from transforms.suppression import SuppressionKind, Suppressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """One thing that was asked to be forgotten. `finished_at` is None for a removal that was cut short.

    `also` holds the hashes of its other addresses, `counts` what was removed, by what it was.
    """

    hash: str
    kind: SuppressionKind
    asked_at: datetime
    reason: str | None = None
    also: tuple[str, ...] = ()
    finished_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    allowed_at: datetime | None = None


class SuppressedFileError(ValueError):
    """The file of suppressions holds a line that is none: nothing may be fetched or read before it is mended."""


class SuppressedFile:
    """The file of suppressions of one data folder; it is made when the first thing is forgotten."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one. Raises SuppressedFileError for a line that is none, save a torn last one."""
        self._path = path
        self._key = b""
        self._entries: dict[str, Forgotten] = {}
        data = path.read_bytes() if path.exists() else b""
        lines = data.split(b"\n")
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError) as error:
                if number == len(lines):  # cut short by a kill: it was not yet relied on
                    break
                raise SuppressedFileError(f"{path}:{number}: is no line of suppressions: {error!r}") from error

    @property
    def entries(self) -> tuple[Forgotten, ...]:
        """Everything that was ever asked to be forgotten, oldest first."""
        return tuple(self._entries.values())

    @property
    def suppressions(self) -> Suppressions:
        """What is not to come back as of now."""
        standing = [one for one in self._entries.values() if one.allowed_at is None]
        return Suppressions(self._key, frozenset(value for one in standing for value in (one.hash, *one.also)))

    def make_key(self) -> None:
        """Give the file its key, where it has none. Raises OSError."""
        if not self._key:
            self._write({"event": "key", "key": secrets.token_hex(32)})

    def suppress(
        self, kind: SuppressionKind, value: str, also: Iterable[str], reason: str | None, at: datetime
    ) -> Forgotten:
        """Write down what is to be forgotten, with its other addresses; on the disk when this returns."""
        self.make_key()
        keyed = Suppressions(self._key)
        known = self._entries.get(keyed.hash_of(kind, value))
        standing = known if known and known.allowed_at is None else None
        others = {keyed.hash_of("url", url) for url in also} | set(standing.also if standing else ())
        if standing and others <= {standing.hash, *standing.also}:
            return standing  # asked for again: what its removal came to stays told
        entry = {
            "event": "suppress",
            "kind": kind,
            "hash": keyed.hash_of(kind, value),
            "also": sorted(others - {keyed.hash_of(kind, value)}),
            "reason": reason or (standing.reason if standing else None),
            "at": at.isoformat(),
        }
        self._write(entry)
        return self._entries[str(entry["hash"])]

    def finish(self, hashed: str, counts: Mapping[str, int], at: datetime) -> None:
        """Write down that a removal came to its end, and what was removed."""
        self._write({"event": "forgotten", "hash": hashed, "counts": dict(counts), "at": at.isoformat()})

    def allow(self, hashed: str, at: datetime) -> None:
        """Lift a suppression. Raises KeyError where none of that hash stands."""
        if hashed not in self._entries or self._entries[hashed].allowed_at is not None:
            raise KeyError(hashed)
        self._write({"event": "allow", "hash": hashed, "at": at.isoformat()})

    def _take(self, line: Mapping[str, Any]) -> None:
        event = line["event"]
        if event == "key":
            self._key = bytes.fromhex(line["key"])
            return
        at, hashed = datetime.fromisoformat(line["at"]), str(line["hash"])
        if event == "suppress":
            self._entries[hashed] = Forgotten(
                hash=hashed, kind=line["kind"], asked_at=at, reason=line["reason"], also=tuple(line["also"])
            )
        elif event == "forgotten":
            self._entries[hashed] = replace(self._entries[hashed], finished_at=at, counts=line["counts"])
        elif event == "allow":
            self._entries[hashed] = replace(self._entries[hashed], allowed_at=at)
        else:
            raise ValueError(f"event {event!r}")

    def _write(self, line: Mapping[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self._path.exists()
        with self._path.open("a+b") as file:
            whole = _whole_lines(file.seek(0, os.SEEK_END), file)
            file.truncate(whole)  # a torn last line, which nobody relied on
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._take(line)


def _whole_lines(size: int, file: Any) -> int:
    """Return the offset after the last line end."""
    file.seek(0)
    return int(file.read(size).rfind(b"\n") + 1)


def read_suppressions(path: Path | None) -> Suppressions:
    """Return what is not to come back; nothing where there is no file. Raises SuppressedFileError."""
    return SuppressedFile(path).suppressions if path is not None else Suppressions()
