"""A site, or the address of one, in; what a look at it finds, and what its pages give when they are read, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from flows.command_errors import Say
from flows.crawls import CrawlFailedError, crawler_result
from flows.data_folder import DataFolder, crawl_run_id
from flows.reading import read_page, wanted_languages
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.surveys import Answered, Survey, read_survey, survey_command
from spiders.warc import UnreadableRecord, read_pages
from transforms.markup import NotArticle
from transforms.records import Page, Revisit, TaggedArticle

FIRST_WORDS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What one page gave: an article, or why it is none. What only an article has is None or 0 elsewhere.

    `day` is when it was published, else last changed; `named_by` what led to the page: feed, sitemap, link, …
    """

    url: str
    named_by: str
    outcome: str
    reason: str | None
    title: str | None = None
    day: date | None = None
    author: str | None = None
    lang: str | None = None
    word_count: int = 0
    first_words: str = ""
    claim_count: int = 0
    citation_count: int = 0

    @property
    def is_article(self) -> bool:
        """Whether a crawl would keep it as an article."""
        return self.outcome == "article"


@dataclass(frozen=True, slots=True)
class SurveyedSite:
    """A look at a site, and its pages as they were read."""

    survey: Survey
    pages: tuple[PageReading, ...]

    @property
    def articles(self) -> tuple[PageReading, ...]:
        """The pages that are articles."""
        return tuple(page for page in self.pages if page.is_article)


def survey_site(
    target: str | Path,
    slug: str,
    data: DataFolder,
    now: datetime,
    say: Say,
    *,
    pages: int,
    known: Iterable[str] = (),
    languages: tuple[str, ...] | None = None,
) -> SurveyedSite:
    """Look a site over and read its pages. `target` is an address or a site file, `known` holds addresses of pages.

    The pages stay in the data folder, in place of those of the last look; the warehouse is not touched. `languages` are
    those that are read, None for all. Raises SiteFileError before a process starts, CrawlFailedError when it crashed.
    """
    folder = data.survey_folder(slug)
    warc = folder / f"{crawl_run_id(slug, now)}.warc.gz"
    command = survey_command(target, slug, warc, pages=pages, known=known)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{slug}-*"):
        old.unlink()
    survey = crawler_result(slug, command, say, read_survey)
    if survey.finish_reason not in ("finished", "limit", "site_failing"):
        raise CrawlFailedError(f"{slug}: the survey did not finish: {survey.finish_reason}")
    return SurveyedSite(survey, read_pages_of(survey, languages))


def read_pages_of(survey: Survey, languages: tuple[str, ...] | None = None) -> tuple[PageReading, ...]:
    """The pages that a survey looked at, as claimtrace reads them, in the order in which they were asked for."""
    found = {page.url: page for page in read_pages(survey.warc, survey.slug)}
    logged = {one.url: one for one in read_fetch_log(fetch_log_path(survey.warc)).outcomes}
    wanted = wanted_languages(languages)
    readings = []
    for page in survey.pages:
        record = found.get(page.url)
        if isinstance(record, Page):
            readings.append(_reading(page, read_page(record, wanted)))
        elif isinstance(record, Revisit):  # the very bytes of another of these pages
            readings.append(_unread(page, "duplicate", record.reason))
        elif isinstance(record, UnreadableRecord):
            readings.append(_unread(page, "error", record.reason))
        elif page.url in logged:
            readings.append(_unread(page, logged[page.url].outcome, logged[page.url].reason))
        else:
            readings.append(_unread(page, page.outcome or "error", page.reason))
    return tuple(readings)


def some_of(urls: Iterable[str], count: int) -> list[str]:
    """Up to `count` of the addresses, spread evenly over all of them."""
    listed = list(urls)
    step = max(1, len(listed) // max(1, count))
    return listed[::step][:count]


def as_rows(surveyed: SurveyedSite) -> list[Mapping[str, object]]:
    """The readings for JSON."""
    return [{name: getattr(page, name) for name in PageReading.__slots__} for page in surveyed.pages]


def _unread(page: Answered, outcome: str, reason: str | None) -> PageReading:
    return PageReading(url=page.url, named_by=page.named_by, outcome=outcome, reason=reason)


def _reading(page: Answered, read: TaggedArticle | NotArticle) -> PageReading:
    if isinstance(read, NotArticle):
        unread = _unread(page, read.outcome, page.reason or read.reason)
        return replace(unread, lang=read.reason) if read.outcome == "other_language" else unread
    article = read.article
    words = article.text.split()
    return PageReading(
        url=page.url,
        named_by=page.named_by,
        outcome="article",
        reason=None,
        title=article.title,
        day=article.published or article.modified,
        author=article.author,
        lang=article.lang,
        word_count=len(words),
        first_words=" ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else ""),
        claim_count=len(read.claims),
        citation_count=len(read.citations),
    )
