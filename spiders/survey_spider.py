"""An address or a site file in; out what the site says of itself, and a few of its pages in a WARC file."""

import json
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.article_spider import ArticleSpider, site_settings
from spiders.companions import companion_path
from spiders.guards import signals as guard_signals
from spiders.permission import require_permission_to_look
from spiders.robots_notes import RobotsNotes
from spiders.site_config import Site, load_site
from spiders.survey_look import SiteLook
from spiders.surveys import DEFAULT_PAGES, new_site, survey_json

ARGUMENTS = "url and slug, or site; warc (needed), pages, known (a JSON list)"
# With nobody to wait for the result a crawl tries three times; here someone sits at the terminal.
MAX_TRIES = 2


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
        self._robots = RobotsNotes()
        self._look = SiteLook(self, self._robots, is_new=is_new, pages=pages, known=known)

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
        await self._look.look()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def closed(self, reason: str) -> None:
        """Close the files, write the survey beside the archive and print it as the last line of stdout."""
        reason = self.stop_reason or reason
        try:
            self.ledger.close(reason, self._stop_words)
            survey = survey_json(self._look.survey(self._warc, reason))
            companion_path(self._warc, "survey.json").write_text(survey + "\n", encoding="utf-8")
        except OSError as error:
            self.logger.error("the archive cannot be closed: %s", error)
            survey = survey_json(self._look.survey(self._warc, "archive_failed"))
        sys.stdout.write(survey + "\n")
        sys.stdout.flush()
