"""A page's address and what the page declares as its address in; the address that its article is kept under out.

Two addresses for one text cost a row that is counted as a duplicate. One address for two texts costs more: each run
would show edits that nobody made. So a declaration that does not fit is not believed. Of 551 pages as crawled, 487
declare an address by a link: 431 their own, 14 the same with another scheme, `www.` or slash, 13 another site's, 2 the
home page, 27 another one of the site. Of these 27, 3 are another article's and 5 a part's or contradicted by `og:url`.
43 pages have `og:url` alone: 38 name their own; the other 5 name a list, an abstract or nonsense.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from transforms.addresses import canonical_address, is_home, registered_host

CANONICAL_FILE = Path(__file__).with_name("canonical.toml")
# "/alcohol-linked-7-types-of-cancer" says what the article is about; "/news" and "/article-1_article.html" do not
_MIN_SLUG_WORDS = 3
_SLUG_WORD = re.compile(r"[^\W_]{4,}")
_NO_SLUG_WORDS = frozenset(("html", "shtml", "aspx", "index", "article", "artikel", "page", "pagina", "story"))
# Hosts of one site that serve the same pages to other screens
_SCREENS = re.compile(r"^(?:(?:www|m|mobile|amp)\.)+")
_ARTICLE_NUMBER = re.compile(r"\d{4,}")


def canonical_of(page_url: str, links: Sequence[str] = (), og_url: str | None = None) -> str:
    """Return the canonical address of a page: the declared one where it is believed, else the page's own.

    `links` are the addresses of its `<link rel=canonical>`, absolute; `og_url` is that of its `og:url`. Raises
    ValueError as `canonical_address` does for the page's own address. A saved file (`file:…`) keeps the name it has:
    one that declares an address on the web was given that one when it was read.
    """
    if urlsplit(page_url).scheme == "file":
        return page_url
    own = canonical_address(page_url)
    declared = [url for url in map(_canonical_or_none, links) if url]
    said_to_be = _canonical_or_none(og_url)
    if len({_place(url) for url in declared}) > 1:  # two plugins that disagree
        return own
    if declared:
        other = declared[0]
        believed = _fits(own, other) and not _contradicted(own, other, said_to_be)
    else:
        other = said_to_be or own
        # og:url alone is for sharing: on `/news/38853_Sperrfrist` it is `/news`. It may tell `www.` or a last slash
        believed = _place(other) == _place(own) and urlsplit(other).query == urlsplit(own).query
    return _not_downgraded(own, other) if believed else own


def _fits(own: str, other: str) -> bool:
    """Whether a declared address can be that of the article on page `own`."""
    if registered_host(other) != registered_host(own):  # a copy of another site's article is a source of its own
        return False
    if is_home(other) and not is_home(own):  # templates give every page the home page
        return False
    if _place(own) == _place(other):
        return _may_lose_query(own, other)
    return _may_lose_folders(own, other) and not _is_another_article(own, other)


def _contradicted(own: str, other: str, said_to_be: str | None) -> bool:
    """Whether `og:url` names the page itself where the link names another: `…-ld.1161246` is not `…-ld.1161245`."""
    return said_to_be is not None and _place(said_to_be) == _place(own) != _place(other)


def _may_lose_query(own: str, other: str) -> bool:
    """Whether what `other` lacks of the query says how the reader came here, not which text this is.

    `/story/3000000218734/nach-kalifat?ref=rss` is the same text without it; `/medienmitteilungen.html?newsID=c3aa54` is
    a list without it, and `?page=2` another part.
    """
    kept = parse_qsl(urlsplit(other).query, keep_blank_values=True)
    lost = [pair for pair in parse_qsl(urlsplit(own).query, keep_blank_values=True) if pair not in kept]
    if any(name.lower() in _names("part") for name, _ in lost):
        return False
    path = unquote(urlsplit(other).path)
    names_an_article = any(len(_slug_words(part)) >= _MIN_SLUG_WORDS for part in path.split("/"))
    return (
        names_an_article
        or _ARTICLE_NUMBER.search(path) is not None
        or not any(any(map(str.isdigit, value)) for _, value in lost)
    )


def _may_lose_folders(own: str, other: str) -> bool:
    """Whether `other` is not above the page, or above its form for phones or paper only: `/nieuws/` is no article."""
    above = urlsplit(other).path.rstrip("/") + "/"
    path = urlsplit(own).path.rstrip("/")
    if not path.startswith(above):
        return True
    exact = _names("form")
    prefixes = tuple(name.removesuffix("*") for name in exact if name.endswith("*"))
    folders = path.removeprefix(above).lower().split("/")
    return all(folder in exact or folder.startswith(prefixes) for folder in folders)


def _is_another_article(own: str, other: str) -> bool:
    """Whether both addresses say what they are about, and it is not the same.

    A reader who scrolls on gets the next article under the first one's address, and a saved page then declares that:
    `/alcohol-linked-7-types-of-cancer` is not `/dangers-wifi-radiation-experiment`.
    """
    numbers = (set(_ARTICLE_NUMBER.findall(urlsplit(url).path)) for url in (own, other))
    if set.intersection(*numbers):
        return False
    words = [_slug_words(unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]) for url in (own, other)]
    return min(map(len, words)) >= _MIN_SLUG_WORDS and not words[0] & words[1]


def _not_downgraded(own: str, other: str) -> str:
    """The declared address under https where the page came by it: templates from before still say http."""
    parts = urlsplit(other)
    if parts.scheme == "http" and urlsplit(own).scheme == "https" and parts.port is None:
        return urlunsplit(parts._replace(scheme="https"))
    return other


def _canonical_or_none(url: str | None) -> str | None:
    try:
        return canonical_address(url) if url and url.strip() else None
    except ValueError:  # "http://[", "javascript:…"
        return None


def _place(url: str) -> tuple[str, str]:
    """What http, https, `www.`, `m.` and a last slash do not change."""
    parts = urlsplit(url)
    return _SCREENS.sub("", parts.netloc), parts.path.rstrip("/")


def _slug_words(part: str) -> frozenset[str]:
    return frozenset(_SLUG_WORD.findall(part.casefold())) - _NO_SLUG_WORDS


@cache
def _names(kind: str) -> frozenset[str]:
    with CANONICAL_FILE.open("rb") as file:
        return frozenset(entry["name"] for entry in tomllib.load(file)[kind])
