"""What GUIDELINE.md derives from the annotations: a citation's link and whether it can be opened, a claim's grade."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# A link to a home page opens no source.
_HOME = re.compile(r"https?://[^/]+/?")
_NAMED_KINDS = frozenset({"expert", "organisation", "guideline", "media", "reference", "identifier"})


def href_at(start: int, end: int, hrefs: Iterable[Sequence[Any]]) -> str | None:
    """The first of the links `[start, end, url]` that shares a character with the span."""
    return next((url for link_start, link_end, url in hrefs if link_start < end and start < link_end), None)


def is_traceable(kind: str, href: str | None, year: int | None) -> bool:
    """Whether a reader could open exactly that source: by a link, an identifier or a dated reference."""
    linked = href is not None and _HOME.fullmatch(href) is None
    return linked or kind == "identifier" or (kind == "reference" and year is not None)


def grade(citations: Iterable[Mapping[str, Any]]) -> str:
    """The support grade of a claim, by the gold citations paired with it."""
    paired = list(citations)
    if any(citation["traceable"] for citation in paired):
        return "traceable"
    if any(c["kind"] in _NAMED_KINDS or (c["kind"] == "study" and c["year"] is not None) for c in paired):
        return "named"
    return "vague" if paired else "none"


def with_grades(
    claims: Iterable[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]], pairs: Iterable[Sequence[int]]
) -> list[dict[str, Any]]:
    """The claims, each with the `support` that follows from its pairs `[claim index, citation index]`."""
    of_claim: dict[int, list[int]] = {}
    for claim, citation in pairs:
        of_claim.setdefault(claim, []).append(citation)
    return [{**claim, "support": grade(citations[j] for j in of_claim.get(i, ()))} for i, claim in enumerate(claims)]
