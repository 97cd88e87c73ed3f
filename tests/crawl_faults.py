"""Every fault of the crawled web that a test reproduces: what the server does, and what must become of the address.

docs/crawling.md's table is written from these rows (`python -m tests.crawl_faults`), and tests/test_crawl_faults.py
crawls a site that has them all.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.fault_server import (
    Route,
    answer,
    article,
    bomb,
    cut_short,
    drip,
    endless,
    garbage,
    hang_up,
    in_turn,
    links,
    moved,
    retry_at_date,
    silent,
)  # fmt: skip

DOCS = Path(__file__).parents[1] / "docs" / "crawling.md"
START, END = "<!-- faults: written by python -m tests.crawl_faults -->", "<!-- end of faults -->"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault: `id` in the list of faults, what the server does in words, and the outcome of `path` with its reason.

    `reason` is a part of it. `asked` is how often `path` may be asked for; `never` are paths that must not be. `host`
    groups the faults that need a server of their own.
    """

    id: str
    does: str
    path: str
    outcome: str
    reason: str = ""
    routes: Mapping[str, Route] = field(default_factory=dict)
    asked: int | None = 1
    never: tuple[str, ...] = ()
    host: str = "main"


def page(fault_id: str, does: str, path: str, route: Route, outcome: str, reason: str = "", **more: object) -> Fault:
    """A fault of one page on the main host."""
    return Fault(id=fault_id, does=does, path=path, routes={path: route}, outcome=outcome, reason=reason, **more)  # type: ignore[arg-type]


PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 200
CONSENT = "<!doctype html><title>DPG Media Privacy Gate</title><body><h1>Wij geven om jouw privacy</h1><p>Akkoord</p>"
CHALLENGE = (
    "<!doctype html><title>Just a moment...</title><body><div id='cf-wrapper'>Checking your browser before accessing"
    "</div><script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body>"
)
LOGIN = "<!doctype html><title>Inloggen</title><form><input name=u><input type=password name=p></form>"
SOFT_404 = (
    "<!doctype html><title>Pagina niet gevonden</title><h1>Pagina niet gevonden</h1><p>Deze pagina is er niet.</p>"
)

FAULTS = (
    # F14, F15: a site that is busy or down
    page("F14", "429 with Retry-After in seconds, then the page", "/retry-seconds",
         in_turn(answer(status=429, Retry_After="1"), answer(article())), "article", asked=2),
    page("F14", "429 with Retry-After as a date, then the page", "/retry-date",
         in_turn(retry_at_date(2), answer(article())), "article", asked=2),
    page("F14", "429 that asks for an hour: come back another day", "/retry-hour",
         answer(status=429, Retry_After="3600"), "blocked", "status 429", host="busy"),
    page("F15", "503 once, then the page", "/unavailable-once",
         in_turn(answer(status=503), answer(article())), "article", asked=2),
    page("F15", "500 each time", "/broken", answer(status=500), "error", "status 500", asked=3),
    # F16: robots.txt, a host each
    page("F16", "robots.txt disallows the page", "/", answer(article()), "robots", "robots.txt disallows it",
         asked=0, host="robots: User-agent: *\nDisallow: /"),
    page("F16", "robots.txt answers 404", "/", answer(article()), "not_article", "home page", host="robots 404"),
    page("F16", "robots.txt answers 503", "/", answer(article()), "robots", "answered 503", asked=0, host="robots 503"),
    page("F16", "robots.txt answers 429", "/", answer(article()), "robots", "answered 429", asked=0, host="robots 429"),
    page("F16", "robots.txt does not answer in time", "/", answer(article()), "robots", "cannot be fetched",
         asked=0, host="robots silent"),
    page("F16", "robots.txt is a web page", "/", answer(article()), "not_article", "home page", host="robots html"),
    page("F16", "robots.txt has a byte order mark", "/", answer(article()), "robots", "robots.txt disallows it",
         asked=0, host="robots bom"),
    page("F16", "robots.txt has 600 kB, the rule within the first 500", "/", answer(article()), "robots",
         "robots.txt disallows it", asked=0, host="robots large"),
    page("F16", "robots.txt redirects once", "/", answer(article()), "robots", "robots.txt disallows it",
         asked=0, host="robots moved"),
    page("F16", "robots.txt redirects in a circle: as if there were none", "/", answer(article()), "not_article",
         "home page", host="robots circle"),
    page("F16", "robots.txt asks for an hour between two requests", "/", answer(article()), "robots", "too slow",
         asked=0, host="robots: User-agent: *\nCrawl-delay: 3600"),
    # F18: what pages ask of crawlers
    page("F18", "X-Robots-Tag: noarchive", "/noarchive", answer(article(), X_Robots_Tag="noarchive"), "opted_out",
         "noarchive"),
    page("F18", "meta robots noindex", "/noindex", answer(article(head="<meta name=robots content=noindex>")),
         "opted_out", "noindex"),
    page("F18", "tdm-reservation: 1 as a header", "/tdm-header", answer(article(), TDM_Reservation="1"), "opted_out",
         "TDM reservation"),
    page("F18", "tdm-reservation as a meta", "/tdm-meta",
         answer(article(head="<meta name='tdm-reservation' content='1'>")), "opted_out", "TDM reservation"),
    Fault(id="F18", does="tdmrep.json reserves a folder", path="/reserved/page", outcome="opted_out",
          reason="TDM reservation", routes={
              "/.well-known/tdmrep.json": answer('[{"location": "/reserved/*", "tdm-reservation": 1}]'),
              "/reserved/page": answer(article())}, host="answers everything"),
    Fault(id="F18", does="meta robots nofollow: the page is kept, its links are not followed", path="/nofollow",
          outcome="article", never=("/only-behind-nofollow",),
          routes={"/nofollow": answer(article(head="<meta name=robots content=nofollow>",
                                              body="<a href=/only-behind-nofollow>verder</a>")),
                  "/only-behind-nofollow": answer(article())}),
    # F19, F20: where a crawler must not go
    page("F19", "redirects to a cloud machine's credentials", "/to-metadata", moved("http://169.254.169.254/latest"),
         "redirected"),
    page("F19", "redirects to 10.0.0.1 as a number", "/to-number", moved("http://167772161/"), "redirected"),
    page("F19", "redirects to IPv4 inside IPv6", "/to-mapped", moved("http://[::ffff:10.0.0.1]/"), "redirected"),
    page("F20", "redirects to file:", "/to-file", moved("file:///etc/hostname"), "redirected"),
    page("F20", "redirects to data:", "/to-data", moved("data:text/html,<p>x"), "redirected"),
    page("F20", "redirects to ftp:", "/to-ftp", moved("ftp://127.0.0.1/x"), "redirected"),
    page("F20", "redirects to half an address", "/to-half", moved("http://[half"), "redirected"),
    page("F20", "redirects to a port that cannot be", "/to-port", moved("http://a.example:99999/"), "redirected"),
    # F21, F22: redirects without end, and off the site
    Fault(id="F21", does="redirects in a circle", path="/circle-a", outcome="redirected",
          routes={"/circle-a": moved("/circle-b"), "/circle-b": moved("/circle-a")}),
    Fault(id="F21", does="redirects twenty times in a row", path="/hop6", outcome="error", reason="redirects in a row",
          asked=0, routes={f"/hop{n}": moved(f"/hop{n + 1}") for n in range(20)}),
    page("F22", "redirects to another site", "/leaves", moved("https://other.example/"), "redirected"),
    # F23, F24: bodies without end, and bombs
    page("F23", "a body of more than 20 MiB", "/huge", answer(bytes(21 * 2**20)), "error", "larger than the limit"),
    page("F23", "a chunked body without end", "/endless", endless, "error", "larger than the limit"),
    page("F23", "a slow loris: a byte now and then", "/drip", drip, "error", "took too long", asked=None),
    page("F23", "no answer in time", "/silent", silent(), "error", "took too long", asked=None),
    page("F23", "a body that ends before its length", "/cut-short", cut_short, "error", "broke before the end",
         asked=None),
    page("F23", "hangs up without an answer", "/hang-up", hang_up, "error", asked=None),
    page("F23", "answers with what is no HTTP", "/garbage", garbage, "error", asked=None),
    *(page("F24", f"a {encoding} bomb", f"/bomb-{encoding.replace(', ', '-')}", bomb(encoding), "error", "more than")
      for encoding in ("gzip", "deflate", "br", "zstd", "gzip, gzip")),
    # F26-F28: markup, characters, types
    page("F26", "500 levels of divs and more", "/deep", answer(article(body="<div>" * 3000 + "diep")), "error",
         "too deep"),
    page("F26", "NULs and unclosed tags", "/nuls",
         answer(article().replace("</p>", "").replace("gember", "gem\x00ber")), "article"),
    page("F27", "windows-1252 that says it is UTF-8", "/wrong-charset",
         answer(article(title="Caf\u00e9ne").encode("cp1252")), "article"),
    page("F27", "UTF-16 with a byte order mark", "/utf-16",
         answer(article().encode("utf-16"), Content_Type="text/html"), "article"),
    page("F28", "a PDF that says it is HTML", "/pdf-as-html", answer(PDF), "not_article", "not HTML"),
    page("F28", "JSON that says it is HTML", "/json-as-html", answer('{"a": 1}'), "not_article"),
    page("F28", "a picture", "/picture", answer(b"\x89PNG\r\n\x1a\n", Content_Type="image/png"), "not_article",
         "not HTML"),
    # F29: traps
    Fault(id="F29", does="a calendar with a link to the next month, for ever", path="/agenda/2028-07",
          outcome="limit", reason="max_depth", asked=0,
          routes={f"/agenda/{2026 + n // 12}-{n % 12 + 1:02}":
                  answer(links(f"/agenda/{2026 + (n + 1) // 12}-{(n + 1) % 12 + 1:02}")) for n in range(200)}),
    Fault(id="F29", does="a page that links to itself one folder deeper", path="/x/x/x/x", outcome="limit",
          reason="the path repeats", asked=0,
          routes={"/x" * n: answer(links("/x" * (n + 1))) for n in range(1, 9)}),
    Fault(id="F29", does="page=999999 of a list", path="/list?page=999999", outcome="limit", reason="page number",
          asked=0, routes={"/list": answer(links("/list?page=999999"))}),
    Fault(id="F29", does="an address of 2,000 characters", path="/" + "l" * 2000, outcome="limit", reason="characters",
          asked=0),
    # F30-F32: what is no article
    page("F30", "a consent wall", "/consent", answer(CONSENT), "not_article", "consent wall"),
    page("F31", "a bot challenge with status 403", "/challenge", answer(CHALLENGE, status=403), "blocked"),
    page("F31", "a bot challenge with status 200", "/challenge-200", answer(CHALLENGE), "blocked", "bot challenge"),
    page("F31", "a login page", "/login", answer(LOGIN), "not_article", "login page"),
    page("F32", "says 'not found' with status 200", "/soft-404", answer(SOFT_404), "not_article", "soft 404"),
    page("F32", "answers every address alike with status 200", "/was-removed", answer(article("Fout")), "not_article",
         "soft 404", host="answers everything"),
    # F33: pages that went away
    page("F33", "404 for a page that a link names", "/not-there", answer(status=404), "gone", "status 404"),
    page("F33", "410", "/gone-for-good", answer(status=410), "gone", "status 410"),
)  # fmt: skip


def faults_table() -> str:
    """The rows as a Markdown table: fault, id, outcome and reason."""
    lines = ["| fault | id | outcome | reason |", "| --- | --- | --- | --- |"]
    for fault in sorted(FAULTS, key=lambda fault: int(fault.id[1:])):
        lines.append(f"| {fault.does} | {fault.id} | `{fault.outcome}` | {fault.reason} |")
    return "\n".join(lines)


def written_page(text: str) -> str:
    """The page with the table of today between its two marks."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{faults_table()}\n{END}{after}"


if __name__ == "__main__":
    DOCS.write_text(written_page(DOCS.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{len(FAULTS)} faults written to {DOCS}\n")
