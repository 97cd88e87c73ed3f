"""Claims followed across the edits of an article: what became of each, and that only one tagger's readings are held
against each other."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tagged_articles import day, make_article, make_citation, make_claim, make_fileset, make_tagged
from tests.test_history import History
from transforms.records import Source, TaggedArticle
from warehouse.checks import run_checks
from warehouse.load import load_fileset
from warehouse.queries import named_query

URL = "https://site.test/tea"
CASES = list(csv.DictReader((Path(__file__).parent / "edited_claims.csv").open(encoding="utf-8")))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path)
    yield history
    failed = [(result.name, result.examples) for result in run_checks(history.con) if result.offending_count]
    history.con.close()
    assert failed == []


def said(number: int, *sentences: str, url: str = URL, **fields: object) -> TaggedArticle:
    """An article whose every sentence is a claim: "~" in front makes it hedged, "!" negated."""
    text = "\n".join(sentence.lstrip("~!") for sentence in sentences)
    article = make_article(url, text, fetched_at=day(number))
    claims = [
        make_claim(
            article,
            sentence.lstrip("~!"),
            certainty="hedged" if sentence.startswith("~") else "asserted",
            polarity="negated" if "!" in sentence[:2] else "affirmed",
        )
        for sentence in sentences
    ]
    return make_tagged(article, claims, **fields)  # type: ignore[arg-type]


def changes(history: History, columns: str = "from_text, to_text, changes") -> list[tuple[object, ...]]:
    """Rows of the view in the order of the edits and the texts."""
    return history.con.execute(
        f"select {columns} from claim_changes order by changed_at, from_text nulls last, to_text"
    ).fetchall()


def in_table(side: str) -> list[TaggedArticle]:
    """The articles of edited_claims.csv as they were, or as they are: certainty and polarity follow from `changes`."""
    marks = {"before": {"strengthened": "~", "affirmed": "!"}, "after": {"softened": "~", "negated": "!"}}[side]
    articles: dict[str, list[str]] = {}
    for case in CASES:
        if case[side]:
            mark = "".join(sign for word, sign in marks.items() if word in case["changes"].split())
            articles.setdefault(case["article"], []).append(mark + case[side])
    return [
        said(1 if side == "before" else 2, *told, url=f"https://site.test/{name}") for name, told in articles.items()
    ]


def test_the_edited_pairs_of_the_table_are_followed_and_their_changes_told(site: History) -> None:
    pairs = [case for case in CASES if case["before"] and case["after"]]
    assert len(pairs) >= 40
    site.run(1, *in_table("before"))
    site.run(2, *in_table("after"))
    found = {(earlier or "", later or ""): words for earlier, later, words in changes(site)}
    expected = {(case["before"], case["after"]): case["changes"].split() for case in CASES}
    assert found == expected


def test_a_claim_twice_in_a_text_is_followed_twice_and_one_of_them_dropped(site: History) -> None:
    site.run(1, said(1, "Tea helps.", "Milk is white.", "Tea  HELPS!"))
    site.run(2, said(2, "Milk is white.", "Tea helps."))
    assert changes(site) == [
        ("Milk is white.", "Milk is white.", ["unchanged"]),
        ("Tea  HELPS!", None, ["dropped"]),
        ("Tea helps.", "Tea helps.", ["unchanged"]),
    ]


def test_of_two_that_are_equally_alike_the_nearer_in_place_is_taken(site: History) -> None:
    site.run(1, said(1, "Tea lowers blood pressure.", "Salt is fine.", "Tea lowers blood pressure quickly."))
    site.run(2, said(2, "Tea lowers blood pressure slowly.", "Salt is fine.", "Tea lowers blood pressure greatly."))
    followed = {earlier: later for earlier, later, _ in changes(site)}
    assert followed["Tea lowers blood pressure."] == "Tea lowers blood pressure slowly."
    assert followed["Tea lowers blood pressure quickly."] == "Tea lowers blood pressure greatly."


PAPER = Source(source_id="aaaa", scheme="doi", value="10.5555/tea", url=None)


def cited(number: int, offered: str = "", source: Source | None = None) -> TaggedArticle:
    """One claim, and what is offered for it: a reference to the source, or an appeal that names nothing."""
    article = make_article(URL, f"Tea helps.\n{offered}", fetched_at=day(number))
    kind, source_id = ("reference", source.source_id) if source else ("appeal", None)
    made = [make_citation(article, offered, kind=kind, source_id=source_id)] if offered else []
    claim = make_claim(article, "Tea helps.", support="vague" if made else "none")
    return make_tagged(article, [claim], made, [(0, 0)] if made else [], sources=[source] if source else [])


def test_citations_come_and_go_and_with_them_the_grade(site: History) -> None:
    site.run(1, cited(1))
    site.run(2, cited(2, "Smith 2020", PAPER))
    site.run(3, cited(3, "Smith and others, 2020", PAPER))
    site.run(4, cited(4, "Experts say"))
    site.run(5, cited(5, "doctors think"))
    site.run(6, cited(6))
    assert changes(site, "added_citations, removed_citations, from_support, to_support, changes") == [
        (["Smith 2020"], [], "none", "vague", ["citation_added", "grade_raised"]),
        ([], [], "vague", "vague", ["unchanged"]),  # the same source in other words
        (["Experts say"], ["Smith and others, 2020"], "vague", "vague", ["citation_added", "citation_removed"]),
        ([], [], "vague", "vague", ["unchanged"]),  # what names nothing is one appeal or another
        ([], ["doctors think"], "vague", "none", ["citation_removed", "grade_lowered"]),
    ]


def test_a_text_that_comes_back_is_an_edit_and_one_fetched_again_is_none(site: History) -> None:
    for number, words in enumerate(["Tea helps.", "Tea helps.", "Tea may help.", "Tea helps."], start=1):
        site.run(number, said(number, words if "may" not in words else f"~{words}"))
    rows = site.con.execute("select seen_before_at, changed_at, softened_count, strengthened_count from article_edits")
    naive = [day(number).replace(tzinfo=None) for number in range(5)]
    assert sorted(rows.fetchall()) == [(naive[2], naive[3], 1, 0), (naive[3], naive[4], 0, 1)]


def test_a_copy_elsewhere_is_no_edit(site: History) -> None:
    other = "https://site.test/copy"
    site.run(1, said(1, "Tea helps."))
    site.run(2, said(2, "Tea cures."))
    site.run(3, said(3, "Tea helps.", url=other))
    assert site.con.execute("select count(*) from article_edits").fetchall() == [(1,)]


def load(history: History, number: int, *articles: TaggedArticle, tagger: str) -> None:
    load_fileset(
        history.con, make_fileset(history._folder / "by", articles, run_id=f"run-{number}", tagger_version=tagger)
    )


def test_another_taggers_reading_is_no_edit_and_an_edit_between_two_taggers_waits_for_one_that_read_both(
    site: History,
) -> None:
    edits = "select tagger_version, from_claim_count, to_claim_count, dropped_count from article_edits"
    load(site, 1, said(1, "Tea helps.", "Milk helps.", tagger_version="a"), tagger="a")
    load(site, 1, said(1, "Tea helps.", tagger_version="b"), tagger="b")
    assert site.con.execute(edits).fetchall() == []
    load(site, 2, said(2, "Tea may help.", tagger_version="c"), tagger="c")
    assert site.con.execute(edits).fetchall() == [(None, None, None, None)]
    assert changes(site) == []
    load(site, 1, said(1, "Tea helps.", "Milk helps.", tagger_version="c"), tagger="c")
    assert site.con.execute(edits).fetchall() == [("c", 2, 1, 1)]


def test_edits_from_before_the_migration_are_followed_with_the_next_load(site: History) -> None:
    site.run(1, said(1, "Tea helps."))
    site.run(2, said(2, "~Tea may help."))
    known = site.con.execute("from core.claim_changes").fetchall()
    site.con.execute("delete from core.claim_changes")
    site.con.execute("delete from core.edits")
    site.run(3, said(3, "Milk helps.", url="https://site.test/milk"))
    assert known
    assert site.con.execute("from core.claim_changes").fetchall() == known


def test_edits_are_the_same_in_whatever_order_runs_are_loaded(tmp_path: Path) -> None:
    texts = {1: "Tea helps.", 2: "Tea may help.", 3: "Tea helps.", 4: "Tea cures colds."}
    found = set()
    for order in ((1, 2, 3, 4), (4, 2, 1, 3), (3, 4, 1, 2)):
        history = History(tmp_path / "".join(map(str, order)))
        for number in order:
            history.run(number, said(number, texts[number]))
        rows = history.con.execute("from core.claim_changes order by all").fetchall()
        found.add(repr((rows, history.con.execute("from core.edits order by all").fetchall())))
        history.con.close()
    assert len(found) == 1


def test_the_question_on_softened_claims_shows_both_wordings(site: History) -> None:
    site.run(1, said(1, "Tea cures colds.", "~Milk may help.", "Honey helps."))
    site.run(2, said(2, "~Tea might cure colds.", "Milk helps.", "Honey helps."))
    rows = site.con.execute(named_query("softened_claims")).fetchall()
    assert [row[2:4] for row in rows] == [("Tea cures colds.", "Tea might cure colds.")]


def test_the_question_on_dropped_citations_counts_those_of_claims_that_stand_in_the_last_month(site: History) -> None:
    site.run(1, cited(1, "Smith 2020", PAPER))
    site.run(2, cited(2))
    dropped = site.con.execute(named_query("dropped_citations")).fetchall()
    assert dropped == [("site", 1, 1, 1, 1.0, 1, 1)]
    site.run(30, said(30, "Milk helps.", url="https://site.test/milk"))
    assert site.con.execute(named_query("dropped_citations")).fetchall() == dropped
    site.run(33, said(33, "Honey helps.", url="https://site.test/honey"))
    assert site.con.execute(named_query("dropped_citations")).fetchall() == []
