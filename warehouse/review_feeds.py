"""A feed of fact-checks in; its reviews in the warehouse, in one transaction, and what became of its elements, out."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from transforms.claim_reviews import feed_items, item_reviews
from transforms.records import ClaimReview
from warehouse.errors import WarehouseError
from warehouse.filesets import SURROGATES
from warehouse.review_matches import match_reviews
from warehouse.statements import ROOM, run_file, transaction

FOLDER = ROOM / "feeds"


class ReviewFeedError(WarehouseError):
    """A file that is no feed of ClaimReviews; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class ReviewsLoaded:
    """What a feed held: its elements, those without a review with the reasons, reviews, and those told twice."""

    element_count: int
    unusable: Mapping[str, int]
    review_count: int
    repeated_count: int


def load_review_feed(con: duckdb.DuckDBPyConnection, path: Path, list_date: date) -> ReviewsLoaded:
    """Load a feed: the JSON of a schema.org DataFeed of ClaimReviews as Data Commons publishes it.

    It takes the place of the feed that was loaded before; `list_date` is the day on which it was true. The file is
    read whole: one of 100 MB needs about 1 GB of memory. Raises ReviewFeedError for another file or one without a
    review, and nothing is changed then; OSError.
    """
    elements = feed_items(_parsed(path))
    reviews: dict[str, ClaimReview] = {}
    unusable: Counter[str] = Counter()
    found_count = 0
    for element in elements:
        found, trouble = item_reviews(element)
        unusable.update([trouble] if trouble else [])
        found_count += len(found)
        for review in found:
            reviews.setdefault(review.review_id, review)
    if not reviews:
        raise ReviewFeedError(
            f"{path} is no feed of fact-checks: wanted is a JSON file with dataFeedElement, each with an item of type "
            "ClaimReview that has claimReviewed and url; what was loaded before stays"
        )
    columns = {
        field.name: [_clean(getattr(one, field.name)) for one in reviews.values()] for field in fields(ClaimReview)
    }
    told = {"file": path.name, "list_date": list_date.isoformat()}
    try:
        with transaction(con):
            run_file(con, FOLDER / "replace_reviews.sql", columns | told)
            match_reviews(con)
    except duckdb.Error as error:
        raise ReviewFeedError(f"{path} was not loaded, nothing of it: {error}") from error
    return ReviewsLoaded(len(elements), dict(unusable), len(reviews), found_count - len(reviews))


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise ReviewFeedError(f"{path} is no JSON file: {error}") from error


def _clean(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.translate(SURROGATES) if isinstance(value, str) else value
