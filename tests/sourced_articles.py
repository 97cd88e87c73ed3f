"""Articles that rest on all sorts of sources, and what registries and a list tell of these, for tests of the report."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.hostile_articles import BREAKOUT
from tests.tagged_articles import make_article, make_citation, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import Source, TaggedArticle
from transforms.sources import source_of
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.retractions import load_retractions

TRIAL = "https://doi.org/10.5555/trial.1"
RETRACTED = "https://doi.org/10.5555/retracted.1"
PREPRINT = "https://doi.org/10.1101/2024.01.01.24300001"
NEWS = "https://www.nos.nl/artikel/12"
OWN = "https://www.shop.nl/ons-onderzoek"
LISTED = "doi,RetractionWatch\n10.5555/retracted.1,Retraction\n"
DATED = (
    "Title,OriginalPaperDOI,OriginalPaperPubMedID,RetractionDOI,RetractionDate,RetractionNature,Reason\n"
    'Ginger and colds,10.5555/retracted.1,0,10.5555/notice.1,3/2/2025 0:00,Retraction,"+Unreliable Results;"\n'
)


def cited(link: str) -> Source:
    """The source that a link points to."""
    source = source_of("the paper", "study", link)
    assert source is not None
    return source


def citing(url: str, *sentences: tuple[str, str, str | None], **fields: object) -> TaggedArticle:
    """An article of these sentences, each a claim: its words, the words in it that cite, and their link, if any.

    Words that cite nothing are empty.
    """
    article = make_article(url, "\n".join(words for words, _, _ in sentences), **fields)
    claims, citations, pairs, sources = [], [], [], {}
    for number, (words, citing_words, link) in enumerate(sentences):
        source = cited(link) if link else None
        claims.append(make_claim(article, words, support="traceable" if link else "vague" if citing_words else "none"))
        if citing_words:
            evidence = "trial" if "trial" in citing_words else "unspecified"
            pairs.append((number, len(citations)))
            citations.append(
                make_citation(
                    article, citing_words, evidence=evidence, href=link, traceable=link is not None,
                    source_id=source.source_id if source else None,
                )
            )  # fmt: skip
        if source:
            sources[source.source_id] = source
    return make_tagged(article, claims, citations, pairs, sources=list(sources.values()))


def sourced_run() -> list[TaggedArticle]:
    """A shop that rests on a retracted paper, on itself and on the news; the news item, which has it from the trial."""
    return [
        citing(
            "https://www.shop.nl/gember",
            ("Ginger cures colds, says one paper.", "one paper", RETRACTED),
            ("Ginger soothes, says our research.", "our research", OWN),
            ("Ginger helps the heart, says the newscast.", "the newscast", NEWS),
            ("Ginger may slow ageing, says an early paper.", "an early paper", PREPRINT),
            ("Ginger lowers pain, studies show.", "studies show", None),
            ("Ginger is good for everybody.", "", None),
            site="shop",
            title="Ginger for all",
        ),
        citing(
            NEWS,
            ("Ginger helped the heart in a randomised trial.", "a randomised trial", TRIAL),
            ("The old trial still counts.", "The old trial", RETRACTED),
            site="nos",
            title="Ginger and the heart",
            published=date(2024, 5, 1),
        ),
    ]


def know(con: object, link: str, types: Sequence[str], **fields: object) -> None:
    """Let PubMed know the source of a link."""
    source_id = cited(link).source_id
    values = {
        "work_id": f"pubmed-{source_id}", "registry": "pubmed", "registry_id": "1", "types": list(types),
        "is_preprint": False, "is_retracted": False, **fields,
    }  # fmt: skip
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    con.execute(f"insert into core.works ({names}) values ({marks})", list(values.values()))  # type: ignore[attr-defined]
    con.execute(  # type: ignore[attr-defined]
        "insert into core.source_works values (?, ?, 'pubmed', 'doi', 1, true)", [source_id, values["work_id"]]
    )
    con.execute(  # type: ignore[attr-defined]
        "insert into core.source_answers values (?, 'pubmed', 'found', 200, null, '2026-11-01', null)", [source_id]
    )


def publish_sourced(
    folder: Path, tagged: Sequence[TaggedArticle] | None = None, listed: str | None = DATED, known: bool = True
) -> Path:
    """Load these articles, what PubMed knows of the trial and a retraction list (None: none), and publish them."""
    folder.mkdir(parents=True, exist_ok=True)
    con = new_warehouse(folder / "warehouse.duckdb")
    try:
        load_fileset(con, make_fileset(folder, tagged if tagged is not None else sourced_run(), site=None))
        if known:
            know(con, TRIAL, ["Journal Article", "Randomized Controlled Trial"], title=BREAKOUT, year=2021,
                 journal=f"Journal {BREAKOUT}", first_author="O'Brien")  # fmt: skip
            know(con, PREPRINT, ["Preprint"], is_preprint=True, title="An early paper", year=2024)
        if listed:
            (folder / "list.csv").write_text(listed)
            load_retractions(con, folder / "list.csv", date(2026, 11, 1))
    finally:
        con.close()
    publish(folder / "warehouse.duckdb", folder / "published.duckdb")
    return folder / "published.duckdb"
