"""What a page shows, and how many words of an article it has, in; the kind of page it is instead of one, or None, out.

Marks and words stand in page_kinds.toml, here and in each language's folder. A mark counts where there is little text:
an article whose text is there is one, whatever it is marked as. Of the 22 pages of the corpus that say that they are
not free, all have the whole article.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transforms.clean_text import clean
from transforms.page_marks import PageKindName, address_patterns, marks, plain, words
from transforms.text_lines import Line

# A page of more words, menus included, is no challenge or parked domain. Google's has some 150, Cloudflare's 130.
MAX_INTERSTITIAL_WORDS = 200
# Error pages suggest what else to read; login pages explain what the account is for.
MAX_ERROR_WORDS = 250
MAX_LOGIN_WORDS = 120
# A list of purposes and partners. The page's own address aside, half of the words must speak of cookies.
MAX_CONSENT_WORDS = 400
MIN_CONSENT_SHARE = 0.5
# A teaser has two or three paragraphs. The shortest article of the corpus that says it is not free has 380 words.
MAX_TEASER_WORDS = 250
# … and with so few it is one, when the site says that the article is not free
MAX_FLAGGED_WORDS = 100
# More of these words in the element that the site names as the paid part, and that part is there
MIN_PAID_WORDS = 100
# "Helaas, deze pagina bestaat niet meer": beside "pagina bestaat niet" stand no more, or the sentence tells something
MAX_WORDS_BESIDE = 3

_NAME_BORDER = re.compile(r"\s+[|–—·•»-]\s+|\s*::\s*|\s*\|\s*")
_NOT_FOUND_CODE = re.compile(r"(?:(?:error|fout|fehler|http|status|code)\W*)*404(?:\W*(?:error|fout|fehler))?\W*")
_OUTSIDE = frozenset(("nav", "header", "footer", "aside", "select"))
_SIMPLE_CLASS = re.compile(r"\.([\w-]+)")


class PageKind(NamedTuple):
    """What a page is instead of an article: `kind` is what reasons begin with, `detail` what it was known by."""

    kind: PageKindName
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page as its kind is judged by it.

    `lines` are all lines that a reader sees, `article` those that would be the article. `is_free` is what the site says
    of the article, None where it says nothing; `paid_selectors` name the elements that hold what is to be paid for.
    """

    tree: Any
    source: bytes
    lines: Sequence[Line]
    article: Sequence[Line]
    is_free: bool | None = None
    paid_selectors: tuple[str, ...] = ()


def kind_by_address(url: str) -> PageKind | None:
    """Return the kind of page that an address alone gives away: `https://myprivacy.dpgmedia.nl/consent?…`, or None."""
    return next((PageKind(mark.kind, mark.by) for pattern, mark in address_patterns() if pattern.search(url)), None)


def interstitial_kind(view: PageView) -> PageKind | None:
    """Return `bot challenge` or `parked domain` where the page is one, whatever its status; else None."""
    return _interstitial(view, _names(view.tree))


def _interstitial(view: PageView, names: Sequence[str]) -> PageKind | None:
    if _word_count(view.lines) > MAX_INTERSTITIAL_WORDS:
        return None
    marked = _marked(view, names, ("bot challenge", "parked domain"))
    if marked is not None:
        return marked
    seen = "\n".join([*map(plain, names), *(plain(line.text) for line in view.lines)])
    for kind, phrases in (("bot challenge", words()["bot_challenge"]), ("parked domain", words()["parked_domain"])):
        if found := next((phrase for phrase in phrases if phrase in seen), None):
            return PageKind(kind, f'"{found}"')  # type: ignore[arg-type]
    return None


def page_kind(view: PageView) -> PageKind | None:
    """Return what a page is instead of an article, or None where nothing says that it is anything else."""
    size = _word_count(view.article)
    names = _names(view.tree)
    if size > MAX_CONSENT_WORDS:
        return _service_page(names)
    return (
        _interstitial(view, names)
        or _consent_wall(view, names)
        or _soft_404(names, size)
        or _login_page(view, names, size)
        or _paywall(view, size)
        or _service_page(names)
    )


def _marked(view: PageView, names: Sequence[str], kinds: Iterable[PageKindName]) -> PageKind | None:
    """The first of the kinds whose mark stands in the title or in the source."""
    titles = {plain(part).rstrip(".!") for name in names for part in (name, *_NAME_BORDER.split(name))}
    source = view.source.lower()
    for mark in (*marks("title"), *marks("source")):
        if mark.kind not in kinds:
            continue
        if mark.letters.rstrip(".!") in titles if mark.place == "title" else mark.letters.encode() in source:
            return PageKind(mark.kind, mark.by)
    return None


def _consent_wall(view: PageView, names: Sequence[str]) -> PageKind | None:
    if marked := _marked(view, names, ["consent wall"]):
        return marked
    if title := _said(names, words()["consent_title"]):
        return PageKind("consent wall", f'"{title}"')
    # what trafilatura takes for the article of a page that has none is the wall's text, or nothing
    lines = [plain(line.text) for line in (view.article or view.lines)]
    total = sum(len(line.split()) for line in lines)
    if not 0 < total <= MAX_CONSENT_WORDS or not any("cookie" in line for line in lines):
        return None
    phrases = words()["consent"]
    telling = [line for line in lines if any(phrase in line for phrase in phrases)]
    different = {phrase for phrase in phrases if any(phrase in line for line in telling)}
    share = sum(len(line.split()) for line in telling) / total
    if len(different) > 1 and share >= MIN_CONSENT_SHARE:
        return PageKind("consent wall", f"{share:.0%} of {total} words tell of cookies")
    return None


def _soft_404(names: Sequence[str], size: int) -> PageKind | None:
    if size > MAX_ERROR_WORDS:
        return None
    for part in _parts(names):
        if _NOT_FOUND_CODE.fullmatch(part):
            return PageKind("soft 404", f'"{part}"')
        for phrase in words()["soft_404"]:
            if phrase in part and len(part.split()) <= len(phrase.split()) + MAX_WORDS_BESIDE:
                return PageKind("soft 404", f'"{part}"')
    return None


def _login_page(view: PageView, names: Sequence[str], size: int) -> PageKind | None:
    if size > MAX_LOGIN_WORDS:
        return None
    inputs = [(element.get("type") or "text").lower() for element in view.tree.iter("input")]
    if inputs and (title := _said(names, words()["login"])):
        return PageKind("login page", f'"{title}"')
    if "password" in inputs and _word_count(view.lines) <= MAX_LOGIN_WORDS:
        return PageKind("login page", "a form that asks for a password")
    return None


def _service_page(names: Sequence[str]) -> PageKind | None:
    """A page of the site's business, however long: its whole name is "Contact" or "Privacyverklaring"."""
    # the title alone: "Impressum" and "Contact Us" are also h1 of two articles' footers. And its first part alone:
    # "Hooikoorts - Contact" may be of a site that is called Contact
    title = _said([_NAME_BORDER.split(names[0])[0]], words()["service_page"]) if names else None
    return PageKind("service page", f'"{title}"') if title else None


def _paywall(view: PageView, size: int) -> PageKind | None:
    flagged = view.is_free is False
    if view.is_free or size > (MAX_CONSENT_WORDS if flagged else MAX_TEASER_WORDS) or _paid_part_is_there(view):
        return None
    if marked := _marked(view, [], ["paywall"]):
        return PageKind("paywall", f"{size} words and a wall of {marked.detail}")
    seen = "\n".join(plain(line.text) for line in view.lines)
    for phrase in words()["paywall"]:
        if phrase in seen and any(phrase in plain(line.text) and not _is_outside(line) for line in view.lines):
            return PageKind("paywall", f'{size} words and "{phrase}"')
    if flagged and (size <= MAX_FLAGGED_WORDS or (size <= MAX_TEASER_WORDS and view.paid_selectors)):
        return PageKind("paywall", f"{size} words of an article that is not free")
    return None


def _paid_part_is_there(view: PageView) -> bool:
    names = {match[1] for selector in view.paid_selectors if (match := _SIMPLE_CLASS.fullmatch(selector.strip()))}
    if not names:
        return False
    return any(
        not names.isdisjoint((element.get("class") or "").split())
        and sum(len(text.split()) for text in element.itertext()) >= MIN_PAID_WORDS
        for element in view.tree.iter("div", "section", "article", "p", "main", "span")
    )


def _is_outside(line: Line) -> bool:
    return any(element.tag in _OUTSIDE for element in (line.element, *line.element.iterancestors()))


def _names(tree: Any) -> list[str]:
    """The title and the first two h1: what a page calls itself."""
    found = [next(tree.iter("title"), None), *list(tree.iter("h1"))[:2]]
    return [text for element in found if element is not None and (text := clean(element.text_content()).strip())]


def _parts(names: Sequence[str]) -> list[str]:
    """The names and their parts between bars and dashes, plain, without the marks at their ends."""
    return [plain(part).strip(" .!?-:") for name in names for part in (name, *_NAME_BORDER.split(name)) if part.strip()]


def _said(names: Sequence[str], phrases: Sequence[str]) -> str | None:
    """The first of the phrases that one of the names, or a part of it, consists of."""
    parts = set(_parts(names))
    return next((phrase for phrase in phrases if phrase.strip(" .!?-:") in parts), None)


def _word_count(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)
