"""The body of any service's answer in; what it has for each thing that was asked, as text to keep, out.

And such a text in; the work, the identifiers or the works that it holds out. What is kept is the registry's own record,
so that a better reading of it needs no second question.
"""

import json
from collections.abc import Iterable

from transforms.crossref_works import crossref_items, crossref_work
from transforms.openalex_works import openalex_items, openalex_work
from transforms.pubmed_works import id_items, known_ids, pubmed_items, pubmed_work
from transforms.work_matching import Lookup
from transforms.works import KnownIds, Service, Work

SEARCH = "search"  # the scheme of a lookup that is a search: its answer is a list of works


def found_items(service: Service, asked: Iterable[Lookup], body: bytes) -> tuple[dict[Lookup, str], int, int]:
    """Return the record for each lookup that the answer has one for, and how many records it holds, of how many in all.

    A lookup without a record is one that the service does not know. Raises UnreadableAnswer.
    """
    lookups = list(asked)
    by_value = {lookup.value: lookup for lookup in lookups}
    if service == "openalex":
        listed, total = openalex_items(body)
        if lookups and lookups[0].scheme == SEARCH:
            return {lookups[0]: json.dumps(listed)}, len(listed), len(listed)
        found: dict[Lookup, str] = {}
        for item in listed:
            work = openalex_work(item)
            for lookup in lookups if work else ():
                # Of two works with one DOI the first that has a PMID is the better record: PubMed's article.
                if getattr(work, lookup.scheme) == lookup.value and (
                    lookup not in found or _gains(found[lookup], work)
                ):
                    found[lookup] = item
        return found, len(listed), total
    if service == "crossref":
        items, total = crossref_items(body)
        if lookups and lookups[0].scheme == SEARCH:
            return {lookups[0]: json.dumps(list(items.values()))}, len(items), len(items)
    else:
        items = pubmed_items(body) if service == "pubmed" else id_items(body)
        total = len(items)
    return {by_value[value]: item for value, item in items.items() if value in by_value}, len(items), total


def read_item(service: Service, item: str) -> Work | KnownIds | None:
    """Return what a kept record says; None where it names no identifier of its own, or can no longer be read."""
    try:
        if service == "crossref":
            return crossref_work(item)
        if service == "openalex":
            return openalex_work(item)
        return pubmed_work(item) if service == "pubmed" else known_ids(item)
    except (ValueError, TypeError, SyntaxError):  # lxml's errors are SyntaxErrors
        return None


def read_search(service: Service, item: str) -> list[Work]:
    """Return the works of a kept search, in the registry's order."""
    try:
        listed = json.loads(item)
    except ValueError:
        return []
    texts = [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []
    return [work for text in texts if isinstance(work := read_item(service, text), Work)]


def _gains(kept: str, work: Work | None) -> bool:
    before = openalex_work(kept)
    return bool(work and work.pmid and before and not before.pmid)
