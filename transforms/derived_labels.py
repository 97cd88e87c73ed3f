"""What GUIDELINE.md derives from the annotations: a citation's link and whether it can be opened, a claim's grade.

The same for what annotators marked and for what the tagger found.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from transforms.records import Grade

_NAMED_KINDS = frozenset({"expert", "organisation", "guideline", "media", "reference"})


def href_at(start: int, end: int, hrefs: Iterable[Sequence[Any]]) -> str | None:
    """The first of the links `[start, end, url]` that shares a character with the span."""
    return next((url for link_start, link_end, url in hrefs if link_start < end and start < link_end), None)


def is_traceable(kind: str, href: str | None, year: int | None) -> bool:
    """Whether a reader could open exactly that source: by a link, an identifier or a dated reference."""
    linked = href is not None and not is_home_page(href)
    return linked or kind == "identifier" or (kind == "reference" and year is not None)


def is_home_page(url: str) -> bool:
    """Whether a link leads to a home page, which opens no source."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[" opens nothing either
        return True
    return not parts.path.strip("/") and not parts.query


def grade_of(paired: Iterable[tuple[str, int | None, bool]]) -> Grade:
    """The support grade of a claim, by the kind, year and traceability of each citation that it is paired with."""
    found = list(paired)
    if not found:
        return "none"
    if any(traceable for _, _, traceable in found):
        return "traceable"
    named = any(kind in _NAMED_KINDS or (kind == "study" and year is not None) for kind, year, _ in found)
    return "named" if named else "vague"


def grade(citations: Iterable[Mapping[str, Any]]) -> Grade:
    """The support grade of a claim, by the gold citations paired with it."""
    return grade_of((citation["kind"], citation["year"], citation["traceable"]) for citation in citations)


def with_grades(
    claims: Iterable[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]], pairs: Iterable[Sequence[int]]
) -> list[dict[str, Any]]:
    """The claims, each with the `support` that follows from its pairs `[claim index, citation index]`."""
    of_claim: dict[int, list[int]] = {}
    for claim, citation in pairs:
        of_claim.setdefault(claim, []).append(citation)
    return [{**claim, "support": grade(citations[j] for j in of_claim.get(i, ()))} for i, claim in enumerate(claims)]
