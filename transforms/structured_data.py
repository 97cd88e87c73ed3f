"""A page's tree in; what its JSON-LD says about the article out, read leniently: real pages' JSON is often broken."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

_ARTICLE_TYPES = frozenset((
    "article", "newsarticle", "blogposting", "medicalwebpage", "healthtopiccontent", "scholarlyarticle",
    "medicalscholarlyarticle", "report", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "reviewnewsarticle", "techarticle", "advertisercontentarticle", "socialmediaposting", "review", "qapage", "howto",
    "recipe",
))  # fmt: skip
# Say something about the page where nothing says it about the article. WebPage has lastReviewed too.
_PAGE_TYPES = frozenset(["webpage", "itempage", "faqpage", "aboutpage"])
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
# Of text without white space at its ends: `-->\s*;?\s*$` tried each of 40,000 spaces as the last, in 11 s
_COMMENT = re.compile(
    r"^(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)(?:\s*;)?$"
)
# What stands beyond these limits is not read; the article is. A page describes a few things; the rest is a catalogue.
_MAX_NODES = 2_000
_MAX_DEPTH = 12
# Real pages have up to 9 scripts, of 840,919 characters together: a live blog of two days
MAX_SCRIPTS = 50
MAX_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuredData:
    """The article as its own site describes it for machines; None where it says nothing. Dates are as written."""

    headline: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    reviewed: str | None = None
    is_article: bool = False
    is_free: bool | None = None  # isAccessibleForFree
    paid_selectors: tuple[str, ...] = ()  # CSS selectors of what is to be paid for


def structured_data(tree: Any) -> StructuredData:
    """Return what the JSON-LD of a page says, `@graph` and nested nodes included; articles before pages."""
    nodes = page_nodes(tree)
    # {"@id": "#jan"} elsewhere stands for the node that has the name
    names = {
        node["@id"]: name for node in nodes if isinstance(node.get("@id"), str) and (name := text_of(node.get("name")))
    }
    articles = [node for node in nodes if node_types(node) & _ARTICLE_TYPES]
    ranked = articles + [node for node in nodes if node_types(node) & _PAGE_TYPES]
    return StructuredData(
        headline=_first(articles, "headline") or _first(articles, "name"),
        author=next((found for node in ranked if (found := _people(node.get("author"), names))), None),
        published=_first(ranked, "datePublished") or _first(ranked, "dateCreated"),
        modified=_first(ranked, "dateModified"),
        reviewed=_first(ranked, "lastReviewed"),
        is_article=bool(articles),
        is_free=next((free for node in ranked if (free := _is_free(node)) is not None), None),
        paid_selectors=tuple(
            selector for node in nodes if _is_free(node) is False and (selector := text_of(node.get("cssSelector")))
        ),
    )


def page_nodes(tree: Any) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD, nested ones after the one that holds them."""
    return list(islice((node for parsed in json_ld(tree) for node in _nodes(parsed, 0)), _MAX_NODES))


def json_ld(tree: Any) -> Iterator[Any]:
    """Yield what each JSON-LD script of a page holds, as `lenient_json` reads it.

    No more than the first MAX_SCRIPTS scripts are read, and none by which they have more than MAX_CHARACTERS together.
    """
    scripts = (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())
    size = 0
    for text in islice(scripts, MAX_SCRIPTS):
        size += len(text)
        if size > MAX_CHARACTERS:
            return
        yield lenient_json(text)


def lenient_json(text: str) -> Any:
    """Return the parsed JSON, repaired where pages usually break it (trailing commas, raw line ends), or None."""
    text = _COMMENT.sub("", _COMMENT.sub("", text.strip()).strip()).strip().rstrip(";")
    for version in (text, _TRAILING_COMMA.sub(r"\1", text), unescape(_TRAILING_COMMA.sub(r"\1", text))):
        try:
            return json.loads(version, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for child in value.values():
            if isinstance(child, dict | list):
                yield from _nodes(child, depth + 1)
    elif isinstance(value, list):
        for child in value:
            if isinstance(child, dict | list):
                yield from _nodes(child, depth + 1)


def node_types(node: dict[str, Any]) -> set[str]:
    """The types of a node in lower case, without the address of their vocabulary."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return {str(name).rpartition("/")[2].lower() for name in listed if isinstance(name, str)}


def _first(nodes: list[dict[str, Any]], key: str) -> str | None:
    return next((found for node in nodes if (found := text_of(node.get(key)))), None)


def text_of(value: Any) -> str | None:
    """A value as text, of a list the first; None for what has none, such as a node."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    return unescape(str(value)).strip() or None if isinstance(value, str | int) else None


def _is_free(node: dict[str, Any]) -> bool | None:
    # true, "True", "http://schema.org/False"
    said = str(node.get("isAccessibleForFree")).rpartition("/")[2].lower()
    return {"true": True, "false": False}.get(said)


def _people(value: Any, names: dict[str, str]) -> str | None:
    """The names of one or more authors, joined by a comma: a string, a Person, a list of them, or an @id."""
    found: dict[str, None] = {}  # in their order
    for person in value if isinstance(value, list) else [value]:
        name = person if isinstance(person, str) else None
        if isinstance(person, dict):
            identity = person.get("@id")
            name = text_of(person.get("name")) or (names.get(identity) if isinstance(identity, str) else None)
        name = unescape(name).strip() if name else ""
        if name and not name.startswith(("http:", "https:", "@", "#")):
            found[name] = None
    return ", ".join(found) or None
