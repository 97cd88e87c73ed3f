"""alerts.toml, ours and the user's, in; the rules and targets that are in force out."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from flows.command_errors import WrongUse
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


class FileTarget(_Strict):
    """A file in the data folder, a JSON object a line."""

    name: str
    kind: Literal["file"]
    path: str = "alerts/alerts.jsonl"
    least: Severity = "info"
    is_on: bool = True


class WebhookTarget(_Strict):
    """An address that is given each alert by POST; it is a secret and stands in the environment."""

    name: str
    kind: Literal["webhook"]
    url_env: str = "CLAIMTRACE_ALERT_WEBHOOK"
    least: Severity = "warn"
    is_on: bool = True

    @property
    def url(self) -> str:
        """Where to; empty where the variable is not set: then nothing is sent."""
        return os.environ.get(self.url_env, "")


class EmailTarget(_Strict):
    """People who get one message a run."""

    name: str
    kind: Literal["email"]
    host: str = "localhost"
    port: int = 25
    security: Literal["none", "starttls", "tls"] = "none"
    sender: str = "claimtrace@localhost"
    recipients: tuple[str, ...] = ()
    user: str = ""
    password_env: str = "CLAIMTRACE_SMTP_PASSWORD"  # noqa: S105 -- the name of a variable
    least: Severity = "warn"
    is_on: bool = True

    @property
    def password(self) -> str:
        """The password, from the environment."""
        return os.environ.get(self.password_env, "")

    @model_validator(mode="after")
    def _has_people(self) -> Self:
        if self.is_on and not self.recipients:
            raise ValueError("an e-mail target that is on has recipients")
        return self


Target = Annotated[FileTarget | WebhookTarget | EmailTarget, Field(discriminator="kind")]


class AlertSettings(_Strict):
    """What is in force: rules and targets that are on."""

    rules: tuple[Rule, ...] = ()
    targets: tuple[Target, ...] = ()

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

    def secrets(self) -> tuple[str, ...]:
        """What must never be told: addresses of webhooks and passwords."""
        addresses = [one.url for one in self.targets if one.kind == "webhook"]
        return tuple(filter(None, addresses + [one.password for one in self.targets if one.kind == "email"]))


def alert_settings(data: DataFolder) -> AlertSettings:
    """The rules and targets in force: ours, with the data folder's own over them. Raises AlertFileError."""
    tables = [_tables(OWN_FILE)]
    if data.alert_rules.exists():
        tables.append(_tables(data.alert_rules))
    named = {kind: _by_name(tables, kind).values() for kind in ("rules", "targets")}
    merged = {kind: [one for one in many if one.get("is_on", True)] for kind, many in named.items()}
    try:
        return AlertSettings.model_validate(merged)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise AlertFileError(f"{data.alert_rules}: {place}: {first['msg']}") from None


def _by_name(tables: list[Mapping[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    """The later file's rule of a name over the earlier one's; `is_on = false` alone keeps the rest as it was."""
    found: dict[str, dict[str, Any]] = {}
    for table in tables:
        for one in table.get(kind, []):
            name = str(one.get("name", ""))
            before = found.get(name, {})
            swapped = {"asks", "sql"} if {"asks", "sql"} & set(one) else set()
            found[name] = {key: value for key, value in before.items() if key not in swapped} | one
    return found


def _tables(path: Path) -> Mapping[str, Any]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AlertFileError(f"{path} cannot be read: {error}") from error
    for name, value in read.items():
        if (
            name not in ("rules", "targets")
            or not isinstance(value, list)
            or not all(isinstance(v, dict) for v in value)
        ):
            raise AlertFileError(f"{path}: {name}: an alerts file holds [[rules]] and [[targets]]")
    return read
