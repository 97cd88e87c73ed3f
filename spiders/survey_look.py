"""A spider in; what it finds when it looks a site over, one request after the other, out.

The spider lends its guards, its archive and its ledger; what is asked for, and in which order, stands here.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.http import Response

from spiders.article_addresses import Candidate, article_folders, chosen, listing_folders
from spiders.asking import Asker, MayLeadTo, Reply
from spiders.front_page import FrontPage, front_page
from spiders.opt_outs import TDM_RESERVATION
from spiders.page_addresses import Scope, shares_host
from spiders.responses import header_text, links_of
from spiders.robots_notes import RobotsNotes
from spiders.site_discovery import no_page
from spiders.survey_lists import ListReader
from spiders.survey_problems import bad_answer, no_answer, not_html
from spiders.surveys import Answered, Survey
from spiders.tdm_policy import WELL_KNOWN
from transforms.addresses import registered_host
from transforms.records import Page

if TYPE_CHECKING:
    from spiders.article_spider import ArticleSpider

MAX_START_PAGES = 5
# Of the pages looked at, two in five are known from crawls, where there are any: they show what has changed.
KNOWN_SHARE = 0.4
MAX_RANKED = 5_000
SLOW_SECONDS = 10.0


class SiteLook:
    """A look at one site: `look` asks, `survey` tells what came of it."""

    def __init__(
        self, spider: "ArticleSpider", robots: RobotsNotes, *, is_new: bool, pages: int, known: tuple[str, ...]
    ) -> None:
        """Nothing was asked yet. `is_new`: there is no site file; `known` are addresses of pages from crawls."""
        self._spider = spider
        self._site = spider.site
        self._robots = robots
        self._is_new = is_new
        self._page_count = pages
        self._known_urls = known
        self._homepage = spider.site.homepage
        self._problem: str | None = None
        self._front: FrontPage | None = None
        self._start_pages: list[Answered] = []
        self._pages: list[Answered] = []
        self._linked: list[Candidate] = []
        self._asker = Asker(spider)
        self._lists = ListReader(self._ask_list, spider.scope)

    async def look(self) -> None:
        """Ask for what a crawl would meet first, then for the home page or the start pages, then for a few pages."""
        honours_tdm = TDM_RESERVATION in self._site.crawl.honour
        if honours_tdm and (policy := await self._ask_plain(WELL_KNOWN)):
            self._spider.discovery.read_tdm_policy(policy)
        if probe := await self._ask_plain(f"/{no_page(self._spider.run_id)}"):
            self._spider.discovery.read_probe(probe)
        if self._is_new:
            await self._look_at_home()
        else:
            await self._look_at_start_pages()
        if self._problem is None:
            await self._look_at_pages()

    def survey(self, warc: Path, finish_reason: str) -> Survey:
        """Return what was found so far; `warc` is where the pages lie."""
        found = self._found()
        return Survey(
            slug=self._site.slug,
            asked=self._site.homepage,
            homepage=self._homepage,
            problem=self._problem,
            robots=self._robots.found(self._homepage, [one.url for one in found]),
            front=self._front,
            start_pages=tuple(self._start_pages),
            lists=tuple(self._lists.lists),
            unread_sitemaps=tuple(self._lists.unread_sitemaps),
            found_count=len(found),
            folders=article_folders(one.url for one in found),
            listing_folders=listing_folders(one.url for one in found),
            pages=tuple(self._pages),
            answers_anything=not self._spider.error_pages.is_empty,
            warc=warc,
            finish_reason=finish_reason,
            requests=self._spider.ledger.request_count,
            seconds=round(self._spider.ledger.seconds, 3),
        )

    async def _look_at_home(self) -> None:
        """Fetch the home page of a new site, and read the sitemaps and feeds that the site names itself."""
        reply = await self._ask_page(
            self._homepage, lambda url: registered_host(url) == registered_host(self._site.homepage)
        )
        self._homepage = reply.url
        self._problem = self._why_unusable(reply)
        if self._problem or reply.response is None:
            return
        self._spider.scope = Scope(self._site.model_copy(update={"homepage": self._homepage}))
        self._lists = ListReader(self._ask_list, self._spider.scope)
        robots = self._robots.found(self._homepage)
        if robots.delay_seconds > SLOW_SECONDS:
            self._tell(f"robots.txt asks for {robots.delay_seconds:g} seconds between requests: this takes a while")
        if robots.sitemaps:
            await self._lists.read_sitemaps(robots.sitemaps, "robots.txt")
        else:
            await self._lists.guess_sitemaps(self._homepage)
        if self._front:
            await self._lists.read_feeds(self._front.feeds, "the home page")

    async def _look_at_start_pages(self) -> None:
        """Fetch the start pages, sitemaps and feeds that a site file names."""
        crawl = self._site.crawl
        for url in self._site.start_addresses[:MAX_START_PAGES]:
            reply = await self._ask_page(url, self._spider.scope.is_on_site)
            self._start_pages.append(_answered(reply, "the site file"))
        await self._lists.read_sitemaps(crawl.sitemaps, "the site file")
        await self._lists.read_feeds(crawl.feeds, "the site file")

    async def _look_at_pages(self) -> None:
        """Fetch a few pages that look like articles and that robots.txt allows."""
        known = [Candidate(url, "known") for url in self._known_urls if self._spider.scope.allows(url)]
        found = self._found()
        first = self._allowed(known, round(self._page_count * KNOWN_SHARE))
        rest = [one for one in (*found, *known) if one not in first]
        for candidate in [*first, *self._allowed(rest, self._page_count - len(first))]:
            reply = await self._ask_page(candidate.url, self._spider.scope.allows)
            self._pages.append(_answered(reply, candidate.source))

    def _allowed(self, candidates: list[Candidate], count: int) -> list[Candidate]:
        ranked = chosen(candidates, MAX_RANKED)
        allowed: list[Candidate] = []
        for candidate in ranked:
            if len(allowed) >= count:
                break
            if self._robots.refusal(candidate.url) is None:
                allowed.append(candidate)
        return allowed

    def _found(self) -> list[Candidate]:
        """The addresses of pages that sitemaps, feeds and links name, each once; those of feeds first."""
        found: dict[str, Candidate] = {}
        start = {self._homepage, *self._site.start_addresses}
        ranked = sorted(self._lists.candidates, key=lambda one: one.source != "feed")
        for candidate in (*ranked, *self._linked):
            if candidate.url not in start:
                found.setdefault(candidate.url, candidate)
        return list(found.values())

    def _why_unusable(self, reply: Reply) -> str | None:
        if reply.response is None:
            return no_answer(reply.url, reply.outcome, reply.reason, self._robots.found(self._homepage))
        if problem := bad_answer(reply.url, reply.response.status, reply.redirect):
            return problem
        read = front_page(
            Page(
                url=reply.url,
                site=self._site.slug,
                fetched_at=self._spider.ledger.now(),
                status=reply.response.status,
                content_type=header_text(reply.response, "Content-Type"),
                body=reply.response.body,
                record="",
            )
        )
        if not isinstance(read, FrontPage):
            return not_html(reply.url, read.reason)
        self._front = read
        return None

    async def _ask_plain(self, path: str) -> Response | None:
        """Request what is no page, without following where it leads; None where it gives no response."""
        return (await self._asker.ask(urljoin(self._homepage, path), lambda _: False, is_page=False)).response

    async def _ask_list(self, url: str) -> Reply:
        def may_lead_to(target: str) -> bool:
            return self._spider.scope.is_on_site(target) or shares_host(target, [url])

        return await self._asker.ask(url, may_lead_to, is_page=False)

    async def _ask_page(self, url: str, may_lead_to: MayLeadTo) -> Reply:
        """Request a page, which the archive keeps, and note its links."""
        reply = await self._asker.ask(url, may_lead_to, is_page=True)
        if reply.response is not None and reply.response.status == 200:
            links = links_of(reply.response)
            self._linked += [Candidate(link, "link") for link in links if self._spider.scope.allows(link)]
        return reply

    def _tell(self, text: str) -> None:
        sys.stderr.write(f"{self._site.slug}: {text}\n")


def _answered(reply: Reply, named_by: str) -> Answered:
    status = reply.response.status if reply.response is not None else None
    reason = f"it redirects to {reply.redirect}" if reply.redirect else reply.reason or None
    return Answered(url=reply.url, named_by=named_by, status=status, outcome=reply.outcome or None, reason=reason)
