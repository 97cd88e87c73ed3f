"""How fast pages are read and tagged, as ratios to a floor in the same process: `python -m tests.benchmarks.tagging`.

Each figure is the median of several rounds over the demo's pages; a ratio holds on another machine, seconds do not.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import lxml.html
import spacy

from flows.demo.resources import site_resources, site_slugs
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Article, Page
from transforms.tagging import tag_article

ROUNDS = 5


def median_seconds(work: Callable[[], object]) -> float:
    """The median CPU time of a few rounds, after one that warms caches."""
    work()
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def demo_pages() -> list[Page]:
    """The HTML pages of the demo sites on their first day."""
    pages = []
    for slug in site_slugs():
        for path, resource in site_resources(slug, 1, "http://127.0.0.1:1").items():
            if resource.body and resource.content_type.startswith("text/html"):
                url = f"http://127.0.0.1:1{path}"
                pages.append(
                    Page(
                        url=url, site=slug, fetched_at=datetime(2026, 11, 23, tzinfo=UTC), status=200,
                        content_type=resource.content_type, body=resource.body, record=path,
                    )
                )  # fmt: skip
    return pages


def main() -> None:
    """Print each stage as a share of its floor's speed: 1.0 would be as fast as the floor."""
    pages = demo_pages()
    articles = [a for a in (extract_article(page, languages()) for page in pages) if isinstance(a, Article)]
    words = sum(len(article.text.split()) for article in articles)
    blank = {code: spacy.blank(code) for code in languages()}
    for nlp in blank.values():
        nlp.add_pipe("sentencizer")
    parse = median_seconds(lambda: [lxml.html.fromstring(page.body) for page in pages])
    extract = median_seconds(lambda: [extract_article(page, languages()) for page in pages])
    sys.stdout.write(f"{len(pages)} pages, {len(articles)} articles, {words} words, {ROUNDS} rounds\n")
    sys.stdout.write(f"extraction to lxml.html parsing alone        {parse / extract:6.3f}\n")
    for code, nlp in blank.items():
        ours = [article for article in articles if article.lang == code]
        words = sum(len(article.text.split()) for article in ours)
        floor = median_seconds(lambda ours=ours, nlp=nlp: [nlp(article.text) for article in ours])
        tag = median_seconds(lambda ours=ours: [tag_article(article) for article in ours])
        sys.stdout.write(f"tagging {code} to spacy.blank with a sentencizer {floor / tag:6.3f}   {words} words\n")


if __name__ == "__main__":
    main()
