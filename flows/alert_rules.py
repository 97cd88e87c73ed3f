"""alerts.toml, ours and the user's, and the configuration in; the rules and targets that are in force out."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.command_errors import WrongUse
from flows.configuration import Alerts
from flows.data_folder import DataFolder
from warehouse.alerts import AlertRule, Severity, kept_rules

OWN_FILE = Path(__file__).with_name("alerts.toml")
SEVERITIES: tuple[Severity, ...] = ("info", "warn", "error")


class AlertFileError(WrongUse):
    """An alerts.toml that cannot be read; the message says where and why. Exit code 2."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """One rule as the file has it; `asks` names a kept query, `sql` is the user's own."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    asks: str | None = None
    sql: str | None = None
    severity: Severity = "info"
    again_after_days: Annotated[int, Field(ge=1)] | None = None
    example: str = ""
    is_on: bool = True

    @model_validator(mode="after")
    def _asks_once(self) -> Self:
        if (self.asks is None) == (self.sql is None):
            raise ValueError("a rule has either `asks` or `sql`")
        if self.asks is not None and self.asks not in kept_rules():
            raise ValueError(f"asks = {self.asks!r}: there are {', '.join(sorted(kept_rules()))}")
        return self


class Least(_Strict):
    """From which severity on each kind of target is told."""

    file: Severity = "info"
    webhook: Severity = "warn"
    email: Severity = "warn"


class FileTarget(_Strict):
    """A file, a JSON object a line."""

    kind: Literal["file"] = "file"
    path: Path


class WebhookTarget(_Strict):
    """An address that is given each alert by POST; it is a secret."""

    kind: Literal["webhook"] = "webhook"
    url: str = Field(repr=False)


class EmailTarget(_Strict):
    """People who get one message a run."""

    kind: Literal["email"] = "email"
    host: str
    port: int
    security: Literal["none", "starttls", "tls"]
    sender: str
    recipients: tuple[str, ...]
    user: str = ""
    password: str = Field(default="", repr=False)


Target = FileTarget | WebhookTarget | EmailTarget


class AlertSettings(_Strict):
    """What is in force: the rules that are on, and from which severity on each kind of target is told."""

    rules: tuple[Rule, ...] = ()
    least: Least = Least()

    def warehouse_rules(self) -> tuple[AlertRule, ...]:
        """The rules as the warehouse asks them."""
        kept = kept_rules()
        return tuple(
            AlertRule(
                name=rule.name,
                sql=rule.sql or kept[str(rule.asks)],
                severity=rule.severity,
                again_after_days=rule.again_after_days,
            )
            for rule in self.rules
        )

    def is_told(self, severity: str, target: Target) -> bool:
        """Whether what is so grave is told to a target."""
        rank = SEVERITIES.index(severity) if severity in SEVERITIES else 0
        least: Severity = getattr(self.least, target.kind)
        return rank >= SEVERITIES.index(least)


def alert_targets(configured: Alerts, data: DataFolder) -> tuple[Target, ...]:
    """The targets that claimtrace.toml and the environment name; the file is always one."""
    targets: list[Target] = [FileTarget(path=configured.file or data.alerts / "alerts.jsonl")]
    if configured.webhook:
        targets.append(WebhookTarget(url=configured.webhook.get_secret_value()))
    if configured.smtp_host and configured.mail_to:
        targets.append(
            EmailTarget(
                host=configured.smtp_host,
                port=configured.smtp_port,
                security=configured.smtp_security,
                sender=configured.mail_from or "claimtrace@localhost",
                recipients=configured.mail_to,
                user=configured.smtp_user or "",
                password=configured.smtp_password.get_secret_value() if configured.smtp_password else "",
            )
        )
    return tuple(targets)


def alert_settings(data: DataFolder) -> AlertSettings:
    """The rules in force: ours, with those of the data folder's own alerts.toml over them. Raises AlertFileError."""
    tables = [_table(OWN_FILE)]
    if data.alert_rules.exists():
        tables.append(_table(data.alert_rules))
    rules = [one for one in _by_name(tables).values() if one.get("is_on", True)]
    least: dict[str, Any] = {}
    for table in tables:
        least |= table.get("least", {})
    try:
        return AlertSettings.model_validate({"rules": rules, "least": least})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise AlertFileError(f"{data.alert_rules}: {place}: {first['msg']}") from None


def _by_name(tables: list[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The later file's rule of a name over the earlier one's; `is_on = false` alone keeps the rest as it was."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        for one in table.get("rules", []):
            name = str(one.get("name", ""))
            swapped = {"asks", "sql"} if {"asks", "sql"} & set(one) else set()
            found[name] = {key: value for key, value in found.get(name, {}).items() if key not in swapped} | one
    return found


def _table(path: Path) -> Mapping[str, Any]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise AlertFileError(f"{path} cannot be read: {error}") from error
    rules, least = read.get("rules", []), read.get("least", {})
    is_list = isinstance(rules, list) and all(isinstance(one, dict) for one in rules)
    if set(read) - {"rules", "least"} or not is_list or not isinstance(least, dict):
        raise AlertFileError(f"{path}: an alerts file holds [[rules]] and [least]; where to is in claimtrace.toml")
    return read
