"""An address in; the one that a redirector, a library's proxy or an archive has put around it out."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from transforms.identifier_forms import decoded

WRAPPERS_FILE = Path(__file__).with_name("address_wrappers.toml")
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,18}/", re.IGNORECASE)
_SCHEME = re.compile(r"https?:/{1,3}", re.IGNORECASE)
_MOST_PARAMETERS = 100  # of a query; a page's own have a dozen


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The address that was wrapped. `certain`: the wrapper is known to open it; else it may lead elsewhere first."""

    url: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Wrappers:
    redirectors: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    parameters: frozenset[str]
    prefixes: tuple[re.Pattern[str], ...]
    proxy: re.Pattern[str]
    dialogues: tuple[tuple[frozenset[str], re.Pattern[str]], ...]


def unwrapped(url: str) -> Iterator[Unwrapped]:
    """Yield the addresses that an address wraps, the certain ones first; none for a plain one. Never raises."""
    for pattern in _wrappers().prefixes:
        if match := pattern.match(url):
            yield Unwrapped(_absolute(decoded(url[match.end() :])), certain=True)
            return
    if (parts := split_address(url)) is None:
        return
    host = (parts.hostname or "").rstrip(".")
    if plain := _without_proxy(host):
        yield Unwrapped(urlunsplit(parts._replace(netloc=plain)), certain=True)
    if not parts.query:
        return
    given = query_of(parts)
    for path, names in (found for name in host_and_parents(host) for found in _wrappers().redirectors.get(name, ())):
        if parts.path.startswith(path):
            for name, value in given:
                if name in names and (inner := decoded(value)) and _ADDRESS.match(inner):
                    yield Unwrapped(_absolute(inner), certain=True)
                    return
    is_proxy = any(map(_wrappers().proxy.fullmatch, host.split(".")))
    for name, value in given:
        if name in _wrappers().parameters and (inner := decoded(value)) and _ADDRESS.match(inner):
            yield Unwrapped(_absolute(inner), certain=is_proxy)


def is_dialogue(parts: SplitResult) -> bool:
    """Whether an address asks for a login or shares a page: what it holds is no source of the one who links."""
    hosts = set(host_and_parents((parts.hostname or "").rstrip(".")))
    where = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path
    return any(("*" in of or hosts & of) and pattern.fullmatch(where[:200]) for of, pattern in _wrappers().dialogues)


def split_address(url: str) -> SplitResult | None:
    """Return the parts of an http(s) address, `www.` or a bare host before a path too; None for what is none."""
    try:
        parts = urlsplit(_absolute(url.strip()))
        host = (parts.hostname or "").rstrip(".")
        is_host = host and ("//" in url or not host.rpartition(".")[2].isdigit())  # "10.1136/bmj.j5024" is a DOI
        return parts if is_host and parts.scheme in {"http", "https"} else None
    except ValueError:  # "http://["
        return None


def query_of(parts: SplitResult) -> list[tuple[str, str]]:
    """Return the parameters of an address as (name in lower case, value)."""
    try:
        pairs = parse_qsl(parts.query.replace("&amp;", "&"), max_num_fields=_MOST_PARAMETERS)
    except ValueError:  # more than that
        return []
    return [(name.lower(), value) for name, value in pairs]


def host_and_parents(host: str) -> Iterator[str]:
    """ "www.bmj.com" → "www.bmj.com", "bmj.com", "com"; at most ten of them."""
    for _ in range(10):
        yield host
        _, dot, host = host.partition(".")
        if not dot:
            return


def _absolute(url: str) -> str:
    if match := _SCHEME.match(url):
        return f"{match[0].rstrip('/')}//{url[match.end() :]}"  # "https:/doi.org" is written by archives
    return url if "://" in url[:20] or url.startswith("mailto:") else f"https://{url.lstrip('/')}"


def _without_proxy(host: str) -> str | None:
    """ "www-bmj-com.proxy.example.nl" and "www.bmj.com.proxy.example.nl" → "www.bmj.com"; None for other hosts."""
    labels = host.split(".")
    at = next((n for n, label in enumerate(labels) if n and _wrappers().proxy.fullmatch(label)), None)
    if at is None:
        at = next((n for n in range(1, len(labels)) if _wrappers().proxy.fullmatch(".".join(labels[n : n + 2]))), None)
    if at is None:
        return None
    inner = labels[:at]
    if len(inner) == 1 or "-" in inner[0]:
        # A hyphen of the host itself is doubled: "thieme--connect-com"
        inner = [part.replace("\0", "-") for part in inner[0].replace("--", "\0").split("-")]
    return ".".join(inner) if len(inner) > 1 and all(inner) else None


@cache
def _wrappers() -> _Wrappers:
    with WRAPPERS_FILE.open("rb") as file:
        lists = tomllib.load(file)
    redirectors: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for entry in lists["redirector"]:
        for host in entry["hosts"]:
            redirectors.setdefault(host, []).append((entry["path"], frozenset(entry["parameters"])))
    return _Wrappers(
        redirectors={host: tuple(found) for host, found in redirectors.items()},
        parameters=frozenset(name for entry in lists["parameter"] for name in entry["names"]),
        prefixes=tuple(re.compile(entry["pattern"], re.IGNORECASE) for entry in lists["prefix"]),
        proxy=re.compile("|".join(entry["label"] for entry in lists["proxy"])),
        dialogues=tuple(
            (frozenset(entry["hosts"]), re.compile(entry["path"], re.IGNORECASE)) for entry in lists["dialogue"]
        ),
    )
