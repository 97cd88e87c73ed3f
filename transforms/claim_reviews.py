"""JSON-LD in, of a fact-checker's page or of a feed; the reviews of claims that it holds (schema.org ClaimReview) out.

What the reviewer wrote is kept as it stands: the rating's words, and its number with the ends of its scale.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import unescape
from itertools import islice
from math import isfinite
from typing import Any

from transforms.addresses import absolute_href, canonical_address, short_hash
from transforms.dates import parse_date
from transforms.records import ClaimReview
from transforms.structured_data import node_types, page_nodes, text_of

# A fact-check reviews one claim, a round-up a dozen; a longer list on one page is an archive of others' pages.
MAX_REVIEWS = 50
# A claim is a sentence or two; a whole text in its place is cut here.
_LONGEST = 2_000


def page_reviews(tree: Any, url: str) -> tuple[ClaimReview, ...]:
    """The reviews that a page's JSON-LD holds, no more than MAX_REVIEWS; `url` is the page's own address."""
    # nearly no page has one: its JSON is read a second time only where the word stands
    if not any("ClaimReview" in (script.text or "") for script in tree.iter("script")):
        return ()
    return tuple(islice(reviews_in(page_nodes(tree), url), MAX_REVIEWS))


def feed_items(feed: Any) -> list[Any]:
    """The elements of a feed: a schema.org DataFeed as Data Commons publishes it, a list, or a `@graph`.

    Empty for what is none of these.
    """
    if isinstance(feed, Mapping):
        feed = feed.get("dataFeedElement", feed.get("@graph"))
    return feed if isinstance(feed, list) else []


def item_reviews(element: Any) -> tuple[tuple[ClaimReview, ...], str | None]:
    """The reviews of one element of a feed, and why there are none: `no item`, `no claim`, `no address`."""
    if not isinstance(element, Mapping):
        return (), "no item"
    items = element.get("item", element)
    nodes = [node for node in (items if isinstance(items, list) else [items]) if _is_review(node)]
    if not nodes:
        return (), "no item"
    fallback = text_of(element.get("url")) or ""
    if not any(text_of(node.get("claimReviewed")) for node in nodes):
        return (), "no claim"
    found = tuple(reviews_in(nodes, fallback))
    return found, None if found else "no address"


def reviews_in(nodes: Iterable[Any], url: str) -> Iterator[ClaimReview]:
    """The reviews among JSON-LD nodes, each once; `url` is the address of what holds them, where one names none.

    One without a claim or without an address is no review.
    """
    known = [node for node in nodes if isinstance(node, Mapping)]
    names = {node["@id"]: node for node in known if isinstance(node.get("@id"), str) and text_of(node.get("name"))}
    seen: set[str] = set()
    for node in known:
        review = _review(node, url, names) if _is_review(node) else None
        if review is not None and review.review_id not in seen:
            seen.add(review.review_id)
            yield review


def _review(node: Mapping[str, Any], page_url: str, names: Mapping[str, Mapping[str, Any]]) -> ClaimReview | None:
    claim = _cut(text_of(node.get("claimReviewed")))
    url = absolute_href(page_url, text_of(node.get("url"))) or absolute_href(page_url, page_url)
    if claim is None or url is None:
        return None
    reviewed, rating = _node(node.get("itemReviewed")), _node(node.get("reviewRating"))
    author = _named(node.get("author"), names)
    words = text_of(rating.get("alternateName")) or text_of(rating.get("name"))
    value = rating.get("ratingValue")
    return ClaimReview(
        review_id=short_hash(f"{canonical_address(url)}\n{claim.casefold()}"),
        url=url,
        claim=claim,
        claimant=_cut(text_of(_named(reviewed.get("author"), names).get("name"))),
        claimed_on=_day(text_of(reviewed.get("datePublished"))),
        appearance=_appearance(reviewed, url),
        # some write "False" where the number should be
        rating=_cut(words or (None if _number(value) is not None else text_of(value))),
        rating_value=_number(value),
        best_rating=_number(rating.get("bestRating")),
        worst_rating=_number(rating.get("worstRating")),
        reviewer=_cut(text_of(author.get("name"))),
        reviewer_url=absolute_href(url, text_of(author.get("url"))),
        reviewed_on=_day(text_of(node.get("datePublished"))),
    )


def _is_review(node: Any) -> bool:
    return isinstance(node, dict) and "claimreview" in node_types(node)


def _node(value: Any) -> Mapping[str, Any]:
    """A thing as a node: the first of a list, nothing for what is no node."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, Mapping)), None)
    return value if isinstance(value, Mapping) else {}


def _named(value: Any, names: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """A person or body: a node, one that `@id` stands for, or a bare name."""
    if isinstance(value, str):
        return {"name": value}
    node = _node(value)
    identity = node.get("@id")
    return names.get(identity, node) if isinstance(identity, str) and not text_of(node.get("name")) else node


def _appearance(reviewed: Mapping[str, Any], base: str) -> str | None:
    """Where the claim was made: its first appearance, else one of its appearances, else the address of the claim."""
    for key in ("firstAppearance", "appearance", "url", "sameAs"):
        value = reviewed.get(key)
        if isinstance(value, list):
            value = value[0] if value else None
        told = text_of(value.get("url")) if isinstance(value, Mapping) else text_of(value)
        if found := absolute_href(base, told):
            return found
    return None


def _day(told: str | None) -> date | None:
    return parse_date(told, {})


def _number(told: Any) -> float | None:
    """`4`, `4.5`, `"4"` or `"4,5"`; None for words and for what is no finite number."""
    try:
        number = float(told.replace(",", ".") if isinstance(told, str) else told)
    except (ValueError, TypeError, OverflowError):
        return None
    return number if isfinite(number) else None


def _cut(told: str | None) -> str | None:
    return unescape(" ".join(told.split()))[:_LONGEST] or None if told else None
