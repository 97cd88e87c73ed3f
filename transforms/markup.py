"""A page's bytes in; a parsed HTML tree out, or the reason why there is none."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from transforms.charsets import page_text
from transforms.page_limits import over_a_limit, too_many_bytes
from transforms.records import ClaimReview, OutcomeKind, Page

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_UNKNOWN_TYPES = ("", "text/plain", "application/octet-stream", "application/xml", "text/xml", "unknown/unknown")
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"GIF8", "image/gif"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_FIRST_TAG = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|title|meta|div|article|main|section|p|h1)\b", re.IGNORECASE
)
# Characters that XML knows not, raw or as `&#2;`: with one in a paragraph trafilatura drops the whole article
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]);?(?!\d)|&#[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|[fF]{3}[efEF]);?(?![0-9a-fA-F])"
)
# libxml2 ends a page at its first `</html>`; browsers read on, and pages put together of parts have one in the middle
_END_OF_PAGE = re.compile("</html\\s*>", re.IGNORECASE)
# One `<!--` to one `-->` spans any number of comments: asked for one by one, each of them could end at each `-->` after
# it, and the time would double with every comment
_FEED = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(rss|feed|urlset|sitemapindex|svg)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NotArticle:
    """Why a page gave no article: the outcome it is counted as, and the reason in a few words.

    What stands before the reason's first colon is its class, by which SQL can group (`extract_article` lists them).
    `location` is where a page leads that is nothing but a redirect in HTML. `claim_reviews` are the fact-checks in its
    JSON-LD: a verdict of thirty words is no article and a review all the same.
    """

    outcome: OutcomeKind
    reason: str
    location: str | None = None
    claim_reviews: tuple[ClaimReview, ...] = ()


def parse_page(page: Page) -> lxml.html.HtmlElement | NotArticle:
    """Return the tree of a page, or why it has none: not HTML by header and bytes, too large, too deep, empty."""
    media_type = (page.content_type or "").partition(";")[0].strip().lower()
    kind = sniffed_type(page.body)
    if kind is not None and kind != "text/html":
        return NotArticle("not_article", f"not HTML: {kind}")
    if media_type not in _HTML_TYPES and not (media_type in _UNKNOWN_TYPES and kind == "text/html"):
        return NotArticle("not_article", f"not HTML: {media_type or 'no type given'}")
    if limit := too_many_bytes(page.body):
        return NotArticle("error", limit)
    markup = _markup(page.content_type, page.body)
    if limit := over_a_limit(markup):
        return NotArticle("error", limit)
    tree = _tree(markup)
    return NotArticle("not_article", "short: empty page") if tree is None else tree


def base_address(tree: lxml.html.HtmlElement, url: str) -> str:
    """Return what the links of the page at `url` are relative to: its first `<base href>`, else `url` itself.

    One that is no http(s) address (`<base href="//[">`, `data:`) counts as none, as it does in a browser.
    """
    href = next((str(element.get("href")) for element in tree.iter("base") if element.get("href")), "")
    try:
        base = urljoin(url, href.strip())
    except ValueError:
        return url
    return base if base.lower().startswith(("http://", "https://")) else url


def sniffed_type(body: bytes) -> str | None:
    """Return the media type that the first bytes give away, or None where they could be anything."""
    for magic, media_type in _MAGIC:
        if body.startswith(magic):
            return media_type
    start = body[:4096].removeprefix(b"\xef\xbb\xbf")
    if feed := _FEED.match(start):
        return f"application/xml ({feed[1].decode('ascii')})"
    return "text/html" if _FIRST_TAG.search(start) else None


def _markup(content_type: str | None, body: bytes) -> bytes:
    """The page's text as UTF-8, without the characters that XML knows not and the tag that would end it."""
    return _END_OF_PAGE.sub("", _NOT_XML.sub("", page_text(content_type, body))).encode("utf-8", "replace")


def _tree(markup: bytes) -> lxml.html.HtmlElement | None:
    if not markup.strip():
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if tree.tag == "html" else None
