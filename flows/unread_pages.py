"""Crawled pages in; what they say that nobody annotated, for a network to learn as its teachers read it, out.

Most annotated pages were read up to some length only: the rest of such a page is about the same things, and raw text
hardly is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.archives import find_archives
from flows.unread_texts import unread_line
from spiders.warc import read_pages
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.language_numbers import is_read
from transforms.records import Article, Page
from transforms.training_data import text_digest

# Signs of a text: less is no article, and more of one page would be learned too often.
_SHORTEST, _LONGEST = 300, 20_000
# By so many first signs a page finds the annotated texts that it may go on from.
_OPENING = 150


def unread_pages(
    corpus: Path, known: Iterable[str], measured: Iterable[Mapping[str, Any]] = ()
) -> Iterator[dict[str, Any]]:
    """Lines that nobody annotated: each article of the WARC files once, or what follows the text that is `known` of it.

    measured: lines that are measured on: what is at their address or begins as they do is left out.
    """
    left_out = {name for line in measured for name in (line.get("url"), line["text"][:_OPENING])}
    by_opening = defaultdict(list)
    done = set()
    for text in known:
        by_opening[text[:_OPENING]].append(text)
        done.add(text_digest(text))  # what follows an annotated part may be annotated by itself
    for article in _articles(corpus):
        known_parts = [text for text in by_opening.get(article.text[:_OPENING], ()) if article.text.startswith(text)]
        rest = article.text[max(map(len, known_parts), default=0) :].strip()[:_LONGEST]
        digest = text_digest(rest)
        is_measured = not left_out.isdisjoint((article.url, article.text[:_OPENING]))
        if not is_measured and len(rest) >= _SHORTEST and digest not in done:
            done.add(digest)
            yield unread_line(article.lang, rest)


def corpus_pages(corpus: Path) -> Iterator[Page]:
    """The pages of the WARC files of a folder that can be read."""
    for archive in find_archives([corpus]):
        if archive.is_warc and not archive.problem:
            yield from (page for page in read_pages(archive.source, archive.site) if isinstance(page, Page))


def _articles(corpus: Path) -> Iterator[Article]:
    """Those of them that are articles in languages that a network reads."""
    known = languages()
    for page in corpus_pages(corpus):
        article = extract_article(page, known)
        if isinstance(article, Article) and is_read(known[article.lang]):
            yield article
