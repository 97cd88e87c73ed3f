"""A page response as it came off the wire in, a record in the WARC file out, before anything decodes or follows it."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from spiders.content_encoding import UndecodableBody, decoded_body
from spiders.opt_outs import TDM_RESERVATION, opt_outs
from spiders.page_addresses import fetch_address
from spiders.responses import header_text, redirect_of
from spiders.warc import MAX_BODY_BYTES
from spiders.warc_file import Exchange, payload_digest

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider

_SHOWN_WORDS = {"tdm_reservation": "a TDM reservation"}


class ArchiveFailed(IgnoreRequest):
    """A response that could not be written, as on a full disk; the crawl stops."""


class ArchiveMiddleware:
    """Downloader middleware outside the retries (so it sees final answers only); it hands on bodies decoded.

    robots.txt, sitemaps, feeds and probes are no pages and are not archived.
    """

    def __init__(self, spider: "ArticleSpider") -> None:
        """Write to the spider's WARC file."""
        self._spider = spider
        self._honoured = frozenset(spider.site.crawl.honour)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a page's response and return it decoded, with what it asks of crawlers in `request.meta`."""
        plain = _decoded(response)
        if request.meta.get("is_page"):
            try:
                self._keep(request, response, plain)
            except OSError as error:
                self._spider.stop("archive_failed")
                raise ArchiveFailed(f"the response cannot be archived: {error}") from error
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        return response.replace(body=plain or b"", headers=headers)

    def _keep(self, request: Request, response: Response, plain: bytes | None) -> None:
        ledger, url = self._spider.ledger, response.url
        exchange = exchange_of(request, response, ledger.now())
        known = self._spider.known.get(url)
        asked = opt_outs(exchange.response_headers, plain or b"") if response.status < 300 else frozenset()
        if self._spider.tdm_policy.is_reserved(url):
            asked |= {TDM_RESERVATION}
        request.meta["directives"] = honoured = asked & self._honoured
        location = redirect_of(response)
        target = fetch_address(location, url, is_page=False) if location else None
        if target and ledger.is_suppressed(target):
            ledger.end(url, "suppressed", "it leads to what was asked to be forgotten")
        elif response.status == HTTPStatus.NOT_MODIFIED:
            since = known.last_fetched_at if known else None
            ledger.archive_revisit(exchange, "server-not-modified", since, known.payload_digest if known else None)
        elif kept_out := honoured - {"nofollow"}:
            words = ", ".join(_SHOWN_WORDS.get(word, word) for word in sorted(kept_out))
            ledger.end(url, "opted_out", f"the page asks for it: {words}")
        elif known and response.status == HTTPStatus.OK and known.payload_digest == payload_digest(response.body):
            ledger.archive_revisit(exchange, "identical-payload-digest", known.last_fetched_at, known.payload_digest)
        else:
            if response.status == HTTPStatus.OK and plain:
                like = self._spider.error_pages.like(url, plain, header_text(response, "Content-Type"))
                exchange = replace(exchange, soft_404_of=like)
            ledger.archive(exchange)


def exchange_of(request: Request, response: Response, at: datetime) -> Exchange:
    """Return what goes into the WARC file for a request and its response."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:  # e.g. 522, which only Cloudflare knows
        phrase = ""
    host = request.url.partition("://")[2].partition("/")[0]
    return Exchange(
        url=response.url,
        at=at,
        request_headers=(("Host", host), *_pairs(request.headers)),
        status_line=f"{response.status} {phrase}".strip(),
        response_headers=_pairs(response.headers),
        body=response.body,
        ip_address=str(response.ip_address) if response.ip_address else None,
    )


def _decoded(response: Response) -> bytes | None:
    """Return the body without its Content-Encoding; None for one that is not what it says, or a bomb."""
    encoding = header_text(response, "Content-Encoding")
    if not encoding:
        return response.body
    try:
        return decoded_body(response.body, encoding, MAX_BODY_BYTES)
    except UndecodableBody:  # it is archived as it came; reading it will say what is wrong
        return None


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("utf-8", "surrogateescape"))
        for name, values in headers.items()
        for value in values
    )
