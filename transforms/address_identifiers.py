"""An address in; the paper, trial, guideline or book that it opens out, by publisher_addresses.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import SplitResult

from transforms.address_wrappers import host_and_parents, is_dialogue, query_of, split_address, unwrapped
from transforms.identifier_forms import DOI_PREFIX, HOWS, How, Identification, decoded, normal_form, normal_pii

PUBLISHERS_FILE = Path(__file__).with_name("publisher_addresses.toml")
_LONGEST = 4000  # characters; a longer address is data
_DEEPEST = 3  # a proxy's address in a redirector's in a mail's safe link
_DOI = re.compile(rf"(?<![\d.])({DOI_PREFIX}/[^\s\"]+)")
# "/doi/10.…", "/doi/full/10.…", "info:doi/10.…", "doi=10.…"
_DOI_SEGMENT = re.compile(
    r"\bdoi(?:/(?:abs|full|pdf|epdf|pdfdirect|epub|book|10\.\d+/suppl|citedby|suppl|figure)/?)?[/:=]$"
)
_SESSION = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_DOI_PARAMETERS = frozenset(("doi", "id", "rft_id", "articledoi", "article_doi", "query", "q", "persistentid"))
# On a host that no rule knows: the form is plain, the place says little.
_ANYWHERE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("nct", re.compile(r"\b(NCT\d{8})\b", re.IGNORECASE)),
    ("pmcid", re.compile(r"\b(PMC\d{6,8})\b")),
    ("isrctn", re.compile(r"\b(ISRCTN\d{8})\b", re.IGNORECASE)),
)
_PARAMETERS: Mapping[str, re.Pattern[str]] = {
    "pmid": re.compile(r"\d{1,8}"),
    "pmcid": re.compile(r"(?:PMC)?\d{4,8}", re.IGNORECASE),
    "isbn": re.compile(r"[\dXx-]{10,17}"),
}


@dataclass(frozen=True, slots=True)
class AddressRule:
    """One rule of publisher_addresses.toml: `pattern` over path and query, `value` made of its groups."""

    pattern: re.Pattern[str]
    scheme: str
    value: str
    how: How
    verified: bool


@lru_cache(maxsize=4096)  # a link is asked about as a candidate, and again for its source
def identifier_in_address(url: str) -> Identification | None:
    """Return what an address opens, percent-encoded or wrapped as it may be; None where it tells no identifier.

    An address that shares a page or asks for a login tells none. Never raises.
    """
    return _identified(url.strip()[:_LONGEST], _DEEPEST)


def _identified(url: str, depth: int) -> Identification | None:
    parts = split_address(url)
    if parts is None:
        return None
    inner = list(unwrapped(url)) if depth else []
    for one in inner:
        if one.certain:
            found = _identified(one.url, depth - 1)
            return replace(found, how="unwrapped") if found else None
    if is_dialogue(parts):
        return None
    path = _SESSION.sub("", decoded(parts.path.replace("&lt;", "<").replace("&gt;", ">")))
    given = [(name, decoded(value)) for name, value in query_of(parts)]
    where = f"{path}?{'&'.join(f'{name}={value}' for name, value in given)}" if given else path
    if found := _direct(parts, path, where):
        return found
    for one in inner:
        if found := _identified(one.url, depth - 1):
            return replace(found, how="unwrapped", verified=False)
    return _in_query(given, _is_doi_host(parts)) or _anywhere(where)


def _direct(parts: SplitResult, path: str, where: str) -> Identification | None:
    rules, _ = _publishers()
    for rule in (rule for host in (*_hosts(parts), "*") for rule in rules.get(host, ())):
        if (match := rule.pattern.match(where)) and (found := _by_rule(rule, match)):
            return found
    if (match := _DOI.search(path)) and (normal := normal_form("doi", match[1])):
        plain = _is_doi_host(parts) or _DOI_SEGMENT.search(path[: match.start()].lower()) is not None
        return Identification(*normal, how="link", verified=plain)
    return None


def _is_doi_host(parts: SplitResult) -> bool:
    """Whether a DOI in an address of this host can be nothing else; "sci-hub.*" is any host of that name."""
    _, doi_hosts = _publishers()
    return any(host in doi_hosts or f"{host.partition('.')[0]}.*" in doi_hosts for host in _hosts(parts))


def _hosts(parts: SplitResult) -> Iterator[str]:
    return host_and_parents((parts.hostname or "").rstrip("."))


def _by_rule(rule: AddressRule, match: re.Match[str]) -> Identification | None:
    written = rule.value.format(*match.groups())
    normal = normal_form(rule.scheme, written)
    if normal is None:
        return None
    verified = rule.verified
    if rule.scheme == "pii" and (pii := normal_pii(written)):
        verified = pii[1]
    return Identification(*normal, how=rule.how, verified=verified)


def _in_query(given: Sequence[tuple[str, str]], is_known: bool) -> Identification | None:
    for name, value in given:
        if (match := _DOI.search(value)) and (normal := normal_form("doi", match[1])):
            return Identification(*normal, how="link_query", verified=is_known or name in _DOI_PARAMETERS)
        pattern = _PARAMETERS.get(name)
        if pattern and pattern.fullmatch(value) and (normal := normal_form(name, value)):
            return Identification(*normal, how="link_query", verified=True)
    return None


def _anywhere(where: str) -> Identification | None:
    for scheme, pattern in _ANYWHERE:
        if (match := pattern.search(where)) and (normal := normal_form(scheme, match[1])):
            return Identification(*normal, how="link", verified=False)
    return None


@cache
def _publishers() -> tuple[Mapping[str, tuple[AddressRule, ...]], frozenset[str]]:
    """Return the rules by host, and the hosts on which a DOI in the path can be nothing else.

    Raises ValueError for a rule whose `how` is none.
    """
    with PUBLISHERS_FILE.open("rb") as file:
        lists = tomllib.load(file)
    rules: dict[str, list[AddressRule]] = {}
    for entry in lists["rule"]:
        if entry["how"] not in HOWS:
            raise ValueError(f"{PUBLISHERS_FILE.name}: how is one of {HOWS}: {entry}")
        rule = AddressRule(
            pattern=re.compile(entry["pattern"], re.IGNORECASE),
            scheme=entry["scheme"],
            value=entry["value"],
            how=entry["how"],
            verified=not entry.get("guess", False),
        )
        for host in entry["hosts"]:
            rules.setdefault(host, []).append(rule)
    return {host: tuple(found) for host, found in rules.items()}, frozenset(e["host"] for e in lists["doi_host"])
