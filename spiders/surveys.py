"""A site, or an address that may become one, in; the command that looks it over in a process of its own out.

A survey is a crawl of a dozen requests: robots.txt, the sitemaps and feeds, the home page, a few pages. What it found
comes back as a `Survey`, the last line that it prints; the pages lie in a WARC file, as after any crawl.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from spiders.article_addresses import Folder
from spiders.crawling import spider_command
from spiders.front_page import FrontPage
from spiders.page_addresses import fetch_address
from spiders.permission import require_permission_to_look
from spiders.site_config import SLUG, Crawl, Site, SiteFileError, load_site
from spiders.user_agent import is_loopback_host, user_agent
from transforms.addresses import registered_host
from transforms.lang import languages

__all__ = [
    "Answered",
    "ListFound",
    "RobotsFound",
    "Survey",
    "new_site",
    "read_survey",
    "slug_of",
    "survey_command",
    "survey_json",
]

DEFAULT_PAGES = 5
# The site file's own limit is for crawls; a survey that lasts longer has met a Crawl-delay of a minute or more.
MAX_MINUTES = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFound:
    """What the host's robots.txt says. `says`: rules, nothing (there is none), refused (with the reason), or unasked.

    `delay_seconds` is the Crawl-delay for us, 0 for none; `disallowed_share` is of the addresses found, 0 to 1.
    """

    url: str
    says: Literal["rules", "nothing", "refused", "unasked"]
    reason: str | None = None
    allows_home: bool = True
    delay_seconds: float = 0.0
    sitemaps: tuple[str, ...] = ()
    disallowed_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFound:
    """A sitemap or feed. `problem` says why it cannot be used, None where it can; the counts are of addresses.

    `named_by` is what led to it: robots.txt, the home page, the site file, a guess, or the address of a sitemap index.
    `scope_count` counts the pages that the site file lets us fetch, `example` is one of those that it does not.
    """

    url: str
    kind: Literal["sitemap", "feed"]
    named_by: str
    problem: str | None = None
    page_count: int = 0
    scope_count: int = 0
    sitemap_count: int = 0
    newest: datetime | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A page that was asked for. `outcome` and `reason` are None where the WARC file holds what was answered."""

    url: str
    named_by: str
    status: int | None = None
    outcome: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a look at a site found. `problem` says why it cannot be crawled at all, and what to do.

    `homepage` is where `asked` led in the end. `found_count` counts the addresses of pages in scope, each once; of
    these `folders` hold nearly all that look like articles, `listing_folders` those that do not. `unread_sitemaps` were
    named and not looked at. `answers_anything`: the site has a page even for an address of chance.
    `finish_reason` is that of a crawl (spiders.crawling.CrawlSummary).
    """

    slug: str
    asked: str
    homepage: str
    problem: str | None
    robots: RobotsFound
    front: FrontPage | None
    start_pages: tuple[Answered, ...]
    lists: tuple[ListFound, ...]
    unread_sitemaps: tuple[str, ...]
    found_count: int
    folders: tuple[Folder, ...]
    listing_folders: tuple[Folder, ...]
    pages: tuple[Answered, ...]
    answers_anything: bool
    warc: Path
    finish_reason: str
    requests: int
    seconds: float


def slug_of(url: str) -> str:
    """Return the slug that the address of a site suggests: `rivm`, `nl_wikipedia`, `lci_rivm`, `127_0_0_1`.

    It is the registered domain without its suffix, after what stands before it in the host. Raises ValueError where
    that is no slug.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    registered = registered_host(url).removeprefix("www.")
    if registered == host and "." in host and host.rpartition(".")[2].isdigit():
        slug = host.replace(".", "_")  # an IP address is no domain
    else:
        before = host.removesuffix(registered).strip(".")
        slug = "_".join(filter(None, [*before.split("."), registered.partition(".")[0]]))
    slug = slug.replace(":", "_")[:64].rstrip("_-")
    if not SLUG.match(slug):
        raise ValueError(f"the host {host!r} gives no slug; choose one with --slug")
    return slug


def new_site(url: str, slug: str) -> Site:
    """Return a site that has nothing but its address, to look at it. Raises SiteFileError for no address on the web."""
    address = fetch_address(url if "://" in url else f"https://{url}", is_page=False)
    if address is None:
        shown = "this" if "@" in url else repr(url)  # a password must not end up in a log
        raise SiteFileError(f"{shown} is no web address; write it out, e.g. https://www.example.org/")
    # A server on this very machine is one's own.
    delay = 0.0 if is_loopback_host(urlsplit(address).hostname or "") else Crawl().delay_seconds
    try:
        crawl = Crawl(delay_seconds=delay, max_minutes=MAX_MINUTES)
        return Site(slug=slug, name=slug, homepage=address, languages=tuple(languages()), crawl=crawl)
    except ValidationError as error:
        raise SiteFileError(f"{url!r}: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from error


def survey_command(
    target: str | Path, slug: str, warc: Path, *, pages: int = DEFAULT_PAGES, known: Iterable[str] = ()
) -> list[str]:
    """Return the argument list of a survey of an address (a string) or of a site file (a path).

    Run it with `spiders.crawling.crawl_environment()`. `known` are addresses of pages, of which some are looked at.
    Raises SiteFileError for what the survey itself would refuse, before a process is started: no contact, no web
    address, a faulty file, an enabled site without a note at `permission`.
    """
    if isinstance(target, Path):
        site = load_site(target)
        user_agent(site)
        require_permission_to_look(site)
        arguments: dict[str, object] = {"site": target.resolve()}
    else:
        site = new_site(target, slug)
        user_agent(site)
        arguments = {"url": site.homepage, "slug": slug}
    arguments |= {"warc": warc.resolve(), "pages": pages, "known": json.dumps(list(known))}
    return spider_command("survey", arguments)


def survey_json(survey: Survey) -> str:
    """Return a survey as one line of JSON."""
    return json.dumps(asdict(survey), ensure_ascii=False, default=str)


def read_survey(stdout: str) -> Survey:
    """Return the survey that a process printed as its last line. Raises ValueError where there is none: it crashed."""
    lines = stdout.strip().splitlines()
    try:
        return TypeAdapter(Survey).validate_json(lines[-1])
    except (IndexError, ValueError) as error:
        raise ValueError("the survey ended without a result; its stderr says why") from error
