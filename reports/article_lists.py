"""The articles of a published file in; a page for each, lists of them by site, and one of all by date, out."""

from collections.abc import Callable
from itertools import islice

from reports.articles import article_pages
from reports.frames import report_query
from reports.links import file_stem
from reports.parts import Parts
from reports.site_pages import ARTICLES_A_PAGE


def write_articles(parts: Parts, batch: int, tell: Callable[[int], None]) -> int:
    """A page for each article; those that would be made of the same rows as before are taken over."""
    digests = parts.facts.article_digests
    changed, done = [], 0
    known = parts.pages.digest(stems=parts.facts.odd_stems)
    for article_id in sorted(digests):
        digest = f"{known}{digests[article_id]}"
        if parts.pages.keeps(_name(article_id), digest):
            done += 1
            tell(done)
        else:
            changed.append(article_id)
    for page in article_pages(parts.data, parts.shown.evidence.ladder, changed, parts.facts.listed, batch):
        article_id = page.row["article_id"]
        parts.pages.write(
            _name(article_id),
            "article.html",
            f"{known}{digests[article_id]}",
            page=page,
            site_stem=parts.stems[page.row["site"]],
        )
        done += 1
        tell(done)
    _write_lists(parts)
    return done


def _name(article_id: str) -> str:
    return f"articles/{file_stem(article_id)}.html"


def _write_lists(parts: Parts) -> None:
    """All articles, the newest first, in lists of a bounded size: `index.html`, and older ones in `all~<n>.html`."""
    count = int(parts.shown.counts["article_count"])
    pieces = article_pieces("index", count, "all")
    names = [name for name, _ in pieces]
    rows = iter(parts.data.stream(report_query("all_articles"), {"by_site": False}))
    for number, (name, size) in enumerate(pieces, 1):
        parts.pages.write(
            f"articles/{name}",
            "articles.html",
            articles=list(islice(rows, size)),
            names=names,
            number=number,
            article_count=count if number == 1 else None,  # on every list it would change them all each day
        )


def article_pieces(first: str, count: int, others: str | None = None) -> list[tuple[str, int]]:
    """The file names of a list of articles in pieces, the newest piece first, and how many articles each holds.

    `<first>.html` holds the newest; `<others>~1.html` the oldest, and so on up to it: an article more changes the
    pieces from its day on, and for a new one that is the first. No site has such a name.
    """
    whole = max(count - 1, 0) // ARTICLES_A_PAGE
    rest = count - whole * ARTICLES_A_PAGE
    if whole and rest < ARTICLES_A_PAGE // 5:  # too few to be the first that a reader sees
        whole, rest = whole - 1, rest + ARTICLES_A_PAGE
    older = [(f"{others or first}~{number}.html", ARTICLES_A_PAGE) for number in range(whole, 0, -1)]
    return [(f"{first}.html", rest), *older]


def list_names(first: str, count: int, others: str, size: int) -> list[str]:
    """The file names of a list in pieces of one size: `<first>.html`, then `<others>~2.html`, `<others>~3.html`, …"""
    pieces = max(1, -(-count // size))
    return [f"{first}.html", *(f"{others}~{number}.html" for number in range(2, pieces + 1))]
