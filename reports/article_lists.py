"""The articles of a published file in; a page for each, lists of them by site, and one of all by date, out."""

from collections.abc import Callable, Iterator, Sequence

from reports.articles import article_digests, article_pages
from reports.digests import shown_digest
from reports.frames import Row, report_query
from reports.languages import spoken
from reports.links import file_stem
from reports.parts import Parts
from reports.site_pages import ARTICLES_A_PAGE


def write_articles(parts: Parts, batch: int, tell: Callable[[int], None]) -> int:
    """A page for each article; those that would be made of the same rows as before are taken over."""
    params = {"listed_sources": sorted(parts.listed_sources), "listed_clusters": sorted(parts.listed_claims)}
    digests = article_digests(parts.data, params)
    changed, done = [], 0
    known = f"{spoken().digest}{shown_digest(dict(parts.pages.shared))}"
    for article_id in sorted(digests):
        digest = f"{known}{digests[article_id]}"
        if parts.pages.keeps(_name(article_id), digest):
            done += 1
            tell(done)
        else:
            changed.append(article_id)
    for page in article_pages(parts.data, parts.shown.evidence.ladder, changed, params, batch):
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
    """All articles, the newest first, in lists of a bounded size: `index.html`, then `all~2.html`, …"""
    count = int(parts.shown.counts["article_count"])
    names = list_names("index", count, "all")
    for number, articles in enumerate(_lists(parts), 1):
        parts.pages.write(
            f"articles/{names[number - 1]}",
            "articles.html",
            articles=articles,
            names=names,
            number=number,
            article_count=count,
            first=parts.shown.articles if number == 1 else (),
        )


def _lists(parts: Parts) -> Iterator[Sequence[Row]]:
    found: list[Row] = []
    is_empty = True
    for row in parts.data.stream(report_query("all_articles"), {"by_site": False}):
        found.append(row)
        if len(found) == ARTICLES_A_PAGE:
            yield found
            found, is_empty = [], False
    if found or is_empty:
        yield found


def list_names(first: str, count: int, others: str | None = None, size: int | None = None) -> list[str]:
    """The file names of a list in pieces: `<first>.html`, then `<others>~2.html`, a name that no site can have."""
    pieces = max(1, -(-count // (size or ARTICLES_A_PAGE)))
    return [f"{first}.html", *(f"{others or first}~{number}.html" for number in range(2, pieces + 1))]
