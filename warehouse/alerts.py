"""An open warehouse and rules in; what they find and did not find before, as rows of core.alerts, out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import duckdb

from warehouse.errors import QueryError
from warehouse.statements import ask, sql_files, transaction

Severity = Literal["error", "warn", "info"]

_NEEDED = ("subject", "fact", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """What to be told of: a rule's name, its SQL, how grave it is, and after how many days it is told again.

    The SQL answers with columns `subject` (what it is of), `fact` (what makes it the same thing) and `text`, and may
    have `site`. `again_after_days` is None for what is told once and for all.
    """

    name: str
    sql: str
    severity: Severity
    again_after_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that a rule found."""

    alert_id: str
    rule: str
    severity: str
    site: str | None
    subject: str
    text: str
    raised_at: datetime


def kept_rules() -> dict[str, str]:
    """The SQL of the rules that come with claimtrace, `alerting/<name>.sql`, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sql_files("alerting")}


def raise_alerts(
    con: duckdb.DuckDBPyConnection, rules: Sequence[AlertRule], now: datetime
) -> tuple[list[Alert], list[str]]:
    """Ask each rule and keep what was not raised before; out: the new alerts, and what is wrong with rules, in words.

    A rule that cannot be asked is told and keeps no other from being asked.
    """
    raised, problems = list[Alert](), list[str]()
    known = _known(con)
    at = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    rows = []
    for rule in rules:
        try:
            found = _answers(con, rule)
        except (duckdb.Error, QueryError) as error:
            problems.append(f"the alert rule {rule.name} cannot be asked: {error}")
            continue
        for subject, fact, text, site in found:
            last = known.get((rule.name, subject, fact))
            if last is not None and not _is_due(rule, last, at):
                continue
            known[rule.name, subject, fact] = at
            alert_id = hashlib.sha256("\x1f".join((rule.name, subject, fact, at.isoformat())).encode()).hexdigest()[:16]
            rows.append([alert_id, rule.name, rule.severity, subject, fact, site, text, at])
            raised.append(
                Alert(
                    alert_id=alert_id, rule=rule.name, severity=rule.severity, site=site, subject=subject, text=text,
                    raised_at=at.replace(tzinfo=UTC),
                )
            )  # fmt: skip
    try:
        if rows:
            with transaction(con):
                con.executemany("insert into core.alerts values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    except duckdb.Error as error:  # as on a full disk: they are found again by the next run
        return [], [*problems, f"{len(rows)} alerts were not kept: {error}"]
    return raised, problems


def _known(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], datetime]:
    """When each thing was raised last."""
    return {(rule, subject, fact): at for rule, subject, fact, at in ask(con, "ledger/raised_alerts")}


def _is_due(rule: AlertRule, last: datetime, now: datetime) -> bool:
    """Whether what holds still is to be told again."""
    return rule.again_after_days is not None and now - last >= timedelta(days=rule.again_after_days)


def _answers(con: duckdb.DuckDBPyConnection, rule: AlertRule) -> list[tuple[str, str, str, str | None]]:
    """What a rule's one SELECT answers. Raises QueryError for another statement or missing columns."""
    asked = con.extract_statements(rule.sql)
    if len(asked) != 1 or asked[0].type != duckdb.StatementType.SELECT:
        raise QueryError("a rule is one SELECT")
    cursor = con.execute(asked[0])
    names = [column[0] for column in cursor.description or ()]
    if missing := [name for name in _NEEDED if name not in names]:
        raise QueryError(f"it has no column {', '.join(missing)}; a rule answers with {', '.join(_NEEDED)}, maybe site")
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        (str(row["subject"]), str(row["fact"]), str(row["text"]), None if row.get("site") is None else str(row["site"]))
        for row in rows
    ]
