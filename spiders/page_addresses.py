"""A link as it stands in a page in, the address to fetch out; and whether it lies within what the site file allows."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit

from w3lib.url import canonicalize_url, safe_url_string

from spiders.site_config import Site

DEFAULT_PORTS = {"http": 80, "https": 443}


def fetch_address(link: str, base: str | None = None, *, is_page: bool = True) -> str | None:
    """Return the absolute address to request for a link; None for what is no page on the web.

    Fragment, tracking parameters and default port are gone, the order of the other parameters stays. None for other
    schemes, user names and, where a page is wanted, the suffixes in `address_rules.toml`.
    """
    try:
        joined = urljoin(base, link.strip()) if base else link.strip()
        parts = urlsplit(safe_url_string(joined))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (ValueError, UnicodeError):  # "http://[half", "http://a:port/", a label longer than DNS allows
        return None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host or parts.username is not None:
        return None
    if is_page and parts.path.lower().endswith(_not_page_suffixes()):
        return None
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    return SplitResult(scheme, netloc, parts.path or "/", query, "").geturl()


def request_address(url: str) -> str:
    """Return the address under which a page is requested, and known from one run to the next."""
    return fetch_address(url, is_page=False) or url


def address_key(url: str) -> str:
    """Return what two addresses of one page share: sorted parameters, one spelling of percent signs.

    What is no address, such as a redirect to `http://[half`, is a key as it is: it is told, and never asked for.
    """
    try:
        key: str = canonicalize_url(url)
    except ValueError:
        return url
    return key


def netloc_of(url: str) -> str:
    """Return host and port without `www.`: what makes two addresses one site's (loopback sites differ by port)."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def shares_host(url: str, others: Iterable[str]) -> bool:
    """Return whether `url` is on the host of one of `others`."""
    return netloc_of(url) in {netloc_of(other) for other in others}


class Scope:
    """What a site file lets us fetch: its hosts, and paths that match `allow` (if any) and not `deny`."""

    def __init__(self, site: Site) -> None:
        """Take hosts from the home page and the start pages, patterns from `[crawl]`."""
        self._netlocs = {netloc_of(url) for url in (site.homepage, *site.crawl.start_pages)}
        self._allow = [re.compile(pattern) for pattern in site.crawl.allow]
        self._deny = [re.compile(pattern) for pattern in site.crawl.deny]

    def is_on_site(self, url: str) -> bool:
        """Return whether the address is on one of the site's hosts."""
        return netloc_of(url) in self._netlocs

    def allows(self, url: str) -> bool:
        """Return whether the address is on the site and its path and query pass `allow` and `deny`."""
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if not self.is_on_site(url) or any(pattern.search(path) for pattern in self._deny):
            return False
        return not self._allow or any(pattern.search(path) for pattern in self._allow)


@cache
def _rules() -> dict[str, list[dict[str, list[str]]]]:
    return tomllib.loads((Path(__file__).parent / "address_rules.toml").read_text(encoding="utf-8"))


@cache
def _not_page_suffixes() -> tuple[str, ...]:
    return tuple(suffix for rule in _rules()["not_pages"] for suffix in rule["suffixes"])


@cache
def _tracking_names() -> tuple[frozenset[str], tuple[str, ...]]:
    names = [name for rule in _rules()["tracking"] for name in rule["names"]]
    return frozenset(names), tuple(name.removesuffix("*") for name in names if name.endswith("*"))


def _is_tracking(pair: str) -> bool:
    name = unquote_plus(pair.partition("=")[0]).lower()
    whole, prefixes = _tracking_names()
    return name in whole or name.startswith(prefixes)
