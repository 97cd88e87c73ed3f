import os
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from flows.sql_assets import cache_folder
from reports.report import build_report
from tests.hostile_articles import hostile_run
from tests.published_files import publish_articles
from tests.sourced_articles import publish_sourced

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (on Debian: apt-get install chromium)"),
]

TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(e => e.tagName + '.' + (e.getAttribute('class') || ''))"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return build_report(publish_articles(folder, *hostile_run()), folder / "report").path.parent


@pytest.fixture(scope="module")
def sourced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sourced")
    return build_report(publish_sourced(folder), folder / "report").path.parent


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


class Visit:
    """A tab that keeps what went wrong in it: console messages, exceptions, dialogs, and every address asked for."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path, place=""):
        self.page.goto(path.as_uri() + place)
        return self.page


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def visit(browser, request):
    width, scheme = request.param
    made = Visit(browser, viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield made
    made.context.close()


@pytest.mark.fault("F44")
@pytest.mark.parametrize("run", ["report", "sourced"])
def test_every_page_opens_from_disk_without_a_complaint_a_script_or_a_request(request, run, visit):
    for path in sorted(request.getfixturevalue(run).rglob("*.html")):
        if path.name == "weekly.html":  # a mail, which has its styles in its tags and no policy
            continue
        page = visit.open(path)
        assert visit.said == [], path
        assert page.evaluate("document.documentElement.dataset.hacked") is None, path
        is_search = path.parent.name == "search"
        assert page.evaluate("document.scripts.length + document.images.length") == is_search, path
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TOO_WIDE) == [], (path, width)
        assert page.evaluate("document.styleSheets.length") == 1
    assert {url.partition(":")[0] for url in visit.asked} <= {"file", "data"}


def test_the_look_arrives(report, visit):
    page = visit.open(report / "index.html")
    assert "serif" in page.evaluate("getComputedStyle(document.body).fontFamily")
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    red = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert red < 60 if dark else red > 200


def test_the_headline_is_read_without_scrolling(report, visit):
    page = visit.open(report / "index.html")
    box = page.locator("h1 strong").bounding_box()
    assert page.locator("h1 strong").inner_text() == "84.2\u00a0%"
    assert box["y"] + box["height"] < 400
    assert box["height"] > 30


def test_claims_are_seen_in_the_text_by_colour_and_by_line(report, visit):
    page = visit.open(_full_example(report))
    styles = page.evaluate(
        """[...document.querySelectorAll('.text mark.claim')].slice(0, 3).map(e => {
        const s = getComputedStyle(e); return [s.backgroundColor, s.textDecorationStyle, e.checkVisibility()]})"""
    )
    assert [line for _, line, _ in styles] == ["solid", "dotted", "wavy"]  # traceable, vague, none
    assert len({colour for colour, _, _ in styles}) == 3
    assert all(seen for _, _, seen in styles)


def test_a_claims_number_leads_to_its_card_and_back(report, visit):
    page = visit.open(_full_example(report))
    page.locator("a.claim-number[href='#claim-2']").click()
    card = page.locator("#claim-2")
    assert page.evaluate("document.querySelector(':target').id") == "claim-2"
    assert 0 <= card.bounding_box()["y"] < 800
    card.locator("a.back").click()
    assert page.evaluate("document.querySelector(':target').id") == "in-text-claim-2"
    assert 0 <= page.locator("#in-text-claim-2").bounding_box()["y"] < 800


def test_text_is_told_from_its_ground(report, visit):
    # WCAG 2.2, success criterion 1.4.3: body text has a contrast of at least 4.5 to 1
    page = visit.open(_full_example(report))
    luminance = """(css) => { const v = getComputedStyle(document.querySelector(css));
        const l = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
            .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
        const lum = (c) => { const [r, g, b] = l(c); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
        const [a, b] = [lum(v.color), lum(getComputedStyle(document.body).backgroundColor)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }"""
    for css in (".text p", ".basis", ".small", ".card-head span", ".out", "summary", ".claim-number"):
        assert page.evaluate(luminance, css) >= 4.5, css


CONTRASTS = """(css) => {
    const l = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
        .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    const lum = (c) => { const [r, g, b] = l(c); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
    const ground = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
        if (!c.match(/, 0\\)$|transparent/)) return c }; return 'rgb(255, 255, 255)' };
    return [...document.querySelectorAll(css)].map(e => { const s = getComputedStyle(e);
        const [a, b] = [lum(s.color), lum(ground(e))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) }) }"""


def test_what_is_said_of_sources_is_told_from_its_ground(sourced, visit):
    seen = set()
    styles = (".flag", ".flag.strong", ".rests-on", ".ladder li", ".rung-count", ".notices b", ".timing", ".facts dt")
    for path in sorted(sourced.rglob("*.html")):
        page = visit.open(path)
        for css in (*styles, ".facts dd", ".note", ".claim-link", ".source-list .tally"):
            contrasts = page.evaluate(CONTRASTS, css)
            assert all(contrast >= 4.5 for contrast in contrasts), (path, css, contrasts)
            seen |= {css} if contrasts else set()
    assert seen >= set(styles)


def test_the_ladder_is_drawn_to_its_figures(sourced, visit):
    page = visit.open(
        next(
            path
            for path in (sourced / "articles").glob("*.html")
            if "Ginger for all" in path.read_text() and path.stem != "index"
        )
    )
    drawn = page.evaluate(
        """[...document.querySelectorAll('.ladder li')].map(e => [Number(e.querySelector('b').innerText),
        e.querySelector('.rung-fill').getBoundingClientRect().width / e.querySelector('.track')
        .getBoundingClientRect().width, e.querySelector('.track').getBoundingClientRect().width])"""
    )
    claims = sum(count for count, _, _ in drawn)
    assert claims == 6
    for count, share, width in drawn:
        assert share == pytest.approx(count / claims, abs=0.02)
        assert width > 40


def test_a_retracted_source_is_seen_and_leads_on(sourced, visit):
    page = visit.open(
        next(
            path
            for path in (sourced / "articles").glob("*.html")
            if "Ginger for all" in path.read_text() and path.stem != "index"
        )
    )
    strong = page.locator(".notices li.strong")
    assert strong.bounding_box()["y"] < page.locator("article.text").bounding_box()["y"]
    strong.locator("a").click()
    assert page.evaluate("document.querySelector(':target').id") == "source-1"
    page.locator("#source-1 a", has_text="Its own page").click()
    assert "Ginger and colds" in page.locator("h1").inner_text()
    page.locator(".claim-link").first.click()
    assert page.evaluate("document.querySelector(':target').id") == "claim-1"


def test_the_report_prints_with_all_cards(report, browser, tmp_path):
    visit = Visit(browser)
    page = visit.open(_full_example(report))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.cards')).overflowY") == "visible"
    assert len(page.pdf()) > 10_000
    visit.context.close()


def _full_example(report: Path) -> Path:
    return next(path for path in (report / "articles").iterdir() if "Ginger relieves" in path.read_text("utf-8"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The hostile report on a server, with DuckDB-WASM where it is in the cache: nothing is fetched for a test."""
    assets = cache_folder()
    folder = tmp_path_factory.mktemp("served")
    has_sql = assets.is_dir()
    build_report(
        publish_articles(folder, *hostile_run()), folder / "report", languages=["en", "nl"],
        sql_assets=assets if has_sql else None,
    )  # fmt: skip
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder / "report")))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", has_sql
    server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *told):
        pass


def test_a_claim_is_found_by_its_words_from_disk_and_leads_to_its_sentence(report, visit):
    page = visit.open(report / "search" / "index.html")
    page.fill("#search-words", "onderzoek onclick")
    page.locator("#search-found li").first.wait_for()
    assert 'Onderzoek" onclick="' in page.inner_text("#search-found")
    assert page.locator("#search-found script, #search-found img").count() == 0
    page.fill("#search-words", "ginger relie")  # the last word may be unfinished
    page.locator("#search-found li", has_text="Ginger relieves").wait_for()
    page.locator("#search-found a", has_text="Ginger relieves").click()
    assert "Ginger relieves nausea" in page.inner_text("main")
    assert visit.said == []
    assert page.evaluate("document.documentElement.dataset.hacked") is None


def test_nothing_found_is_said(report, visit):
    page = visit.open(report / "search" / "index.html")
    page.fill("#search-words", "zzzz")
    page.locator("#search-told", has_text="Nothing was found").wait_for()


def test_the_keyboard_walks_the_parts_of_the_report_in_their_order(report, visit):
    page = visit.open(report / "index.html")
    walked = []
    for _ in range(11):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.innerText"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", walked[-1]
    assert walked[0] == "To the content"
    assert walked[2:] == [
        "Overview", "Topics", "Claims", "Sites", "Sources", "Articles", "Methods", "Data", "Search",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html")


def test_sql_is_answered_in_the_browser(served, visit):
    address, has_sql = served
    if not has_sql:
        pytest.skip("DuckDB-WASM is not in the cache: claimtrace report --with-sql fetches it")
    page = visit.page
    page.goto(f"{address}ask/index.html")
    page.locator("#ask-told", has_text="Ready").wait_for(timeout=120_000)
    page.fill("#ask-sql", "select count(*) as n, '<img src=x onerror=alert(1)>' as html from claims")
    page.click("#ask button")
    page.locator("#ask-told", has_text="1 rows").wait_for(timeout=60_000)
    assert page.inner_text("#ask-answer td >> nth=0") == "19"
    assert page.locator("#ask-answer img").count() == 0
    assert visit.said == []
    page.fill("#ask-sql", "select from nothing")
    page.click("#ask button")
    page.locator("#ask-told", has_text="That did not work").wait_for()
    assert all("Parser Error" in told for told in visit.said)  # DuckDB itself logs it
    assert {url.split("/")[2] for url in visit.asked if url.startswith("http")} == {address.split("/")[2]}


def test_from_disk_the_page_that_asks_says_what_cannot_be(report, visit):
    page = visit.open(report / "ask" / "index.html")
    assert "DuckDB was left out of this report" in page.inner_text("main")


AXE = os.environ.get("AXE_CORE")  # the path of axe.min.js (npm pack axe-core)


@pytest.mark.skipif(AXE is None, reason="AXE_CORE names no axe.min.js (npm pack axe-core, then package/axe.min.js)")
@pytest.mark.parametrize("run", ["report", "sourced"])
def test_axe_finds_nothing_serious(request, run, browser):
    root = request.getfixturevalue(run)
    seen = Visit(browser, bypass_csp=True, viewport={"width": 1280, "height": 900})
    for folder in ("", "topics", "claims", "sites", "sources", "articles", "methods", "data", "search", "ask"):
        for path in sorted((root / folder).glob("*.html"))[:3]:
            if path.name == "weekly.html":
                continue
            page = seen.open(path)
            page.add_script_tag(path=AXE)
            found = page.evaluate("async () => (await axe.run()).violations")
            serious = [
                (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in {"serious", "critical"}
            ]
            assert serious == [], path
    seen.context.close()


def test_a_chart_is_seen_at_every_width(demo_run, visit):
    report, seen = demo_run.data / "report", 0
    for path in [report / "index.html", *sorted((report / "sites").glob("*.html"))]:
        page = visit.open(path)
        for holder in page.query_selector_all(":has(> svg.chart.wide)"):
            shown = holder.evaluate(
                "e => [...e.querySelectorAll(':scope > svg.chart')].filter(c => c.checkVisibility()).length"
            )
            assert shown == 1, path
            seen += 1
    assert seen > 1
