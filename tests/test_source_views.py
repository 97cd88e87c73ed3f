"""What a claim rests on: rungs by registry or words, one work with two identifiers, second hand, the mix of sources."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import make_article, make_citation, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import Source, TaggedArticle
from transforms.sources import source_of
from warehouse.checks import run_checks
from warehouse.load import load_fileset
from warehouse.reference import reference_files

TEXT = "Ginger cures colds, says the paper. Honey may help, says a page."
DOI, PMID = "https://doi.org/10.1234/ginger", "https://pubmed.ncbi.nlm.nih.gov/1234567/"


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def cited(link: str) -> Source:
    """The source that a link points to."""
    source = source_of("the paper", "study", link)
    assert source is not None
    return source


def citing(url: str, *links: str, **fields: object) -> TaggedArticle:
    """An article whose first claim rests on the first link and whose second claim rests on the second."""
    article = make_article(url, TEXT, **{"published": date(2026, 10, 28)} | fields)
    places = ("the paper", "a page")[: len(links)]
    sources = [cited(link) for link in links]
    citations = [
        make_citation(article, words, href=link, source_id=source.source_id, traceable=True)
        for words, link, source in zip(places, links, sources, strict=True)
    ]
    sentences = ("Ginger cures colds, says the paper.", "Honey may help, says a page.")
    claims = [
        make_claim(article, words, support="traceable" if number < len(links) else "none", certainty=certainty)
        for number, (words, certainty) in enumerate(zip(sentences, ("asserted", "hedged"), strict=True))
    ]
    pairs = tuple((number, number) for number in range(len(links)))
    return make_tagged(article, claims, citations, pairs, sources=sources)


def load(con: duckdb.DuckDBPyConnection, tmp_path: Path, *articles: TaggedArticle) -> None:
    """Load articles as one run."""
    load_fileset(con, make_fileset(tmp_path / "tagged", articles))


def know(con: duckdb.DuckDBPyConnection, link: str, registry: str, types: Sequence[str], **fields: object) -> None:
    """Let a registry know the source of a link."""
    source_id = cited(link).source_id
    work_id = f"{registry}-{source_id}"
    values = {
        "work_id": work_id, "registry": registry, "registry_id": work_id, "types": list(types), "is_preprint": False,
        "is_retracted": False, **fields,
    }  # fmt: skip
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    con.execute(f"insert into core.works ({names}) values ({marks})", list(values.values()))
    con.execute("insert into core.source_works values (?, ?, ?, 'doi', 1, true)", [source_id, work_id, registry])
    asked = "insert into core.source_answers values (?, ?, 'found', 200, null, '2026-11-01', null)"
    con.execute(asked, [source_id, registry])


def evidence(con: duckdb.DuckDBPyConnection, columns: str, words: str = "Ginger%") -> tuple[object, ...]:
    """Columns of `claim_evidence` of the one claim that begins so."""
    asked = f"select {columns} from claim_evidence where claim_id in (select claim_id from claims where text like ?)"
    (row,) = con.execute(asked, [words]).fetchall()
    return tuple(row)


def test_a_claim_without_a_citation_has_no_rung(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://site.test/a", DOI))
    assert evidence(con, "citation_count, best_level, is_self_cited_only", "Honey%") == (0, None, False)
    assert evidence(con, "citation_count, best_level, best_basis") == (1, "unspecified", "words")


@pytest.mark.parametrize(
    ("types", "fields", "level", "gap"),
    [
        (["Journal Article", "Meta-Analysis"], {}, "systematic_review", 0),
        (["Journal Article", "Randomized Controlled Trial"], {}, "trial", 0),
        (["Journal Article", "Randomized Controlled Trial"], {"is_animal": True}, "laboratory", 2),
        (["Case Reports"], {}, "case_report", 2),
        (["Journal Article"], {}, "unspecified", 2),
    ],
)
def test_a_registry_says_on_which_rung_a_paper_stands(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, types: list[str], fields: dict[str, object], level: str, gap: int
) -> None:
    load(con, tmp_path, citing("https://site.test/a", DOI))
    know(con, DOI, "pubmed", types, **fields)
    assert evidence(con, "best_level") == (level,)
    assert con.execute("select evidence_level from sources").fetchall() == [(level,)]
    assert con.execute("select gap from strength_gap").fetchall() == [(gap,)]


def test_what_does_not_lead_back_to_the_source_is_not_believed(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://site.test/a", DOI))
    know(con, DOI, "pubmed", ["Meta-Analysis"])
    con.execute("update core.source_works set is_checked_back = false")
    assert evidence(con, "best_level, best_basis") == ("unspecified", "words")


def test_two_identifiers_of_one_work_are_one_work(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://site.test/a", DOI, PMID))
    assert con.execute("select count(distinct work) from sources").fetchall() == [(2,)]
    know(con, PMID, "pubmed", ["Journal Article"], doi="10.1234/ginger", pmid="1234567")
    assert con.execute("select distinct work from sources").fetchall() == [("doi:10.1234/ginger",)]


def test_a_retraction_is_found_by_the_doi_that_a_registry_has(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://site.test/a", PMID))
    know(con, PMID, "pubmed", ["Randomized Controlled Trial"], doi="10.1234/ginger", pmid="1234567")
    listed = (
        "insert into core.retractions (doi, nature, form, file, list_date) values (?, 'retracted', 'plain', 'f', ?)"
    )
    con.execute(listed, ["10.1234/ginger", date(2026, 11, 1)])
    assert con.execute("select scheme, standing from retracted_citations").fetchall() == [("pmid", "retracted")]
    assert evidence(con, "retracted_count, best_level") == (1, "trial")


def test_a_registry_alone_may_know_of_a_retraction(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://site.test/a", DOI))
    know(con, DOI, "crossref", ["journal-article"], is_retracted=True, retracted_on=date(2025, 1, 1))
    told = con.execute("select standing, timing, standing_basis from retracted_citations").fetchall()
    assert told == [("retracted", "cited_after", "crossref")]


def test_a_news_item_that_cites_a_paper_is_second_hand(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    news = "https://www.nos.nl/artikel/1"
    load(con, tmp_path, citing("https://site.test/a", news), citing(news, DOI, site="nos"))
    chain = con.execute("select page_url, page_publisher_kind, scheme, value from second_hand").fetchall()
    assert chain == [(news, "news", "doi", "10.1234/ginger")]
    counts = con.execute("select second_hand_count from claim_evidence order by 1 desc").fetchall()
    assert counts == [(1,), (0,), (0,), (0,)]


def test_who_cites_only_itself_is_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, citing("https://example.com/a", "https://www.example.com/onze-studie", DOI))
    assert evidence(con, "is_self_cited_only") == (True,)
    assert evidence(con, "is_self_cited_only", "Honey%") == (False,)


def test_the_shares_of_a_month_add_up(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(
        con, tmp_path,
        citing("https://site.test/a", DOI, "https://www.rivm.nl/gember"),
        citing("https://site.test/b", DOI, "https://www.rivm.nl/honing", published=None, site="other"),
    )  # fmt: skip
    rows = con.execute(
        'select "month", sum(citation_share), max(all_citation_count) from source_mix group by 1'
    ).fetchall()
    assert sorted(rows, key=repr) == [(None, 1.0, 2), (date(2026, 10, 1), 1.0, 2)]
    assert ("government",) in con.execute("select publisher_kind from source_mix").fetchall()


def test_every_word_of_a_reference_table_is_known(con: duckdb.DuckDBPyConnection) -> None:
    """Types and gaps name rungs of the ladder, and each certainty has a gap for each rung."""
    assert {"evidence_levels", "registry_types", "strength_gaps"} <= {path.stem for path in reference_files()}
    unknown = "select level from core.{} where level not in (select level from core.evidence_levels)"
    for table in ("registry_types", "strength_gaps"):
        assert con.execute(unknown.format(table)).fetchall() == []
    assert con.execute("select count(*) from core.strength_gaps").fetchall() == [(18,)]
    assert con.execute("select count(*) = count(distinct (registry, type)) from core.registry_types").fetchall() == [
        (True,)
    ]
