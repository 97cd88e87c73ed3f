"""An OpenAlex answer (JSON) in; its works out."""

import json
import re
from collections.abc import Iterable

from transforms.crossref_works import json_object
from transforms.works import (
    UnreadableAnswer,
    Work,
    doi_of,
    items_of,
    mapping_of,
    pmcid_of,
    pmid_of,
    words_of,
    year_of,
)

_OPENALEX_ID = re.compile(r"(?:^|/)(W\d+)$", re.IGNORECASE)
_LEFT_OUT = ("abstract_inverted_index", "referenced_works", "related_works", "counts_by_year")


def openalex_items(body: bytes) -> tuple[list[str], int]:
    """Return the works of a list or single answer as JSON, and how many the question has in all.

    Raises UnreadableAnswer.
    """
    answer = json_object(body, "OpenAlex")
    if not isinstance(answer.get("results"), list):
        if openalex_id(answer.get("id")) is None:
            raise UnreadableAnswer("the answer is not OpenAlex's: it is no work and no list")
        return [_kept(answer)], 1
    found = [_kept(item) for item in items_of(answer["results"]) if openalex_id(item.get("id"))]
    total = mapping_of(answer.get("meta")).get("count")
    return found, total if isinstance(total, int) and not isinstance(total, bool) else len(found)


def openalex_work(item: str) -> Work | None:
    """Return the work of one item; None where it has no id."""
    fields = mapping_of(json.loads(item))
    own_id = openalex_id(fields.get("id"))
    if own_id is None:
        return None
    ids = mapping_of(fields.get("ids"))
    kind = words_of(fields.get("type"))
    venue = mapping_of(mapping_of(fields.get("primary_location")).get("source"))
    return Work(
        registry="openalex",
        registry_id=own_id,
        doi=doi_of(fields.get("doi")) or doi_of(ids.get("doi")),
        pmid=pmid_of(ids.get("pmid")),
        pmcid=pmcid_of(ids.get("pmcid")),
        title=words_of(fields.get("title")) or words_of(fields.get("display_name")),
        year=year_of(fields.get("publication_year")),
        journal=words_of(venue.get("display_name")),
        publisher=words_of(venue.get("host_organization_name")),
        first_author=_first_author(fields.get("authorships")),
        types=(kind,) if kind else (),
        is_preprint=kind == "preprint",
        is_animal=is_animal(str(one.get("descriptor_name")) for one in items_of(fields.get("mesh")))
        if any(items_of(fields.get("mesh")))
        else None,
        is_retracted=fields.get("is_retracted") is True,
    )


def openalex_id(value: object) -> str | None:
    """Return `W2741809807` of an id or its address; None for what is none of a work."""
    match = _OPENALEX_ID.search(value.strip()) if isinstance(value, str) else None
    return match[1].upper() if match else None


def is_animal(headings: Iterable[str]) -> bool:
    """Return whether MeSH headings have the check tag Animals without Humans: a mouse, and nobody who took part.

    https://www.nlm.nih.gov/mesh/features2002.html: indexers must give the check tags where they hold.
    """
    names = set(headings)
    return "Animals" in names and "Humans" not in names


def _kept(item: object) -> str:
    return json.dumps({n: value for n, value in mapping_of(item).items() if n not in _LEFT_OUT}, ensure_ascii=False)


def _first_author(authorships: object) -> str | None:
    """The last word of a display name, which is all that OpenAlex has: "Marije van der Berg" gives "Berg"."""
    listed = list(items_of(authorships))
    chosen = next((one for one in listed if one.get("author_position") == "first"), listed[0] if listed else {})
    name = words_of(mapping_of(chosen.get("author")).get("display_name"))
    return name.split()[-1] if name else None
