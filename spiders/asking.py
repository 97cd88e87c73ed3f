"""An address in; the reply that it leads to, redirects followed, out: one request after the other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.failures import outcome_of
from spiders.page_addresses import fetch_address
from spiders.responses import redirect_of
from spiders.site_discovery import MAX_REDIRECTS

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request came to. `url` is where redirects led; without a response `outcome` and `reason` say why.

    `redirect` is where a response leads that may not be followed.
    """

    url: str
    response: Response | None
    outcome: str = ""
    reason: str = ""
    redirect: str | None = None


Ask = Callable[[str], Awaitable[Reply]]
MayLeadTo = Callable[[str], bool]


class Asker:
    """Sends a spider's requests through its guards and its archive, past the scheduler."""

    def __init__(self, spider: "ArticleSpider") -> None:
        """Nothing was asked yet."""
        self._spider = spider

    async def ask(self, url: str, may_lead_to: MayLeadTo, *, is_page: bool) -> Reply:
        """Request an address and follow its redirects as far as `may_lead_to` says; a page is archived."""
        spider = self._spider
        for _ in range(MAX_REDIRECTS + 1):
            if is_page and not spider.ledger.admit(url, 0, is_free=True):
                return Reply(url, None, "error", "it was asked for before, or redirects in a circle")
            request = Request(url, meta={"is_page": is_page}, callback=NO_CALLBACK, dont_filter=True)
            try:
                response: Response = await spider.crawler.engine.download_async(request)
            except Exception as error:  # whatever ends a request has its words in spiders.failures
                outcome, reason = outcome_of(error, spider.refused_hosts, url)
                if is_page:
                    spider.ledger.end(url, outcome, reason)
                return Reply(url, None, outcome, reason)
            location = redirect_of(response)
            if location is None:
                return Reply(url, response)
            target = fetch_address(location, response.url, is_page=False)
            if target is None or not may_lead_to(target):
                return Reply(url, response, redirect=target or location)
            url = target
        return Reply(url, None, "error", f"more than {MAX_REDIRECTS} redirects in a row")
