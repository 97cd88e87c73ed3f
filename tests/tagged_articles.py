"""Small tagged articles, outcomes and file sets for the tests of every room: say what matters, no more."""

import functools
import hashlib
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from transforms.minhash import bands, signature
from transforms.records import (
    Article,
    Block,
    Citation,
    Claim,
    Disclosure,
    Outcome,
    OutcomeKind,
    Section,
    Source,
    TaggedArticle,
)
from warehouse.connection import open_warehouse
from warehouse.filesets import FilesetManifest, write_fileset

MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


def short_hash(*parts: object) -> str:
    """16 hexadecimal characters that depend on all parts, as the ids of the pipeline do."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def day(number: int) -> datetime:
    """06:00 UTC of a day: day(1) is Monday 2 November 2026."""
    return MONDAY + timedelta(days=number - 1)


def span(text: str, words: str) -> tuple[int, int]:
    """Where `words` first stand in `text`, half open; they must."""
    start = text.index(words)
    return start, start + len(words)


def make_article(url: str = "https://site.test/a", text: str = "Ginger helps.", **fields: object) -> Article:
    """An article with one paragraph block a line; any field of the record can be given."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start_char=start, end_char=start + len(line), kind="paragraph"))
        start += len(line) + 1
    signed = signature(text)
    known: dict[str, object] = {
        "article_id": short_hash(url),
        "url": url,
        "site": "site",
        "lang": "en",
        "title": "A title",
        "author": None,
        "published": date(2026, 10, 28),
        "modified": None,
        "reviewed": None,
        "text": text,
        "blocks": tuple(blocks),
        "hrefs": (),
        "sections": (),
        "fetched_at": day(1),
        "content_hash": short_hash(" ".join(text.split())),
        "extractor_version": "extractor-1",
        "signature": signed,
        "bands": bands(signed) if signed else None,
    }
    return Article(**(known | fields))  # type: ignore[arg-type]


def make_claim(article: Article, words: str, **fields: object) -> Claim:
    """A claim whose span is where `words` first stand in the article."""
    start, end = span(article.text, words)
    known: dict[str, object] = {
        "claim_id": short_hash(article.article_id, article.content_hash, "claim", start, end),
        "start_char": start,
        "end_char": end,
        "text": words,
        "kind": "benefit",
        "polarity": "affirmed",
        "certainty": "asserted",
        "agent": None,
        "agent_start_char": None,
        "agent_end_char": None,
        "target": None,
        "target_start_char": None,
        "target_end_char": None,
        "agent_concept": None,
        "target_concept": None,
        "support": "none",
        "found_by": "model:test-1",
        "score": 0.75,
    }
    return Claim(**(known | fields))  # type: ignore[arg-type]


def make_citation(article: Article, words: str, **fields: object) -> Citation:
    """A citation whose span is where `words` first stand in the article."""
    start, end = span(article.text, words)
    known: dict[str, object] = {
        "citation_id": short_hash(article.article_id, article.content_hash, "citation", start, end),
        "start_char": start,
        "end_char": end,
        "text": words,
        "kind": "study",
        "evidence": "unspecified",
        "year": None,
        "href": None,
        "traceable": False,
        "source_id": None,
        "found_by": "rule:study.named",
        "score": None,
    }
    return Citation(**(known | fields))  # type: ignore[arg-type]


def make_tagged(
    article: Article,
    claims: Sequence[Claim] = (),
    citations: Sequence[Citation] = (),
    support: Sequence[tuple[int, int]] = (),
    disclosures: Sequence[Disclosure] = (),
    sources: Sequence[Source] = (),
    tagger_version: str = "tagger-1",
) -> TaggedArticle:
    """A tagged article; grades must fit the pairs, or the warehouse's checks say so."""
    return TaggedArticle(
        article=article,
        claims=tuple(claims),
        citations=tuple(citations),
        support=tuple(support),
        disclosures=tuple(disclosures),
        sources=tuple(sources),
        tagger_version=tagger_version,
    )


def full_example(url: str = "https://site.test/full", **fields: object) -> TaggedArticle:
    """One article with something in every table: claims of three grades, two citations, a disclosure and more."""
    text = (
        "Ginger relieves nausea (doi:10.5555/ginger).\nExperts say it warms the body.\nIt cures colds.\n"
        "We earn a commission on links.\nSources"
    )
    start, end = span(text, "Sources")
    article = make_article(
        url,
        text,
        **(
            {
                "sections": (
                    Section(
                        start_char=start, end_char=end, heading="Sources", kind="sources", entry_count=0, link_count=0
                    ),
                )
            }
            | fields
        ),
    )
    source = Source(
        source_id=short_hash("doi", "10.5555/ginger"),
        scheme="doi",
        value="10.5555/ginger",
        url="https://doi.org/10.5555/ginger",
    )
    claims = (
        make_claim(
            article,
            "Ginger relieves nausea (doi:10.5555/ginger).",
            support="traceable",
            agent="Ginger",
            agent_start_char=0,
            agent_end_char=6,
        ),
        make_claim(article, "Experts say it warms the body.", support="vague", certainty="hedged"),
        make_claim(article, "It cures colds."),
    )
    citations = (
        make_citation(
            article,
            "doi:10.5555/ginger",
            kind="identifier",
            traceable=True,
            source_id=source.source_id,
            href=source.url,
        ),
        make_citation(article, "Experts say", kind="appeal", evidence="expert_opinion"),
    )
    start, end = span(text, "We earn a commission on links.")
    disclosure = Disclosure(start_char=start, end_char=end, text=text[start:end], kind="affiliate")
    return make_tagged(article, claims, citations, ((0, 0), (1, 1)), (disclosure,), (source,))


def make_outcome(
    url: str, outcome: OutcomeKind, run_id: str = "run-1", at: datetime = MONDAY, **fields: object
) -> Outcome:
    """How a URL ended; `record` and the rest are None unless given, what is gone answered 410."""
    reason = "status 410" if outcome == "gone" else None
    known: dict[str, object] = {
        "url": url, "site": "site", "run_id": run_id, "outcome": outcome, "reason": reason, "at": at,
    }  # fmt: skip
    return Outcome(**(known | fields))  # type: ignore[arg-type]


def article_outcomes(tagged: Sequence[TaggedArticle], run_id: str) -> list[Outcome]:
    """The outcome `article` of each, at its own URL and time of fetching."""
    return [
        make_outcome(
            item.article.url,
            "article",
            run_id,
            item.article.fetched_at,
            site=item.article.site,
            article_id=item.article.article_id,
            record=f"{run_id}.warc.gz:{number}",
        )
        for number, item in enumerate(tagged)
    ]


def make_fileset(
    parent: Path,
    tagged: Sequence[TaggedArticle],
    run_id: str = "run-1",
    others: Sequence[Outcome] = (),
    tagger_version: str = "tagger-1",
    outcomes: Sequence[Outcome] | None = None,
    site: str | None = "site",
) -> Path:
    """Write a file set of these articles, each with its outcome, and of the outcomes `others`; out: its folder.

    `outcomes` replaces the outcomes that would be made from the articles.
    """
    manifest = FilesetManifest(
        fileset=f"{run_id}--{tagger_version}",
        run_id=run_id,
        site=site,
        warc=f"{run_id}.warc.gz",
        tagger_version=tagger_version,
        extractor_version="extractor-1",
        made_at=day(20),
    )
    folder = parent / manifest.fileset
    write_fileset(
        folder, [*(article_outcomes(tagged, run_id) if outcomes is None else outcomes), *others], tagged, manifest
    )
    return folder


@functools.cache
def empty_warehouse() -> bytes:
    """The bytes of a new, empty warehouse file: making one takes a tenth of a second, copying it nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claimtrace.duckdb"
        open_warehouse(path).close()
        return path.read_bytes()


def new_warehouse(path: Path) -> duckdb.DuckDBPyConnection:
    """A new warehouse at `path`, open for writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(empty_warehouse())
    return open_warehouse(path)
