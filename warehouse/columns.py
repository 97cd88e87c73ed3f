"""The frozen records in, one Arrow schema a table out: the columns of a file set, said once in `transforms.records`."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from transforms.records import (
    Article,
    Block,
    Citation,
    Claim,
    ClaimKeys,
    ClaimReview,
    Disclosure,
    Href,
    Outcome,
    Run,
    Section,
    Source,
)

ARROW_TYPES: Mapping[Any, pa.DataType] = MappingProxyType(
    {
        str: pa.string(),
        bool: pa.bool_(),
        int: pa.int64(),
        float: pa.float64(),
        date: pa.date32(),
        datetime: pa.timestamp("us", tz="UTC"),
    }
)

# What a version holds stands in tables of its own, one row each, not as lists inside the article's row.
PARTS_OF_ARTICLE = ("blocks", "hrefs", "sections", "claim_reviews")


def arrow_type(hint: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field's annotation and whether it may be null: `int | None` is (int64, True).

    Raises TypeError for an annotation that no column can hold, such as a pair.
    """
    if get_origin(hint) in (Union, UnionType):
        inner = [argument for argument in get_args(hint) if argument is not NoneType]
        if len(inner) == 1:
            return arrow_type(inner[0])[0], True
    elif get_origin(hint) is Literal:
        return pa.string(), False
    elif hint in {tuple[int, ...], tuple[str, ...]}:
        return pa.list_(ARROW_TYPES[get_args(hint)[0]]), False
    elif hint in ARROW_TYPES:
        return ARROW_TYPES[hint], False
    raise TypeError(f"no column type for {hint!r}")


def record_schema(record: type, without: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> pa.Schema:
    """The schema of a record: first `keys` (text, never null), then its fields in order, less those in `without`."""
    hints = get_type_hints(record)
    columns = [pa.field(key, pa.string(), nullable=False) for key in keys]
    for field in fields(record):
        if field.name not in without:
            kind, nullable = arrow_type(hints[field.name])
            columns.append(pa.field(field.name, kind, nullable=nullable))
    return pa.schema(columns)


# Everything found in a version says which one: (article_id, version_id).
KEYS = ("article_id", "version_id")

SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "outcomes": record_schema(Outcome, without=("claim_reviews",)),
        # of pages that are no article
        "page_reviews": record_schema(ClaimReview, keys=("run_id", "page_url", "site")),
        "articles": record_schema(Article, without=PARTS_OF_ARTICLE, keys=("version_id",)).append(
            pa.field("word_count", pa.int64())
        ),
        "blocks": record_schema(Block, keys=KEYS),
        "hrefs": record_schema(Href, keys=KEYS),
        "sections": record_schema(Section, keys=KEYS),
        "claims": record_schema(Claim, keys=KEYS),
        "claim_keys": record_schema(ClaimKeys, keys=KEYS),
        "citations": record_schema(Citation, keys=KEYS),
        "claim_citations": pa.schema(
            [pa.field(name, pa.string(), nullable=False) for name in (*KEYS, "claim_id", "citation_id")]
        ),
        "disclosures": record_schema(Disclosure, keys=KEYS),
        "claim_reviews": record_schema(ClaimReview, keys=KEYS),
        "sources": record_schema(Source),
        "runs": record_schema(Run),
    }
)

# Tables of which file sets written by an earlier claimtrace have no file; an empty one stands for it when they load.
LATER_TABLES = frozenset({"runs", "claim_reviews", "page_reviews", "claim_keys"})
