"""Gold lines without pairs, and the pairs that we drew in them, in; gold lines with pairs and grades out.

The gold file is not ours, so the pairs stand off: a line holds the digest of the article's text, and how many claims
and citations there were when the pairs were drawn, which are told by their places.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from transforms.derived_labels import href_at, is_traceable, with_grades
from transforms.training_data import AnnotationError, text_digest

_COUNTED = ("claims", "citations")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_drawn_pairs(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a file, checked, by the digest of their text. Raises AnnotationError, OSError."""
    drawn: dict[str, dict[str, Any]] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            line = json.loads(text)
            counts = [range(line[part]) for part in _COUNTED]
            beyond = [
                pair for pair in line["support"] if not all(i in known for i, known in zip(pair, counts, strict=True))
            ]
            drawn[line["text_sha256"]] = line
        except (ValueError, TypeError, KeyError) as error:
            raise AnnotationError(f"{path.name}, line {number}: {type(error).__name__}: {error}") from error
        if beyond:
            raise AnnotationError(
                f"{path.name}, line {number}: {beyond[0]} names a claim or citation that is not there"
            )
    return drawn


def with_drawn_pairs(line: Mapping[str, Any], drawn: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A gold line with the pairs that we drew in its article, and the grades that follow from them.

    As it is where it has pairs, where we drew none, and where it has other claims or citations by now.
    """
    pairs = drawn.get(text_digest(line["text"])) if line.get("support") is None else None
    if not pairs or any(len(line[part]) != pairs[part] for part in _COUNTED):
        return dict(line)
    citations = [_completed(cited, line.get("hrefs") or []) for cited in line["citations"]]
    claims = with_grades(line["claims"], citations, pairs["support"])
    return {**line, "claims": claims, "citations": citations, "support": pairs["support"]}


def _completed(cited: Mapping[str, Any], hrefs: list[list[Any]]) -> dict[str, Any]:
    """A citation with what GUIDELINE.md derives: its year by its words ("een meta-analyse uit 2022"), its link."""
    year = _YEAR.search(cited["text"])
    known = {"year": int(year[0]) if year else None, "href": href_at(cited["start"], cited["end"], hrefs), **cited}
    return {**known, "traceable": is_traceable(known["kind"], known["href"], known["year"])}
