"""An address in; whether it was asked to be forgotten, out, by keyed hashes that tell nobody which addresses those are.

The rule is wider than `canonical_address`: http and https, `www.` and a last slash make no difference, since to bring
back under `http://` what was forgotten under `https://` is worse than to leave out a page too many.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from transforms.addresses import canonical_address

SuppressionKind = Literal["url", "site", "domain"]

LABEL = "suppressed:"
SUPPRESSED_SITE = "suppressed"
REASON = "it was asked to be forgotten"
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_HASH_CHARACTERS = 32  # 128 bits: no two addresses meet by chance


@dataclass(frozen=True, slots=True)
class Suppressions:
    """What is not to come back. `key` is the data folder's own, so that its hashes cannot be looked up elsewhere."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    def hash_of(self, kind: SuppressionKind, value: str) -> str:
        """Return the hash of an address, a site's slug or a domain: 32 hexadecimal characters of an HMAC-SHA256."""
        named = f"{kind}:{address_form(value) if kind == 'url' else value.lower()}"
        return hmac.new(self.key, named.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_HASH_CHARACTERS]

    def covering(self, url: str, site: str | None = None) -> str | None:
        """Return the hash by which an address (fetched for `site`) is suppressed; None where it is not."""
        if not self.hashes:
            return None
        named: list[tuple[SuppressionKind, str]] = [("url", url)]
        named += [("domain", domain) for domain in domains_of(url)]
        named += [("site", site)] if site else []
        hashes = (self.hash_of(kind, value) for kind, value in named)
        return next((one for one in hashes if one in self.hashes), None)

    def label(self, url: str) -> str:
        """Return what stands in a row in place of a suppressed address: `suppressed:<its hash>`."""
        return LABEL + self.hash_of("url", url)

    def shown_site(self, site: str) -> str:
        """Return what stands in a row in place of a site: the slug itself, unless that names what is forgotten."""
        asked = [self.hash_of("site", site), *(self.hash_of("domain", one) for one in domains_of(f"http://{site}/"))]
        return SUPPRESSED_SITE if self.hashes.intersection(asked) else site

    def without_addresses(self, text: str) -> str:
        """Return a reason with every suppressed address in it taken out: `a redirect from … leaves the site`."""
        if not self.hashes or "://" not in text:
            return text
        return _ADDRESS.sub(lambda found: "…" if self._is_in(found[0]) else found[0], text)

    def _is_in(self, found: str) -> bool:
        return bool(self.covering(found) or self.covering(found.rstrip(".,;:)")))


NOTHING_SUPPRESSED = Suppressions()


def address_form(url: str) -> str:
    """Return the canonical address without scheme, `www.` and last slash; what is no web address stays as it is."""
    try:
        address = canonical_address(url)
    except ValueError:  # `file:gember.html`, or damage
        return url.strip()
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + query


def domains_of(url: str) -> tuple[str, ...]:
    """Return an address's host and the domains above it that have a dot: `www.rivm.nl`, `rivm.nl`."""
    try:
        return _host_domains(urlsplit(url).netloc.rpartition("@")[2].lower())
    except ValueError:  # "http://[half"
        return ()


@lru_cache(maxsize=10_000)
def _host_domains(netloc: str) -> tuple[str, ...]:
    host = (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    if not host or ":" in host or host.replace(".", "").isdigit():  # an IP address has nothing above it
        return (host,) if host else ()
    labels = host.split(".")
    return (host, *(".".join(labels[start:]) for start in range(1, len(labels) - 1)))
