"""registries.toml and a file of one's own in; where each service is, how fast and in what batches it is asked, out."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from spiders.user_agent import CONTACT_VARIABLE, is_loopback_host
from transforms.works import Service

REGISTRIES_VARIABLE = "CLAIMTRACE_REGISTRIES"
PACKAGED = Path(__file__).with_name("registries.toml")
SERVICES: tuple[Service, ...] = get_args(Service)
_MAIL = re.compile(r"[^\s<>()@?&]+@[^\s<>()@?&]+\.[^\s<>()@?&]+\Z")


class RegistryFileError(ValueError):
    """A file of registries that cannot be used, or no contact to ask with; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How all services are asked; see the comments in registries.toml."""

    timeout_seconds: float
    max_tries: int
    max_wait_seconds: float
    max_url_characters: int
    not_found_days: float
    failed_days: float
    most_failed_days: float
    max_unusable: int
    rest_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePlace:
    """One service: its address, its pace, its batches, and the name of the variable that may hold a key."""

    name: Service
    base: str
    delay_seconds: float
    batch: int
    key_variable: str | None = None

    @property
    def key(self) -> str | None:
        """The key that the environment holds; None for none. It must not be logged or written down."""
        return (os.environ.get(self.key_variable, "").strip() or None) if self.key_variable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registries:
    """All services, and how they are asked."""

    asking: Asking
    places: Mapping[Service, ServicePlace]

    @property
    def is_on_loopback(self) -> bool:
        """Whether all services are on this very machine, as in a test."""
        return all(is_loopback_host(urlsplit(place.base).hostname or "") for place in self.places.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys in use: what no log line may hold."""
        return tuple(key for place in self.places.values() if (key := place.key))


def load_registries(own: Path | None = None) -> Registries:
    """Return the services of the packaged file, with the values of one's own in their place.

    `own` is by default the file that CLAIMTRACE_REGISTRIES names. Raises RegistryFileError.
    """
    named = os.environ.get(REGISTRIES_VARIABLE, "").strip()
    own = own or (Path(named) if named else None)
    values = _read(PACKAGED)
    for table, own_values in (_read(own) if own else {}).items():
        if table not in values or not isinstance(own_values, dict):
            raise RegistryFileError(f"{own}: [{table}] is no service; there are: {', '.join(values)}")
        values[table] = {**values[table], **own_values}
    try:
        places = {name: _place(name, dict(values[name])) for name in SERVICES}
        return Registries(asking=Asking(**values["asking"]), places=places)
    except (TypeError, KeyError, ValueError) as error:
        raise RegistryFileError(f"{own or PACKAGED}: {error}") from error


def contact_mail() -> str:
    """Return the mail address with which we introduce ourselves. Raises RegistryFileError where there is none.

    Crossref's and OpenAlex' `mailto` and NCBI's `email` take a mail address, not a page.
    """
    contact = os.environ.get(CONTACT_VARIABLE, "").strip()
    mail = contact.removeprefix("mailto:")
    if _MAIL.match(mail):
        return mail
    said = f"{contact!r} is no mail address" if contact else "nobody is named"
    raise RegistryFileError(
        f"contact: the registries want to know who asks, and {said}: set {CONTACT_VARIABLE} to a mail address, "
        "e.g. mailto:you@example.org"
    )


def _place(name: Service, values: dict[str, Any]) -> ServicePlace:
    for told in ("reason", "source"):
        values.pop(told, None)
    place = ServicePlace(name=name, **values)
    if urlsplit(place.base).scheme not in ("http", "https") or not urlsplit(place.base).hostname:
        raise ValueError(f"[{name}] base: {place.base!r} is no web address")
    if place.batch < 1 or place.delay_seconds < 0:
        raise ValueError(f"[{name}]: a batch holds at least 1, a delay is not below 0")
    return place


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise RegistryFileError(f"{path} cannot be read: {error}") from error
