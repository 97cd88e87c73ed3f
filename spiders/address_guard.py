"""A request in; out it goes only to the public internet, or to loopback where the site file itself is on loopback.

The name is resolved and judged by the very look-up that the connection uses, so that a name which changes its
address in between (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.user_agent import is_on_loopback

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

    from spiders.article_spider import ArticleSpider


class AddressBlocked(IgnoreRequest):
    """A request to a scheme or an address that must not be fetched."""


def refused_address(address: str, *, allow_loopback: bool) -> str | None:
    """Return why an IP address (in any spelling that the system's resolver takes) is not fetched; None if it may be.

    `2130706433`, `0x7f.1` and `::ffff:127.0.0.1` are 127.0.0.1. A name that is no IP address gives None: its
    addresses are judged when it is resolved.
    """
    ip = _ip_address(address)
    if ip is None or ip.is_global or (allow_loopback and ip.is_loopback):
        return None
    return f"{address} is an address of a private network or of this machine"


def _ip_address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(address))
        except (OSError, UnicodeError, ValueError):
            return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return mapped or ip


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, except that a name which leads to a private address is not found.

    It must be named in the process settings: Scrapy ignores TWISTED_DNS_RESOLVER in a spider's own.
    """

    _process: Any  # Scrapy hands over the CrawlerProcess here, not a Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: "ReactorBase") -> Self:
        """Return the resolver for a crawler process."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._process = crawler
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":
        """Return the IPv4 address of a name; DNSLookupError where it must not be fetched."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        found.addCallback(self._judged, name)
        return found

    def _judged(self, address: str, name: str) -> str:
        spiders = [crawler.spider for crawler in self._process.crawlers if crawler.spider]
        allow_loopback = bool(spiders) and all(is_on_loopback(spider.site) for spider in spiders)
        reason = refused_address(address, allow_loopback=allow_loopback)
        if reason is None:
            return address
        for spider in spiders:
            spider.refused_hosts[name] = f"{name} leads to {address}: {reason}"
        raise DNSLookupError(reason)


class AddressGuardMiddleware:
    """Downloader middleware before all others: web schemes only, and no IP address that is not public."""

    def __init__(self, spider: "ArticleSpider") -> None:
        """Take the loopback rule from the spider's site."""
        self._allow_loopback = is_on_loopback(spider.site)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_request(self, request: Request) -> None:
        """Raise AddressBlocked for what must not be fetched."""
        scheme, _, rest = request.url.partition("://")
        if scheme.lower() not in ("http", "https"):
            raise AddressBlocked(f"the scheme {scheme!r} is not fetched")
        host = rest.partition("/")[0].rpartition("@")[2]
        host = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
        if reason := refused_address(host, allow_loopback=self._allow_loopback):
            raise AddressBlocked(reason)
