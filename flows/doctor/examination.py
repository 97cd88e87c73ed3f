"""A data folder in; everything that is wrong with it out, and set right where that is asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flows.command_errors import CommandFailed, Say
from flows.data_folder import DataFolder
from flows.doctor.disk import disk_findings
from flows.doctor.files import unfinished_findings
from flows.doctor.filesets import fileset_findings
from flows.doctor.findings import Finding
from flows.doctor.published import published_findings
from flows.doctor.runs import run_findings, slot_findings
from flows.doctor.versions import version_findings
from flows.doctor.warehouse_file import warehouse_findings
from flows.leases import hold, other_runs
from warehouse.condition import condition

Topic = Callable[[DataFolder], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Examined:
    """What was mended, what was tried in vain (with the reason), and what is still there."""

    mended: tuple[Finding, ...]
    in_vain: tuple[tuple[Finding, str], ...]
    left: tuple[Finding, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not any(finding.is_wrong for finding in self.left)


def examine(data: DataFolder) -> tuple[Finding, ...]:
    """All findings, in the order in which they are mended. Nothing is changed."""
    return tuple(finding for topic in topics() for finding in topic(data))


def mend(data: DataFolder, say: Say) -> Examined:
    """Mend topic by topic, since what is mended first (a crawl that is saved) is work for the next (read and load it).

    Raises CommandFailed while another run goes on: what looks left over may be what it is writing.
    """
    if others := other_runs(data):
        raise CommandFailed(
            f"nothing is mended while a run goes on: {'; '.join(one.words for one in others)}. Wait until it ends"
        )
    mended, in_vain = list[Finding](), list[tuple[Finding, str]]()
    with hold(data, "doctor"):
        for topic in topics():
            for finding in topic(data):
                if finding.mend is None:
                    continue
                try:
                    finding.mend()
                except Exception as error:  # one thing that cannot be mended keeps no other from it
                    in_vain.append((finding, f"{type(error).__name__}: {error}"))
                    say(f"not mended: {finding.what}: {error}")
                else:
                    mended.append(finding)
                    say(f"mended: {finding.what}: {finding.remedy}")
        left = examine(data)
    return Examined(tuple(mended), tuple(in_vain), left)


def topics() -> tuple[Topic, ...]:
    """The topics in the order in which one may be mended by what the one before left."""
    return (
        run_findings,
        slot_findings,
        unfinished_findings,
        disk_findings,
        _versions,
        _warehouse,
        _filesets,
        _published,
    )


def _versions(_: DataFolder) -> Iterator[Finding]:
    return version_findings()


def _warehouse(data: DataFolder) -> Iterator[Finding]:
    return warehouse_findings(data, condition(data.warehouse))


def _filesets(data: DataFolder) -> Iterable[Finding]:
    found = condition(data.warehouse)
    if found.kind not in ("ready", "missing"):
        return ()  # of a file that cannot be read nobody knows what it holds
    return tuple(fileset_findings(data, found.filesets))


def _published(data: DataFolder) -> Iterator[Finding]:
    return published_findings(data, condition(data.warehouse))
