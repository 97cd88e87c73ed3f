"""A page, a revisit or an unreadable record in, with what reading it gave; the outcome that it is counted as out."""

from spiders.warc import UnreadableRecord
from transforms.markup import NotArticle
from transforms.records import Outcome, OutcomeKind, Page, Revisit, TaggedArticle
from transforms.suppression import REASON, Suppressions


def page_outcome(page: Page, run_id: str, read: TaggedArticle | NotArticle) -> Outcome:
    """The outcome of one page; the loader turns `article` into `unchanged` or `duplicate` where it is that.

    Its location is where it leads: by its header, or by its markup (`<meta http-equiv=refresh>`).
    """
    refused = read if isinstance(read, NotArticle) else None
    return Outcome(
        url=page.url,
        site=page.site,
        run_id=run_id,
        outcome=refused.outcome if refused else "article",
        reason=refused.reason if refused else None,
        at=page.fetched_at,
        record=page.record,
        article_id=read.article.article_id if isinstance(read, TaggedArticle) else None,
        etag=page.etag,
        last_modified=page.last_modified,
        location=page.location or (refused.location if refused else None),
        directives=page.directives,
        payload_digest=page.payload_digest,
        claim_reviews=refused.claim_reviews if refused else (),
    )


def revisit_outcome(revisit: Revisit, run_id: str, article_id: str | None = None) -> Outcome:
    """The outcome of what was as before: `unchanged`, whose article the loader finds by its address.

    What has the bytes of another address is no earlier state of its own: it is a `duplicate`, or, where that address
    is the article `article_id` of this archive, an `article` that the loader makes a duplicate of it.
    """
    kind: OutcomeKind = "unchanged"
    if revisit.same_as:
        kind = "article" if article_id else "duplicate"
    return Outcome(
        url=revisit.url,
        site=revisit.site,
        run_id=run_id,
        outcome=kind,
        reason=None if kind == "article" else revisit.reason,
        at=revisit.fetched_at,
        record=revisit.record,
        article_id=article_id,
        etag=revisit.etag,
        last_modified=revisit.last_modified,
        payload_digest=revisit.payload_digest,
    )


def unreadable_outcome(unreadable: UnreadableRecord, run_id: str) -> Outcome:
    """The outcome of what could not be read: `error`, with the reason."""
    return Outcome(
        url=unreadable.url,
        site=unreadable.site,
        run_id=run_id,
        outcome="error",
        reason=unreadable.reason,
        at=unreadable.at,
        record=unreadable.record,
    )


def suppressed_outcome(page: Page | Revisit | UnreadableRecord, run_id: str, suppressed: Suppressions) -> Outcome:
    """The outcome of a page that was asked to be forgotten: under the hash of its address, and nothing of the page."""
    return Outcome(
        url=suppressed.label(page.url),
        site=suppressed.shown_site(page.site),
        run_id=run_id,
        outcome="suppressed",
        reason=REASON,
        at=page.at if isinstance(page, UnreadableRecord) else page.fetched_at,
        record=page.record,
    )


def is_suppressed(page: Page | Revisit | UnreadableRecord, suppressed: Suppressions) -> bool:
    """Whether a page, or where it leads, or whose bytes it has, was asked to be forgotten."""
    leads_to = page.location if isinstance(page, Page) else page.same_as if isinstance(page, Revisit) else None
    urls = [page.url, *filter(None, [leads_to])]
    return any(suppressed.covering(url, page.site) for url in urls)
