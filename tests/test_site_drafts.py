"""What `site add` writes for sites of several makes, and that no site, however hostile, writes more than its values."""

import gzip
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.command_errors import CommandFailed, WrongUse
from flows.data_folder import DataFolder
from flows.site_drafts import drafted_site
from flows.site_writing import checked_slug, site_path, write_site
from flows.survey_lines import survey_lines
from flows.surveys import PageReading, SurveyedSite, survey_site
from spiders.front_page import FrontPage
from spiders.site_config import SLUG, Site, SiteFileError, load_site
from spiders.surveys import ListFound
from tests.fault_server import FaultHost, answer, article, links, serving
from tests.survey_server import dutch, feed, robots

DAY = date(2026, 11, 29)
NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
PAGES = [f"/nieuws/een-twee-drie-{number}" for number in range(9)]
TEXTS = st.text(alphabet=st.characters(), max_size=60)
HOSTILE = 'x"\n[crawl]\nenabled = true\npermission = "yes" # \x00\u202e\ud800'


def bare_site(host: FaultHost) -> None:
    """No robots.txt, no sitemap, no feed; articles without a date or author."""
    host.routes["/"] = answer(links("/alles-over-gember", "/alles-over-kurkuma"))
    host.routes |= {path: answer(article(path)) for path in ("/alles-over-gember", "/alles-over-kurkuma")}


def indexed_site(host: FaultHost) -> None:
    """A sitemap index of packed sitemaps, and a Crawl-delay."""
    packed = gzip.compress(
        f"<urlset>{''.join(f'<url><loc>{host.origin}{path}</loc></url>' for path in PAGES)}</urlset>".encode()
    )
    index = f"<sitemapindex><sitemap><loc>{host.origin}/nieuws.xml.gz</loc></sitemap></sitemapindex>"
    host.routes |= {
        "/": answer(links(*PAGES[:2]).replace("lang='nl'", "")),
        "/robots.txt": robots(
            "User-agent: *", "Crawl-delay: 0.1", f"Sitemap: {host.origin}/index.xml", f"Sitemap: {host.origin}/weg.xml"
        ),
        "/index.xml": answer(index, Content_Type="text/xml"),
        "/nieuws.xml.gz": answer(packed, Content_Type="application/gzip"),
        **{path: answer(dutch(path)) for path in PAGES},
    }


def feed_site(host: FaultHost) -> None:
    """A feed alone, of pages that are no articles."""
    home = "<!doctype html><html lang='en'><title>World of Herbs</title><link rel=alternate type=application/rss+xml "
    host.routes |= {
        "/": answer(home + "href=/feed.xml><p>Welcome"),
        "/feed.xml": feed(f"{host.origin}/een-twee-drie", f"{host.origin}/vier-vijf-zes"),
        **{path: answer("<!doctype html><title>x</title><p>Kort.") for path in ("/een-twee-drie", "/vier-vijf-zes")},
    }


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SurveyedSite]:
    """Each of the sites, looked over once; two at a time."""
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        waiting = {}
        for make in (bare_site, indexed_site, feed_site):
            host = stack.enter_context(serving(FaultHost()))
            make(host)
            folder = DataFolder(tmp_path_factory.mktemp(make.__name__))
            waiting[make.__name__] = pool.submit(survey_site, host.origin, "site", folder, NOON, print, pages=3)
        return {name: survey.result() for name, survey in waiting.items()}


def read_back(text: str, folder: Path) -> Site:
    """The site that a text describes, by the reader of site files."""
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return load_site(path)


def test_without_sitemap_and_feed_the_home_page_is_where_a_crawl_starts(
    looked: dict[str, SurveyedSite], tmp_path: Path
) -> None:
    surveyed = looked["bare_site"]
    text = drafted_site(surveyed, DAY)
    site = read_back(text, tmp_path)
    assert site.crawl.start_pages == (surveyed.survey.homepage,) and not site.crawl.sitemaps and not site.crawl.feeds
    assert "no sitemap was found: new articles are found by the links on this page" in text
    assert site.expect.min_articles == 1 and site.expect.dated_share is None and site.expect.authored_share is None
    told = "\n".join(survey_lines(surveyed))
    assert "there is none: everything is allowed" in told and "none, and no feed" in told
    assert f"# 1. Read the terms of use (look for a link on {surveyed.survey.homepage})." in text


def test_of_an_index_only_the_index_is_written_and_a_broken_sitemap_is_not(
    looked: dict[str, SurveyedSite], tmp_path: Path
) -> None:
    surveyed = looked["indexed_site"]
    text = drafted_site(surveyed, DAY)
    site = read_back(text, tmp_path)
    assert [url.rpartition("/")[2] for url in site.crawl.sitemaps] == ["index.xml"] and not site.crawl.start_pages
    assert site.crawl.allow == ("^/nieuws/",) and site.crawl.delay_seconds == 2.0
    assert "# named by robots.txt" in text and "Crawl-delay in robots.txt: 0.1 seconds, which is kept anyway" in text
    assert site.languages == ("nl",) and "of the pages looked at: 3 nl" in text
    assert (site.expect.dated_share, site.expect.authored_share) == (0.8, 0.5)
    assert "/weg.xml: it answered 404" in "\n".join(survey_lines(surveyed))


def test_a_site_without_articles_is_written_with_what_was_seen(looked: dict[str, SurveyedSite], tmp_path: Path) -> None:
    surveyed = looked["feed_site"]
    text = drafted_site(surveyed, DAY)
    site = read_back(text, tmp_path)
    assert surveyed.articles == () and len(surveyed.pages) == 2
    assert len(site.crawl.feeds) == 1 and len(site.crawl.start_pages) == 1 and site.languages == ("en",)
    assert '["en"]  # as the home page says' in text and "[expect]" not in text
    assert site.name == "World of Herbs" and site.publisher_kind == "other"
    assert "0 of 2 pages looked at are articles" in "\n".join(survey_lines(surveyed))


def with_front(surveyed: SurveyedSite, **said: object) -> SurveyedSite:
    """The same look, of a site whose home page says something else."""
    assert isinstance(surveyed.survey.front, FrontPage)
    front = replace(surveyed.survey.front, **said)  # type: ignore[arg-type]
    return replace(surveyed, survey=replace(surveyed.survey, front=front))


def test_languages_are_those_of_the_pages_else_of_the_home_page_else_a_guess(
    looked: dict[str, SurveyedSite], tmp_path: Path
) -> None:
    surveyed = looked["indexed_site"]

    def drafted(language: str | None, *langs: str | None) -> tuple[tuple[str, ...], str]:
        pages = tuple(replace(surveyed.pages[0], lang=lang) for lang in langs)
        text = drafted_site(with_front(replace(surveyed, pages=pages), language=language), DAY)
        line = next(line for line in text.splitlines() if line.startswith("languages"))
        return read_back(text, tmp_path).languages, line

    assert drafted("en", "nl", "nl", "en", None)[0] == ("nl", "en")
    assert drafted("nl") == (("nl",), 'languages = ["nl"]  # as the home page says')
    assert drafted("pl")[0] == ("pl",) and "claimtrace has no words for it" in drafted("pl")[1]
    assert drafted(None, "pl")[0] == ("pl",)
    assert drafted(None) == (("en",), 'languages = ["en"]  # a guess: no page says')


def test_a_folder_whose_pages_are_no_articles_is_not_allowed_alone(
    looked: dict[str, SurveyedSite], tmp_path: Path
) -> None:
    surveyed = looked["indexed_site"]
    none = tuple(replace(page, outcome="not_article") for page in surveyed.pages)
    assert read_back(drafted_site(replace(surveyed, pages=none), DAY), tmp_path).crawl.allow == ()


def test_an_address_too_long_for_a_site_file_is_left_out(looked: dict[str, SurveyedSite], tmp_path: Path) -> None:
    surveyed = looked["indexed_site"]
    long = ListFound(url="http://127.0.0.1/" + "x" * 2000, kind="feed", named_by="the home page", page_count=1)
    crowded = replace(surveyed, survey=replace(surveyed.survey, lists=(*surveyed.survey.lists, long)))
    assert read_back(drafted_site(crowded, DAY), tmp_path).crawl.feeds == ()


@settings(max_examples=150, deadline=None)
@given(st.one_of(TEXTS, st.just(HOSTILE)), TEXTS, st.lists(TEXTS, max_size=3), st.one_of(st.none(), TEXTS))
def test_whatever_a_site_says_the_draft_is_a_site_file_that_enables_nothing(
    looked: dict[str, SurveyedSite],
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    why: str,
    terms: list[str],
    title: str | None,
) -> None:
    surveyed = looked["bare_site"]
    pages = tuple(replace(page, title=title, author=title, reason=why) for page in surveyed.pages)
    said = with_front(
        replace(surveyed, pages=pages), name=name or "-", name_from=why, terms=tuple(terms), publisher_why=why
    )
    text = drafted_site(said, DAY)
    site = read_back(text, tmp_path_factory.getbasetemp())
    assert (site.enabled, site.permission, site.local, site.contact) == (False, "", False, "")
    assert set(tomllib.loads(text)["crawl"]) == {"start_pages"} and site.homepage == surveyed.survey.homepage
    assert not any(char in line for line in survey_lines(said) for char in "\x1b\x00\u202e\n")


@given(st.one_of(TEXTS, st.sampled_from(["..", "../x", "a/b", "a\\b", "/etc/x", "a'; drop table x; --", "C:x", "~"])))
def test_a_slug_is_plain_and_its_file_lies_in_the_data_folder(slug: str) -> None:
    folder = DataFolder(Path("/nowhere/data"))
    try:
        chosen = checked_slug("https://a.example/", slug)
    except WrongUse:
        assert not SLUG.match(slug)
        return
    assert chosen == slug and site_path(folder, chosen).parent == folder.sites
    assert folder.survey_folder(chosen).parent.parent == folder.root and not set(chosen) & set("'\"; /\\.")


@given(st.one_of(TEXTS, TEXTS.map(lambda text: f"https://{text}/"), TEXTS.map(lambda text: f"{text}://x.example/")))
def test_the_slug_of_any_address_is_one_or_is_refused(url: str) -> None:
    try:
        assert SLUG.match(checked_slug(url, None))
    except WrongUse as error:
        assert str(error)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    good = 'name = "A"\nhomepage = "https://a.example/"\nlanguages = ["nl"]\n'
    path, drafts = tmp_path / "sites" / "a.toml", tmp_path / "drafts"
    drafts.mkdir()
    with pytest.raises(SiteFileError):
        write_site(path, "name = 1\n", drafts, overwrite=False)
    assert not path.exists()
    write_site(path, good, drafts, overwrite=False)
    with pytest.raises(CommandFailed, match="--overwrite"):
        write_site(path, good.replace("A", "B"), drafts, overwrite=False)
    assert path.read_text(encoding="utf-8") == good
    write_site(path, good.replace("A", "B"), drafts, overwrite=True)
    assert load_site(path).name == "B" and [one.name for one in path.parent.iterdir()] == ["a.toml"]


def test_what_a_page_says_moves_no_cursor(looked: dict[str, SurveyedSite]) -> None:
    page = PageReading(url="https://a.example/\x1b[2J", named_by="link", outcome="error", reason="\x1b]0;x\x07\r\n")
    told = "\n".join(survey_lines(replace(looked["bare_site"], pages=(page,))))
    assert "\x1b" not in told and "\x07" not in told and "\r" not in told
