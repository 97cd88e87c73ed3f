"""Text or an address in; the identifiers that stand in it out: DOI, PMID, PMCID, trial number, arXiv, ISBN."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

# What addresses of publishers add to a DOI: "/doi/10.1002/14651858.CD006400/full", "/pdf/10.1007/s00394-017.pdf".
_VIEW = re.compile(r"(?:/(?:full|abstract|pdf|epdf|fulltext|meta|summary|references))+/?$|\.pdf$", re.IGNORECASE)
# Crossref's recommended pattern for modern DOIs, https://www.crossref.org/blog/dois-and-matching-regular-expressions/
_DOI = r"10\.\d{4,9}/[^\s\"'<>«»]+"
_IN_TEXT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("doi", re.compile(rf"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?({_DOI})", re.IGNORECASE)),
    ("pmid", re.compile(r"\bPMID:?\s*(\d{4,9})\b|https?://pubmed\.ncbi\.nlm\.nih\.gov/(\d{4,9})/?", re.IGNORECASE)),
    ("pmcid", re.compile(r"\b(PMC\d{5,9})\b")),
    ("nct", re.compile(r"\b(NCT\d{8})\b")),
    ("isrctn", re.compile(r"\b(ISRCTN\d{8})\b")),
    ("arxiv", re.compile(r"\barXiv:\s*(\d{4}\.\d{4,5})(?:v\d+)?\b", re.IGNORECASE)),
    ("isbn", re.compile(r"\bISBN(?:-1[03])?:?\s*((?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx])\b")),
)
# What stands in every text with such an identifier, and is looked for in a tenth of the time: most texts have none.
_SIGNS = {
    "doi": re.compile(r"10\.\d{4,9}/"),
    "pmid": re.compile(r"[Pp](?:[Mm][Ii][Dd]|[Uu][Bb][Mm][Ee][Dd])"),
    "pmcid": re.compile("PMC"),
    "nct": re.compile("NCT"),
    "isrctn": re.compile("ISRCTN"),
    "arxiv": re.compile("[Aa][Rr][Xx][Ii][Vv]"),
    "isbn": re.compile("ISBN"),
}
_IN_ADDRESS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("doi", re.compile(r"(10\.\d{4,9}/[^\s\"'?#&]+)")),  # old DOIs of Wiley hold "<" and ">"
    ("pmid", re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{4,9})")),
    ("pmcid", re.compile(r"\b(PMC\d{5,9})\b")),
    ("nct", re.compile(r"\b(NCT\d{8})\b")),
    ("arxiv", re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")),
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and where it stands; `value` is in its normal form (DOI lower case, ISBN without hyphens)."""

    start_char: int
    end_char: int
    scheme: str
    value: str


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Every identifier of `text`, scheme by scheme; a bare number is none, an ISBN must have its check digit."""
    for scheme, pattern in _IN_TEXT:
        for match in pattern.finditer(text) if _SIGNS[scheme].search(text) else ():
            raw = next(group for group in match.groups() if group)
            kept = _without_punctuation(raw) if scheme == "doi" else raw
            if value := _normal_form(scheme, kept):
                yield Identifier(match.start(), match.end() - (len(raw) - len(kept)), scheme, value)


def identifier_in_address(url: str) -> tuple[str, str] | None:
    """The (scheme, value) that an address holds, percent-encoded or not; None where it holds none."""
    plain = unquote(url)
    for scheme, pattern in _IN_ADDRESS:
        if match := pattern.search(plain):
            raw = match.group(1)
            if value := _normal_form(scheme, _VIEW.sub("", _without_punctuation(raw)) if scheme == "doi" else raw):
                return scheme, value
    return None


def _without_punctuation(doi: str) -> str:
    """A DOI without what belongs to the sentence: "10.1136/bmj.j5024)." → "10.1136/bmj.j5024"."""
    unopened = doi.count(")") - doi.count("(")
    end = len(doi)
    while end and (doi[end - 1] in ".,;:!?’”]}" or (doi[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= doi[end] == ")"
    return doi[:end]


def _normal_form(scheme: str, value: str) -> str | None:
    if scheme == "doi":
        return value.lower() if value.partition("/")[2] else None
    if scheme == "isbn":
        digits = re.sub(r"[^\dXx]", "", value).upper()
        return digits if _isbn_holds(digits) else None
    return value.upper() if scheme in {"pmcid", "nct", "isrctn"} else value


def _isbn_holds(digits: str) -> bool:
    """The check digit of ISBN-10 (modulo 11) and ISBN-13 (modulo 10), ISO 2108."""
    if len(digits) == 10:
        return sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0
    return (
        len(digits) == 13
        and digits.isdigit()
        and sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    )
