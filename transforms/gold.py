"""Lines in the format of GUIDELINE.md in, articles out, and the other way round; their `start` is our `start_char`."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from transforms.records import Article, Href, TaggedArticle


class GoldLineError(ValueError):
    """A line that is no article; the message says what is wrong with it."""


def gold_line(text: str, number: int, annotated: bool = False) -> dict[str, Any]:
    """The object of line `number`. Raises GoldLineError unless it has the keys and offsets an article needs.

    annotated: whether claims and citations must be there too.
    """
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        raise GoldLineError(f"line {number}: not JSON: {error}") from error
    if problem := _problem(line, annotated):
        raise GoldLineError(f"line {number}: {problem}")
    return dict(line)


def _problem(line: Any, annotated: bool) -> str | None:
    """What keeps a JSON value from being an article, in words; None for a good one."""
    if not isinstance(line, dict):
        return "not a JSON object"
    missing = [key for key in ("id", "lang", "text") if not isinstance(line.get(key), str)]
    if missing:
        return f"needs a string under {', '.join(missing)}"
    if any("\ud800" <= character <= "\udfff" for character in line["text"]):
        return "the text holds half of a surrogate pair, which is no character"
    wrong = [key for key in ("url", "title") if not isinstance(line.get(key), str | None)]
    if wrong:
        return f"needs a string or null under {', '.join(wrong)}"
    hrefs = line.get("hrefs") or []
    if not isinstance(hrefs, list) or any(not _is_href(href, len(line["text"])) for href in hrefs):
        return f'"hrefs" must hold [start, end, url] with 0 <= start <= end <= {len(line["text"])}'
    return _unannotated(line) if annotated else None


def _unannotated(line: Mapping[str, Any]) -> str | None:
    """What an article lacks to be scored or learned from, in words; support and disclosures may be null: unknown."""
    if not all(isinstance(line.get(key), list) for key in ("claims", "citations")):
        return "is not annotated: it needs claims and citations"
    for key, labels in (("claims", ("kind", "polarity", "certainty")), ("citations", ("kind", "evidence"))):
        for found in line[key]:
            if not isinstance(found, dict) or not all(type(found.get(end)) is int for end in ("start", "end")):
                return f"{key} must be objects with a start and an end"
            if not all(isinstance(found.get(label), str) for label in labels):
                return f"{key} must have {', '.join(labels)}"
    return None


def _is_href(href: Any, length: int) -> bool:
    if not (isinstance(href, list) and [type(part) for part in href] == [int, int, str]):
        return False
    return bool(0 <= href[0] <= href[1] <= length)


def site_of(line: Mapping[str, Any]) -> str:
    """What groups gold lines whose publisher is one; articles of no known site are each a site of their own."""
    host = _host(line.get("url"))
    site: str = line["id"] if host in {"", "example.org"} else host.removeprefix("www.")
    return site


def article_of_line(line: Mapping[str, Any]) -> Article:
    """A gold line as an article that a tagger takes; blocks and sections are not known from plain text."""
    return Article(
        article_id=line["id"],
        url=line.get("url") or "",
        site=_host(line.get("url")),
        lang=line["lang"],
        title=line.get("title"),
        author=None,
        published=_date(line.get("published")),
        modified=None,
        reviewed=None,
        text=line["text"],
        blocks=(),
        hrefs=tuple(Href(start_char=start, end_char=end, url=link) for start, end, link in line.get("hrefs") or []),
        sections=(),
        fetched_at=datetime(1970, 1, 1, tzinfo=UTC),  # a line was never fetched
        content_hash="",
        extractor_version="",
    )


def annotations(tagged: TaggedArticle) -> dict[str, Any]:
    """What a gold line holds beside the article: claims, citations, support, disclosures."""
    claim_keys = ("kind", "polarity", "certainty", "agent", "target", "support", "found_by", "score")
    citation_keys = ("kind", "evidence", "year", "href", "traceable", "found_by", "score")
    return {
        "claims": [{**_span(c), **{key: getattr(c, key) for key in claim_keys}} for c in tagged.claims],
        "citations": [{**_span(c), **{key: getattr(c, key) for key in citation_keys}} for c in tagged.citations],
        "support": [list(pair) for pair in tagged.support],
        "disclosures": [{"start": d.start_char, "end": d.end_char, "kind": d.kind} for d in tagged.disclosures],
    }


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # "http://[": an address that names no host
        return ""


def _span(found: Any) -> dict[str, Any]:
    return {"start": found.start_char, "end": found.end_char, "text": found.text}


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
