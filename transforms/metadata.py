"""A page's tree in; the article's title, author, dates, declared language and declared canonical address out."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, takewhile
from typing import Any
from urllib.parse import urljoin

from htmldate import find_date

from transforms.clean_text import clean, letters
from transforms.dates import believable, parse_date
from transforms.lang import Language
from transforms.markup import base_address
from transforms.structured_data import StructuredData, structured_data

logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # a page without a date is no event

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.issued", "dcterms.created", "citation_publication_date", "citation_date", "pubdate",
    "publish-date", "publishdate", "publish_date", "parsely-pub-date", "sailthru.date", "article.published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated",
)  # fmt: skip
_REVIEWED = ("lastreviewed", "last-reviewed", "dcterms.reviewed", "article:reviewed_time")
_AUTHOR = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "citation_author", "byl",
    "parsely-author", "sailthru.author",
)  # fmt: skip
_TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
# What Facebook asks publishers to say; "metered" articles are sent whole to those who have read few
_TIERS = {"free": True, "locked": False}
# What stands between an article's title and its site's name in <title>
_TITLE_BORDERS = (" | ", " - ", " – ", " — ", " :: ", " » ", " • ")
# "Laatst herzien op 3 maart 2024": a line with a date label is no longer than this, running text is
_MAX_LABEL_LINE = 120
# ": donderdag 13 september 2024" and no second date after it
_MAX_LABELLED = 30
# A line's date stands in it or some elements deeper
_MAX_AROUND = 8
_DIGIT = re.compile(r"\d")
_MAX_TITLE = 300
# What names the role of a date in an element's itemprop, class or attributes
_TIME_MARKS = {
    "published": ("datepublished", "pubdate", "published", "entry-date"),
    "modified": ("datemodified", "updated"),
    "reviewed": ("lastreviewed", "reviewed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about its article; None is unknown."""

    title: str | None
    author: str | None
    published: date | None
    modified: date | None
    reviewed: date | None
    declared_language: str | None
    canonical_links: tuple[str, ...]  # absolute
    og_url: str | None  # absolute
    is_article: bool  # its own site calls it an article: JSON-LD or og:type
    is_free: bool | None  # its site says that all may read it, or not
    paid_selectors: tuple[str, ...]


def read_metadata(tree: Any, url: str, fetched_at: datetime, languages: Mapping[str, Language]) -> Metadata:
    """Return the metadata of a page. JSON-LD is asked first, then meta elements, then what readers see.

    A date is taken as the page writes it, in its own time zone. `published` is looked up with htmldate as a last
    resort. The day of the crawl never stands in for a date that is missing.
    """
    meta = _meta(tree)
    said = structured_data(tree)
    html_lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    months = {name: number for language in languages.values() for name, number in language.months.items()}
    american = (html_lang or meta.get("og:locale", "")).replace("_", "-").lower() == "en-us"

    def day(*texts: str | None) -> date | None:
        days = (believable(parse_date(text, months, month_first=american), fetched_at) for text in texts)
        return next((found for found in days if found), None)

    seen = _labelled_dates(tree, languages.values())
    published = day(
        said.published, *(meta.get(key) for key in _PUBLISHED), *_times(tree, "published"), seen["published"]
    )
    modified = day(said.modified, *(meta.get(key) for key in _MODIFIED), *_times(tree, "modified"), seen["modified"])
    reviewed = day(said.reviewed, *(meta.get(key) for key in _REVIEWED), *_times(tree, "reviewed"), seen["reviewed"])
    if published is None and modified is None and reviewed is None:
        published = believable(_guessed_date(tree, url, fetched_at), fetched_at)
    return Metadata(
        title=_title(tree, meta, said),
        author=_author(tree, meta, said),
        published=published,
        modified=modified,
        reviewed=reviewed,
        declared_language=html_lang or meta.get("content-language") or meta.get("og:locale"),
        canonical_links=_canonical_links(tree, url),
        og_url=_absolute(url, meta.get("og:url")),
        is_article=said.is_article or meta.get("og:type", "").lower() == "article",
        is_free=_TIERS.get(meta.get("article:content_tier", "").lower()) if said.is_free is None else said.is_free,
        paid_selectors=said.paid_selectors,
    )


def _meta(tree: Any) -> dict[str, str]:
    """The first non-empty content of each meta element by its case-folded name, property, itemprop or http-equiv."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = (element.get(attribute) or "").strip().lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _title(tree: Any, meta: dict[str, str], said: StructuredData) -> str | None:
    headings = [text for element in tree.iter("h1") if (text := clean(element.text_content()).strip())]
    element = next(tree.iter("title"), None)
    in_head = clean(element.text_content()).strip() if element is not None else ""
    candidates = [said.headline, *(meta.get(key) for key in _TITLE), in_head]
    best = next((clean(text).strip() for text in candidates if text and letters(text)), None)
    if best is None:
        return headings[0][:_MAX_TITLE] if headings else None
    # the heading that readers see, where the machine's title is the same, shortened or with the site's name after it;
    # not the site's name, which some templates make the h1 of every page
    bare = _without_site(best, meta.get("og:site_name"))
    wanted = letters(bare)
    for heading in headings:
        key = letters(heading)
        if wanted in key or (wanted.startswith(key) and 2 * len(key) > len(wanted)):
            return heading[:_MAX_TITLE]
    return bare[:_MAX_TITLE]


def _without_site(title: str, site_name: str | None) -> str:
    for border in _TITLE_BORDERS:
        before, found, after = title.rpartition(border)
        named = bool(site_name) and letters(after) == letters(site_name or "")
        # "Hielspoor - Fysiotherapie Douma": without a site name, a short last part after a bar is one
        if found and before and (named or (border in (" | ", " :: ") and len(after.split()) <= 4)):
            return before.strip()
    return title


def _author(tree: Any, meta: dict[str, str], said: StructuredData) -> str | None:
    candidates = [said.author, *(meta.get(key) for key in _AUTHOR)]
    for element in tree.iter("a", "span", "p", "div", "address"):
        if element.get("rel") == "author" or element.get("itemprop") == "author":
            candidates.append(_short_text(element))
    for text in candidates:
        name = clean(text).strip() if text else ""
        if 2 < len(name) <= 200 and not name.startswith(("http:", "https:", "www.")):
            return name
    return None


def _times(tree: Any, role: str) -> list[str]:
    """The <time> and itemprop dates of one role; a bare <time> says published where the page has only one."""
    found, bare = [], []
    for element in tree.iter("time", "span", "abbr"):
        shown = _short_text(element) if element.tag == "time" else ""
        value = element.get("datetime") or element.get("content") or shown
        if not value:
            continue
        named = " ".join((*(element.get(name, "") for name in ("itemprop", "class")), *element.attrib)).lower()
        if any(mark in named for mark in _TIME_MARKS[role]):
            found.append(value)
        elif element.tag == "time":
            bare.append(value)
    # one article's head has one bare <time>; a listing or a row of related articles has many
    return found[:3] or (bare if role == "published" and len(bare) == 1 else [])


def _labelled_dates(tree: Any, languages: Iterable[Language]) -> dict[str, str | None]:
    """The text after the first "Laatst herzien op", "Last updated:", … by role, in lines too short for running text."""
    labels = [
        (label, role) for language in languages for role, words in language.date_labels.items() for label in words
    ]
    labels.sort(key=lambda pair: -len(pair[0]))  # "laatst bijgewerkt op" before "bijgewerkt"
    found: dict[str, str | None] = {"published": None, "modified": None, "reviewed": None}
    dated = _around_digits(tree)
    for element in tree.iter("p", "span", "div", "time", "li", "small", "em", "td", "dd", "strong"):
        if element not in dated:
            continue
        line = _short_text(element).casefold()
        for label, role in labels:
            before, at, after = line.partition(label)
            if at and found[role] is None and not (before and before[-1].isalnum()):
                found[role] = after[:_MAX_LABELLED]
    return found


def _around_digits(tree: Any) -> set[Any]:
    """The elements that hold a digit, up to _MAX_AROUND levels above it: "Laatst herzien: <b>3 <i>maart</i></b>"."""
    found: set[Any] = set()
    for element in tree.iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and _DIGIT.search(text):
                around = [holder, *islice(holder.iterancestors(), _MAX_AROUND)]
                found.update(takewhile(lambda one: one not in found, around))
    return found


def _short_text(element: Any) -> str:
    """The clean text of an element, or nothing where it is longer than a line with a date is."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > 3 * _MAX_LABEL_LINE:  # white space of the markup included
            return ""
    text = clean("".join(parts)).strip()
    return text if len(text) <= _MAX_LABEL_LINE else ""


def _guessed_date(tree: Any, url: str, fetched_at: datetime) -> date | None:
    try:
        found = find_date(
            tree, url=url, original_date=True, extensive_search=False, outputformat="%Y-%m-%d",
            max_date=fetched_at.strftime("%Y-%m-%d"),
        )  # fmt: skip
    except Exception:  # htmldate: any fault of its heuristics on a strange page means that the date is unknown
        return None
    day = parse_date(found, {})
    # a page that prints today's date says when it was fetched, not when it was written
    return None if day == fetched_at.date() else day


def _canonical_links(tree: Any, url: str) -> tuple[str, ...]:
    """The canonical links of the head; into the body anyone could have put one, and search engines ignore it."""
    head = tree.find("head")
    if head is None:
        return ()
    base = base_address(tree, url)
    links = (
        _absolute(base, element.get("href"))
        for element in head.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    )
    return tuple(link for link in links if link)


def _absolute(base: str, href: str | None) -> str | None:
    try:
        return urljoin(base, href.strip()) if href and href.strip() else None
    except ValueError:  # "http://[half"
        return None
