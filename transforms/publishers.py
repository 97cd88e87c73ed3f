"""An address in; who publishes there, of what kind, and whether an article cites its own publisher, out.

`publishers.csv` is the judgement: one row per registered domain, host below one, or suffix, each with its reason.
`www.cdc.gov` has the row `cdc.gov`; a body of which there is no row has that of its suffix, `gov`; for PubMed, which
lies below `nih.gov` and is another kind of thing, `pubmed.ncbi.nlm.nih.gov` wins: the longest name does.
`*.wordpress.com` is a host of sites: each name below it is a publisher of its own.

Kinds: `government` (states, their agencies and bodies that they pay), `guideline_body` (makes guidelines, or speaks for
a medical profession), `journal` (publishers, libraries and registries of papers and trials, preprints too),
`university_hospital` (universities, hospitals, research institutes), `news` (papers, magazines, broadcasters, research
news), `encyclopaedia` (reference works), `fact_checker`, `patient_organisation` (patients' organisations and health
funds), `commercial` (sells goods or services, or lives by advertising on health), `social` (what users post), `blog`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from transforms.addresses import LONGEST_HOST, archived_original, registered_host
from transforms.records import PublisherKind

PUBLISHERS_FILE = Path(__file__).with_name("publishers.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes at an address. `domain` tells publishers apart; `owner` is the body that has several of them.

    `country` is ISO 3166, two letters, None for bodies of many countries. Where `kind` is unknown, only `domain` is
    known; else `reason` says why it is that kind.
    """

    domain: str
    kind: PublisherKind = "unknown"
    name: str | None = None
    owner: str | None = None
    country: str | None = None
    reason: str | None = None


def publisher_of(url: str) -> Publisher | None:
    """Who publishes at the address, of kind `unknown` where no row says; None for what is no http(s) address."""
    host = _host_of(url)
    return _publisher_at(host) if host else None


def registered_domain(url: str) -> str | None:
    """The part of the address' host that someone registered (`rivm.nl` of `www.rivm.nl`); None for no http(s) address.

    By the Public Suffix List that comes with tldextract: `a.blogspot.com` and `b.blogspot.com` are two. An IP address
    or a bare suffix is itself.
    """
    host = _host_of(url)
    return _registered(host) if host else None


def is_self_citation(article_url: str, source_url: str) -> bool | None:
    """Whether the source is the article's own publisher's, or of the same owner; None where either is no address.

    `www.ad.nl` citing `www.volkskrant.nl` is, since DPG Media has both; `www.nih.gov` citing PubMed is not.
    """
    own, cited = publisher_of(article_url), publisher_of(source_url)
    if own is None or cited is None:
        return None
    return own.domain == cited.domain or (own.owner is not None and own.owner == cited.owner)


@cache
def known_publishers() -> Mapping[str, Publisher]:
    """The rows of publishers.csv by domain, a host of sites without its `*.`."""
    with PUBLISHERS_FILE.open(encoding="utf-8", newline="") as file:
        rows = [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    known = (Publisher(**row) for row in rows)  # type: ignore[arg-type] # the test validates each row's words
    return MappingProxyType({row.domain.removeprefix("*."): row for row in known})


def _host_of(url: str) -> str | None:
    """The host that speaks: that of the page kept, else the archive's own where no page can be told."""
    return _host_in(archived_original(url.strip())) or _host_in(url.strip())


def _host_in(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # "http://[": words that look like a link and open nothing
        return None
    return host if parts.scheme in {"http", "https"} and 0 < len(host) <= LONGEST_HOST else None


@lru_cache(maxsize=65_536)
def _publisher_at(host: str) -> Publisher:
    labels, known = host.split("."), known_publishers()
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if row := known.get(name):
            return replace(row, domain=_own_domain(host, name, labels[:start], row))
    return Publisher(domain=_registered(host))


def _own_domain(host: str, name: str, before: list[str], row: Publisher) -> str:
    """The domain by which a host that has this row differs from others that have it: `cdc.gov` under `gov`."""
    if row.domain.startswith("*."):
        return f"{before[-1]}.{name}" if before and before[-1] != "www" else name
    registered = _registered(host)
    return name if name.endswith(f".{registered}") else registered


@lru_cache(maxsize=65_536)
def _registered(host: str) -> str:
    return registered_host(f"http://[{host}]" if ":" in host else f"http://{host}")
