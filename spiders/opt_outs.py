"""A response's head and the start of its body in, what it asks crawlers not to do out. It decides nothing.

Read: `X-Robots-Tag` and `<meta name="robots">` (noindex, noarchive, nofollow, none), and the TDM Reservation Protocol
(https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/): `tdm-reservation: 1` as header or meta.
"""

import re
from collections.abc import Iterable, Iterator

from spiders.user_agent import ROBOTS_NAME

# Metas stand in the head; 64 KiB holds the longest heads of the 4,400 pages that were looked at.
HEAD_BYTES = 64 * 2**10
_META = re.compile(rb"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""\b(name|content)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_MEANINGS = {
    "noindex": ("noindex",),
    "noarchive": ("noarchive",),
    "nofollow": ("nofollow",),
    "none": ("noindex", "nofollow"),
}
TDM_RESERVATION = "tdm_reservation"


def opt_outs(headers: Iterable[tuple[str, str]], body: bytes) -> frozenset[str]:
    """Return which of noindex, noarchive, nofollow and tdm_reservation a response asks for.

    `headers`: (name, value) pairs; `body`: without Content-Encoding, of which the first 64 KiB are looked at. What is
    addressed to another crawler by name (`googlebot: noindex`) does not count.
    """
    found: set[str] = set()
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            found |= set(_robots_words(value))
        elif name.lower() == "tdm-reservation" and value.strip() == "1":
            found.add(TDM_RESERVATION)
    for name, content in _metas(body[:HEAD_BYTES]):
        if name in ("robots", ROBOTS_NAME):
            found |= set(_robots_words(content))
        elif name == "tdm-reservation" and content.strip() == "1":
            found.add(TDM_RESERVATION)
    return frozenset(found)


def _robots_words(value: str) -> Iterator[str]:
    """Yield what `noindex, max-snippet: 20` or `claimtrace: noindex, nofollow` asks of us."""
    is_ours = True
    for part in value.lower().split(","):
        word = part.strip()
        agent, colon, rest = word.partition(":")
        # `unavailable_after: …` and `max-snippet: …` are rules with values, not names of crawlers
        if colon and not agent.startswith(("max-", "unavailable_after")):
            is_ours = agent.strip() in (ROBOTS_NAME, "*")
            word = rest.strip()
        if is_ours:
            yield from _MEANINGS.get(word, ())


def _metas(head: bytes) -> Iterator[tuple[str, str]]:
    lowered = head.lower()
    if b"robots" not in lowered and b"tdm-reservation" not in lowered and ROBOTS_NAME.encode() not in lowered:
        return
    for meta in _META.findall(head):
        said = {key.lower(): value.strip(b"\"'").decode("latin-1") for key, value in _ATTRIBUTE.findall(meta)}
        if b"name" in said and b"content" in said:
            yield said[b"name"].strip().lower(), said[b"content"]
