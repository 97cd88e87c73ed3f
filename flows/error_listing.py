"""Compared articles in; what the tagger missed, invented or named wrongly, most harmful articles first, out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from transforms.article_sentences import article_sentences, sentence_at
from transforms.comparison import Annotated, Compared

# What an error costs who reads the figures: a claim missed or invented moves every share, a source or pair moves a
# grade, a wrong label one column. What is not named here costs `_OTHER`.
_HARM: Mapping[str, float] = MappingProxyType(
    {
        "missed claim": 1.0,
        "false claim": 1.0,
        "missed citation": 0.7,
        "false citation": 0.7,
        "missed pair": 0.5,
        "false pair": 0.5,
        "wrong kind": 0.5,
        "wrong polarity": 0.5,
    }
)
_OTHER = 0.3

Found = tuple[str, Annotated, Any, Any]  # what is wrong, of which span, gold, found

_CLAIM_LABELS = ("kind", "polarity", "certainty", "support")
_CITATION_LABELS = ("kind", "evidence", "traceable")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggingError:
    """One error beside the truth: `gold` is None for a false find, `found` for a miss.

    For a wrong label they are that label; for a pair, whose claim is `text`, the words of its citation.
    """

    what: str
    start_char: int
    sentence_number: int
    sentence: str
    text: str
    gold: Any
    found: Any
    score: float | None

    @property
    def harm(self) -> float:
        """What the error costs, 0 to 1; a false find that the model was sure of costs more."""
        doubt = 0.0 if self.score is None else (1 - self.score) / 2
        return _HARM.get(self.what, _OTHER) - (doubt if self.gold is None else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleErrors:
    """The errors of one article in the order of its text. `error_count` counts those that are not listed too."""

    id: str
    url: str | None
    lang: str
    harm: float
    error_count: int
    errors: tuple[TaggingError, ...]


def listed_errors(articles: Sequence[Compared], most: int) -> list[ArticleErrors]:
    """The worst articles first, each with its worst errors, until `most` errors are listed."""
    found = [(article, list(errors_of(article))) for article in articles]
    found.sort(key=lambda one: (-_harm(one[1]), one[0].gold["id"]))
    listed = []
    for article, errors in found:
        kept = sorted(errors, key=lambda error: (-error.harm, error.start_char))[: max(most, 0)]
        most -= len(kept)
        if kept:
            listed.append(
                ArticleErrors(
                    id=article.gold["id"],
                    url=article.gold.get("url"),
                    lang=article.gold["lang"],
                    harm=round(_harm(errors), 2),
                    error_count=len(errors),
                    errors=tuple(sorted(kept, key=lambda error: (error.start_char, error.what))),
                )
            )
    return listed


def errors_of(article: Compared) -> Iterator[TaggingError]:
    """Every error of one article.

    A pair with an end that was missed, or that the annotators did not mark, is no error of its own: that end is.
    """
    text, lang = article.gold["text"], article.gold["lang"]
    sentences = article_sentences(text, lang) or [(0, len(text))]
    errors = [*_span_errors(article, "claims", _CLAIM_LABELS), *_span_errors(article, "citations", _CITATION_LABELS)]
    if article.gold.get("support") is not None:
        errors += _pair_errors(article)
    for what, item, gold, found in errors:
        number = sentence_at(sentences, item["start"])
        start, end = sentences[number]
        yield TaggingError(
            what=what,
            start_char=item["start"],
            sentence_number=number + 1,
            sentence=text[start:end],
            text=text[item["start"] : item["end"]],
            gold=gold,
            found=found,
            score=item.get("score"),
        )


def _span_errors(article: Compared, part: str, labels: Sequence[str]) -> Iterator[Found]:
    name = part.removesuffix("s")
    for item in article.missed(part):
        yield (f"missed {name}", item, _shown(item, labels), None)
    for item in article.false(part):
        yield (f"false {name}", item, None, _shown(item, labels))
    for truth, answer in article.matched(part):
        for label in labels:
            if truth.get(label) is not None and truth[label] != answer.get(label):
                what = f"wrong {label}" if name == "claim" else f"wrong citation {label}"
                yield (what, {**truth, "score": answer.get("score")}, truth[label], answer.get(label))


def _pair_errors(article: Compared) -> Iterator[Found]:
    """Pairs between a claim and a citation that both sides have, where one side alone pairs them."""
    claims = {j: i for i, j in article.claims.items()}
    citations = {j: i for i, j in article.citations.items()}
    gold = {(i, c) for i, c in article.gold["support"] if i in article.claims and c in article.citations}
    found = {(claims[j], citations[d]) for j, d in article.found["support"] if j in claims and d in citations}
    for i, c in sorted(gold ^ found):
        claim, citation = article.gold["claims"][i], article.gold["citations"][c]
        words = _words(article, citation)
        is_missed = (i, c) in gold
        what = "missed pair" if is_missed else "false pair"
        yield (what, claim, words if is_missed else None, None if is_missed else words)


def _shown(item: Annotated, labels: Sequence[str]) -> dict[str, Any]:
    return {label: item.get(label) for label in labels}


def _words(article: Compared, item: Annotated) -> str:
    return str(article.gold["text"][item["start"] : item["end"]])


def _harm(errors: Sequence[TaggingError]) -> float:
    return sum(error.harm for error in errors)


def error_lines(listed: Sequence[ArticleErrors]) -> Iterator[str]:
    """The errors as lines for people: each article, each sentence with an error once, below it gold → found."""
    for article in listed:
        shown = len(article.errors)
        some = "" if shown == article.error_count else f", the worst {shown} of them"
        yield ""
        yield f"{article.id}  {article.url or ''}  ({article.error_count} errors{some})"
        last = None
        for error in article.errors:
            if error.sentence_number != last:
                yield f"  {error.sentence_number}  {error.sentence}"
                last = error.sentence_number
            yield f"       {error.what:<25}{_side_by_side(error)}"


def _side_by_side(error: TaggingError) -> str:
    score = "" if error.score is None else f"  (score {error.score:.2f})"
    quoted = (
        "" if "claim" in error.what or "pair" in error.what or error.text == error.sentence else f"{error.text!r}: "
    )
    return f"{quoted}{_said(error.gold)} → {_said(error.found)}{score}"


def _said(side: Any) -> str:
    if side is None:
        return "–"
    if isinstance(side, dict):
        told = dict(side)
        traceable = told.pop("traceable", None)
        named = [str(value) for value in told.values() if value is not None]
        return ", ".join([*named, *(["traceable"] if traceable else [])])
    return str(side)
