"""Reading the registries' answers, matching works with sources, candidates for mentions: pure, and never an error."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registry_server import Article, crossref_item, openalex_item, pubmed_set, pubmed_xml
from transforms.crossref_works import crossref_items, crossref_work
from transforms.openalex_works import openalex_items, openalex_work
from transforms.pubmed_works import id_items, known_ids, pubmed_items, pubmed_work, summary_items
from transforms.registry_answers import SEARCH, found_items, read_item, read_search
from transforms.study_mentions import Mention, candidate_score, designs, scored, search_words
from transforms.work_matching import Lookup, Wanted, is_same_work, lookups, matches, title_similarity
from transforms.works import (
    KnownIds,
    Registry,
    UnreadableAnswer,
    Work,
    date_of,
    doi_of,
    pmcid_of,
    pmid_of,
    words_of,
    year_of,
)

ALL: frozenset[Registry] = frozenset({"crossref", "pubmed", "openalex"})
ARTICLE = Article(doi="10.1038/s41430-021-00001-x", pmid="34000001", pmcid="PMC8000001")
MOUSE = replace(ARTICLE, mesh=("Animals", "Mice", "Magnesium"), types=("Journal Article",))
RETRACTED = replace(ARTICLE, retracted_by="10.1038/notice", retracted_by_pmid="38000009")


def crossref(article: Article) -> Work:
    body = json.dumps({"status": "ok", "message": {"total-results": 1, "items": [crossref_item(article)]}}).encode()
    (item,) = crossref_items(body)[0].values()
    work = crossref_work(item)
    assert work is not None
    return work


def openalex(article: Article) -> Work:
    (item,), _ = openalex_items(json.dumps({"meta": {"count": 1}, "results": [openalex_item(article)]}).encode())
    work = openalex_work(item)
    assert work is not None
    return work


def pubmed(article: Article) -> Work:
    work = pubmed_work(pubmed_items(pubmed_set(pubmed_xml(article)).encode())[str(article.pmid)])
    assert work is not None
    return work


def test_each_registry_says_the_same_of_one_article_in_its_own_words() -> None:
    works = {"crossref": crossref(ARTICLE), "openalex": openalex(ARTICLE), "pubmed": pubmed(ARTICLE)}
    for work in works.values():
        assert (work.doi, work.year, work.first_author, work.journal) == (
            ARTICLE.doi, 2022, "Veronese", "European Journal of Clinical Nutrition",
        )  # fmt: skip
        assert str(work.title).startswith("Effects of magnesium on C-reactive protein")
        assert (work.is_preprint, work.is_retracted) == (False, False)
    assert works["pubmed"].types == ("Journal Article", "Meta-Analysis")
    assert works["crossref"].types == ("journal-article",) and works["openalex"].types == ("article",)
    assert {(work.pmid, work.pmcid) for name, work in works.items() if name != "crossref"} == {
        ("34000001", "PMC8000001")
    }
    assert works["crossref"].publisher == "Springer Science and Business Media LLC"


def test_an_animal_is_a_heading_without_humans_and_not_known_without_headings() -> None:
    assert [pubmed(one).is_animal for one in (ARTICLE, MOUSE, replace(MOUSE, mesh=()))] == [False, True, None]
    both = replace(MOUSE, mesh=("Animals", "Humans"))
    assert [openalex(one).is_animal for one in (both, MOUSE, replace(MOUSE, mesh=()))] == [False, True, None]
    assert crossref(MOUSE).is_animal is None


def test_a_retraction_and_its_notice() -> None:
    work = crossref(RETRACTED)
    assert (work.is_retracted, work.retraction_notice, work.retracted_on) == (
        True, "doi:10.1038/notice", date(2024, 5, 2),
    )  # fmt: skip
    assert (pubmed(RETRACTED).is_retracted, pubmed(RETRACTED).retraction_notice) == (True, "pmid:38000009")
    assert openalex(RETRACTED).is_retracted
    assert crossref(replace(ARTICLE, title="RETRACTED: Effects of magnesium")).is_retracted
    corrected = crossref_item(RETRACTED)
    corrected["updated-by"][0]["type"] = "correction"
    kept = crossref_work(json.dumps(corrected))
    assert kept is not None and not kept.is_retracted
    marked = pubmed(replace(ARTICLE, types=("Journal Article", "Retracted Publication")))
    assert marked.is_retracted and marked.retraction_notice is None


def test_a_preprint_says_so_and_a_report_is_none() -> None:
    preprint = replace(ARTICLE, crossref_type="posted-content", subtype="preprint", types=("Preprint",))
    assert crossref(preprint).is_preprint and openalex(preprint).is_preprint and pubmed(preprint).is_preprint
    assert not crossref(replace(preprint, subtype="report")).is_preprint


def test_ids_of_references_are_not_the_articles() -> None:
    assert pubmed(replace(ARTICLE, doi=None)).doi is None  # its reference list names 10.1/other
    assert "10.1/other" not in pubmed_items(pubmed_set(pubmed_xml(ARTICLE)).encode())["34000001"]


def test_abstracts_are_not_kept() -> None:
    items = pubmed_items(pubmed_set(pubmed_xml(ARTICLE), pubmed_xml(replace(ARTICLE, pmid="2"))).encode())
    assert set(items) == {"34000001", "2"} and not any("Words of a publisher" in item for item in items.values())
    found, _ = crossref_items(json.dumps({"message": crossref_item(ARTICLE)}).encode())
    assert "Words of a publisher" not in found[str(ARTICLE.doi)]


def test_a_medline_date_an_electronic_date_and_none() -> None:
    xml = pubmed_xml(ARTICLE)
    year = "<Year>2022</Year><Month>Mar</Month>"
    for between, expected in (
        ("<MedlineDate>2019 Nov-Dec</MedlineDate>", 2019), ("<MedlineDate>Winter</MedlineDate>", None), ("", None),
    ):  # fmt: skip
        work = pubmed_work(pubmed_items(pubmed_set(xml.replace(year, between)).encode())["34000001"])
        assert work is not None and work.year == expected


def test_a_summary_is_read_too() -> None:
    """esummary, version 2.0, https://www.ncbi.nlm.nih.gov/books/NBK25499/#chapter4.ESummary."""
    fields = {
        "uid": "34000001", "pubdate": "2022 Mar", "title": "Effects of magnesium.", "sortfirstauthor": "Van Dijk N",
        "fulljournalname": "Eur J Clin Nutr", "pubtype": ["Journal Article", "Retracted Publication"],
        "articleids": [{"idtype": "pubmed", "value": "34000001"}, {"idtype": "doi", "value": "10.1038/X"},
                       {"idtype": "pmc", "value": "PMC8000001"}],
    }  # fmt: skip
    lost = {"uid": "9", "error": "cannot get document summary"}
    items = summary_items(json.dumps({"result": {"uids": ["34000001"], "34000001": fields, "9": lost}}).encode())
    assert set(items) == {"34000001"}
    work = pubmed_work(items["34000001"])
    assert work is not None
    assert (work.doi, work.pmcid, work.first_author, work.year) == ("10.1038/x", "PMC8000001", "Van Dijk", 2022)
    assert work.is_retracted and work.is_animal is None


def test_the_id_converter_maps_what_is_in_pubmed_central() -> None:
    records = [
        {"requested-id": "10.1038/X", "doi": "10.1038/x", "pmid": 34000001, "pmcid": "PMC8000001.1"},
        {"requested-id": "10.1/none", "status": "error", "errmsg": "Identifier not found in PMC"},
    ]
    items = id_items(json.dumps({"status": "ok", "records": records}).encode())
    assert set(items) == {"10.1038/x"}
    assert known_ids(items["10.1038/x"]) == KnownIds(doi="10.1038/x", pmid="34000001", pmcid="PMC8000001")


@pytest.mark.parametrize(
    ("service", "body"),
    [
        ("crossref", b"<html>Maintenance</html>"),
        ("crossref", b'{"status": "failed", "message": [{"type": "parameter-not-allowed"}]}'),
        ("openalex", b'{"error": "Invalid query parameters error.", "message": "no"}'),
        ("openalex", b"[" * 100_000),
        ("pubmed", b'{"error": "API rate limit exceeded"}'),
        ("pubmed", b"<eFetchResult><ERROR>ID list is empty</ERROR></eFetchResult>"),
        ("pubmed", pubmed_set(pubmed_xml(ARTICLE)).encode()[:-200]),
        ("pubmed", b""),
        ("idconv", b'{"status": "error"}'),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(service: str, body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        found_items(service, [Lookup(service, "doi", "10.1/a")], body)  # type: ignore[arg-type]


def test_an_entity_of_an_answer_opens_no_file() -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    xml = evil + "<PubmedArticleSet>" + pubmed_xml(replace(ARTICLE, title="TITLE")).replace("TITLE", "&x;")
    items = pubmed_items(f"{xml}</PubmedArticleSet>".encode())
    work = read_item("pubmed", items["34000001"])
    assert work is None or (isinstance(work, Work) and not (work.title or "").strip("."))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_in_any_field_gives_a_work_and_no_error(data: st.DataObject) -> None:
    for item, read in ((crossref_item(RETRACTED), crossref_work), (openalex_item(ARTICLE), openalex_work)):
        names = sorted(item)
        for name in data.draw(st.lists(st.sampled_from(names), max_size=4)):
            item[name] = data.draw(JSON)
        work = read(json.dumps(item))
        assert work is None or (work.year is None or 1500 <= work.year <= 2100)
        assert work is None or all(isinstance(one, str) for one in work.types)


@settings(deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_an_answer_or_said_to_be_none(body: bytes) -> None:
    for service in ("crossref", "openalex", "pubmed", "idconv"):
        try:
            found, _, _ = found_items(service, [Lookup(service, "doi", "10.1/a")], body)  # type: ignore[arg-type]
        except UnreadableAnswer:
            continue
        assert set(found) <= {Lookup(service, "doi", "10.1/a")}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (doi_of, "https://doi.org/10.1038/ABC", "10.1038/abc"),
        (doi_of, "10.1038", None),
        (doi_of, 10.1038, None),
        (pmid_of, "https://pubmed.ncbi.nlm.nih.gov/0034/", "34"),
        (pmid_of, 34, "34"),
        (pmid_of, True, None),
        (pmid_of, "34a", None),
        (pmcid_of, "https://www.ncbi.nlm.nih.gov/pmc/articles/3531190", "PMC3531190"),
        (pmcid_of, "pmc3531190.2", "PMC3531190"),
        (pmcid_of, None, None),
        (year_of, "2022 Mar", 2022),
        (year_of, 202, None),
        (year_of, True, None),
        (words_of, "Effects of <i>Zingiber</i>\n officinale", "Effects of Zingiber officinale"),
        (words_of, "p < 0.05 and n > 3", "p < 0.05 and n > 3"),
        (words_of, " ", None),
    ],
)
def test_a_field_has_one_form(read: object, value: object, expected: object) -> None:
    assert read(value) == expected  # type: ignore[operator]


def test_a_date_that_no_calendar_has_is_none() -> None:
    assert date_of(2022, 2, 30) is None and date_of(2022, "x") is None and date_of(2022, 3) == date(2022, 3, 1)


def test_titles_are_the_same_by_their_words() -> None:
    one = "Effects of <i>Curcuma longa</i> on CRP: a meta-analysis"
    assert title_similarity(words_of(one), "RETRACTED: effects of curcuma longa on CRP – A Meta-Analysis.") == 1.0
    assert title_similarity("Curcumin and pain in knee osteoarthritis", "Curcumin and pain in hip osteoarthritis") > 0.9
    assert title_similarity("Editorial", "Editorial") == 0.0 and title_similarity(None, None) == 0.0
    work = crossref(ARTICLE)
    assert is_same_work(work, replace(work, year=2023)) and not is_same_work(work, replace(work, year=2024))
    assert not is_same_work(work, replace(work, year=None))


SOURCE = Wanted("s", "doi", str(ARTICLE.doi))
OPENALEX, CROSSREF = Lookup("openalex", "doi", SOURCE.value), Lookup("crossref", "doi", SOURCE.value)
IDCONV, PUBMED = Lookup("idconv", "doi", SOURCE.value), Lookup("pubmed", "pmid", "34000001")


def test_what_is_asked_follows_from_what_is_known() -> None:
    assert lookups(SOURCE, {}, ALL) == [OPENALEX, CROSSREF]
    known: dict[Lookup, Work | KnownIds | None] = {OPENALEX: openalex(ARTICLE), CROSSREF: crossref(ARTICLE)}
    assert lookups(SOURCE, known, ALL) == [OPENALEX, CROSSREF, PUBMED]
    assert lookups(SOURCE, {**known, PUBMED: pubmed(ARTICLE)}, ALL) == [OPENALEX, CROSSREF, PUBMED]
    assert lookups(SOURCE, {**known, OPENALEX: None}, ALL) == [OPENALEX, CROSSREF, IDCONV]
    assert lookups(SOURCE, {}, frozenset({"pubmed"})) == [IDCONV]
    assert lookups(Wanted("a", "arxiv", "2101.00001"), {}, ALL)[0].value == "10.48550/arxiv.2101.00001"
    assert lookups(Wanted("u", "url", "https://x.example/"), {}, ALL) == []


def test_a_mapping_that_names_another_doi_is_not_believed_even_under_the_same_title() -> None:
    """An erratum has the title of its article, and a DOI of its own."""
    erratum = replace(ARTICLE, doi="10.1038/erratum")
    known: dict[Lookup, Work | KnownIds | None] = {OPENALEX: openalex(ARTICLE), CROSSREF: crossref(ARTICLE)}
    believed = {m.work.registry: m.is_checked_back for m in matches(SOURCE, {**known, PUBMED: pubmed(erratum)}, ALL)}
    assert believed == {"openalex": True, "crossref": True, "pubmed": False}
    silent = replace(ARTICLE, doi=None)
    match = next(m for m in matches(SOURCE, {**known, PUBMED: pubmed(silent)}, ALL) if m.work.registry == "pubmed")
    assert (match.is_checked_back, match.score, match.method) == (True, 1.0, "pmid")
    older = replace(silent, year=2015)
    match = next(m for m in matches(SOURCE, {**known, PUBMED: pubmed(older)}, ALL) if m.work.registry == "pubmed")
    assert (match.is_checked_back, match.score) == (False, 1.0)


def test_crossref_for_a_pmid_is_checked_by_title_and_year() -> None:
    source = Wanted("p", "pmid", "34000001")
    by_pmid = Lookup("openalex", "pmid", "34000001")
    known: dict[Lookup, Work | KnownIds | None] = {by_pmid: None, PUBMED: pubmed(ARTICLE)}
    assert lookups(source, known, ALL)[-1] == CROSSREF
    found = {m.work.registry: m for m in matches(source, {**known, CROSSREF: crossref(ARTICLE)}, ALL)}
    assert found["crossref"].is_checked_back and found["crossref"].method == "doi"
    other = crossref(replace(ARTICLE, title="Zinc for the common cold: a randomised trial"))
    found = {m.work.registry: m for m in matches(source, {**known, CROSSREF: other}, ALL)}
    assert not found["crossref"].is_checked_back and found["crossref"].score < 0.6


def test_of_two_records_with_one_doi_the_one_that_pubmed_knows_is_kept() -> None:
    bare = {**openalex_item(replace(ARTICLE, pmid=None, pmcid=None)), "id": "https://openalex.org/W1"}
    body = json.dumps({"meta": {"count": 2}, "results": [bare, openalex_item(ARTICLE)]}).encode()
    found, count, total = found_items("openalex", [OPENALEX], body)
    work = read_item("openalex", found[OPENALEX])
    assert isinstance(work, Work) and work.pmid == "34000001" and (count, total) == (2, 2)


MENTION = Mention(citation_id="c", evidence="systematic_review", year=2022, agent="magnesium", target="CRP")


def test_a_mention_is_searched_by_year_subject_and_design_and_its_candidates_are_scored() -> None:
    assert search_words(MENTION) == "2022 magnesium CRP meta-analysis"
    fits = openalex(replace(ARTICLE, title="Magnesium and CRP: a systematic review and meta-analysis"))
    trial = openalex(replace(ARTICLE, title="Magnesium and CRP: a randomised trial", doi="10.1/t"))
    old = openalex(replace(ARTICLE, title="Magnesium and CRP: a meta-analysis", year=2015, doi="10.1/o"))
    other = openalex(replace(ARTICLE, title="Zinc for the common cold", doi="10.1/z"))
    scores = [candidate_score(MENTION, work) for work in (fits, trial, old, other)]
    assert scores == [0.95, 0.75, 0.7, 0.25]
    assert [work.doi for _, work in scored(MENTION, [other, old, trial, fits])] == [ARTICLE.doi, "10.1/t", "10.1/o"]
    assert candidate_score(MENTION, replace(fits, title="Magnesium and CRP", types=("Meta-Analysis",))) == 0.95


def test_a_search_keeps_its_order_and_its_works() -> None:
    lookup = Lookup("crossref", SEARCH, "2022 magnesium CRP")
    items = [crossref_item(replace(ARTICLE, doi=f"10.1/{i}")) for i in range(3)]
    body = json.dumps({"message": {"total-results": 900, "items": items}}).encode()
    found, count, total = found_items("crossref", [lookup], body)
    assert count == total == 3  # no next page is wanted
    assert [work.doi for work in read_search("crossref", found[lookup])] == ["10.1/0", "10.1/1", "10.1/2"]
    assert read_search("crossref", "nothing") == [] and read_search("crossref", "{}") == []


def test_every_design_shows_itself_in_its_example() -> None:
    import tomllib

    from transforms.study_mentions import DESIGNS_FILE

    for entry in tomllib.loads(DESIGNS_FILE.read_text(encoding="utf-8"))["design"]:
        assert any(word in entry["example"].lower() for word in designs()[entry["evidence"]].title_words), entry
