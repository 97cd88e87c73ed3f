"""A page as it was served in; an Article out, or why it is none. Never raises, whatever the page holds."""

import hashlib
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from transforms.addresses import TRACKING_FILE, absolute_href, is_home, short_hash
from transforms.body_text import Body, article_body
from transforms.canonical import CANONICAL_FILE, canonical_of
from transforms.clean_text import letters
from transforms.lang import LANGUAGE_FILE, Language
from transforms.language_choice import choose_language
from transforms.markup import NotArticle, parse_page
from transforms.metadata import read_metadata
from transforms.records import Article, Block, Href, Page
from transforms.sections import sections_of
from transforms.text_lines import Line

__all__ = ["NotArticle", "content_hash", "extract_article", "extractor_version"]

# Fewer words than this are a caption, a form or an error message: in the corpus of 4,444 pages, staff lists and 404s
# have up to 40, the shortest pieces with a statement of their own some 45
MIN_WORDS = 40
# Of a listing, most of the text is links
MAX_LINK_SHARE = 0.6
# A listing of teasers: this many headings that are links to the same site, and at least half of all headings
MIN_LINKED_HEADINGS = 4
# … with no more words than this for each; an article among teasers of others has more
MAX_TEASER_WORDS = 80

# … or most of its words stand in cards under headings that are links (trafilatura leaves those headings out)
MAX_TEASER_SHARE = 0.8

# Whatever decides what an article's text is: a change in one of them is another extractor.
_MODULES = (
    "addresses", "body_text", "canonical", "clean_text", "dates", "extraction", "language_choice", "markup", "metadata",
    "sections", "source_sections", "structured_data", "text_lines",
)  # fmt: skip
_PACKAGES = ("trafilatura", "htmldate", "py3langid")
_GONE, _BLOCKED = (404, 410), (401, 403, 429, 451)


def extract_article(page: Page, languages: Mapping[str, Language]) -> Article | NotArticle:
    """Return the article of a page in one of `languages`, or the outcome and reason that the page is counted with.

    Outcomes: gone, blocked, redirected, error (by status; a page too large or too deep), not_article (no HTML,
    a listing, too little text), other_language (the reason is its code).
    """
    if refused := _by_status(page.status):
        return refused
    try:
        return _article(page, languages)
    except Exception as fault:  # one page in a million must not end a run of a million; the reason is counted
        return NotArticle("error", f"extraction: {type(fault).__name__}: {str(fault)[:200]}")


def content_hash(title: str | None, text: str) -> str:
    """Return the hash of what an article says: letter case and white space are cosmetic, and no new version."""
    return short_hash("\n".join(" ".join(part.casefold().split()) for part in (title or "", text)))


@cache
def extractor_version() -> str:
    """Return `extractor-1-<8 hex>`: another digest of code, language data and packages is another extractor."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    files = [folder / f"{name}.py" for name in _MODULES]
    files += [folder / "lang" / "__init__.py", TRACKING_FILE, CANONICAL_FILE]
    for path in files + sorted(folder.glob(f"lang/*/{LANGUAGE_FILE}")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return f"extractor-1-{digest.hexdigest()[:8]}"


def _by_status(status: int) -> NotArticle | None:
    if status == 200:
        return None
    reason = f"status {status}"
    if 300 <= status < 400:
        return NotArticle("redirected", reason)
    if status in _GONE:
        return NotArticle("gone", reason)
    return NotArticle("blocked" if status in _BLOCKED else "error", reason)


def _article(page: Page, languages: Mapping[str, Language]) -> Article | NotArticle:
    tree = parse_page(page)
    if isinstance(tree, NotArticle):
        return tree
    said = read_metadata(tree, page.url, page.fetched_at, languages)
    url = canonical_of(page.url, said.canonical_links, said.og_url)
    if is_home(url):
        return NotArticle("not_article", "home page")
    body = _body(tree, page.url, languages)
    lines = _without_title(body.lines, said.title)
    if refused := _no_running_text(lines, body.teaser_share):
        return refused
    text, blocks, hrefs = _written(lines)
    lang, known = choose_language(text, said.declared_language, languages)
    if not known:
        return NotArticle("other_language", lang)
    return Article(
        article_id=short_hash(url),
        url=url,
        site=page.site,
        lang=lang,
        title=said.title,
        author=said.author,
        published=said.published,
        modified=said.modified,
        reviewed=said.reviewed,
        text=text,
        blocks=blocks,
        hrefs=hrefs,
        sections=sections_of(text, blocks, hrefs, _source_words(languages)),
        fetched_at=page.fetched_at,
        content_hash=content_hash(said.title, text),
        extractor_version=extractor_version(),
    )


def _body(tree: Any, url: str, languages: Mapping[str, Language]) -> Body:
    base_element = next((element for element in tree.iter("base") if element.get("href")), None)
    base = urljoin(url, base_element.get("href")) if base_element is not None else url
    cues = [cue for language in languages.values() for cue in language.interest_cues]

    def address(href: str) -> str | None:
        # a bare "#fn1" points into this page, whatever <base> says
        return absolute_href(url, urljoin(base, href.strip())) if not href.strip().startswith("#") else None

    return article_body(tree, url, address, _source_words(languages), cues)


def _source_words(languages: Mapping[str, Language]) -> frozenset[str]:
    return frozenset(word for language in languages.values() for word in language.source_headings)


def _without_title(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines without the title, where the page repeats it above the text (within its first three lines)."""
    wanted = letters(title or "")
    return [line for index, line in enumerate(lines) if index >= 3 or not wanted or not _is_title(line, wanted)]


def _is_title(line: Line, wanted: str) -> bool:
    # an h1 may be worded a little otherwise than the title for machines: "… outfits, ranked from least to most daring"
    key = line.key
    return key == wanted or (line.level == 1 and SequenceMatcher(None, key, wanted).ratio() >= 0.5)


def _no_running_text(lines: Sequence[Line], teaser_share: float) -> NotArticle | None:
    if not lines:
        return NotArticle("not_article", "no running text")
    words = sum(len(line.text.split()) for line in lines)
    if words < MIN_WORDS:
        return NotArticle("not_article", f"short: {words} words")
    running = [line for line in lines if line.kind != "reference"]
    linked = sum(end - start for line in running for start, end, _ in line.links)
    share = linked / max(1, sum(len(line.text) for line in running))
    if share > MAX_LINK_SHARE:
        return NotArticle("not_article", f"listing: {share:.0%} of the text is links")
    if teaser_share > MAX_TEASER_SHARE:
        return NotArticle(
            "not_article", f"listing: {teaser_share:.0%} of the words stand under headings that are links"
        )
    headings = [line for line in lines if line.kind == "heading"]
    teasers = sum(1 for line in headings if sum(end - start for start, end, _ in line.links) > 0.8 * len(line.text))
    if teasers >= MIN_LINKED_HEADINGS and teasers >= 0.5 * len(headings) and words <= MAX_TEASER_WORDS * teasers:
        return NotArticle("not_article", f"listing: {teasers} of {len(headings)} headings are links")
    return None


def _written(lines: Sequence[Line]) -> tuple[str, tuple[Block, ...], tuple[Href, ...]]:
    """The text, its blocks and its links from one walk over the lines; nothing is changed after it."""
    blocks: list[Block] = []
    hrefs: list[Href] = []
    at = 0
    for line in lines:
        blocks.append(Block(start_char=at, end_char=at + len(line.text), kind=line.kind, level=line.level))
        hrefs += [Href(start_char=at + start, end_char=at + end, url=url) for start, end, url in line.links]
        at += len(line.text) + 1
    return "\n".join(line.text for line in lines), tuple(blocks), tuple(hrefs)
