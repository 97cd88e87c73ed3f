"""A month of crawls of a site that is edited: every edit is seen in time, little is asked twice, nothing is lost."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from flows.crawls import crawl, known_pages
from flows.data_folder import DataFolder
from flows.ingestion import ingest
from spiders.known_pages import KnownPage
from spiders.revisits import interval_days
from tests.fault_server import serving
from tests.site_month import START, MovingSite
from warehouse.queries import Published

SLUG, GAP_DAYS = "month", 3
LEAST, MOST = 0.75, 14.0


@dataclass(frozen=True)
class Month:
    """A month that is over: the site, what was known before each crawl, and each run's outcomes by kind."""

    site: MovingSite
    data: DataFolder
    known: tuple[dict[str, KnownPage], ...]
    outcomes: tuple[Counter[str], ...]
    crawl_days: tuple[float, ...]


def crawled_month(folder: Path, count: int, crawls: int = 10, daily_edits: float = 0.01, seed: int = 7) -> Month:
    """Crawl a site of `count` pages every third day and load each crawl, on a clock that jumps from one to the next."""
    site = MovingSite(count, crawls * GAP_DAYS, daily_edits, seed)
    data = DataFolder(folder)
    data.sites.mkdir(parents=True)
    path = data.sites / f"{SLUG}.toml"
    known, outcomes, days = [], [], []
    with serving(site.host) as host:
        path.write_text(
            f'name = "M"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\nstart_pages = ["{host.origin}/"]\n'
            f'sitemaps = ["{host.origin}/sitemap.xml"]\ndelay_seconds = 0.0\nconcurrency = 4\nmax_pages = 100000\n'
            f"min_revisit_days = {LEAST}\nmax_revisit_days = {MOST}\n"
        )
        for number in range(crawls):
            site.day = float(number * GAP_DAYS)
            days.append(site.day)
            known.append(known_pages(SLUG, data))
            archive, summary = crawl(SLUG, path, data, site.now(), lambda _: None)
            assert summary.finish_reason == "finished"
            ingest([archive], data, lambda _: None)
            with Published(data.published) as published:
                run = f"select outcome, count(*) from outcomes where run_id = '{summary.run_id}' group by all"
                outcomes.append(Counter(dict(published.rows(run))))
    return Month(site, data, tuple(known), tuple(outcomes), tuple(days))


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return crawled_month(tmp_path_factory.mktemp("month"), count=80, crawls=7, daily_edits=0.03)


def test_every_edit_is_seen_within_its_interval(month: Month) -> None:
    late = late_edits(month)
    assert sum(len(page.edits()) for page in month.site.pages) > 30
    assert late == []


def late_edits(month: Month) -> list[str]:
    """The edits that were not seen at the first crawl after the page's interval was over."""
    late = []
    for page in month.site.pages:
        for edited in page.edits():
            seen = next((day for day, _ in page.asked_on if day >= edited), None)
            last = max((day for day, _ in page.asked_on if day < edited), default=None)
            if last is None:
                continue
            crawl_after = next((n for n, day in enumerate(month.crawl_days) if day > last), None)
            if crawl_after is None:
                continue
            known = month.known[crawl_after].get(f"{month.site.host.origin}/p{page.number}")
            assert known is not None, f"/p{page.number} is not known on day {month.crawl_days[crawl_after]}"
            due = last + interval_days(known, LEAST, MOST)
            first_crawl = next((day for day in month.crawl_days if day >= max(due, edited)), None)
            if first_crawl is not None and page.deleted_on is not None and page.deleted_on <= first_crawl:
                continue  # nobody could see it
            if first_crawl is not None and (seen is None or seen > first_crawl):
                late.append(f"/p{page.number} edited {edited:.1f}, due {due:.1f}, seen {seen}")
    return late


def test_little_is_asked_for_twice(month: Month) -> None:
    assert spared_share(month) >= 0.8
    assert sum(month.outcomes[1:], Counter())["not_due"] > 0


def spared_share(month: Month) -> float:
    """Of the pages that could have been asked for after the first crawl, the share that was skipped or conditional."""
    asked = [is_conditional for page in month.site.pages for day, is_conditional in page.asked_on if day > 0]
    skipped = sum(outcomes["not_due"] for outcomes in month.outcomes[1:])
    return (sum(asked) + skipped) / (len(asked) + skipped)


def test_a_site_that_has_not_changed_costs_no_tagging(month: Month) -> None:
    for before, outcomes in zip(month.crawl_days, month.outcomes[1:], strict=False):
        edited = sum(before - 14 < edit for page in month.site.pages for edit in page.edits())
        assert outcomes["article"] <= edited + len(month.site.pages) // 10


@pytest.mark.fault("F33")
@pytest.mark.fault("F34")
@pytest.mark.fault("F35")
def test_history_is_right(month: Month) -> None:
    """Each page has as many versions as texts that a crawl could see, and those that went away are known to be gone."""
    with Published(month.data.published) as published:
        rows = published.rows("select url, version_count, first_seen_at, last_seen_at, gone_at from articles")
    articles = {
        url.removeprefix(month.site.host.origin): (count, first, last, gone) for url, count, first, last, gone in rows
    }
    for page in month.site.pages:
        # what moved with its text stands at its new address; what was edited as it moved is another article there
        at_new = page.moved_on is not None and f"/p{page.number}" not in articles
        count, first, last, gone = articles[f"/new/p{page.number}" if at_new else f"/p{page.number}"]
        seen = [page.text(day) for day, _ in page.asked_on]
        if page.moved_on is None:
            assert count == len(set(seen)), page
            assert abs(last - naive(page.asked_on[-1][0])) < timedelta(hours=1)
        assert abs(first - naive(0)) < timedelta(hours=1)
        if page.deleted_on is None and page.moved_on is None:
            assert gone is None
        elif page.status_when_deleted == 410:
            assert gone is None or gone >= naive(page.deleted_on)


@pytest.mark.fault("F33")
def test_what_went_away_is_gone_and_not_lost(month: Month) -> None:
    with Published(month.data.published) as published:
        gone = dict(published.rows("select url, gone_at from articles where gone_at is not null"))
    deleted = {f"{month.site.host.origin}/p{page.number}" for page in month.site.pages if page.deleted_on is not None}
    moved = {f"{month.site.host.origin}/p{page.number}" for page in month.site.pages if page.moved_on is not None}
    assert set(gone) <= deleted | moved  # what moved and was edited at once is another article at its new address
    assert len(set(gone) & deleted) >= 1  # the others were not due again, or have not had their third strike


def naive(day: float) -> datetime:
    """The moment of a day as the warehouse keeps it: UTC, without a zone."""
    return (START + timedelta(days=day)).replace(tzinfo=None)
