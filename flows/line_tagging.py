"""Lines in gold format in; the same lines with claims, citations, support and disclosures out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transforms.gold import GoldLineError, annotations, article_of_line, gold_line
from transforms.lang import languages
from transforms.tagging import tag_article


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that was not tagged; `lost` where nothing could be put out for it at all."""

    message: str
    lost: bool


def tag_lines(lines: Iterable[str]) -> Iterator[str | LineProblem]:
    """Yield a JSON line for each article, in order, and a problem for each line that is none.

    Keys that a line has beside ours are kept. An article in a language without a folder comes out with nothing found,
    after a problem that says so.
    """
    nothing: dict[str, list[object]] = {"claims": [], "citations": [], "support": [], "disclosures": []}
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = gold_line(text, number)
        except GoldLineError as error:
            yield LineProblem(str(error), lost=True)
            continue
        if line["lang"] in languages():
            found = annotations(tag_article(article_of_line(line)))
        else:
            known = ", ".join(languages())
            yield LineProblem(f"line {number}: no rules for language {line['lang']!r}, only for {known}", lost=False)
            found = dict(nothing)
        yield json.dumps({**line, **found}, ensure_ascii=False)
