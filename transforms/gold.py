"""Lines in the format of GUIDELINE.md in, articles out, and the other way round; their `start` is our `start_char`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from transforms.records import Article, Href, TaggedArticle


class GoldLineError(ValueError):
    """A line that is no article; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """An annotated article as a training example. `site` groups articles whose publisher is one."""

    text: str
    title: str | None
    lang: str
    site: str
    claims: tuple[Mapping[str, Any], ...] = field(default=())


def gold_line(text: str, number: int, annotated: bool = False) -> dict[str, Any]:
    """The object of line `number`. Raises GoldLineError unless it has the keys and offsets an article needs.

    annotated: whether claims and citations must be there too.
    """
    try:
        line = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
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
    if any(not _is_href(href, len(line["text"])) for href in line.get("hrefs") or []):
        return f'"hrefs" must hold [start, end, url] with 0 <= start <= end <= {len(line["text"])}'
    if annotated and not all(isinstance(line.get(key), list) for key in ("claims", "citations")):
        return "is not annotated: it needs claims and citations"
    return None


def _is_href(href: Any, length: int) -> bool:
    if not (isinstance(href, list) and [type(part) for part in href] == [int, int, str]):
        return False
    return bool(0 <= href[0] <= href[1] <= length)


def training_article(line: Mapping[str, Any]) -> GoldArticle:
    """A gold line as a training example; articles of no known site are each a site of their own."""
    host = urlsplit(line.get("url") or "").hostname or ""
    site = line["id"] if host in {"", "example.org"} else host.removeprefix("www.")
    return GoldArticle(
        text=line["text"], title=line.get("title"), lang=line["lang"], site=site, claims=tuple(line["claims"])
    )


def article_of_line(line: Mapping[str, Any]) -> Article:
    """A gold line as an article that a tagger takes; blocks and sections are not known from plain text."""
    url = line.get("url") or ""
    return Article(
        article_id=line["id"],
        url=url,
        site=urlsplit(url).hostname or "",
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
    claim_keys = ("kind", "polarity", "certainty", "agent", "target", "support")
    citation_keys = ("kind", "evidence", "year", "href", "traceable")
    return {
        "claims": [{**_span(c), **{key: getattr(c, key) for key in claim_keys}} for c in tagged.claims],
        "citations": [{**_span(c), **{key: getattr(c, key) for key in citation_keys}} for c in tagged.citations],
        "support": [list(pair) for pair in tagged.support],
        "disclosures": [{"start": d.start_char, "end": d.end_char, "kind": d.kind} for d in tagged.disclosures],
    }


def _span(found: Any) -> dict[str, Any]:
    return {"start": found.start_char, "end": found.end_char, "text": found.text}


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
