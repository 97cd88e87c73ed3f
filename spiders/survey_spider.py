"""An address or a site file in; out what the site says of itself, and a few of its pages in a WARC file."""

import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.article_addresses import Candidate, article_folders, chosen, listing_folders
from spiders.article_spider import ArticleSpider, site_settings
from spiders.asking import Asker, MayLeadTo, Reply
from spiders.companions import companion_path
from spiders.front_page import FrontPage, front_page
from spiders.guards import signals as guard_signals
from spiders.opt_outs import TDM_RESERVATION
from spiders.page_addresses import Scope, shares_host
from spiders.permission import require_permission_to_look
from spiders.responses import header_text, links_of
from spiders.robots_notes import RobotsNotes
from spiders.site_config import Site, load_site
from spiders.site_discovery import no_page
from spiders.survey_lists import ListReader
from spiders.survey_problems import bad_answer, no_answer, not_html
from spiders.surveys import DEFAULT_PAGES, Answered, Survey, new_site, survey_json
from spiders.tdm_policy import WELL_KNOWN
from transforms.addresses import registered_host
from transforms.records import Page

ARGUMENTS = "url and slug, or site; warc (needed), pages, known (a JSON list)"
# With nobody to wait for the result a crawl tries three times; here someone sits at the terminal.
MAX_TRIES = 2
MAX_START_PAGES = 5
# Of the pages looked at, two in five are known from crawls, where there are any: they show what has changed.
KNOWN_SHARE = 0.4
MAX_RANKED = 5_000
SLOW_SECONDS = 10.0


class SurveySpider(ArticleSpider):
    """A look at a site: `scrapy crawl survey -a warc=… [-a pages=…]` and `-a url=… -a slug=…` or `-a site=<slug>.toml`.

    It asks one thing after another and leaves nothing to the scheduler; guards, archive and ledger are a crawl's.
    """

    name = "survey"

    def __init__(self, site: Site, warc: Path, *, is_new: bool, pages: int, known: tuple[str, ...]) -> None:
        """Open the survey's files."""
        now = datetime.now(UTC)
        super().__init__(site, warc, warc.name.removesuffix(".warc.gz"), {}, now)
        self._warc = warc
        self._is_new = is_new
        self._page_count = pages
        self._known_urls = known
        self._robots = RobotsNotes()
        self._asked = site.homepage
        self._homepage = site.homepage
        self._problem: str | None = None
        self._front: FrontPage | None = None
        self._start_pages: list[Answered] = []
        self._pages: list[Answered] = []
        self._linked: list[Candidate] = []
        self._asker = Asker(self)
        self._lists = ListReader(self._ask_list, self.scope)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Return the spider for its `-a` arguments. Raises SiteFileError, ValueError or OSError before any request."""
        names = ("url", "slug", "site", "warc", "pages", "known")
        url, slug, path, warc, pages, known = (kwargs.get(name) for name in names)
        if warc is None or set(kwargs) - set(names) or (path is None) == (url is None or slug is None):
            raise ValueError(f"the arguments are {ARGUMENTS}; found {', '.join(kwargs) or 'none'}")
        site = load_site(Path(path)) if path else new_site(str(url), str(slug))
        if path:
            require_permission_to_look(site)
        for name, value in {**site_settings(site), "GUARDS_MAX_TRIES": MAX_TRIES}.items():
            crawler.settings.set(name, value, priority="spider")
        spider = cls(
            site,
            Path(warc),
            is_new=path is None,
            pages=int(pages or DEFAULT_PAGES),
            known=tuple(json.loads(known)) if known else (),
        )
        spider._set_crawler(crawler)
        spider._listen(crawler)
        crawler.signals.connect(spider._robots.note, signal=guard_signals.robots_read)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Look the site over; nothing is left for the scheduler."""
        await self._look()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def closed(self, reason: str) -> None:
        """Close the files, write the survey beside the archive and print it as the last line of stdout."""
        reason = self.stop_reason or reason
        try:
            self.ledger.close(reason, self._stop_words)
            survey = survey_json(self._survey(reason))
            companion_path(self._warc, "survey.json").write_text(survey + "\n", encoding="utf-8")
        except OSError as error:
            self.logger.error("the archive cannot be closed: %s", error)
            survey = survey_json(self._survey("archive_failed"))
        sys.stdout.write(survey + "\n")
        sys.stdout.flush()

    async def _look(self) -> None:
        honours_tdm = TDM_RESERVATION in self.site.crawl.honour
        if honours_tdm and (policy := await self._ask_plain(WELL_KNOWN)):
            self._discovery.read_tdm_policy(policy)
        if probe := await self._ask_plain(f"/{no_page(self.run_id)}"):
            self._discovery.read_probe(probe)
        if self._is_new:
            await self._look_at_home()
        else:
            await self._look_at_start_pages()
        if self._problem is None:
            await self._look_at_pages()

    async def _look_at_home(self) -> None:
        """Fetch the home page of a new site, and read the sitemaps and feeds that the site names itself."""
        reply = await self._ask_page(self._homepage, lambda url: registered_host(url) == registered_host(self._asked))
        self._homepage = reply.url
        self._problem = self._why_unusable(reply)
        if self._problem or reply.response is None:
            return
        self.scope = Scope(self.site.model_copy(update={"homepage": self._homepage}))
        self._lists = ListReader(self._ask_list, self.scope)
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
        crawl = self.site.crawl
        for url in self.site.start_addresses[:MAX_START_PAGES]:
            reply = await self._ask_page(url, self.scope.is_on_site)
            self._start_pages.append(_answered(reply, "the site file"))
        await self._lists.read_sitemaps(crawl.sitemaps, "the site file")
        await self._lists.read_feeds(crawl.feeds, "the site file")

    async def _look_at_pages(self) -> None:
        """Fetch a few pages that look like articles and that robots.txt allows."""
        known = [Candidate(url, "known") for url in self._known_urls if self.scope.allows(url)]
        found = self._found()
        first = self._allowed(known, round(self._page_count * KNOWN_SHARE))
        rest = [one for one in (*found, *known) if one not in first]
        for candidate in [*first, *self._allowed(rest, self._page_count - len(first))]:
            reply = await self._ask_page(candidate.url, self.scope.allows)
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
        start = {self._homepage, *self.site.start_addresses}
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
                site=self.site.slug,
                fetched_at=self.ledger.now(),
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
            return self.scope.is_on_site(target) or shares_host(target, [url])

        return await self._asker.ask(url, may_lead_to, is_page=False)

    async def _ask_page(self, url: str, may_lead_to: MayLeadTo) -> Reply:
        """Request a page, which the archive keeps, and note its links."""
        reply = await self._asker.ask(url, may_lead_to, is_page=True)
        if reply.response is not None and reply.response.status == 200:
            links = links_of(reply.response)
            self._linked += [Candidate(link, "link") for link in links if self.scope.allows(link)]
        return reply

    def _survey(self, finish_reason: str) -> Survey:
        found = self._found()
        return Survey(
            slug=self.site.slug,
            asked=self._asked,
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
            answers_anything=not self.error_pages.is_empty,
            warc=self._warc,
            finish_reason=finish_reason,
            requests=self.ledger.request_count,
            seconds=round(self.ledger.seconds, 3),
        )

    def _tell(self, text: str) -> None:
        sys.stderr.write(f"{self.site.slug}: {text}\n")


def _answered(reply: Reply, named_by: str) -> Answered:
    status = reply.response.status if reply.response is not None else None
    reason = f"it redirects to {reply.redirect}" if reply.redirect else reply.reason or None
    return Answered(url=reply.url, named_by=named_by, status=status, outcome=reply.outcome or None, reason=reason)
