"""What earlier runs know of a site's pages in, conditional requests out."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from spiders.page_addresses import request_address

# `known` held an article when last seen, `other` was fetched and held none, `waiting` was found and never seen.
PageState = Literal["known", "other", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A page of earlier runs: the validators that its server gave, and how often it was looked at and had changed.

    `payload_digest` is that of the last body as served; times are UTC; `missing_count` counts 404s in a row,
    `failure_count` how often a page that waits was asked for and gave nothing (spiders/waiting.py).
    """

    url: str
    state: PageState = "known"
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    first_fetched_at: datetime | None = None
    last_fetched_at: datetime | None = None
    last_changed_at: datetime | None = None
    fetch_count: int = 0
    change_count: int = 0
    missing_count: int = 0
    failure_count: int = 0

    @property
    def conditional_headers(self) -> dict[str, str]:
        """The headers with which the server need not send an unchanged page again (RFC 9110 13.1)."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value and value.isprintable()}


def read_known_pages(path: Path | None) -> dict[str, KnownPage]:
    """Return address to fetch -> page of a JSON lines file, one object of KnownPage's fields a line; empty for None.

    Raises ValueError naming file and line for what is no such line: a page that silently drops out would never be
    seen to be gone.
    """
    known: dict[str, KnownPage] = {}
    if path is None:
        return known
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if line == "\n":
                continue
            try:
                page = known_page(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise ValueError(f"{path}:{number}: is no known page: {error!r}") from error
            known[request_address(page.url)] = page
    return known


def write_known_pages(pages: Iterable[KnownPage], path: Path) -> None:
    """Write pages as `read_known_pages` reads them; what is not known of a page is left out."""
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            values = {name: getattr(page, name) for name in KnownPage.__slots__}
            said = {name: _written(value) for name, value in values.items() if value not in (None, 0)}
            file.write(json.dumps(said) + "\n")  # in ASCII: an ETag may hold anything, half a surrogate pair too


def known_page(values: Mapping[str, Any]) -> KnownPage:
    """Return the page of a mapping with KnownPage's fields; what is missing or null is not known.

    Raises ValueError, TypeError or KeyError for values that are none.
    """
    state: PageState = values.get("state") or "known"
    if state not in get_args(PageState):
        raise ValueError(f"state {state!r}")
    said: dict[str, Any] = {name: _READERS[name](values[name]) for name in _READERS if values.get(name)}
    return KnownPage(url=str(values["url"]), state=state, **said)


def _time(value: str | datetime) -> datetime:
    time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


_READERS: dict[str, Callable[[Any], object]] = {
    **dict.fromkeys(("etag", "last_modified", "payload_digest"), str),
    **dict.fromkeys(("first_fetched_at", "last_fetched_at", "last_changed_at"), _time),
    **dict.fromkeys(("fetch_count", "change_count", "missing_count", "failure_count"), int),
}
