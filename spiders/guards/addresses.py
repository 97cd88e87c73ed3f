"""A request in; out it goes only to the public internet, or as far as GUARDS_ADDRESSES lets it.

The name is resolved and judged by the very look-up that the connection uses, so that a name which changes its
address in between (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer

from spiders.guards.hosts import Hosts

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase

# How far requests may go: `public` addresses only, or this machine's too, or any that a private network has.
Reach = Literal["public", "loopback", "private"]
RESOLVER = "spiders.guards.addresses.GuardedResolver"


class AddressBlocked(IgnoreRequest):
    """A request to a scheme or an address that must not be fetched."""


class GuardNotInstalled(RuntimeError):
    """The resolver that judges addresses is not the one in use; crawling without it would be unguarded."""


def refused_address(address: str, reach: Reach = "public") -> str | None:
    """Return why an IP address (in any spelling that the system's resolver takes) is not fetched; None if it may be.

    `2130706433`, `0x7f.1` and `::ffff:127.0.0.1` are 127.0.0.1. A name that is no IP address gives None: its
    addresses are judged when it is resolved.
    """
    ip = _ip_address(address)
    if ip is None or (ip.is_global and not ip.is_multicast):
        return None
    if reach != "public" and ip.is_loopback:
        return None
    # 169.254.169.254 hands out a cloud machine's credentials: no network of people lives there
    if reach == "private" and ip.is_private and not (ip.is_link_local or ip.is_unspecified or ip.is_multicast):
        return None
    return f"{address} is an address of a private network or of this machine"


def _ip_address(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(address))
        except (OSError, UnicodeError, ValueError):
            return None
    if not isinstance(ip, ipaddress.IPv6Address):
        return ip
    # 64:ff9b::/96 is IPv4 behind a NAT64 gateway, 2002::/16 IPv4 in a tunnel: what counts is where they come out
    embedded = ip.ipv4_mapped or ip.sixtofour
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return embedded or ip


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's resolver for IPv4 and IPv6, except that addresses which must not be fetched are not found.

    It must be named in the process settings: Scrapy ignores TWISTED_DNS_RESOLVER in a spider's own. The add-on sees to
    it, and AddressGuardMiddleware refuses to work without it.
    """

    _process: Any  # Scrapy hands over the CrawlerProcess here, not a Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: "ReactorBase") -> Self:
        """Return the resolver for a crawler process."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._process = crawler
        return resolver

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Resolve a name; the receiver is told only of addresses that may be fetched."""
        judge = _JudgingReceiver(resolutionReceiver, hostName, self._crawlers())
        return super().resolveHostName(judge, hostName, portNumber, addressTypes, transportSemantics)  # type: ignore[arg-type]

    def _crawlers(self) -> list[Crawler]:
        return list(getattr(self._process, "crawlers", None) or [self._process])


@implementer(IResolutionReceiver)
class _JudgingReceiver:
    """Passes on what a name resolves to, without the addresses that any crawl of this process must not fetch."""

    def __init__(self, receiver: IResolutionReceiver, name: str, crawlers: list[Crawler]) -> None:
        self._receiver: Any = receiver  # zope's interfaces declare methods without self, which confuses type checkers
        self._name = name
        self._crawlers = crawlers
        self._passed_count = 0
        self._refusal: str | None = None

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: IAddress) -> None:
        host = str(getattr(address, "host", ""))
        reaches = {reach_of(crawler) for crawler in self._crawlers}
        refusal = next(filter(None, (refused_address(host, reach) for reach in reaches)), None)
        if refusal is None and host:
            self._passed_count += 1
            self._receiver.addressResolved(address)
        else:
            self._refusal = f"{self._name} leads to {host}: {refusal}"

    def resolutionComplete(self) -> None:
        if self._refusal and not self._passed_count:
            for crawler in self._crawlers:
                Hosts.of(crawler).refused[self._name.lower()] = self._refusal
        self._receiver.resolutionComplete()


def reach_of(crawler: Crawler) -> Reach:
    """Return how far a crawl's requests may go; anything but the three words counts as `public`."""
    reach = crawler.settings.get("GUARDS_ADDRESSES")
    return cast("Reach", reach) if reach in ("loopback", "private") else "public"


class AddressGuardMiddleware:
    """Downloader middleware before all others: web schemes only, and no IP address beyond the reach."""

    def __init__(self, crawler: Crawler) -> None:
        """Take the reach from the settings. Raises GuardNotInstalled where names would be resolved unjudged."""
        if crawler.settings.get("TWISTED_DNS_RESOLVER") != RESOLVER:
            raise GuardNotInstalled(f"set TWISTED_DNS_RESOLVER = {RESOLVER!r} in the project's settings")
        self._reach = reach_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise AddressBlocked for what must not be fetched."""
        parts = urlsplit(request.url)
        if parts.scheme.lower() not in ("http", "https"):
            raise AddressBlocked(f"the scheme {parts.scheme!r} is not fetched")
        if reason := refused_address(parts.hostname or "", self._reach):
            raise AddressBlocked(reason)
