"""A page as it was served in; an Article out, or why it is none. Never raises, whatever the page holds."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transforms.addresses import TRACKING_FILE, absolute_href, short_hash
from transforms.body_text import Body, article_body
from transforms.canonical import CANONICAL_FILE, canonical_of
from transforms.claim_reviews import page_reviews
from transforms.clean_text import letters
from transforms.lang import LANGUAGE_FILE, Language
from transforms.language_choice import choose_language
from transforms.markup import NotArticle, base_address, parse_page
from transforms.metadata import read_metadata
from transforms.minhash import bands, signature
from transforms.page_marks import MARKS_FILE
from transforms.records import Article, Block, Href, Page
from transforms.refusals import no_running_text, refused_as_too_long, refused_by_kind, refused_by_status, refused_unread
from transforms.sections import sections_of
from transforms.text_lines import Line

__all__ = ["NotArticle", "content_hash", "extract_article", "extractor_version"]

# Whatever decides what an article's text and signature are: a change in one of them is another extractor.
_MODULES = (
    "addresses", "body_text", "canonical", "charsets", "claim_reviews", "clean_text", "dates", "extraction",
    "language_choice", "markup", "meta_refresh", "metadata", "minhash", "page_kinds", "page_limits", "page_marks",
    "refusals", "sections", "source_sections", "structured_data", "text_lines",
)  # fmt: skip
# What may tell a fact-check and be no article: a verdict of thirty words, a list of them, one in an unknown language
_TELL_REVIEWS = frozenset({"not_article", "other_language", "error"})
_PACKAGES = ("trafilatura", "htmldate", "py3langid")


def extract_article(page: Page, languages: Mapping[str, Language]) -> Article | NotArticle:
    """Return the article of a page in one of `languages`, or the outcome and reason that the page is counted with.

    Outcomes by status: gone, blocked, redirected, error. Of a page that came: not_article, blocked (a bot challenge),
    redirected (by its markup), other_language (the reason is its code), error. The reason of what is not_article or a
    bot challenge begins with its class: `consent wall: `, `paywall: `, `login page: `, `service page: `,
    `bot challenge: `, `soft 404: `, `parked domain: `, `listing: `, `not HTML: `, `short: `, or is `home page`. What is
    over a limit of page_limits.py may be an article, and to call it none would count the article as gone: it is an
    error, `too large: `, `too deep: `, `too many elements: `, `too many attributes: ` or `too long: `. Fact-checks
    in its JSON-LD are kept with all of these, but not those of a page that leads elsewhere or of a bot challenge.
    """
    if page.soft_404_of:
        return NotArticle("not_article", f"soft 404: answered like {page.soft_404_of}")
    try:
        return _article(page, languages) if page.status == 200 else refused_by_status(page)
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
    files += [folder / "lang" / "__init__.py", TRACKING_FILE, CANONICAL_FILE, MARKS_FILE]
    for path in files + sorted([*folder.glob(f"lang/*/{LANGUAGE_FILE}"), *folder.glob(f"lang/*/{MARKS_FILE.name}")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package}=={version(package)}".encode())
    return f"extractor-1-{digest.hexdigest()[:8]}"


def _article(page: Page, languages: Mapping[str, Language]) -> Article | NotArticle:
    tree = parse_page(page)
    if isinstance(tree, NotArticle):
        return tree
    read = _read(page, tree, languages)
    if isinstance(read, NotArticle) and read.outcome in _TELL_REVIEWS:
        return replace(read, claim_reviews=page_reviews(tree, page.url))
    return read


def _read(page: Page, tree: Any, languages: Mapping[str, Language]) -> Article | NotArticle:
    said = read_metadata(tree, page.url, page.fetched_at, languages)
    url = canonical_of(page.url, said.canonical_links, said.og_url)
    if refused := refused_unread(page, tree, url):
        return refused
    body = _body(tree, page.url, languages)
    lines = _without_title(body.lines, said.title)
    refused = (
        refused_by_kind(page, tree, said, body.page_lines, lines)
        or no_running_text(lines, body.teaser_share)
        or refused_as_too_long(lines)
    )
    if refused:
        return refused
    text, blocks, hrefs = _written(lines)
    lang, known = choose_language(text, said.declared_language, languages)
    if not known:
        return NotArticle("other_language", lang)
    signed = signature(text)
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
        signature=signed,
        bands=bands(signed) if signed else None,
        claim_reviews=page_reviews(tree, url),
    )


def _body(tree: Any, url: str, languages: Mapping[str, Language]) -> Body:
    base = base_address(tree, url)
    cues = [cue for language in languages.values() for cue in language.interest_cues]

    @cache  # menus and their copies for small screens hold each link twice
    def address(href: str) -> str | None:
        return absolute_href(url, href, base)

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
