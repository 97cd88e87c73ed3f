"""What earlier runs know of a site's pages in, conditional requests out."""

import json
from dataclasses import dataclass
from pathlib import Path

from spiders.page_addresses import fetch_address


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of an earlier run with the validators that its server gave."""

    url: str
    etag: str | None
    last_modified: str | None

    @property
    def conditional_headers(self) -> dict[str, str]:
        """The headers with which the server need not send an unchanged page again (RFC 9110 13.1)."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value and value.isprintable()}


def read_known_pages(path: Path | None) -> dict[str, KnownPage]:
    """Return address to fetch -> page of a JSON lines file of `{url, etag, last_modified}`; empty for None.

    Raises ValueError naming file and line for what is no such line: a page that silently drops out would never be
    seen to be gone.
    """
    known: dict[str, KnownPage] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path else [], start=1):
        try:
            values = json.loads(line)
            page = KnownPage(str(values["url"]), _text(values.get("etag")), _text(values.get("last_modified")))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"{path}:{number}: is no known page: {error!r}") from error
        known[fetch_address(page.url) or page.url] = page
    return known


def _text(value: object) -> str | None:
    return str(value) if value else None
