"""An address as a page gives it in; the one form under which an article or a link is kept out."""

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import canonicalize_url, safe_url_string

from transforms.lang import languages

TRACKING_FILE = Path(__file__).with_name("tracking_parameters.toml")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# "/uitleg/index.html" and "/uitleg/" are one page
# Addresses that no rule for links changes, "https://www.rivm.nl/voeding/zout" and "/voeding/zout". No dots at the start
# of a part of the path, where "/../" is a step up.
LONGEST_HOST = 253  # RFC 1035, 2.3.4
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\w+/(https?):/+(?=[^/])", re.IGNORECASE)
_PLAIN_ORIGIN = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*"
_PLAIN_PATH = r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?"
_PLAIN_ADDRESS = re.compile(f"{_PLAIN_ORIGIN}(?:{_PLAIN_PATH}|/?)")
_PATH = re.compile(_PLAIN_PATH)
_ORIGIN = re.compile(f"({_PLAIN_ORIGIN})/")
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def canonical_address(url: str) -> str:
    """Return the address without fragment, tracking parameters, default port and index page, its query sorted.

    http and https stay apart, as do `www.` and the bare host: they can be different pages. Idempotent.
    Raises ValueError for what is no http(s) address with a host.
    """
    parts = urlsplit(canonicalize_url(url.strip()))
    host = _host(parts.hostname)
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise ValueError(f"not an http(s) address: {url[:200]!r}")
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    path = re.sub(r"^/+", "/", _INDEX_PAGE.sub("/", parts.path or "/"))
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair.partition("=")[0]))
    netloc = f"[{host}]{port}" if ":" in host else host + port  # IPv6
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def archived_original(url: str) -> str:
    """Return the address of the page that an archive's copy is of, or the address itself where it is no such copy.

    "https://web.archive.org/web/2017/https://www.rivm.nl/x": RIVM said it, the archive only kept it. Some sites write
    "https:/www.rivm.nl/x" behind the archive's name.
    """
    return _ARCHIVED.sub(r"\1://", url, count=1)


def absolute_href(page_url: str, href: str | None, base: str | None = None) -> str | None:
    """Return the http(s) address that a link on a page opens, or None for anchors, mailto:, javascript:, …

    base: what the page says that its links are relative to (`<base href>`); None: its own address.

    A link to a place on the same page (`#fn1`) is no link here: it points the reader to nothing outside.
    The fragment of another page is kept: it is part of what the author points to.
    """
    href = (href or "").strip()
    if not href or href.startswith("#"):
        return None
    base = base or page_url
    if plain := _plain_address(base, href):
        return plain
    try:
        url = safe_url_string(urljoin(base, href))
        parts = urlsplit(url)
        here = urlsplit(page_url)
        _ = parts.port  # "http://a:b/" is found out here
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _host(parts.hostname):
        return None
    if parts.fragment and (parts.netloc, parts.path, parts.query) == (here.netloc, here.path, here.query):
        return None
    return url


def _plain_address(base: str, href: str) -> str | None:
    """The address of a link that needs no rule, as nine in ten are: joining by the standard takes ten times as long."""
    if len(href) <= LONGEST_HOST and _PLAIN_ADDRESS.fullmatch(href):
        return href
    origin = _ORIGIN.match(base) if _PATH.fullmatch(href) else None
    return origin[1] + href if origin else None


def is_home(url: str) -> bool:
    """Return whether the address is a site's front page, also of one language: `/`, `/nl/`, `/en-gb`."""
    parts = urlsplit(url)
    path = _INDEX_PAGE.sub("/", parts.path).strip("/").lower()
    return not parts.query and (not path or (path.split("-")[0] in languages() and len(path) <= 5))


def registered_host(url: str) -> str:
    """Return the part of the host that someone registered (`rivm.nl` of `www.rivm.nl`), or the host itself."""
    host = _host(urlsplit(url).hostname)
    return _suffixes()(host).top_domain_under_public_suffix or host


def is_public_suffix(host: str) -> bool:
    """Return whether a host is one below which anybody may register a name: `nl`, `co.uk`, `blogspot.com`."""
    return not _suffixes()(host).domain


def short_hash(text: str) -> str:
    """Return 16 hexadecimal characters of the sha256 of the text: the form of every id in the project."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _host(host: str | None) -> str:
    """The host in lower case; "" for none, and for what is too long to be a name in the DNS."""
    host = (host or "").lower().rstrip(".")
    return host if len(host) <= LONGEST_HOST else ""


def _is_tracking(name: str) -> bool:
    exact, prefixes = _tracking()
    name = name.lower()
    return name in exact or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    with TRACKING_FILE.open("rb") as file:
        names = [entry["name"] for entry in tomllib.load(file)["parameter"]]
    return (
        frozenset(name for name in names if not name.endswith("*")),
        tuple(name.removesuffix("*") for name in names if name.endswith("*")),
    )


@cache
def _suffixes() -> tldextract.TLDExtract:
    # the list that comes with the package: nothing is fetched, nothing is cached on disk
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
