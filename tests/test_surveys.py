"""A look at a site in a process of its own, against a real server: what it finds, asks for, and never asks for."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from flows.command_errors import Say
from flows.data_folder import DataFolder
from flows.surveys import SurveyedSite, some_of, survey_site
from spiders.site_config import SiteFileError
from spiders.surveys import new_site, read_survey, slug_of, survey_command
from spiders.user_agent import CONTACT_VARIABLE
from tests.fault_server import FaultHost, answer, article, in_turn, links, moved, serving
from tests.survey_server import DUTCH, NAME, SECRET, WALL, herb_site, robots, sitemap

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def silent(_: str) -> None:
    """Progress that nobody reads."""


def looked(host: FaultHost, folder: Path, *, path: str = "/", pages: int = 5, say: Say = silent) -> SurveyedSite:
    """A look at a server as at a new site."""
    return survey_site(host.origin + path, "kruid", DataFolder(folder), NOON, say, pages=pages)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[FaultHost, SurveyedSite, Path]:
    """The herb site, looked over once."""
    folder = tmp_path_factory.mktemp("data")
    with herb_site() as host:
        return host, looked(host, folder), folder


def test_a_survey_finds_what_the_site_says_of_itself(seen: tuple[FaultHost, SurveyedSite, Path]) -> None:
    host, surveyed, _ = seen
    survey = surveyed.survey
    assert survey.problem is None and survey.finish_reason == "finished"
    assert survey.front is not None and survey.front.name == " ".join(NAME.split())
    assert survey.front.feeds == (f"{host.origin}/feed.xml",) and survey.front.language == "nl"
    assert survey.front.terms == (f"{host.origin}/voorwaarden",) and survey.front.publisher_kind == "shop"
    assert survey.robots.says == "rules" and survey.robots.sitemaps == (f"{host.origin}/sitemap_index.xml",)
    found = {one.url.removeprefix(host.origin): one for one in survey.lists}
    assert list(found) == ["/sitemap_index.xml", "/sitemap-artikelen.xml", "/tag-sitemap.xml", "/feed.xml"]
    assert found["/sitemap_index.xml"].sitemap_count == 2 and found["/sitemap_index.xml"].named_by == "robots.txt"
    articles = found["/sitemap-artikelen.xml"]
    assert (articles.page_count, articles.scope_count) == (9, 8)
    assert articles.example == "https://elders.example/x-y-z"
    assert articles.newest is not None and articles.newest.date().isoformat() == "2026-11-20"
    assert [folder.pattern for folder in survey.folders] == ["^/slaap/", "^/voeding/"]
    assert [folder.pattern for folder in survey.listing_folders] == ["^/tag/"]
    assert 0 < survey.robots.disallowed_share < 0.2


def test_its_pages_are_read_as_a_crawl_would_read_them(seen: tuple[FaultHost, SurveyedSite, Path]) -> None:
    host, surveyed, _ = seen
    pages = {page.url.removeprefix(host.origin): page for page in surveyed.pages}
    assert len(pages) == 5 and SECRET not in pages
    first = pages[DUTCH[0]]
    assert first.is_article and first.named_by == "feed"
    assert (first.title, first.author, first.lang) == ("Gember tegen misselijkheid", "Jo Visser", "nl")
    assert first.day is not None and first.day.isoformat() == "2026-10-05"
    assert first.word_count > 60 and first.claim_count > 0 and first.first_words.startswith("Gember wordt al eeuwen")
    assert pages[WALL].outcome == "not_article" and "consent" in str(pages[WALL].reason)


def test_a_survey_is_polite(seen: tuple[FaultHost, SurveyedSite, Path]) -> None:
    host, surveyed, _ = seen
    paths = [path for path, _ in host.asked]
    assert len(paths) == len(set(paths)) == surveyed.survey.requests
    assert paths[0] == "/robots.txt" and not any(path.startswith("/geheim") for path in paths)
    assert all("claimtrace" in headers["User-Agent"] for _, headers in host.asked)


def test_the_pages_and_what_was_found_stay_until_the_next_look(seen: tuple[FaultHost, SurveyedSite, Path]) -> None:
    _, surveyed, folder = seen
    left = sorted(path.name.partition(".")[2] for path in (folder / "surveys" / "kruid").iterdir())
    assert {"survey.json", "warc.gz"} <= set(left)
    beside = surveyed.survey.warc.with_name("kruid-20261123T120000Z.survey.json")
    assert read_survey(beside.read_text(encoding="utf-8")) == surveyed.survey


def test_without_robots_and_sitemaps_the_usual_places_are_tried_and_links_remain(tmp_path: Path) -> None:
    page = "<p>Over ons</p>" + links("/a-b-c", "/d-e-f").partition("<title>")[2]
    routes = {"/": answer(f"<html><title>Iets</title>{page}"), "/a-b-c": answer(article()), "/d-e-f": answer(article())}
    with serving(FaultHost(routes)) as host:
        surveyed = looked(host, tmp_path)
        assert host.times("/sitemap.xml") == host.times("/sitemap_index.xml") == 1
    survey = surveyed.survey
    assert survey.robots.says == "nothing" and survey.lists == () and survey.found_count == 2
    assert [page.named_by for page in surveyed.pages] == ["link", "link"] and len(surveyed.articles) >= 1
    # a second look takes the place of the first
    with serving(FaultHost(routes)) as host:
        survey_site(host.origin, "kruid", DataFolder(tmp_path), NOON.replace(hour=13), silent, pages=0)
    warcs = [path.name for path in (tmp_path / "surveys" / "kruid").glob("*.warc.gz")]
    assert warcs == ["kruid-20261123T130000Z.warc.gz"]


def test_a_guessed_sitemap_is_used_and_a_page_in_its_place_is_none(tmp_path: Path) -> None:
    with serving(FaultHost({"/": answer("<html><p>x")})) as host:
        host.routes["/sitemap.xml"] = answer("<html><p>niet gevonden")
        host.routes["/sitemap_index.xml"] = sitemap(f"{host.origin}/a-b-c")
        host.routes["/a-b-c"] = answer(article())
        surveyed = looked(host, tmp_path)
    assert [(one.url.rpartition("/")[2], one.named_by) for one in surveyed.survey.lists] == [
        ("sitemap_index.xml", "a guess")
    ]
    assert len(surveyed.articles) == 1


def test_a_site_that_answers_anything_is_told_and_its_error_page_is_no_article(tmp_path: Path) -> None:
    routes = {"/": answer(links("/weg-is-weg", "/nog-een-pagina"))}
    with serving(FaultHost(routes, otherwise=answer(article("Niet gevonden")))) as host:
        host.routes["/robots.txt"] = answer(status=404)
        surveyed = looked(host, tmp_path)
    assert surveyed.survey.answers_anything and surveyed.articles == ()
    assert all("soft 404" in str(page.reason) for page in surveyed.pages)


def test_a_page_that_asks_not_to_be_kept_is_not_kept(tmp_path: Path) -> None:
    routes = {
        "/": answer(links("/niet-te-bewaren", "/wel-te-bewaren")),
        "/niet-te-bewaren": answer(article(), X_Robots_Tag="noarchive"),
        "/wel-te-bewaren": answer(article()),
    }
    with serving(FaultHost(routes)) as host:
        surveyed = looked(host, tmp_path)
    outcomes = {page.url.rpartition("/")[2]: page.outcome for page in surveyed.pages}
    assert outcomes == {"niet-te-bewaren": "opted_out", "wel-te-bewaren": "article"}


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"/robots.txt": robots("User-agent: *", "Disallow: /")}, "do not crawl it, or ask its owner"),
        ({"/robots.txt": answer(status=503)}, "robots.txt answered 503"),
        ({"/robots.txt": robots("User-agent: *", "Crawl-delay: 900")}, "too slow"),
        ({"/": answer(b"%PDF-1.7 x", Content_Type="application/pdf")}, "not HTML: application/pdf; give the address"),
        ({"/": answer("nee", status=403)}, "answered 403: it does not want us there"),
        ({"/": answer(status=404)}, "answered 404: there is no such page"),
        ({"/": in_turn(answer(status=500))}, "answered 500"),
        ({"/": moved("https://elders.example/")}, "leads to https://elders.example/, another site"),
        ({"/": moved("/")}, "redirects in a circle"),
        ({"/": moved("http://169.254.169.254/")}, "leads to http://169.254.169.254/, another site"),
    ],
)
def test_what_cannot_be_crawled_says_why_and_what_to_do(tmp_path: Path, routes: dict[str, object], said: str) -> None:
    with serving(FaultHost({"/": answer("<p>x"), **routes})) as host:  # type: ignore[arg-type]
        surveyed = looked(host, tmp_path)
    assert surveyed.survey.problem is not None and said in surveyed.survey.problem
    assert "\n" not in surveyed.survey.problem and surveyed.pages == ()


def test_a_site_that_is_down_says_so(tmp_path: Path) -> None:
    with serving(FaultHost()) as host:
        origin = host.origin
    surveyed = survey_site(origin, "kruid", DataFolder(tmp_path), NOON, silent, pages=1)
    assert "cannot be fetched: the server refused the connection" in str(surveyed.survey.problem)
    assert "Try again later" in str(surveyed.survey.problem)


@pytest.mark.fault("F19")
def test_private_addresses_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "mailto:a@a.example")
    with serving(FaultHost({"/": answer("<p>x")})) as host:
        port = host.origin.rpartition(":")[2]
        for address in (f"http://2130706433:{port}/", "http://10.0.0.1/"):
            surveyed = survey_site(address, "kruid", DataFolder(tmp_path), NOON, silent, pages=1)
            assert "private network" in str(surveyed.survey.problem) and "local = true" in str(surveyed.survey.problem)
        assert host.asked == []


def test_a_redirect_to_www_is_followed_and_a_page_within_a_site_is_its_start(tmp_path: Path) -> None:
    """`www.` cannot be had on loopback; a redirect to another path of the host is the same to the survey."""
    routes = {"/gezondheid": moved("/nl/gezondheid"), "/nl/gezondheid": answer(links("/nl/gezondheid/een-twee-drie"))}
    with serving(FaultHost(routes)) as host:
        survey = looked(host, tmp_path, path="/gezondheid").survey
        assert survey.homepage == f"{host.origin}/nl/gezondheid" and survey.problem is None
    assert survey.found_count == 1


def test_a_crawl_delay_is_kept_and_told(tmp_path: Path) -> None:
    said: list[str] = []
    with serving(FaultHost({"/": answer("<p>x"), "/robots.txt": robots("User-agent: *", "Crawl-delay: 0.6")})) as host:
        survey = looked(host, tmp_path, say=said.append).survey
        moments = [moment for path, moment in host.moments if path != "/robots.txt"]
    assert survey.robots.delay_seconds == 0.6
    assert min(later - sooner for sooner, later in pairwise(moments)) > 0.4


def test_of_many_sitemaps_a_few_are_read(tmp_path: Path) -> None:
    with serving(FaultHost({"/": answer("<p>x")})) as host:
        urls = [f"{host.origin}/s{n}.xml" for n in range(9)]
        host.routes["/robots.txt"] = robots("User-agent: *", "Disallow:", *(f"Sitemap: {url}" for url in urls))
        host.routes |= {f"/s{n}.xml": sitemap(f"{host.origin}/een-twee-{n}") for n in range(9)}
        host.routes["/s2.xml"] = answer("no sitemap")
        survey = looked(host, tmp_path, pages=0).survey
    assert len(survey.lists) == 6 and survey.unread_sitemaps == tuple(urls[6:])
    assert [one.problem is None for one in survey.lists] == [True, True, False, True, True, True]


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.rivm.nl/", "rivm"),
        ("https://lci.rivm.nl/richtlijnen", "lci_rivm"),
        ("https://nl.wikipedia.org/", "nl_wikipedia"),
        ("https://www.bbc.co.uk/news", "bbc"),
        ("https://UMCUtrecht.nl", "umcutrecht"),
        ("http://127.0.0.1:8080/", "127_0_0_1"),
        ("https://kruid.github.io/", "kruid"),
        ("https://www.holland-barrett.nl/", "holland-barrett"),
        ("https://" + "a" * 63 + "." + "b" * 60 + ".nl/", "a" * 63),
    ],
)
def test_a_slug_is_the_registered_domain(url: str, slug: str) -> None:
    assert slug_of(url) == slug


@pytest.mark.parametrize("url", ["https://[::1]/", "https://-x-.nl/"])
def test_a_host_that_gives_no_slug_says_so(url: str) -> None:
    with pytest.raises(ValueError, match="--slug"):
        slug_of(url)


def test_an_address_may_come_without_its_scheme() -> None:
    assert new_site("www.rivm.nl", "rivm").homepage == "https://www.rivm.nl/"
    assert new_site("http://127.0.0.1:1/", "x").crawl.delay_seconds == 0.0
    assert new_site("https://www.rivm.nl/", "x").crawl.delay_seconds == 2.0


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x.nl/", "https://", "", "https://me:secret@x.nl/", "http://[x/"]
)
def test_what_is_no_web_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SiteFileError, match="no web address") as caught:
        new_site(url, "x")
    assert "secret" not in str(caught.value)


def test_without_a_contact_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    with pytest.raises(SiteFileError, match=CONTACT_VARIABLE):
        survey_command("https://www.rivm.nl/", "rivm", tmp_path / "rivm-1.warc.gz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stdout", ["", "no json\n", "[1]\n", '{"slug": "a"}\n'])
def test_a_crash_has_no_survey(stdout: str) -> None:
    with pytest.raises(ValueError, match="without a result"):
        read_survey(stdout)


def test_some_pages_of_many_are_spread_over_all() -> None:
    assert some_of(map(str, range(100)), 4) == ["0", "25", "50", "75"]
    assert some_of(["a", "b"], 5) == ["a", "b"] and some_of([], 3) == [] and some_of(["a"], 0) == []
