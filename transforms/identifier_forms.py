"""An identifier as written in; its one normal form, or None where its form or check digit does not hold, out."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote, unquote

# text: the words name it ("PMID: 29146535"); link, link_query: it stands in an address, or in its query; unwrapped: in
# an address that a proxy or redirector holds; landing_page: it follows from the publisher's address; derived: it
# follows from another identifier (a Cochrane review's DOI from CD006400).
How = Literal["text", "link", "link_query", "unwrapped", "landing_page", "derived"]

FORMS_FILE = Path(__file__).with_name("identifier_forms.toml")
# Crossref's recommended pattern for modern DOIs, https://www.crossref.org/blog/dois-and-matching-regular-expressions/
DOI_PREFIX = r"10\.\d{4,9}"
# What addresses of publishers add to a DOI: "/doi/10.1002/14651858.CD006400/full", "/pdf/10.1007/s00394-017.pdf".
_VIEW = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|pdfdirect|pdfft|epub|fulltext|full-text|meta|summary|references|metrics|figures|"
    r"tables|citations|cited-?by|related|comments|suppl_?file|supplementary-material|index|html?|fulltext\.html)"
    r"|\.pdf|(?:-references)?\.ris|\.bib|\.enw|\.full(?:-text)?|\.abstract|\.long|\.short)/?$|/$",
    re.IGNORECASE,
)
# "10.2019/11.2020" and "10.2020/21" are months and years
_IS_DATE = re.compile(r"10\.(?:19|20)\d\d/(?:\d{1,2}(?:\.(?:19|20)?\d\d)?|(?:19|20)\d\d)$")
# A query or place of the page, written as a part of the path, and what is left of a broken encoding
_NO_DOI = re.compile(r"[?#%]|&\w+=")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_PII = re.compile(r"S(\d{4})-?(\d{3}[\dX])\(?(\d\d)\)?(\d{5})-?([\dX])")


@dataclass(frozen=True, slots=True)
class Identification:
    """An identifier in its normal form: DOI lower case, ISBN as 13 digits, PII without punctuation.

    verified: its check digit holds, or it stands where nothing else can ("doi.org/…", "PMID: …"); else it is a guess.
    """

    scheme: str
    value: str
    how: How
    verified: bool


@dataclass(frozen=True, slots=True)
class _Forms:
    resolvers: Mapping[str, str]
    slashes: Mapping[str, int]
    same_as: tuple[tuple[re.Pattern[str], str], ...]
    versions: tuple[re.Pattern[str], ...]


def resolver_address(scheme: str, value: str) -> str | None:
    """Return the address that opens what is identified, or None: no one address opens every book."""
    for scheme_name in (f"{scheme}:{value.partition('/')[0]}", scheme):  # a WHO handle, else a WHO publication
        if template := _forms().resolvers.get(scheme_name):
            return template.format(quote(value, safe="/:;()!$*,+=~@", errors="replace"))
    return None


def normal_form(scheme: str, written: str) -> tuple[str, str] | None:
    """Return (scheme, value) of an identifier as it was written; None for what has not the form of its scheme.

    A DOI that a registry made from its own number is told as that: 10.1186/ISRCTN12345678 is the trial.
    """
    if scheme == "doi":
        return _normal_doi(written)
    if scheme == "isbn":
        isbn = normal_isbn(written)
        return (scheme, isbn) if isbn else None
    if scheme == "pii":
        pii = normal_pii(written)
        return (scheme, pii[0]) if pii else None
    plain = _DASHES.sub("-", written).strip()
    if scheme in {"pmcid", "nct", "isrctn", "ntr"}:
        plain = re.sub(r"[\s-]", "", plain).upper()
    elif scheme == "eudract":
        plain = re.sub(r"^(\d{4})\D?(\d{6})\D?(\d\d)$", r"\1-\2-\3", plain)
    elif scheme in {"nice", "nhg", "fms", "arxiv", "who"}:
        plain = plain.strip("/").lower()
    if scheme == "pmcid" and not plain.startswith("PMC"):
        plain = f"PMC{plain}"
    if scheme == "pmid":
        plain = plain.lstrip("0")
    return (scheme, plain) if plain else None


def trimmed_doi(raw: str) -> str:
    """Return a DOI without what belongs to the sentence or the page: "10.1136/bmj.j5024)." → "10.1136/bmj.j5024"."""
    while True:
        shorter = _VIEW.sub("", without_punctuation(raw))
        prefix, _, suffix = shorter.partition("/")
        if (most := _forms().slashes.get(prefix)) is not None:
            shorter = "/".join([prefix, *suffix.split("/")[: most + 1]])
        if shorter == raw:
            return raw
        raw = shorter


def without_punctuation(token: str) -> str:
    """Return a DOI or address up to a bracket that it did not open, without the punctuation at its end."""
    open_brackets = dict.fromkeys(_CLOSING.values(), 0)
    for at, char in enumerate(token):
        if char in open_brackets:
            open_brackets[char] += 1
        elif opening := _CLOSING.get(char):
            open_brackets[opening] -= 1
            if open_brackets[opening] < 0:
                token = token[:at]
                break
    return token.rstrip(".,;:!?’‘”“›…*'\"([{")


def normal_isbn(written: str) -> str | None:
    """Return an ISBN as its 13 digits, an ISBN-10 with the new check digit; None where its own does not hold.

    ISO 2108: ISBN-10 modulo 11, ISBN-13 modulo 10. One book is one source, whichever of its two numbers is given.
    """
    digits = re.sub(r"[^\dX]", "", written.upper())
    if not digits.isascii():  # "٣" is a digit, and in no ISBN
        return None
    if len(digits) == 10 and "X" not in digits[:9]:
        held = sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
        body = f"978{digits[:9]}"
        return f"{body}{-_weighed(body) % 10}" if held else None
    return digits if len(digits) == 13 and digits.isdigit() and _weighed(digits) % 10 == 0 else None


def normal_pii(written: str) -> tuple[str, bool] | None:
    """Return a Publisher Item Identifier of a journal without punctuation, and whether its ISSN's check digit holds.

    S0140-6736(20)30183-5: the ISSN, the year, a number, a check digit of its own.
    """
    match = _PII.fullmatch(written.upper())
    if not match or not written.isascii():
        return None
    issn = match[1] + match[2]
    holds = sum((8 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(issn)) % 11 == 0  # ISO 3297
    return f"S{''.join(match.groups())}", holds


def decoded(address: str) -> str:
    """Return an address without percent-encoding, also where it was encoded twice or thrice."""
    for _ in range(3):
        if "%" not in address:
            break
        plain = unquote(address)
        if plain == address:
            break
        address = plain
    return address


def _normal_doi(written: str) -> tuple[str, str] | None:
    value = trimmed_doi(_NO_DOI.split(decoded(written), maxsplit=1)[0]).lower()
    suffix = value.partition("/")[2]
    if not any(map(str.isalnum, suffix)) or _IS_DATE.match(value):
        return None
    for pattern in _forms().versions:
        if match := pattern.match(value):
            value = match[1]
    for pattern, scheme in _forms().same_as:
        if match := pattern.fullmatch(value):
            return normal_form(scheme, match[1])
    return "doi", value


def _weighed(digits: str) -> int:
    return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))


@cache
def _forms() -> _Forms:
    with FORMS_FILE.open("rb") as file:
        lists = tomllib.load(file)
    return _Forms(
        resolvers={entry["scheme"]: entry["address"] for entry in lists["resolver"]},
        slashes={entry["prefix"]: entry["slashes"] for entry in lists["registrant"]},
        same_as=tuple((re.compile(entry["doi"]), entry["scheme"]) for entry in lists["same_as"]),
        versions=tuple(re.compile(entry["doi"]) for entry in lists["version"]),
    )


HOWS: tuple[How, ...] = get_args(How)
