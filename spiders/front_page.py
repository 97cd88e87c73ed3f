"""A site's home page in; what it says of the site out: name, language, feeds, terms, and the kind of publisher."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from spiders.page_addresses import fetch_address
from spiders.site_config import PublisherKind
from spiders.site_signs import guessed_publisher, is_no_name, is_terms_link
from transforms.addresses import registered_host
from transforms.clean_text import clean, letters
from transforms.markup import NotArticle, base_address, parse_page
from transforms.records import Page
from transforms.structured_data import json_ld

MAX_NAME_CHARACTERS = 100
MAX_FEEDS = 20
MAX_TERMS = 3
# A home page links to hundreds of pages; the rest says nothing new of the publisher.
MAX_LOOKED_AT = 2_000
MAX_TYPES = 50
MAX_DEPTH = 5  # a list, its graph, a node of it, who publishes that
# `<title>` is "Name | motto", "Home - Name", "Name: motto" …
_TITLE_BORDERS = re.compile(r"\s+[|\-–—•»:]+\s+|\s*\|\s*|:\s+")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+xml", "application/rdf+xml")
_LANGUAGE = re.compile(r"^([A-Za-z]{2})(?:[-_].*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What a home page says of its site. `name_from` says where the name was found, `publisher_why` what gave it away.

    `language` is the ISO 639-1 code that the page declares, None where it declares none; feeds and terms are absolute.
    """

    name: str
    name_from: str
    language: str | None
    feeds: tuple[str, ...]
    terms: tuple[str, ...]
    publisher_kind: PublisherKind
    publisher_why: str


def front_page(page: Page) -> FrontPage | NotArticle:
    """Return what a home page says, or why it is no page of HTML. Never raises, whatever the page holds."""
    tree = parse_page(page)
    if isinstance(tree, NotArticle):
        return tree
    base = base_address(tree, page.url)
    host = urlsplit(page.url).hostname or ""
    types, names = _structured(tree)
    name, name_from = _name(tree, names, host)
    links = list(_links(tree, base))
    kind, why = guessed_publisher(
        {
            "host": [host],
            "name": [name],
            "type": types,
            "generator": _metas(tree, "generator"),
            "link": [urlsplit(url).path for url, _ in links],
        }
    )
    terms = dict.fromkeys(url for url, text in links if is_terms_link(url, text))
    return FrontPage(
        name=name,
        name_from=name_from,
        language=_language(tree),
        feeds=tuple(_feeds(tree, base)),
        terms=tuple(terms)[:MAX_TERMS],
        publisher_kind=kind,
        publisher_why=why,
    )


def _name(tree: Any, structured_names: list[str], host: str) -> tuple[str, str]:
    said = {
        "og:site_name": _metas(tree, "og:site_name"),
        "application-name": _metas(tree, "application-name"),
        "its JSON-LD": structured_names,
        "its title": _title_names(tree, host),
        "its host": [host],
    }
    for place, names in said.items():
        for name in names:
            shown = " ".join(clean(name).split())[:MAX_NAME_CHARACTERS].strip()
            if shown and not is_no_name(shown):
                return shown, place
    return host or "unnamed", "its host"


def _title_names(tree: Any, host: str) -> list[str]:
    """The parts of the title that may be the name, that which shares its letters with the host first."""
    title = next((element.text_content() for element in tree.iter("title")), "")
    parts = [part for part in _TITLE_BORDERS.split(" ".join(title.split())) if part and not is_no_name(part)]
    own = letters(registered_host(f"https://{host}/").removeprefix("www.").partition(".")[0])
    named = [part for part in parts if len(letters(part)) > 1 and (letters(part) in own or own in letters(part))]
    return [*sorted(named, key=len), *parts]


def _metas(tree: Any, name: str) -> list[str]:
    found = (
        element.get("content") or ""
        for element in tree.iter("meta")
        if name in ((element.get("property") or "").lower(), (element.get("name") or "").lower())
    )
    return [content for content in found if content.strip()]


def _structured(tree: Any) -> tuple[list[str], list[str]]:
    """The schema.org types in the page's JSON-LD, and the names of its organisation or web site."""
    types: list[str] = []
    names: list[str] = []
    for parsed in json_ld(tree):
        for node in _nodes(parsed, 0):
            kinds = node.get("@type")
            own = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
            types += [kind.rpartition("/")[2] for kind in own]
            name = node.get("name")
            if isinstance(name, str) and any(kind.endswith(("Organization", "WebSite")) for kind in own):
                names.append(name)
    return types[:MAX_TYPES], names


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The page's own things: those of the script, of its @graph, and whoever publishes them; not what they mention."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "publisher", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _links(tree: Any, base: str) -> Iterator[tuple[str, str]]:
    """Address and text of the links on the page; what is no page, such as a PDF of terms, is one here too."""
    for number, element in enumerate(tree.iter("a")):
        if number >= MAX_LOOKED_AT:
            return
        href = element.get("href")
        url = fetch_address(href, base, is_page=False) if href else None
        if url:
            yield url, " ".join(element.text_content().split())[:200]


def _feeds(tree: Any, base: str) -> list[str]:
    """The feeds of articles that the head names; a feed of comments is none."""
    found: dict[str, None] = {}
    for element in tree.iter("link"):
        is_feed = (element.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES
        if not is_feed or "alternate" not in (element.get("rel") or "").lower().split():
            continue
        url = fetch_address(element.get("href") or "", base, is_page=False)
        said = f"{element.get('title') or ''} {urlsplit(url).path if url else ''}".lower()
        if url and "comment" not in said and "reacties" not in said:
            found[url] = None
    return list(found)[:MAX_FEEDS]


def _language(tree: Any) -> str | None:
    lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    said = [lang or "", *_metas(tree, "og:locale"), *_http_equiv_language(tree)]
    return next((match[1].lower() for one in said if (match := _LANGUAGE.match(one.strip()))), None)


def _http_equiv_language(tree: Any) -> list[str]:
    metas = (
        element for element in tree.iter("meta") if (element.get("http-equiv") or "").lower() == "content-language"
    )
    return [element.get("content") or "" for element in metas]
