"""A site file held against a look at its site: each check when it is met, and each way in which it is not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.data_folder import DataFolder
from flows.site_checks import Check, State, overall, site_checks
from flows.survey_lines import check_lines
from flows.surveys import PageReading, SurveyedSite, survey_site
from spiders.site_config import Site, load_site
from spiders.surveys import Answered, ListFound, RobotsFound, Survey
from tests.survey_server import herb_site

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, SurveyedSite]:
    """The herb site with a site file that is well, and a real look at it: every test changes one thing of these."""
    folder = tmp_path_factory.mktemp("data")
    path = folder / "sites" / "kruid.toml"
    path.parent.mkdir()
    with herb_site() as host:
        path.write_text(
            f'name = "Kruid"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\npermission = "read: allowed"\n'
            f'[crawl]\ndelay_seconds = 0.0\nstart_pages = ["{host.origin}/"]\n'
            f'sitemaps = ["{host.origin}/sitemap_index.xml"]\nfeeds = ["{host.origin}/feed.xml"]\n'
            'allow = ["^/slaap/", "^/voeding/"]\n',
            encoding="utf-8",
        )
        site = load_site(path)
        surveyed = survey_site(path, "kruid", DataFolder(folder), NOON, print, pages=8, languages=site.languages)
    return site, surveyed


def with_site(site: Site, crawl: dict[str, object] | None = None, **changes: object) -> Site:
    """The site file with other values."""
    own = site.crawl.model_copy(update=crawl or {})
    return site.model_copy(update={"crawl": own, **changes})


def expecting(site: Site, **expected: object) -> Site:
    """The site file with other expectations."""
    return with_site(site, expect=site.expect.model_copy(update=expected))


def seen(surveyed: SurveyedSite, **changes: object) -> SurveyedSite:
    """The same look, at a site of which one thing is otherwise."""
    return replace(surveyed, survey=replace(surveyed.survey, **changes))  # type: ignore[arg-type]


def article(number: int, *, day: bool = True, author: bool = True, lang: str = "nl") -> PageReading:
    """A page that is an article."""
    return PageReading(
        url=f"http://127.0.0.1/een-twee-{number}",
        named_by="feed",
        outcome="article",
        reason=None,
        day=date(2026, 11, 1) if day else None,
        author="Jo Visser" if author else None,
        lang=lang,
    )


def other(outcome: str, reason: str, lang: str | None = None) -> PageReading:
    """A page that is none."""
    return PageReading(url="http://127.0.0.1/x", named_by="link", outcome=outcome, reason=reason, lang=lang)


def found(name: str, site: Site, surveyed: SurveyedSite) -> Check:
    """The check of that name, the worst of several."""
    named = [check for check in site_checks(site, surveyed) if check.name == name]
    return max(named, key=lambda check: ("ok", "degraded", "failed").index(check.state))


def test_a_site_that_is_well_passes_every_check(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    checks = site_checks(site, surveyed)
    assert overall(checks) == "ok", checks
    assert [check.name for check in checks] == [
        "permission", "robots.txt", "start page", "sitemap", "feed", "addresses", "error page", "articles", "languages",
        "dates", "authors",
    ]  # fmt: skip
    lines = list(check_lines("kruid", checks))
    assert lines[0] == "permission   read: allowed" and lines[-1] == "kruid is ok"
    assert "5 of 7 pages looked at; the others are" in found("articles", site, surveyed).found
    assert "5 nl, 1 en" in found("languages", site, surveyed).found


def test_a_site_that_is_not_enabled_is_looked_at_all_the_same(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    idle = found("enabled", with_site(site, enabled=False), surveyed)
    assert idle.state == "ok" and "`claimtrace run` leaves it out" in idle.found
    assert idle.advice == "set `enabled = true`"
    unread = found("enabled", with_site(site, enabled=False, permission=""), surveyed)
    assert unread.advice == "read the terms, fill in `permission`, then set `enabled = true`"
    assert found("permission", with_site(site, permission=""), surveyed).state == "ok"  # on loopback


ROBOTS = RobotsFound(url="http://127.0.0.1/robots.txt", says="rules")


@pytest.mark.parametrize(
    ("robots", "state", "said", "advice"),
    [
        (ROBOTS, "ok", "it allows us", None),
        (replace(ROBOTS, says="nothing"), "ok", "there is none: everything is allowed", None),
        (replace(ROBOTS, delay_seconds=7.0), "ok", "it allows us; Crawl-delay of 7 seconds, which is kept", None),
        (replace(ROBOTS, disallowed_share=0.25), "ok", "25% of the addresses found are disallowed", None),
        (replace(ROBOTS, sitemaps=("http://127.0.0.1/new.xml",)), "ok", "it allows us", "new.xml"),
        (replace(ROBOTS, disallowed_share=1.0), "failed", "it disallows every address", "ask its owner"),
        (replace(ROBOTS, says="refused", reason="robots.txt answered 503"), "failed", "answered 503", "later"),
        (replace(ROBOTS, says="unasked"), "failed", "it was not asked for", "look at `homepage`"),
    ],
)
def test_robots(
    looked: tuple[Site, SurveyedSite], robots: RobotsFound, state: State, said: str, advice: str | None
) -> None:
    site, surveyed = looked
    check = found("robots.txt", site, seen(surveyed, robots=robots))
    assert check.state == state and said in check.found
    assert check.advice is None if advice is None else advice in str(check.advice)


GOOD = Answered(url="http://127.0.0.1/", named_by="the site file", status=200)
AWAY = replace(GOOD, status=404)
DOWN = replace(GOOD, status=None, outcome="error", reason="the server took too long")


@pytest.mark.parametrize(
    ("pages", "state", "said"),
    [
        ((GOOD, GOOD), "ok", "http://127.0.0.1/"),
        ((GOOD, AWAY), "degraded", "answered 404"),
        ((GOOD, DOWN), "degraded", "the server took too long"),
        ((DOWN,), "failed", "does it open in a browser"),
        ((AWAY,), "degraded", "answered 404"),
        ((replace(GOOD, status=302, reason="it redirects to https://elders.example/"),), "degraded", "elders.example"),
    ],
)
def test_start_pages(looked: tuple[Site, SurveyedSite], pages: tuple[Answered, ...], state: State, said: str) -> None:
    site, surveyed = looked
    check = found("start page", site, seen(surveyed, start_pages=pages))
    assert check.state == state and said in check.found


LIST = ListFound(url="http://127.0.0.1/s.xml", kind="sitemap", named_by="the site file", page_count=9, scope_count=5)


@pytest.mark.parametrize(
    ("listed", "state", "said", "advice"),
    [
        (LIST, "ok", "names 9 pages; 5 in scope", None),
        (replace(LIST, newest=NOON), "ok", "the newest of 2026-11-29", None),
        (replace(LIST, page_count=0, scope_count=0, sitemap_count=4), "ok", "names 4 sitemaps", None),
        (replace(LIST, problem="it answered 404"), "degraded", "it answered 404", "correct or remove it at `sitemaps`"),
        (replace(LIST, kind="feed", problem="no feed"), "degraded", "no feed", "correct or remove it at `feeds`"),
        (replace(LIST, page_count=0, scope_count=0), "degraded", "names 0 pages", None),
        (
            replace(LIST, scope_count=0, example="http://x/"),
            "degraded",
            "0 in scope",
            "leave out all of them, e.g. http",
        ),
    ],
)
def test_sitemaps_and_feeds(
    looked: tuple[Site, SurveyedSite], listed: ListFound, state: State, said: str, advice: str | None
) -> None:
    site, surveyed = looked
    check = found(listed.kind, site, seen(surveyed, lists=(listed,)))
    assert check.state == state and said in check.found
    assert check.advice is None if advice is None else advice in str(check.advice)


@pytest.mark.parametrize(
    ("count", "wanted", "unread", "state"),
    [(7, 7, (), "ok"), (7, 8, (), "degraded"), (7, 8, ("http://127.0.0.1/s9.xml",), "ok"), (0, 0, (), "failed")],
)
def test_fewer_addresses_than_articles_expected(
    looked: tuple[Site, SurveyedSite], count: int, wanted: int, unread: tuple[str, ...], state: State
) -> None:
    site, surveyed = looked
    only = seen(surveyed, found_count=count, unread_sitemaps=unread, lists=(LIST,))
    check = found("addresses", expecting(site, min_articles=wanted), only)
    assert check.state == state
    assert (f"expects {wanted} articles a run" in str(check.advice)) == (state == "degraded")


def test_an_index_has_more_addresses_than_were_found(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    assert found("addresses", expecting(site, min_articles=5_000), surveyed).state == "ok"


@pytest.mark.parametrize(
    ("articles", "others", "state"),
    [(2, 2, "ok"), (1, 2, "degraded"), (0, 3, "failed")],
)
def test_share_of_articles(looked: tuple[Site, SurveyedSite], articles: int, others: int, state: State) -> None:
    site, surveyed = looked
    wall = other("not_article", "consent wall")
    pages = (*map(article, range(articles)), *[wall] * others)
    check = found("articles", site, replace(surveyed, pages=pages))
    assert check.state == state and f"{articles} of {articles + others} pages looked at" in check.found
    assert check.found.count("not_article: consent wall") == 1 and bool(check.advice) == (state != "ok")


def test_no_page_that_looks_like_an_article(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    check = found("articles", site, replace(surveyed, pages=()))
    assert check.state == "failed" and check.advice == "look at `allow` and `deny`"


@pytest.mark.parametrize(("foreign", "state"), [(0, "ok"), (1, "ok"), (2, "degraded"), (4, "degraded")])
def test_languages(looked: tuple[Site, SurveyedSite], foreign: int, state: State) -> None:
    site, surveyed = looked
    pages = (article(1), article(2), *[other("other_language", "en", "en")] * foreign)
    check = found("languages", site, replace(surveyed, pages=pages))
    assert check.state == state
    assert (check.advice == "`languages` has nl; is en missing?") == (state == "degraded")


@pytest.mark.parametrize(
    ("have", "expected", "state"),
    [
        (5, 1.0, "ok"),
        (4, 1.0, "ok"),
        (3, 1.0, "degraded"),
        (4, 0.9, "ok"),
        (3, 0.9, "degraded"),
        (3, 0.8, "ok"),
        (2, 0.8, "degraded"),
        (0, None, "ok"),
        (0, 0.0, "ok"),
    ],
)
@pytest.mark.parametrize(("name", "key"), [("dates", "dated_share"), ("authors", "authored_share")])
def test_dates_and_authors(
    looked: tuple[Site, SurveyedSite], have: int, expected: float | None, state: State, name: str, key: str
) -> None:
    """One page fewer than expected is chance: of five pages, 0.9 is four and a half, and four are enough."""
    site, surveyed = looked
    lacking = "day" if name == "dates" else "author"
    pages = tuple(article(number, **{lacking: number < have}) for number in range(5))  # type: ignore[arg-type]
    check = found(name, expecting(site, **{key: expected}), replace(surveyed, pages=pages))
    assert check.state == state and check.found.startswith(f"{have} of 5 articles have")
    whole = site_checks(expecting(site, **{key: expected}), replace(surveyed, pages=pages))
    assert overall(whole) == state  # and nothing else is amiss


def test_without_articles_neither_dates_nor_authors_are_judged(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    names = {check.name for check in site_checks(site, replace(surveyed, pages=(other("gone", "404"),)))}
    assert not names & {"dates", "authors", "languages"}
    assert overall(()) == "ok"


def test_the_worst_check_is_how_the_site_is(looked: tuple[Site, SurveyedSite]) -> None:
    site, surveyed = looked
    checks = site_checks(expecting(site, min_articles=50), seen(surveyed, start_pages=(DOWN,), lists=(LIST,)))
    lines = list(check_lines("kruid", checks))
    assert lines[-1] == "kruid is failed" and sum(": " in line[:26] for line in lines) >= 2
    assert isinstance(surveyed.survey, Survey) and Path(surveyed.survey.warc).exists()
