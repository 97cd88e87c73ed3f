"""The condition of the warehouse's file in; who holds it, and what makes it unusable, out."""

import os
from collections.abc import Iterator
from pathlib import Path

from flows.data_folder import DataFolder
from flows.doctor.findings import Finding
from flows.leases import living_leases
from warehouse.backups import backups
from warehouse.condition import Condition


def warehouse_findings(data: DataFolder, found: Condition) -> Iterator[Finding]:
    """What is wrong with the file itself. One that a run of ours holds is as it should be."""
    if found.kind == "locked":
        ours = {lease.pid for lease in living_leases(data)}
        if found.holder not in ours:
            yield _locked(data, found)
    elif found.kind == "too_new":
        yield Finding(
            kind="warehouse_too_new", what=found.words, remedy="update claimtrace, then try again", place=data.warehouse
        )
    elif found.kind == "migration_changed":
        yield Finding(
            kind="migration_changed",
            what=found.words,
            remedy="use the claimtrace that wrote it, or `claimtrace rebuild --fresh`",
            place=data.warehouse,
        )
    elif found.kind == "damaged":
        copies = backups(data.warehouse)
        copy = f"the copy {copies[-1].name} in its place, or " if copies else ""
        yield Finding(
            kind="damaged_warehouse",
            what=f"{data.warehouse} cannot be opened: {found.words}",
            remedy=f"move it away, then put {copy}make it anew from all that was read: claimtrace rebuild --fresh",
            place=data.warehouse,
        )


def _locked(data: DataFolder, found: Condition) -> Finding:
    holder = f"process {found.holder}" if found.holder else "another process"
    called = command_line(found.holder) if found.holder else ""
    return Finding(
        kind="locked_warehouse",
        what=f"{data.warehouse} is held by {holder}{f' ({called})' if called else ''}: no run can load",
        remedy=f"close it there, or end it{f': kill {found.holder}' if found.holder else ''}; to look at the data, "
        f"open {data.published} instead, which nobody waits for",
        place=data.warehouse,
    )


def command_line(pid: int) -> str:
    """How a process was called, where the system tells; empty where not."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return " ".join(os.fsdecode(word) for word in words if word)[:120]
