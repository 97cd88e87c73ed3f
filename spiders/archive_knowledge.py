"""Finished crawls that are not in the warehouse yet in; what they add to what is known of a site's pages out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.known_pages import KnownPage
from spiders.page_addresses import request_address
from spiders.waiting import MAX_FAILURES, has_failed, was_cut_off
from spiders.warc import UnreadableRecord, read_pages
from transforms.records import OutcomeKind, Page, Revisit

_OK, _REDIRECTS, _NOT_MODIFIED, _MISSING, _GONE = range(200, 300), range(300, 400), 304, 404, 410
_REFUSED = (401, 402, 403, 429, 451)  # as transforms/refusals.py has it


def with_archives(known: Mapping[str, KnownPage], warcs: Iterable[Path], site: str) -> dict[str, KnownPage]:
    """Return address -> page of `known` as it stands after the crawls in `warcs`, oldest first.

    So the next crawl goes on where the last one ended, whether or not that one was loaded. Whether a page's text
    changed is not known here, so no change is counted. A page that was fetched counts as `known`, article or not.
    """
    pages = {request_address(url): page for url, page in known.items()}
    for warc in warcs:
        for one in read_pages(warc, site, heads_only=True):
            _note(pages, one)
        for outcome in read_fetch_log(fetch_log_path(warc)).outcomes:
            _note_unseen(pages, outcome.url, outcome.outcome, outcome.reason)
    return {key: page for key, page in pages.items() if page.failure_count < MAX_FAILURES}


def _note_unseen(pages: dict[str, KnownPage], url: str, kind: OutcomeKind, reason: str | None) -> None:
    """Note how an address ended of which nothing was seen: it waits, with what failed before, or it is dropped."""
    key = request_address(url)
    page = pages.get(key) or KnownPage(url=url, state="waiting")
    if page.state != "waiting" or kind == "not_due" or not url.startswith(("http://", "https://")):
        return  # a damaged record without an address is called `warc:<its place>`
    if has_failed(kind, reason):
        pages[key] = replace(page, failure_count=page.failure_count + 1)
    elif was_cut_off(kind, reason):
        pages[key] = page
    else:
        pages.pop(key, None)


def _note(pages: dict[str, KnownPage], one: Page | Revisit | UnreadableRecord) -> None:
    status = 0 if isinstance(one, UnreadableRecord) else one.status if isinstance(one, Page) else _NOT_MODIFIED
    key = request_address(one.url)
    if status == _GONE:
        pages.pop(key, None)
        return
    if isinstance(one, UnreadableRecord) or not (status in _OK or status in _REDIRECTS or status == _MISSING):
        # the site was in trouble or refused us: of the page itself we know no more than before
        _note_unseen(pages, one.url, "blocked" if status in _REFUSED else "error", f"status {status}")
        return
    page = pages.get(key) or KnownPage(url=one.url)
    seen = replace(
        page,
        state="other" if isinstance(one, Page) and status in _REDIRECTS else page.state,
        first_fetched_at=page.first_fetched_at or one.fetched_at,
        last_fetched_at=one.fetched_at,
        fetch_count=page.fetch_count + 1,
        missing_count=page.missing_count + 1 if status == _MISSING else 0,
        failure_count=0,
    )
    if seen.state == "waiting":
        seen = replace(seen, state="known")
    if status in _OK:
        digest = one.payload_digest
        seen = replace(seen, etag=one.etag, last_modified=one.last_modified, payload_digest=digest)
    pages[key] = seen
