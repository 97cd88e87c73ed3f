"""An answer of Crossref, PubMed, OpenAlex or NCBI's id converter in; the works in it out. Never asks, never guesses.

What each answer looks like is the registry's documentation: https://api.crossref.org/swagger-ui (works),
https://www.ncbi.nlm.nih.gov/books/NBK25499/ (efetch), https://developers.openalex.org/api-reference/works and
https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/. A field that is missing or of another type is None; only an answer
that as a whole is none of theirs is an error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Service = Literal["crossref", "pubmed", "openalex", "idconv"]
Registry = Literal["crossref", "pubmed", "openalex"]  # the id converter is a way to PubMed, not a registry of works

# Years outside are typing errors of depositors ("0202") or placeholders ("9999").
FIRST_YEAR, LAST_YEAR = 1500, 2100
# Enough to tell a title that holds a whole abstract; a title column must not be a text column.
MAX_CHARACTERS = 2_000


class UnreadableAnswer(ValueError):
    """A body that is no answer of the registry: no JSON or XML, or one of another form. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work as one registry describes it. `registry_id` is that registry's own id: a DOI, a PMID, an OpenAlex id.

    `types` are the registry's own words, such as "Meta-Analysis", in its order. `is_animal` is True for the MeSH check
    tag Animals without Humans, None where no MeSH terms are given. `retraction_notice` is the notice's identifier
    (`doi:…`, `pmid:…`) or, where it has none, its words; `retracted_on` its date. `is_retracted` False says that the
    registry knows of no retraction, not that there is none.
    """

    registry: Registry
    registry_id: str
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    title: str | None = None
    year: int | None = None
    journal: str | None = None
    publisher: str | None = None
    first_author: str | None = None
    types: tuple[str, ...] = ()
    is_preprint: bool = False
    is_animal: bool | None = None
    is_retracted: bool = False
    retraction_notice: str | None = None
    retracted_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIds:
    """The identifiers of one article, as NCBI's id converter has them."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None


_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE)
_PMID = re.compile(r"^(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:)?0*([1-9]\d{0,8})/?$", re.IGNORECASE)
_PMCID = re.compile(r"(?:^|/|:)(?:PMC)?0*([1-9]\d{0,9})(?:\.\d+)?/?$", re.IGNORECASE)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def doi_of(value: object) -> str | None:
    """Return a DOI in its normal form: lower case, without resolver. None for what is no DOI."""
    text = _PREFIX.sub("", words_of(value) or "").lower()
    return text if text.startswith("10.") and text.partition("/")[2] and " " not in text else None


def pmid_of(value: object) -> str | None:
    """Return a PMID as digits, whether it came as a number, digits or an address; None for what is none."""
    match = _PMID.match(str(value).strip()) if isinstance(value, (str, int)) and not isinstance(value, bool) else None
    return match[1] if match else None


def pmcid_of(value: object) -> str | None:
    """Return a PMCID as `PMC` and digits, without its version: "PMC3531190.1" and ".../articles/3531190" are one."""
    match = _PMCID.search(value.strip()) if isinstance(value, str) else None
    return f"PMC{match[1]}" if match else None


def words_of(value: object) -> str | None:
    """Return a text without markup and runs of white space; None for what is no text or is empty."""
    if not isinstance(value, str):
        return None
    return " ".join(_MARKUP.sub("", value).split())[:MAX_CHARACTERS] or None


def year_of(value: object) -> int | None:
    """Return a year that a work may have, from a number or its digits; None for others."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    found = re.match(r"\s*(\d{4})\b", str(value))
    year = int(found[1]) if found else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def date_of(year: object, month: object = None, day: object = None) -> date | None:
    """Return a date; a month or day that is not known is the first. None for one that no calendar has."""
    try:
        return date(year_of(year) or 0, int(str(month or 1)), int(str(day or 1)))
    except ValueError:
        return None


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return an object of JSON as it is, an empty one for all else."""
    return value if isinstance(value, dict) else {}


def items_of(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield those parts of a JSON list that are objects; none for what is no list."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def first_words(value: object) -> str | None:
    """Return the first text of a JSON list that holds words, or a text itself: Crossref gives titles as lists."""
    return next(filter(None, map(words_of, value)), None) if isinstance(value, list) else words_of(value)
