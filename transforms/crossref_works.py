"""A Crossref answer (REST API, JSON) in; its works out."""

import json
from datetime import date
from typing import Any

from transforms.works import (
    UnreadableAnswer,
    Work,
    date_of,
    doi_of,
    first_words,
    items_of,
    mapping_of,
    words_of,
    year_of,
)

# https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/: of the kinds of update
# these take a work back; a correction, an addendum or an expression of concern does not.
RETRACTIONS = frozenset({"retraction", "withdrawal", "removal", "partial_retraction"})
# What is kept of no item: hundreds of references, and abstracts that publishers own.
_LEFT_OUT = ("reference", "abstract")


def crossref_items(body: bytes) -> tuple[dict[str, str], int]:
    """Return the items of a list or single answer as JSON by DOI, and how many the question has in all.

    Raises UnreadableAnswer.
    """
    message = json_object(body, "Crossref").get("message")
    if not isinstance(message, dict):
        raise UnreadableAnswer("the answer is not Crossref's: it has no message")
    if not isinstance(message.get("items"), list):
        if doi_of(message.get("DOI")) is None:
            raise UnreadableAnswer("the answer is not Crossref's: its message is no work and no list")
        return {str(doi_of(message["DOI"])): _kept(message)}, 1
    found = {doi: _kept(item) for item in items_of(message["items"]) if (doi := doi_of(item.get("DOI")))}
    total = message.get("total-results")
    return found, total if isinstance(total, int) and not isinstance(total, bool) else len(found)


def crossref_work(item: str) -> Work | None:
    """Return the work of one item; None where it has no DOI."""
    fields = mapping_of(json.loads(item))
    doi = doi_of(fields.get("DOI"))
    if doi is None:
        return None
    kind, subtype = words_of(fields.get("type")), words_of(fields.get("subtype"))
    notice, retracted_on = _retraction(fields)
    title = first_words(fields.get("title"))
    return Work(
        registry="crossref",
        registry_id=doi,
        doi=doi,
        title=title,
        year=_year(fields),
        journal=first_words(fields.get("container-title")),
        publisher=words_of(fields.get("publisher")),
        first_author=_first_author(fields),
        types=tuple(word for word in (kind, subtype) if word),
        # posted-content is also a report or a dissertation; only its subtype says which
        is_preprint=kind == "posted-content" and subtype in (None, "preprint"),
        is_retracted=notice is not None or (title or "").upper().startswith(("RETRACTED:", "RETRACTED ARTICLE")),
        retraction_notice=notice,
        retracted_on=retracted_on,
    )


def json_object(body: bytes, registry: str) -> dict[str, Any]:
    """Return the object that a JSON answer is. Raises UnreadableAnswer with what came instead."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        looks_like = "a web page" if body.lstrip()[:1] == b"<" else "no JSON"
        raise UnreadableAnswer(f"{registry} answered with {looks_like} in place of JSON") from error
    if not isinstance(answer, dict):
        raise UnreadableAnswer(f"{registry} answered with JSON that is no object")
    return answer


def _kept(item: dict[str, Any] | Any) -> str:
    return json.dumps({name: value for name, value in item.items() if name not in _LEFT_OUT}, ensure_ascii=False)


def _year(fields: Any) -> int | None:
    """The earliest of print and online, as `issued` has it; a preprint has only `posted`."""
    for name in ("issued", "published", "published-print", "published-online", "posted"):
        if (year := year_of(_date_parts(fields.get(name))[0])) is not None:
            return year
    return None


def _date_parts(value: object) -> list[object]:
    """The parts of Crossref's partial date `{"date-parts": [[2022, 3]]}`; [None] where there is none."""
    parts = mapping_of(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    return first[:3] if isinstance(first, list) and first else [None]


def _first_author(fields: Any) -> str | None:
    authors = list(items_of(fields.get("author")))
    chosen = next((one for one in authors if one.get("sequence") == "first"), authors[0] if authors else {})
    return words_of(chosen.get("family")) or words_of(chosen.get("name"))


def _retraction(fields: Any) -> tuple[str | None, date | None]:
    """The notice that took the work back: `updated-by` stands on the work, `update-to` on the notice itself."""
    for update in items_of(fields.get("updated-by")):
        doi = doi_of(update.get("DOI"))
        if doi and str(update.get("type")).lower().replace(" ", "_") in RETRACTIONS:
            return f"doi:{doi}", date_of(*_date_parts(update.get("updated")))
    return None, None
