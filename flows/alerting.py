"""A warehouse and the rules in; alerts raised in it, and sent once to each target, out.

They are raised in the warehouse before it is published, so that analysts see them in the view `alerts`; they are sent
after that. Which target was told what stands in alerts/told.jsonl. A process that is killed between the sending and
that line sends once more: a webhook tells it by its Idempotency-Key, mail by its Message-ID.
"""

import json
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

from flows.alert_rules import AlertFileError, AlertSettings, alert_settings, alert_targets
from flows.alert_targets import NotSent, send
from flows.clock import now
from flows.configuration import configuration
from flows.data_folder import DataFolder
from warehouse.alerts import Alert, raise_alerts
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError
from warehouse.queries import Published, named_query

# A target that is away for longer is not told of last week's troubles, and a new one not of all that ever was.
STALE_AFTER = timedelta(days=7)
Say = Callable[[str], None]


def raise_new_alerts(data: DataFolder, say: Say) -> list[Alert]:
    """Raise what the rules find now and did not find before. A rule or file that is wrong is told and fails nothing."""
    settings = _settings(data, say)
    if not settings.rules:
        return []
    with closing(open_warehouse(data.warehouse)) as con:
        raised, problems = raise_alerts(con, settings.warehouse_rules(), now())
    for problem in problems:
        say(problem)
    for alert in raised:
        say(f"alert ({alert.severity}): {alert.text}")
    return raised


def send_alerts(data: DataFolder, say: Say) -> list[str]:
    """Send what was raised in the last days to each target that was not told yet; out: what failed, in words.

    Never raises for a target, so that no run fails for it; what was not taken is sent by the next run.
    """
    settings = _settings(data, say)
    try:
        recent = recent_alerts(data)
    except WarehouseError as error:
        say(f"no alert was sent: {error}")
        return [str(error)]
    told = _told(data.told_alerts)
    problems = []
    for target in alert_targets(configuration().alerts, data):
        new = [one for one in recent if (target.kind, one.alert_id) not in told]
        due = [one for one in new if settings.is_told(one.severity, target)]
        if not due:
            continue
        try:
            _note(data.told_alerts, target.kind, send(target, due))
        except (NotSent, OSError) as error:
            problems.append(f"{len(due)} alerts were not sent to the {target.kind}: {error}; the next run tries again")
            say(problems[-1])
    return problems


def recent_alerts(data: DataFolder) -> list[Alert]:
    """The alerts of the last days in the published file, oldest first. Raises WarehouseError."""
    since = (now() - STALE_AFTER).astimezone(UTC).replace(tzinfo=None)
    with Published(data.published) as published:
        rows = published.records(named_query("recent_alerts"), {"since": since})
    return [Alert(**{**row, "raised_at": row["raised_at"].replace(tzinfo=UTC)}) for row in rows]


def _settings(data: DataFolder, say: Say) -> AlertSettings:
    try:
        return alert_settings(data)
    except AlertFileError as error:
        say(f"no alerts: {error}")
        return AlertSettings()


def _told(path: Path) -> set[tuple[str, str]]:
    """(target, alert) of all that was sent; a torn line, as a killed process leaves it, counts as not sent."""
    told = set()
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return set()
    for line in lines:
        try:
            one = json.loads(line)
            told.add((str(one["target"]), str(one["alert_id"])))
        except (ValueError, TypeError, KeyError):
            continue
    return told


def _note(path: Path, target: str, alert_ids: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    at = now().isoformat(timespec="seconds")
    lines = [json.dumps({"target": target, "alert_id": one, "sent_at": at}) for one in alert_ids]
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        is_torn = size > 0 and file.read(1) != b"\n"
        file.write((("\n" if is_torn else "") + "\n".join(lines) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())
