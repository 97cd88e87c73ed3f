"""The published file and a URL or id in; the one article that is meant, with all that was found in it, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.addresses import canonical_address
from warehouse.queries import Published
from warehouse.statements import query

Row = Mapping[str, Any]

LISTED = 5  # articles that are named where none, or more than one, is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleName:
    """What tells one article from the others."""

    article_id: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRows:
    """One article's rows in the views, each with all the columns that its view has."""

    article: Row
    claims: Sequence[Row]
    citations: Sequence[Row]
    pairs: Sequence[Row]
    disclosures: Sequence[Row]


def named_articles(published: Published, asked: str) -> list[ArticleName]:
    """The articles that a URL, an id or a part of one names: those that it names outright before those it is part of.

    At most one more than `LISTED`.
    """
    try:
        canonical = canonical_address(asked)
    except ValueError:  # an id, or a part of a URL
        canonical = asked
    return _names(published, "by_name", {"asked": asked, "canonical": canonical}) or _names(
        published, "by_part", {"asked": asked, "most": LISTED + 1}
    )


def nearest_articles(published: Published, asked: str) -> list[ArticleName]:
    """The articles whose URL or id is most like what was asked for; none in an empty file."""
    return _names(published, "nearest", {"asked": asked, "most": LISTED})


def article_rows(published: Published, article_id: str) -> ArticleRows:
    """Everything that stands of one article in the views. Raises KeyError for an id that no article has."""
    found = {
        name: _rows(published, name, {"article": article_id})
        for name in ("article", "claims", "citations", "pairs", "disclosures")
    }
    if not found["article"]:
        raise KeyError(article_id)
    return ArticleRows(
        article=found["article"][0],
        claims=found["claims"],
        citations=found["citations"],
        pairs=found["pairs"],
        disclosures=found["disclosures"],
    )


def _names(published: Published, name: str, params: Mapping[str, Any]) -> list[ArticleName]:
    rows = _rows(published, name, params)
    return [ArticleName(article_id=row["article_id"], url=row["url"]) for row in rows]


def _rows(published: Published, name: str, params: Mapping[str, Any]) -> list[Row]:
    with published.answer(query(f"one_article/{name}"), params) as answer:
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
