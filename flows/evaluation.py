"""Gold lines in; the figures of our tagger on them out."""

from collections.abc import Iterable, Iterator
from typing import Any

from transforms.gold import annotations, article_of_line, gold_line
from transforms.lang import languages
from transforms.scoring import FIELDS, PARTS, score_by_language
from transforms.tagging import tag_article


def evaluate(lines: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Tag the gold articles and score the result, over all and by language. Raises GoldLineError with its line.

    An article in a language without a folder counts as one in which nothing was found.
    """
    gold: dict[str, dict[str, Any]] = {}
    predicted: dict[str, dict[str, Any]] = {}
    for line in read_gold(lines):
        gold[line["id"]] = line
        if line["lang"] in languages():
            predicted[line["id"]] = annotations(tag_article(article_of_line(line)))
    return score_by_language(gold, predicted)


def read_gold(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The annotated articles of a file, blank lines left out. Raises GoldLineError with the line's number."""
    for number, text in enumerate(lines, start=1):
        if text.strip():
            yield gold_line(text, number, annotated=True)


def score_lines(scores: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The scores as lines for people to read."""
    for name, score in scores.items():
        yield f"{name}  ({score['articles']} articles)"
        for part in PARTS:
            one = score[part]
            if not one["gold"] and part != "claims":
                yield f"  {part:<12} not annotated"
                continue
            yield (
                f"  {part:<12} P {one['precision']:.3f}  R {one['recall']:.3f}  F1 {one['f1']:.3f}"
                f"   gold {one['gold']}, predicted {one['predicted']}"
            )
            for field in FIELDS if part == "claims" else ("kind", "evidence") if part == "citations" else ():
                if agreed := one[field]:
                    yield f"    {field:<10} accuracy {agreed['accuracy']:.3f}  kappa {agreed['kappa']:.3f}"
