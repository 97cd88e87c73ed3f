"""Addresses and names from the web in; links that are safe to click and file names that are safe to write out."""

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit

_PLAIN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_-])?")
# a device on Windows whatever follows the first dot, e.g. `nul.example.nl`
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
# control characters, blanks, quotes and backslashes: browsers drop or reinterpret them, so `java\tscript:` would run
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\\"'<>`]")


def safe_href(url: object) -> str | None:
    """The address if it is a plain http or https link, else None: `javascript:`, `data:`, a relative path, a blank."""
    if not isinstance(url, str) or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # e.g. `http://[::1`, an unclosed IPv6 address
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def link_label(url: str, longest: int = 60) -> str:
    """What a link shows: the host it really goes to and its path, at most `longest` characters.

    `https://doi.org@evil.example/x` reads `evil.example/x`, and a look-alike host reads as its ASCII form (xn--…).
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:  # e.g. a label of more than 63 characters
            host = host.encode("ascii", "backslashreplace").decode("ascii")
    label = host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return label if len(label) <= longest else label[: longest - 1] + "…"


def file_stem(name: str, digest_length: int = 8) -> str:
    """A file name (no ending) for a site or an article id: `gezondgloed` as it is, `127.0.0.1:8001` with a digest.

    Names of small letters, digits, dot, hyphen and underscore stay; every other name keeps what is plain of it and
    gets a digest of the whole, so that `A.nl`, `a.nl` and `а.nl` (a Cyrillic a) are three files on any disk.
    """
    if _PLAIN_NAME.fullmatch(name) and not _DEVICE.fullmatch(name):
        return name
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip(".-_")[:40]
    # surrogatepass: a name is never refused for what it holds
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:digest_length]
    return f"{plain}-{digest}" if plain and not _DEVICE.fullmatch(plain) else f"site-{digest}"


def site_stems(sites: Iterable[str]) -> dict[str, str]:
    """One file name a site, all different: a site whose name is another's name with digest gets a longer digest."""
    stems: dict[str, str] = {}
    taken: set[str] = set()
    # plain names first: they keep their own name whoever else would land on it
    for site in sorted(set(sites), key=lambda name: (file_stem(name) != name, name)):
        stem = next(stem for length in range(8, 65) if (stem := file_stem(site, length)) not in taken)
        taken.add(stem)
        stems[site] = stem
    return stems
