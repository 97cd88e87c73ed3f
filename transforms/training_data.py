"""The folder training/ in; gold lines to learn from out: articles we wrote, and annotations joined with their pages.

Annotations of real pages stand off: the pages belong to their publishers, so a line holds offsets and a digest of the
text they count in, and the text comes from whoever has the page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from transforms.derived_labels import href_at, is_traceable, with_grades
from transforms.records import Article
from transforms.written_markup import marked_up_lines

_CLAIM_KEYS = ("kind", "polarity", "certainty")
_CITATION_KEYS = ("kind", "evidence")
_ROLES = ("agent", "target")


class AnnotationError(ValueError):
    """A line of annotations that cannot be used; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class JoinedLines:
    """Gold lines of annotated pages; addresses of pages that nobody had, and of those whose text is another now.

    A page without an address is told by the digest of its text.
    """

    lines: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]


def written_articles(folder: Path) -> list[dict[str, Any]]:
    """The articles of `folder`/<language>/*.txt as gold lines, by file name. Raises WrittenArticleError, OSError."""
    return [
        line
        for path in sorted(folder.glob("*/*.txt"))
        for line in marked_up_lines(
            path.read_text(encoding="utf-8"), path.parent.name, f"{path.parent.name}/{path.stem}"
        )
    ]


def read_annotations(path: Path) -> list[dict[str, Any]]:
    """The stand-off lines of a file, checked. Raises AnnotationError, OSError."""
    lines = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            problem = _problem(line)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            raise AnnotationError(f"{path.name}, line {number}: {problem}")
        lines.append(line)
    return lines


def annotated_lines(path: Path, articles: Mapping[str | None, Sequence[Article]]) -> JoinedLines:
    """The annotations of a file joined with the articles of their address. Raises AnnotationError, OSError.

    articles: by address, all versions that there are: the annotations belong to one of them. Under None: articles
    that have none, of raw text.
    """
    lines: list[dict[str, Any]] = []
    missing: list[str] = []
    changed: list[str] = []
    for line in read_annotations(path):
        versions = articles.get(line["url"], ())
        article = next(
            (one for one in versions if text_digest(_annotated_part(line, one)) == line["text_sha256"]), None
        )
        if article is not None:
            lines.append(joined(line, article))
        else:
            (changed if versions and line["url"] else missing).append(line["url"] or line["text_sha256"])
    return JoinedLines(tuple(lines), tuple(missing), tuple(changed))


def joined(line: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """A gold line of stand-off annotations and their article: the part of its text that the annotators read."""
    text = _annotated_part(line, article)
    first = line.get("start", 0)
    hrefs = [
        [h.start_char - first, h.end_char - first, h.url]
        for h in article.hrefs
        if first <= h.start_char and h.end_char <= first + len(text)
    ]
    citations = [_citation(cited, text, hrefs) for cited in line["citations"]]
    claims = [_claim(claim, text) for claim in line["claims"]]
    return {
        "id": f"page-{article.article_id}-{line['text_sha256'][:8]}",
        "url": line["url"],
        "lang": line["lang"],
        "title": line["title"],
        "published": article.published.isoformat() if article.published else None,
        "text": text,
        "hrefs": hrefs,
        "claims": with_grades(claims, citations, line["support"]),
        "citations": citations,
        "support": line["support"],
        "disclosures": line["disclosures"],
    }


def _annotated_part(line: Mapping[str, Any], article: Article) -> str:
    start = line.get("start", 0)
    return article.text[start : start + line["length"]] if "length" in line else article.text[start:]


def text_digest(text: str) -> str:
    """What a text without an address is known by, and what tells two versions of a page apart."""
    return sha256(text.encode()).hexdigest()


def _citation(cited: Mapping[str, Any], text: str, hrefs: list[list[Any]]) -> dict[str, Any]:
    start, end = cited["start"], cited["end"]
    href = href_at(start, end, hrefs)
    traceable = is_traceable(cited["kind"], href, cited["year"])
    return {**cited, "text": text[start:end], "href": href, "traceable": traceable}


def _claim(claim: Mapping[str, Any], text: str) -> dict[str, Any]:
    roles = {role: text[slice(*claim[role])] if claim[role] else None for role in _ROLES if role in claim}
    return {**claim, "text": text[claim["start"] : claim["end"]], **roles}


def _problem(line: Any) -> str | None:
    """What is wrong with stand-off annotations, in words; None for good ones."""
    if not all(isinstance(line[key], str) for key in ("lang", "text_sha256")):
        return "needs strings under lang, text_sha256"
    length, start = line.get("length"), line.get("start", 0)
    if not all(isinstance(line[key], str | None) for key in ("url", "title")) or not isinstance(length, int | None):
        return "needs strings or null under url and title, a number under length"
    if not isinstance(start, int) or start < 0:
        return "needs a number of at least 0 under start"
    return _problem_of_spans(line, length) or _problem_of_labels(line["claims"], line["citations"], line["support"])


def _problem_of_spans(line: Mapping[str, Any], length: int | None) -> str | None:
    found = (*line["claims"], *line["citations"], *line["disclosures"])
    if wrong := _outside([[one["start"], one["end"]] for one in found], 0, length):
        return f"{wrong} is no span of the text"
    for claim in line["claims"]:
        roles = [claim[role] for role in _ROLES if claim.get(role)]
        if wrong := _outside(roles, claim["start"], claim["end"]):
            return f"{wrong} is no span of the claim at {claim['start']}"
    return None


def _problem_of_labels(
    claims: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]], support: Sequence[Sequence[int]]
) -> str | None:
    for found, keys in ((claims, _CLAIM_KEYS), (citations, _CITATION_KEYS)):
        if not all(isinstance(one[key], str) for one in found for key in keys):
            return f"needs strings under {', '.join(keys)}"
    if not all(isinstance(citation["year"], int | None) for citation in citations):
        return "a year must be a number or null"
    if not all(0 <= i < len(claims) and 0 <= j < len(citations) for i, j in support):
        return "a pair of support names a claim or citation that is not there"
    return None


def _outside(spans: Iterable[Sequence[int]], first: int, last: int | None) -> Sequence[int] | None:
    return next((s for s in spans if not first <= s[0] < s[1] <= (s[1] if last is None else last)), None)
