"""claimtrace.toml and the environment in; a typed configuration, and where each value is from, out.

The environment wins over the file, the file over the defaults. Rooms do not read this: what they need reaches them, and
the processes that they start, through the environment (`put_in_force`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from flows.command_errors import WrongUse
from flows.configuration_errors import in_sentences
from flows.runners import RunnerName

FILE_NAME = "claimtrace.toml"
FILE_VARIABLE = "CLAIMTRACE_CONFIG"
Origin = Literal["default", "file", "environment"]
Names = Annotated[tuple[str, ...], BeforeValidator(lambda told: told.split(",") if isinstance(told, str) else told)]

# Variables that have another name than CLAIMTRACE_<SECTION>_<KEY>: they are older than this file, or Prefect's own.
_OTHER_VARIABLES = {
    "publish.keep": "CLAIMTRACE_KEEP_PUBLISHED",
    "resolve.registries": "CLAIMTRACE_REGISTRIES",
    "resolve.crossref_token": "CLAIMTRACE_CROSSREF_TOKEN",
    "resolve.openalex_key": "CLAIMTRACE_OPENALEX_KEY",
    "resolve.ncbi_key": "CLAIMTRACE_NCBI_KEY",
    "prefect.api_url": "PREFECT_API_URL",
    "prefect.auth_string": "PREFECT_API_AUTH_STRING",
}
# What the environment of this process and its children is given. A mail server's password is not among them.
_READ_ELSEWHERE = ("data", "contact", "tagging.runner", "tagging.processes", "tagging.dask_address", *_OTHER_VARIABLES)
_given: dict[str, str] = {}  # variables that put_in_force has set, which are therefore not the user's


class ConfigurationError(WrongUse):
    """A configuration that cannot be used; the message names the file or the variable, the key and what to do."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tagging(_Section):
    """Who reads archives (`auto`: by their size), `processes` at once (None: one a core, at most four).

    `dask` needs the extra of its name; `dask_address` is a scheduler's, None: workers on this machine.
    """

    runner: RunnerName = "auto"
    processes: int | None = Field(default=None, ge=1, le=1024)
    dask_address: str | None = None


class Prefect(_Section):
    """The Prefect server that runs are recorded in; None: one of this machine's own, its database in the data folder.

    `port` is where `claimtrace serve` puts a server of its own, on loopback.
    """

    api_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    auth_string: SecretStr | None = None
    port: int = Field(default=4200, ge=1, le=65535)


class Alerts(_Section):
    """Where alerts go: a file of JSON lines (None: in the data folder), a webhook (a secret) and mail."""

    file: Path | None = None
    webhook: SecretStr | None = None
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str | None = None
    mail_to: Names = ()


class Metrics(_Section):
    """The file of metrics that a Prometheus node exporter collects; None: metrics.prom in the data folder."""

    file: Path | None = None


class Resolve(_Section):
    """How registries of works are asked: a file that changes services, and keys for those that give one."""

    registries: Path | None = None
    crossref_token: SecretStr | None = None
    openalex_key: SecretStr | None = None
    ncbi_key: SecretStr | None = None


class Publish(_Section):
    """Where `claimtrace publish` also writes the views as Parquet, and how many files published before are kept."""

    to: str | None = None
    keep: int = Field(default=3, ge=0)


class Configuration(BaseSettings):
    """All that can be configured. `data` is the folder of crawls, warehouse and report; `contact` says who crawls."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    data: Path = Path("data")
    contact: str = ""
    tagging: Tagging = Tagging()
    prefect: Prefect = Prefect()
    alerts: Alerts = Alerts()
    metrics: Metrics = Metrics()
    resolve: Resolve = Resolve()
    publish: Publish = Publish()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What `in_force` hands over, environment and file already read: it must know where each value is from."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class InForce:
    """The configuration, the file it is from (None for no file), and where each setting is from, by dotted name."""

    values: Configuration
    file: Path | None
    origins: Mapping[str, Origin]


def configuration() -> Configuration:
    """The configuration in force: environment, then file, then defaults. Raises ConfigurationError."""
    return in_force().values


def in_force(file: Path | None = None) -> InForce:
    """The configuration and where it is from; `file`: by default `configuration_file()`. Raises ConfigurationError."""
    file = file or configuration_file()
    told_file = _file_values(file) if file else {}
    told_environment = _environment_values()
    values = _flat(told_file) | told_environment
    origins: dict[str, Origin] = {
        name: "environment" if name in told_environment else "file" if name in values else "default"
        for name in settings()
    }
    try:
        return InForce(Configuration(**_nested(values)), file, origins)
    except ValidationError as error:
        places = {name: variable_of(name) for name in told_environment}
        raise ConfigurationError("\n".join(in_sentences(error, str(file), places, settings()))) from None


def configuration_file() -> Path | None:
    """The file that CLAIMTRACE_CONFIG names, else claimtrace.toml in the current folder, else None."""
    if named := os.environ.get(FILE_VARIABLE, "").strip():
        return Path(named)
    return Path(FILE_NAME) if Path(FILE_NAME).exists() else None


def put_in_force() -> None:
    """Give this process's environment what the file says and other rooms and child processes read.

    What the user has set there stays. Raises ConfigurationError. Without a file there is nothing to do.
    """
    if configuration_file() is None:
        return
    told = in_force()
    for name in _READ_ELSEWHERE:
        if told.origins[name] == "file" and (text := _as_text(value_of(told.values, name))):
            os.environ[variable_of(name)] = _given[variable_of(name)] = text


def settings() -> dict[str, FieldInfo]:
    """Every setting by dotted name, e.g. `tagging.runner`, in the order of the file."""
    found: dict[str, FieldInfo] = {}
    for name, field in Configuration.model_fields.items():
        if isinstance(field.default, _Section):
            found |= {f"{name}.{key}": one for key, one in type(field.default).model_fields.items()}
        else:
            found[name] = field
    return found


def variable_of(name: str) -> str:
    """The variable of the environment that overrides a setting: `tagging.runner` → `CLAIMTRACE_TAGGING_RUNNER`."""
    return _OTHER_VARIABLES.get(name, f"CLAIMTRACE_{name.replace('.', '_').upper()}")


def value_of(values: Configuration, name: str) -> Any:
    """The value of a setting by its dotted name."""
    section, _, key = name.rpartition(".")
    return getattr(getattr(values, section) if section else values, key)


def _environment_values() -> dict[str, Any]:
    told = {name: os.environ.get(variable_of(name), "").strip() for name in settings()}
    return {name: text for name, text in told.items() if text and _given.get(variable_of(name)) != text}


def _file_values(file: Path) -> dict[str, Any]:
    """What the file says; a relative path in it is relative to its folder."""
    try:
        values = dict(TomlConfigSettingsSource(Configuration, file)())
        if not file.is_file():  # pydantic-settings takes a file that is missing for an empty one
            raise FileNotFoundError("there is no such file; `claimtrace init DIR` makes one")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ConfigurationError(f"{file}: cannot be read: {reason}") from error
    known = settings()
    flat = _flat(values)
    for name, value in flat.items():
        if name in known and Path in (known[name].annotation, *get_args(known[name].annotation)):
            flat[name] = file.parent / value if isinstance(value, str) and value else value
    return _nested(flat)


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Sections opened; anything that is not a section stays, for pydantic to judge."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        flat |= {f"{name}.{key}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
    return flat


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        section, _, key = name.partition(".")
        if key and isinstance(nested.setdefault(section, {}), dict):
            nested[section][key] = value
        elif not key:
            nested[section] = value
    return nested


def _as_text(value: Any) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value or ("" if value is None else value))
