"""A small invented site on loopback that a survey can look over: nl and en articles, a listing, a wall, a shop."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.crawl_faults import CONSENT
from tests.fault_server import FaultHost, Route, answer, article, links, serving

# What a page may put into its name: a site file that took it as it is would enable itself.
NAME = 'Kruid & "Wel"\n[crawl]\nenabled = true #'
ENGLISH = (
    "Ginger has been used against nausea for centuries, and many people drink it as tea. "
    "A review of twelve trials with pregnant women found that it can lower nausea a little. "
    "The researchers say that the trials were small and that the doses differed between them. "
    "It did not lower the number of times that the women had to vomit, according to the review. "
    "Whoever takes medicines against blood clots should ask a doctor first, since ginger may thin the blood."
)
DUTCH = (
    "/voeding/gember-tegen-misselijkheid",
    "/voeding/kurkuma-en-ontsteking",
    "/voeding/appelazijn-en-afvallen",
    "/slaap/melatonine-voor-het-slapen",
    "/slaap/valeriaan-bij-onrust",
)
ENGLISH_PAGE = "/slaap/ginger-for-nausea"
WALL = "/slaap/kies-eerst-uw-cookies"
SECRET = "/geheim/plannen-voor-volgend-jaar"


def home(origin: str) -> str:
    """The home page: its name, its feed, its terms, and links to all that is there."""
    name = NAME.replace("&", "&amp;").replace('"', "&quot;")
    paths = (*DUTCH, ENGLISH_PAGE, SECRET, "/tag/kruiden", "/winkelwagen")
    anchors = "".join(f"<li><a href='{origin}{path}'>{path}</a></li>" for path in paths)
    return (
        f"<!doctype html><html lang='nl-NL'><head><title>Home | Kruid</title>"
        f"<meta property='og:site_name' content='{name}'>"
        f"<link rel='alternate' type='application/rss+xml' href='/feed.xml'></head>"
        f"<body><ul>{anchors}</ul><a href='/voorwaarden'>Algemene voorwaarden</a></body></html>"
    )


def dutch(path: str) -> str:
    """A Dutch article with a date and an author."""
    title = path.rpartition("/")[2].replace("-", " ").capitalize()
    return article(
        title,
        head="<meta name='author' content='Jo Visser'>"
        "<meta property='article:published_time' content='2026-10-05T08:00:00Z'>",
    )


def sitemap(*urls: str, changed: str = "2026-11-20") -> Route:
    """A sitemap with a lastmod."""
    entries = "".join(f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>" for url in urls)
    return answer(
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>", Content_Type="text/xml"
    )


def feed(*urls: str) -> Route:
    """An RSS feed."""
    items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in urls)
    return answer(
        f"<rss version='2.0'><channel><title>Kruid</title>{items}</channel></rss>", Content_Type="application/rss+xml"
    )


def robots(*lines: str) -> Route:
    """A robots.txt."""
    return answer("\n".join(lines), Content_Type="text/plain")


@contextmanager
def herb_site() -> Iterator[FaultHost]:
    """Serve the site; its routes may be changed while it runs."""
    with serving(FaultHost()) as host:
        origin = host.origin
        pages = {path: answer(dutch(path)) for path in DUTCH}
        english = article("Ginger for nausea").replace("lang='nl'", "lang='en'")
        body = english.partition("</h1>")[0] + f"</h1><p>{ENGLISH}</p><p>{ENGLISH}</p></article></main></body></html>"
        index = "".join(
            f"<sitemap><loc>{origin}/{name}.xml</loc></sitemap>" for name in ("tag-sitemap", "sitemap-artikelen")
        )
        host.routes |= {
            "/": answer(home(origin)),
            "/robots.txt": robots("User-agent: *", "Disallow: /geheim/", f"Sitemap: {origin}/sitemap_index.xml"),
            "/sitemap_index.xml": answer(f"<sitemapindex>{index}</sitemapindex>", Content_Type="text/xml"),
            "/sitemap-artikelen.xml": sitemap(
                *(f"{origin}{path}" for path in (*DUTCH, ENGLISH_PAGE, WALL, SECRET)), "https://elders.example/x-y-z"
            ),
            "/tag-sitemap.xml": sitemap(*(f"{origin}/tag/kruid-{n}" for n in range(3))),
            "/feed.xml": feed(f"{origin}{WALL}", f"{origin}{DUTCH[0]}"),
            **pages,
            ENGLISH_PAGE: answer(body),
            WALL: answer(CONSENT),
            SECRET: answer(dutch(SECRET)),
            "/tag/kruiden": answer(links(*DUTCH)),
        }
        yield host
