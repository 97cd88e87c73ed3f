"""An article with what was found in it; each sentence with its findings and the reasons for them out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from transforms.article_sentences import article_sentences, sentence_at
from transforms.cue_words import cue_words
from transforms.lang import languages
from transforms.records import TaggedArticle
from transforms.tagger_data import tagger_data
from warehouse.one_article import ArticleRows, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A citation that is offered for a claim. `sentences_away`: 0 in the same one, -2 two before, 3 three after."""

    citation: int
    sentences_away: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClaim:
    """A claim by its number in the article; `found_by` and `score` as in transforms.records."""

    number: int
    start_char: int
    end_char: int
    kind: str
    polarity: str
    certainty: str
    agent: str | None
    target: str | None
    found_by: str
    score: float | None
    support: str
    citations: tuple[Offered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCitation:
    """A citation by its number in the article. `claims` are the numbers of those that it is offered for.

    `why` says why a reader could open the source or could not; `source` names what it points to, if anything.
    """

    number: int
    start_char: int
    end_char: int
    text: str
    kind: str
    evidence: str
    year: int | None
    traceable: bool
    why: str
    href: str | None
    source: str | None
    found_by: str
    score: float | None
    claims: tuple[int, ...]


Placed = TypeVar("Placed", ExplainedClaim, ExplainedCitation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedSentence:
    """A sentence by its number. `cues`: the words that matched, by list of claims.toml; None where not tagged now."""

    number: int
    start_char: int
    end_char: int
    text: str
    claims: tuple[ExplainedClaim, ...]
    citations: tuple[ExplainedCitation, ...]
    disclosures: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One article, explained. `article` holds what is known of it besides its text."""

    article: Row
    sentences: tuple[ExplainedSentence, ...]


def rows_of_tagged(tagged: TaggedArticle) -> ArticleRows:
    """A tagged article as the rows that it would have in the warehouse."""
    article = tagged.article
    sources = {source.source_id: source for source in tagged.sources}
    citations = []
    for row in map(asdict, tagged.citations):
        source = sources.get(row["source_id"])
        told = {f"source_{key}": getattr(source, key, None) for key in ("scheme", "value", "url")}
        citations.append({**row, **told})
    known = ("article_id", "url", "site", "lang", "title", "author", "published", "modified", "reviewed", "text")
    return ArticleRows(
        article={**{key: getattr(article, key) for key in known}, "tagger_version": tagged.tagger_version},
        claims=[asdict(claim) for claim in tagged.claims],
        citations=citations,
        pairs=[
            {"claim_id": tagged.claims[i].claim_id, "citation_id": tagged.citations[c].citation_id}
            for i, c in tagged.support
        ],
        disclosures=[asdict(disclosure) for disclosure in tagged.disclosures],
    )


def explain(rows: ArticleRows, with_cues: bool) -> Explanation:
    """The article sentence by sentence; claims and citations are numbered from 1 in the order of the text.

    with_cues: whether to tell which words of the cue lists match: right where the article was tagged just now, while
    an older tagging may stand on other lists.
    """
    text, lang = rows.article["text"], rows.article["lang"]
    sentences = article_sentences(text, lang)
    place = {row["claim_id"]: sentence_at(sentences, row["start_char"]) for row in rows.claims}
    place |= {row["citation_id"]: sentence_at(sentences, row["start_char"]) for row in rows.citations}
    claims = _by_sentence(sentences, _claims(rows, place))
    citations = _by_sentence(sentences, _citations(rows))
    disclosures: dict[int, list[str]] = defaultdict(list)
    for row in rows.disclosures:
        disclosures[sentence_at(sentences, row["start_char"])].append(row["kind"])
    known = languages().get(lang) if with_cues else None
    return Explanation(
        article={key: value for key, value in rows.article.items() if key != "text"},
        sentences=tuple(
            ExplainedSentence(
                number=n + 1,
                start_char=start,
                end_char=end,
                text=text[start:end],
                claims=tuple(claims[n]),
                citations=tuple(citations[n]),
                disclosures=tuple(disclosures[n]),
                cues=cue_words(text[start:end], tagger_data(known.folder).claim_cues) if known else None,
            )
            for n, (start, end) in enumerate(sentences)
        ),
    )


def _claims(rows: ArticleRows, place: Mapping[str, int]) -> list[ExplainedClaim]:
    numbers = _numbers(rows.citations, "citation_id")
    offered: dict[str, list[Offered]] = {row["claim_id"]: [] for row in rows.claims}
    for pair in rows.pairs:
        away = place[pair["citation_id"]] - place[pair["claim_id"]]
        offered[pair["claim_id"]].append(Offered(citation=numbers[pair["citation_id"]], sentences_away=away))
    kept = (
        "start_char",
        "end_char",
        "kind",
        "polarity",
        "certainty",
        "agent",
        "target",
        "found_by",
        "score",
        "support",
    )
    return [
        ExplainedClaim(
            number=number,
            citations=tuple(sorted(offered[row["claim_id"]], key=lambda one: (abs(one.sentences_away), one.citation))),
            **{key: row[key] for key in kept},
        )
        for number, row in enumerate(rows.claims, 1)
    ]


def _citations(rows: ArticleRows) -> list[ExplainedCitation]:
    numbers = _numbers(rows.claims, "claim_id")
    offered: dict[str, list[int]] = {row["citation_id"]: [] for row in rows.citations}
    for pair in rows.pairs:
        offered[pair["citation_id"]].append(numbers[pair["claim_id"]])
    kept = ("start_char", "end_char", "text", "kind", "evidence", "year", "traceable", "href", "found_by", "score")
    return [
        ExplainedCitation(
            number=number,
            why=why_traceable(row),
            source=_source_name(row),
            claims=tuple(sorted(offered[row["citation_id"]])),
            **{key: row[key] for key in kept},
        )
        for number, row in enumerate(rows.citations, 1)
    ]


def why_traceable(citation: Mapping[str, Any]) -> str:
    """Why a reader could open exactly that source from what stands in the article, or why not, in a few words."""
    kind, href = citation["kind"], citation["href"]
    if citation["traceable"]:
        if kind == "identifier":
            return "an identifier"
        return "a reference with its year" if kind == "reference" and citation["year"] else "a link to a page"
    if href:
        return "the link leads to a home page"
    if kind == "reference":
        return "a reference without year or link"
    return "names nothing" if kind in {"appeal", "anecdote"} else "no link and no identifier"


def _source_name(citation: Row) -> str | None:
    """Such as "doi 10.1136/bmj.m1", or the bare name of a body; None where the link says it all."""
    scheme, value = citation["source_scheme"], citation["source_value"]
    if value is None or (scheme == "url" and citation["href"]):
        return None
    return str(value) if scheme in {"name", "url"} else f"{scheme} {value}"


def _numbers(rows: Sequence[Row], key: str) -> dict[str, int]:
    return {row[key]: number for number, row in enumerate(rows, 1)}


def _by_sentence(sentences: Sequence[tuple[int, int]], found: Sequence[Placed]) -> dict[int, list[Placed]]:
    placed: dict[int, list[Placed]] = defaultdict(list)
    for one in found:
        placed[sentence_at(sentences, one.start_char)].append(one)
    return placed
