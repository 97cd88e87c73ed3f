"""The demo sites over real HTTP: whole pages, working links, conditional requests, and the promised second day."""

import gzip
import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from lxml import etree

from flows.demo.__main__ import main
from flows.demo.page_files import PageFileError, page_files
from flows.demo.resources import SITES, site_slugs
from flows.demo.server import DemoServer
from flows.demo.shells import ShellError, SiteManner, page_html

BLOG, PAPER, BODY = "gezondgloed", "healthledger", "publichealthdesk"
NO_DATE = "/huid/zink-tegen-puistjes/"
BROKEN_JSONLD = "/slaap/blauw-licht-en-slaap/"
OLD_ENCODING = "/voeding/probiotica-en-je-darmen/"
# Addresses that are linked and answer 404 or 410, by day; every other internal link must lead to a page.
DEAD_LINKS = {
    1: {(BLOG, "/slaap/slaapthee-getest/")},
    2: {
        (BLOG, "/slaap/slaapthee-getest/"),
        (BLOG, "/voeding/detox-in-drie-dagen/"),
        (PAPER, "/medicine/weekend-hospital-effect"),
    },
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(ports=(0, 0, 0)) as running:
        yield running


@pytest.fixture(autouse=True)
def first_day(server: DemoServer) -> None:
    server.set_day(1)


def crawled(server: DemoServer, slug: str) -> dict[str, Answer]:
    """Every internal address that links, sitemaps and feed lead to, redirects included, by path."""
    origin = server.origins[slug]
    waiting, seen = ["/", *listed(server, slug)], {}
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen[path] = answer = ask(origin + path)
        if answer.status == 301:
            waiting.append(answer.headers["location"])
        elif answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
            for _, _, link, _ in lxml.html.fromstring(answer.body).iterlinks():
                parts = urlsplit(urljoin(origin + path, link))
                if f"{parts.scheme}://{parts.netloc}" == origin:
                    waiting.append(parts.path or "/")
    return seen


def listed(server: DemoServer, slug: str) -> list[str]:
    """The paths that the site's robots.txt leads to through its sitemap, and those of its feed."""
    origin = server.origins[slug]
    robots = ask(f"{origin}/robots.txt").body.decode()
    waiting, paths = re.findall(r"^Sitemap: (\S+)$", robots, re.MULTILINE), []
    assert waiting, f"{slug} names no sitemap"
    while waiting:
        body = ask(waiting.pop()).body
        tree = etree.fromstring(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
        places = [element.text or "" for element in tree.iter("{*}loc")]
        if tree.tag.endswith("sitemapindex"):
            waiting += places
        else:
            paths += [urlsplit(place).path for place in places]
    feed = ask(f"{origin}/feed.xml")
    if feed.status == 200:
        paths += [
            urlsplit(element.text or "").path for element in etree.fromstring(feed.body).iterfind("channel/item/link")
        ]
    return paths


def article_paths(slug: str, day: int = 1) -> list[str]:
    pages = page_files(SITES / slug, day, "en").values()
    return [f"{page.path}/" if slug == BLOG else page.path for page in pages if page.is_article]


def json_ld(tree: lxml.html.HtmlElement) -> dict[str, object]:
    found = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
    return found["@graph"][1] if "@graph" in found else found


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("slug", site_slugs())
def test_every_internal_link_leads_to_a_page_except_the_intended(server: DemoServer, slug: str, day: int) -> None:
    server.set_day(day)
    answers = crawled(server, slug)
    dead = {(slug, path) for path, answer in answers.items() if answer.status in (404, 410)}
    assert dead == {(site, path) for site, path in DEAD_LINKS[day] if site == slug}
    assert {answer.status for answer in answers.values()} <= {200, 301, 404, 410}
    assert 301 in {answer.status for answer in answers.values()}
    assert len(answers) > 15


def test_at_least_24_articles_in_two_languages_over_ten_weeks(server: DemoServer) -> None:
    languages, dates = [], []
    for slug in site_slugs():
        for path in article_paths(slug):
            tree = lxml.html.fromstring(ask(server.origins[slug] + path).body)
            languages.append((tree.get("lang") or "")[:2])
            dates += [date.fromisoformat(text[:10]) for text in tree.xpath("(//article//time)[1]/@datetime")]
    assert languages.count("nl") >= 12
    assert languages.count("en") >= 12
    assert languages.count("de") == 1
    weeks = {moment.isocalendar()[:2] for moment in dates}
    assert len(weeks) >= 10
    assert min(dates) > date(2026, 9, 1)
    assert max(dates) < date(2026, 11, 18)


@pytest.mark.parametrize("slug", site_slugs())
def test_every_article_is_a_whole_page(server: DemoServer, slug: str) -> None:
    for path in article_paths(slug):
        url = server.origins[slug] + path
        answer = ask(url)
        tree = lxml.html.fromstring(answer.body)
        assert answer.status == 200
        assert tree.xpath("string(//link[@rel='canonical']/@href)") == url
        assert tree.xpath("string(//meta[@property='og:title']/@content)") == tree.xpath(
            "normalize-space(//article//h1)"
        )
        assert tree.xpath("//nav[contains(@class, 'breadcrumb')]"), path
        assert tree.xpath("//*[contains(., 'cookie')]"), path
        assert tree.xpath("//footer"), path
        assert b"$" not in answer.body, f"{path}: a placeholder was left"
        if path not in ("/en/service-notice", "/de/haendewaschen"):
            words = tree.xpath("string(//article)").split()
            assert 250 <= len(words) <= 700, f"{path}: {len(words)} words"
            assert tree.xpath("//article//h2"), path


@pytest.mark.parametrize("slug", site_slugs())
def test_structured_data_parses_and_agrees_with_the_page(server: DemoServer, slug: str) -> None:
    kinds = {BLOG: "BlogPosting", PAPER: "NewsArticle", BODY: "MedicalWebPage"}
    for path in article_paths(slug):
        tree = lxml.html.fromstring(ask(server.origins[slug] + path).body)
        if path == BROKEN_JSONLD:
            with pytest.raises(json.JSONDecodeError):
                json_ld(tree)
            continue
        data = json_ld(tree)
        assert data["@type"] == kinds[slug]
        if path == NO_DATE:
            assert "datePublished" not in data
            assert not tree.xpath("//time | //meta[contains(@property, '_time')] | //*[@class='author']")
            continue
        published = datetime.fromisoformat(str(data["datePublished"]))
        assert published <= datetime.fromisoformat(str(data["dateModified"]))
        assert tree.xpath("string((//article//time)[1]/@datetime)") == data["datePublished"]
        if slug == BODY and path != "/en/service-notice":
            assert date.fromisoformat(str(data["lastReviewed"])) <= date(2026, 11, 20)


def test_commercial_blog_promises_sources_and_gives_none(server: DemoServer) -> None:
    bodies = {p: lxml.html.fromstring(ask(server.origins[BLOG] + p).body) for p in article_paths(BLOG)}
    text = " ".join(tree.xpath("string(//article)") for tree in bodies.values())
    for phrase in (
        "wetenschappelijk bewezen",
        "Experts zeggen",
        "Uit onderzoek blijkt",
        "nieuwsbrief",
        "commissie",
        "gesponsord",
        "tv-programma",
    ):
        assert phrase in text
    headings = [
        p
        for p, tree in bodies.items()
        if tree.xpath("//article//*[self::h2 or self::h3 or self::strong][starts-with(., 'Bron')]")
    ]
    assert len(headings) >= 6
    assert not any("doi.org" in link for tree in bodies.values() for link in tree.xpath("//article//a/@href"))


def test_serious_sites_cite_what_can_be_opened(server: DemoServer) -> None:
    for slug in (PAPER, BODY):
        for path in article_paths(slug):
            body = ask(server.origins[slug] + path).body.decode()
            for doi in re.findall(r"10\.\d{4,9}/[^\s<\"]+", body):
                assert re.match(r"10\.(5555|1002|1016|1056|1136|1371|7326)/", doi), f"{path}: {doi}"
            if slug == BODY and path not in ("/en/service-notice", "/de/haendewaschen"):
                assert re.search(r"10\.\d{4}/|who\.int", body), path


def test_one_article_has_several_addresses_and_one_canonical(server: DemoServer) -> None:
    origin = server.origins[BLOG]
    own = f"{origin}/slaap/magnesium-voor-het-slapen/"
    others = [
        own[:-1],
        f"{own}?utm_source=mail&utm_medium=x",
        f"{origin}/amp/magnesium-voor-het-slapen/",
        f"{origin}/druk/magnesium-voor-het-slapen/",
    ]
    assert {ask(url).body for url in others} == {ask(own).body}
    moved = ask(f"{origin}/magnesium-voor-het-slapen/")
    assert (moved.status, moved.headers["location"]) == (301, "/slaap/magnesium-voor-het-slapen/")
    assert "Disallow: /druk/" in ask(f"{origin}/robots.txt").body.decode()


def test_old_encoding_is_named_in_the_head_alone(server: DemoServer) -> None:
    answer = ask(server.origins[BLOG] + OLD_ENCODING)
    assert answer.headers["content-type"] == "text/html"
    assert b'<meta charset="windows-1252">' in answer.body
    assert "zo’n honderdduizend miljard" in answer.body.decode("windows-1252")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


def test_pdf_is_a_pdf(server: DemoServer) -> None:
    answer = ask(f"{server.origins[BODY]}/media/beweegwijzer.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-")
    table = int(re.findall(rb"startxref\n(\d+)", answer.body)[0])
    assert answer.body[table:].startswith(b"xref")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", answer.body), start=1):
        assert answer.body[int(offset) :].startswith(b"%d 0 obj" % number)


def test_conditional_requests_are_answered_304(server: DemoServer) -> None:
    url = f"{server.origins[PAPER]}/sleep/seven-hours"
    first = ask(url)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    again = ask(url, {"If-None-Match": f'"other", {etag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert ask(url, {"If-None-Match": '"other"', "If-Modified-Since": modified}).status == 200
    assert ask(url, {"If-Modified-Since": modified}).status == 304
    earlier = parsedate_to_datetime(modified) - timedelta(days=1)
    assert ask(url, {"If-Modified-Since": earlier.strftime("%a, %d %b %Y %H:%M:%S GMT")}).status == 200
    assert ask(url, {"If-Modified-Since": "yesterday"}).status == 200
    assert parsedate_to_datetime(modified) == datetime(2026, 9, 17, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("accepted", "zipped"), [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("", False)]
)
def test_pages_are_zipped_when_asked(server: DemoServer, accepted: str, zipped: bool) -> None:
    url = f"{server.origins[PAPER]}/sleep/seven-hours"
    answer = ask(url, {"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is zipped
    assert (gzip.decompress(answer.body) if zipped else answer.body) == ask(url).body


def test_head_has_the_headers_and_no_body(server: DemoServer) -> None:
    url = f"{server.origins[BODY]}/en/common-cold"
    whole, head = ask(url), ask(url, method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "path",
    ["/../site.toml", "/%2e%2e/%2e%2e/server.py", "/..%2froutes.toml", "/day1/index.html", "//etc/passwd", "/%00"],
)
def test_nothing_but_the_site_is_served(server: DemoServer, path: str) -> None:
    assert ask(server.origins[BLOG] + path).status == 404


def test_second_day_differs_as_promised(server: DemoServer) -> None:
    first = {(slug, path): ask(server.origins[slug] + path) for slug in site_slugs() for path in article_paths(slug)}
    server.set_day(2)
    second = {
        key: ask(server.origins[key[0]] + key[1], {"If-None-Match": answer.headers["etag"]})
        for key, answer in first.items()
    }
    changed = {key: answer.status for key, answer in second.items() if answer.status != 304}
    assert changed == {
        (BLOG, "/huid/collageen-voor-je-huid/"): 200,
        (BLOG, "/voeding/detox-in-drie-dagen/"): 410,
        (PAPER, "/nutrition/coffee-heart-rhythm"): 200,
        (PAPER, "/medicine/tinnitus-supplements"): 200,
        (PAPER, "/nutrition/walking-after-meals"): 200,
        (PAPER, "/medicine/weekend-hospital-effect"): 404,
        (BODY, "/nl/vitamine-d"): 200,
        (BODY, "/en/antibiotics"): 301,
    }
    for slug, path in (
        (BLOG, "/voeding/gember-tegen-verkoudheid/"),
        (PAPER, "/medicine/knee-exercise"),
        (BODY, "/nl/vallen-voorkomen"),
    ):
        assert ask(server.origins[slug] + path).status == 200
        assert path in listed(server, slug)
    server.set_day(1)
    assert ask(f"{server.origins[PAPER]}/medicine/knee-exercise").status == 404


def test_second_day_edits_say_what_they_should(server: DemoServer) -> None:
    def both_days(slug: str, path: str) -> tuple[str, str]:
        texts = []
        for day in (1, 2):
            server.set_day(day)
            texts.append(ask(server.origins[slug] + path).body.decode())
        return texts[0], texts[1]

    before, after = both_days(BLOG, "/huid/collageen-voor-je-huid/")
    assert "Collageen drinken vermindert rimpels" in before
    assert "Collageen drinken kan mogelijk helpen" in after
    before, after = both_days(PAPER, "/nutrition/coffee-heart-rhythm")
    assert (before.count("doi.org"), after.count("doi.org")) == (0, 1)
    before, after = both_days(PAPER, "/medicine/tinnitus-supplements")
    assert (before.count("doi.org"), after.count("doi.org")) == (1, 0)
    before, after = both_days(PAPER, "/nutrition/walking-after-meals")
    words = [" ".join(lxml.html.fromstring(html).xpath("string(//article)").split()) for html in (before, after)]
    assert before != after
    assert words[0] == words[1], "a cosmetic change has the same words"


def test_site_files_name_the_running_addresses(server: DemoServer, tmp_path: Path) -> None:
    from spiders.site_config import load_site, site_files

    server.write_site_files(tmp_path / "sites")
    files = site_files([tmp_path / "sites"])
    assert sorted(files) == site_slugs()
    for slug, file in files.items():
        site = load_site(file)
        assert site.homepage == f"{server.origins[slug]}/"
        for address in (*site.crawl.sitemaps, *site.crawl.feeds, *site.crawl.start_pages):
            assert ask(address).status == 200, address


def test_taken_port_is_replaced(server: DemoServer) -> None:
    taken = int(server.origins[BLOG].rpartition(":")[2])
    with DemoServer(ports=(taken, 0, 0)) as other:
        assert other.origins[BLOG] != server.origins[BLOG]
        assert ask(f"{other.origins[BLOG]}/").status == 200


def test_no_third_day(server: DemoServer) -> None:
    with pytest.raises(ValueError, match="days"):
        server.set_day(3)


def test_wrong_use_of_the_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["3"]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<p>No front matter.</p>", "front matter"),
        ("+++\ntitle = \n+++\n", "not TOML"),
        ('+++\ntitle = "T"\ndescription = "D"\ncolour = "red"\n+++\n', "colour"),
        ('+++\ntitle = "T"\n+++\n', "description"),
    ],
)
def test_faulty_page_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "day1").mkdir()
    (tmp_path / "day1" / "page.html").write_text(text)
    with pytest.raises(PageFileError, match=complaint) as caught:
        page_files(tmp_path, 1, "en")
    assert "page.html" in str(caught.value)


def test_shell_with_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "day1").mkdir()
    (tmp_path / "day1" / "page.html").write_text('+++\ntitle = "</script>"\ndescription = "D"\n+++\n')
    pages = page_files(tmp_path, 1, "en")
    manner = SiteManner(origin="http://x", slash="", date_format="%d", article_type="Article", card_query="")
    with pytest.raises(ShellError, match="titel"):
        page_html(pages["/page"], "<h1>$titel</h1>\n", pages, manner)
    assert (
        page_html(pages["/page"], "$title $title_json\n$published\n", pages, manner)
        == '&lt;/script&gt; "<\\/script>"\n'
    )


def test_lists_are_no_articles(server: DemoServer) -> None:
    tree = lxml.html.fromstring(ask(f"{server.origins[PAPER]}/medicine").body)
    assert tree.xpath("string(//meta[@property='og:type']/@content)") == "website"
    assert json_ld(tree)["@type"] == "WebPage"
    assert [link.split("?")[0] for link in tree.xpath("//article[@class='card']/h2/a/@href")] == [
        "/medicine/night-cramps",
        "/medicine/tinnitus-supplements",
        "/medicine/weekend-hospital-effect",
        "/medicine/statins-muscle-pain",
    ]
    assert not tree.xpath("//*[@class='share']")
