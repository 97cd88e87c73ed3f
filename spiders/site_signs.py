"""A site's host, name, links and types in; what kind of publisher it is, and which paths are no articles, out."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from spiders.site_config import PublisherKind

SIGNS_FILE = Path(__file__).parent / "site_signs.toml"
# What a sign may look at.
PLACES = ("host", "name", "type", "generator", "link")
_PAGE_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp)$")
_LIST_ENDINGS = (".xml", ".rss", ".atom", ".txt")  # sitemaps, feeds, robots.txt


def guessed_publisher(said: Mapping[str, Iterable[str]]) -> tuple[PublisherKind, str]:
    """Return the kind of publisher and what gave it away, in words; `other` where nothing does.

    said: place of `PLACES` -> what stands there, e.g. `{"host": ["www.rivm.nl"], "name": ["RIVM"]}`.
    """
    kept = {place: list(texts) for place, texts in said.items()}
    for sign, pattern in _compiled("publisher"):
        for text in kept.get(sign["where"], ()):
            if pattern.search(text):
                return cast("PublisherKind", sign["kind"]), f"a guess by its {sign['where']}, {text[:80]!r}"
    return "other", "nothing on the home page says what it is"


def is_terms_link(url: str, text: str) -> bool:
    """Return whether a link, by its path or its text, leads to the terms of use."""
    return _any_search("terms", urlsplit(url).path) or _any_search("terms", text)


def is_no_name(text: str) -> bool:
    """Return whether a part of a title, such as "Home", is no name of a site."""
    return _any_search("no_name", text)


def is_no_article(url: str) -> bool:
    """Return whether a part of the path says that this is a list, a basket, an account or the like."""
    path = unquote(urlsplit(url).path).lower()
    parts = [_PAGE_ENDING.sub("", part) for part in path.split("/") if part]
    return path.endswith(_LIST_ENDINGS) or any(
        pattern.fullmatch(part) for part in parts for _, pattern in _compiled("not_article")
    )


def _any_search(table: str, text: str) -> bool:
    return any(pattern.search(text) for _, pattern in _compiled(table))


@cache
def _compiled(table: str) -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    signs = tomllib.loads(SIGNS_FILE.read_text(encoding="utf-8"))
    return tuple((sign, re.compile(sign["pattern"], re.IGNORECASE)) for sign in signs[table])
