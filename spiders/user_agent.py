"""A site and a contact in, the user agent string with which we introduce ourselves out."""

import ipaddress
import os
import re
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.site_config import Site, SiteFileError

if TYPE_CHECKING:  # it brings Scrapy, which a command that only starts a crawl does without
    from spiders.guards.addresses import Reach

# The name that robots.txt groups are matched with.
ROBOTS_NAME = "claimtrace"
CONTACT_VARIABLE = "CLAIMTRACE_CONTACT"
# Something with a dot in it; written so that ".a.a.a.a" of any length is read in one pass.
CONTACT = re.compile(r"(?=[^\s<>()\x00-\x1f]+\.[^\s<>()\x00-\x1f])[^\s<>()\x00-\x1f]++\Z")


def user_agent(site: Site) -> str:
    """Return e.g. `claimtrace/0.1.0 (+https://example.org/crawler)`.

    The contact is the site file's, else that of the environment variable CLAIMTRACE_CONTACT. Raises SiteFileError
    where there is none and the site is not on this very machine: an operator must be able to ask us to stop.
    """
    contact = (site.contact or os.environ.get(CONTACT_VARIABLE, "")).strip()
    if not contact:
        if is_on_loopback(site):
            return f"{ROBOTS_NAME}/{_version()} (loopback)"
        raise SiteFileError(
            f"{site.slug}: contact: say who crawls: set {CONTACT_VARIABLE} to a mail address or a page, "
            "e.g. mailto:you@example.org, or `contact` in the site file"
        )
    if not CONTACT.match(contact):
        raise SiteFileError(f"{site.slug}: contact: {contact!r} is neither a mail address nor a web address")
    return introduction(contact)


def introduction(contact: str) -> str:
    """Return the user agent string with a contact, a mail address or a page."""
    return f"{ROBOTS_NAME}/{_version()} (+{contact})"


def is_on_loopback(site: Site) -> bool:
    """Return whether the home page and every start address of the site are on this very machine."""
    crawl = site.crawl
    urls = (site.homepage, *crawl.start_pages, *crawl.sitemaps, *crawl.feeds)
    return all(is_loopback_host(urlsplit(url).hostname or "") for url in urls)


def reach_of_site(site: Site) -> "Reach":
    """Return how far a site's requests may go: `public`, or `loopback` for one on this machine, or `private`.

    `private` only where the site file says `local = true`, as for an intranet.
    """
    return "private" if site.local else "loopback" if is_on_loopback(site) else "public"


def is_loopback_host(host: str) -> bool:
    """Return whether a host is `localhost` or a loopback address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _version() -> str:
    try:
        return version("claimtrace")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "0"
