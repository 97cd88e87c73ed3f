"""A page in; why it is counted as no article out, with the class of pages that it belongs to."""

from collections.abc import Sequence
from typing import Any

from transforms.addresses import is_home
from transforms.markup import NotArticle, parse_page
from transforms.meta_refresh import refresh_target
from transforms.metadata import Metadata
from transforms.page_kinds import PageKind, PageView, interstitial_kind, kind_by_address, page_kind
from transforms.page_limits import too_long
from transforms.records import OutcomeKind, Page
from transforms.text_lines import Line, lines_of

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
# A page that only leads on says so in a line or two: "Deze pagina is verhuisd. Klik hier als u niets ziet gebeuren."
MAX_REFRESH_WORDS = 60

_GONE = (404, 410)
_BLOCKED = (401, 402, 403, 429, 451)
# Of a page that is home as well as one of these, these tell more: the site could not be seen
_OVER_HOME = ("bot challenge", "consent wall", "parked domain")


def refused_by_status(page: Page) -> NotArticle:
    """Return how a page is counted that came with another status than 200; a bot challenge is known by its body."""
    reason = f"status {page.status}"
    if 300 <= page.status < 400:
        wall = kind_by_address(page.location) if page.location else None
        return _refusal(wall, reason) if wall else NotArticle("redirected", reason)
    if page.status in _GONE:
        return NotArticle("gone", reason)
    challenge = _interstitial(page)
    if challenge is not None and challenge.kind == "bot challenge":
        return _refusal(challenge, reason)
    return NotArticle("blocked" if page.status in _BLOCKED else "error", reason)


def refused_unread(page: Page, tree: Any, url: str) -> NotArticle | None:
    """Return the refusal of a page whose article need not be looked for; else None. `url` is its canonical address.

    These are walls known by their address (`https://myprivacy.dpgmedia.nl/consent?…`) and front pages.
    """
    if wall := kind_by_address(page.url):
        return _refusal(wall)
    if is_home(url):
        return _home_page(page, tree)
    return None


def refused_by_kind(
    page: Page, tree: Any, said: Metadata, page_lines: Sequence[Line], lines: Sequence[Line]
) -> NotArticle | None:
    """Return the refusal of a page that is something else than an article, or leads on to another page; else None.

    `page_lines` are all its lines, `lines` those that would be the article.
    """
    view = PageView(
        tree=tree, source=page.body, lines=page_lines, article=lines, is_free=said.is_free,
        paid_selectors=said.paid_selectors,
    )  # fmt: skip
    target = refresh_target(tree, page.url) if _word_count(page_lines) <= MAX_REFRESH_WORDS else None
    if target is not None and interstitial_kind(view) is None:
        wall = kind_by_address(target)
        return _refusal(wall) if wall else NotArticle("redirected", f"meta refresh to {target}", target)
    kind = page_kind(view)
    return _refusal(kind) if kind else None


def no_running_text(lines: Sequence[Line], teaser_share: float) -> NotArticle | None:
    """Return the refusal of a page whose article would be too short, or a listing of other pages; else None."""
    if not lines:
        return NotArticle("not_article", "short: no running text")
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


def refused_as_too_long(lines: Sequence[Line]) -> NotArticle | None:
    """Return the refusal of an article that no reader reads and no tagger ends; else None."""
    limit = too_long(sum(len(line.text) for line in lines))
    return NotArticle("error", limit) if limit else None


def _home_page(page: Page, tree: Any) -> NotArticle:
    lines = lines_of(tree, lambda _: None)
    kind = page_kind(PageView(tree=tree, source=page.body, lines=lines, article=lines))
    return _refusal(kind) if kind and kind.kind in _OVER_HOME else NotArticle("not_article", "home page")


def _interstitial(page: Page) -> PageKind | None:
    tree = parse_page(page)
    if isinstance(tree, NotArticle):
        return None
    return interstitial_kind(PageView(tree=tree, source=page.body, lines=lines_of(tree, lambda _: None), article=()))


def _refusal(kind: PageKind, more: str | None = None) -> NotArticle:
    outcome: OutcomeKind = "blocked" if kind.kind == "bot challenge" else "not_article"
    return NotArticle(outcome, f"{kind.kind}: {kind.detail}" + (f", {more}" if more else ""))


def _word_count(lines: Sequence[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)
