"""Gold lines in; the figures of our tagger on them out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from transforms.comparison import Annotated, Compared, compared_articles
from transforms.detailed_scoring import detailed_figures, of_language
from transforms.gold import annotations, article_of_line, gold_line
from transforms.lang import languages
from transforms.scoring import FIELDS, PARTS, score_articles, score_by_language
from transforms.tagger_version import tagger_version
from transforms.tagging import tag_article

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedGold:
    """Annotated articles by id, and what our tagger found in each; nothing in a language without a folder."""

    gold: Mapping[str, Annotated]
    found: Mapping[str, Annotated]

    def compared(self) -> list[Compared]:
        """Each article with its gold and found spans matched."""
        return list(compared_articles(self.gold, self.found))


def tag_gold(lines: Iterable[str]) -> TaggedGold:
    """Tag the gold articles. Raises GoldLineError with its line."""
    gold: dict[str, Annotated] = {}
    found: dict[str, Annotated] = {}
    for line in read_gold(lines):
        gold[line["id"]] = line
        if line["lang"] in languages():
            found[line["id"]] = annotations(tag_article(article_of_line(line)))
    return TaggedGold(gold=gold, found=found)


def evaluate(lines: Iterable[str]) -> dict[str, Figures]:
    """Tag the gold articles and score the result as the annotators' script does, over all and by language."""
    tagged = tag_gold(lines)
    return score_by_language(tagged.gold, tagged.found)


def every_figure(tagged: TaggedGold) -> Figures:
    """All that can be told of a tagging.

    Under "all" and each language's code stand the scores with their details, under "by_article" the scores of each
    article by id, under "tagger_version" and "models" what tagged.
    """
    compared = tagged.compared()
    figures: Figures = {"tagger_version": tagger_version(), "models": model_versions(tagged)}
    for name, scores in score_by_language(tagged.gold, tagged.found).items():
        figures[name] = {**scores, **detailed_figures(compared if name == "all" else of_language(compared, name))}
    figures["by_article"] = {
        key: {"lang": line["lang"], "url": line.get("url"), **score_articles({key: line}, tagged.found)}
        for key, line in tagged.gold.items()
    }
    return figures


def model_versions(tagged: TaggedGold) -> list[str]:
    """The versions of the models that found something, as `found_by` names them after "model:"."""
    finders = {
        str(one.get("found_by"))
        for article in tagged.found.values()
        for one in (*article["claims"], *article["citations"])
    }
    return sorted(finder.removeprefix("model:") for finder in finders if finder.startswith("model:"))


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
