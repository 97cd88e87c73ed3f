"""A page response as it came off the wire in, a record in the WARC file out, before anything decodes or follows it."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from spiders.warc_file import Exchange

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider


class ArchiveFailed(IgnoreRequest):
    """A response that could not be written, as on a full disk; the crawl stops."""


class ArchiveMiddleware:
    """Downloader middleware between the retries (so it sees final answers only) and the decompression."""

    def __init__(self, spider: "ArticleSpider") -> None:
        """Write to the spider's WARC file."""
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the middleware for a crawl."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a page's response; a 304 has no page in it, and robots.txt, sitemaps and feeds are no pages."""
        if request.meta.get("is_page") and response.status != HTTPStatus.NOT_MODIFIED:
            try:
                self._spider.ledger.archive(exchange_of(request, response, datetime.now(UTC)))
            except OSError as error:
                self._spider.stop("archive_failed")
                raise ArchiveFailed(f"the response cannot be archived: {error}") from error
        return response


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


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("utf-8", "replace"))
        for name, values in headers.items()
        for value in values
    )
