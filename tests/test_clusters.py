"""Clusters of claims: the same whatever the order of loads, kept when more come, made anew by other rules."""

import random
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tagged_articles import day, make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms import claim_keys
from transforms.records import TaggedArticle
from warehouse import clusters
from warehouse.checks import run_checks
from warehouse.clusters import cluster_all_claims, recluster_claims
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.statements import transaction

CRAMP = {"agent_concept": "magnesium", "target_concept": "muscle_cramp"}
DUTCH, ENGLISH = "Magnesium helpt tegen spierkramp.", "Magnesium relieves leg cramps."
# No word of these is a concept.
OPENING = "Het lichaam kan zich op wonderlijke wijze weer helemaal zelf genezen."
LIKE_IT = "Het lichaam kan zich op wonderlijke wijze weer helemaal genezen!"
OTHER = "Artsen weten dat de natuur het best weet wat goed voor je is."
Found = dict[str, tuple[str, str]]


def said(path: str, *sentences: str, number: float = 1, tagger: str = "tagger-1", **fields: object) -> TaggedArticle:
    """An article of these sentences, a line each, of which every one is a claim with these fields."""
    lang = str(fields.pop("lang", "nl"))
    article = make_article(f"https://site.test/{path}", "\n".join(sentences), lang=lang, fetched_at=day(int(number)))
    claims = [make_claim(article, words, **fields) for words in sentences]
    return make_tagged(article, claims, tagger_version=tagger)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def load(con: duckdb.DuckDBPyConnection, folder: Path, run: object, *tagged: TaggedArticle, **more: str) -> None:
    load_fileset(con, make_fileset(folder / "tagged", tagged, run_id=f"run-{run}", site=None, **more))  # type: ignore[arg-type]


def clustered(con: duckdb.DuckDBPyConnection) -> Found:
    """Cluster and method of each claim that analysts see, by its text; a text that is said twice is in one cluster."""
    rows = con.execute("select distinct text, cluster_id, cluster_method from claims").fetchall()
    assert len({text for text, _, _ in rows}) == len(rows)
    return {text: (cluster, method) for text, cluster, method in rows}


def test_two_languages_meet_by_concepts(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, said("nl", DUTCH, **CRAMP), said("en", ENGLISH, lang="en"))
    found = clustered(con)
    assert found[DUTCH][0] == found[ENGLISH][0]
    assert (found[DUTCH][1], found[ENGLISH][1]) == ("concepts", "sentence")


@pytest.mark.parametrize("other", [{"kind": "harm"}, {"polarity": "negated"}, {"target_concept": "headache"}])
def test_what_differs_in_one_is_another_cluster(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, other: dict[str, str]
) -> None:
    load(con, tmp_path, 1, said("one", DUTCH, **CRAMP), said("other", "Iets anders.", **(CRAMP | other)))
    found = clustered(con)
    assert found[DUTCH][0] != found["Iets anders."][0]


@pytest.mark.parametrize("is_one_load", [True, False])
def test_the_same_words_are_one_wording_in_a_crowd(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, is_one_load: bool
) -> None:
    """Of a frame that many share only fifty are compared: the very same words must be found without comparing."""
    frame = (
        "Van alle trouwe lezers van deze oude krant in dit hele land voelden er {} zich daarna weer helemaal de oude{}"
    )
    first, again = ([frame.format(number, end) for number in range(1000, 1400)] for end in (".", "!"))
    if is_one_load:
        load(con, tmp_path, 1, said("a", *first, *again))
    else:
        load(con, tmp_path, 1, said("a", *first))
        load(con, tmp_path, 2, said("b", *again))
    found = clustered(con)
    assert [found[one] for one in first] == [found[one] for one in again]
    assert len(set(found.values())) == 400


def test_loading_twice_adds_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for _ in range(2):
        load(con, tmp_path, 1, said("a", DUTCH, OPENING))
    for table, count in (("claim_clusters", 2), ("claim_wordings", 1), ("wording_bands", 10)):
        assert con.execute(f"select count(*) from core.{table}").fetchall() == [(count,)], table


def test_a_like_wording_joins_and_keeps_its_cluster_when_more_come(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load(con, tmp_path, 1, said("a", OPENING))
    first = clustered(con)
    load(con, tmp_path, 2, said("b", LIKE_IT, OTHER))
    second = clustered(con)
    assert second[OPENING] == first[OPENING] == (first[OPENING][0], "wording")
    assert second[LIKE_IT] == (first[OPENING][0], "like_wording")
    assert second[OTHER][0] != first[OPENING][0]
    load(con, tmp_path, 3, said("c", OPENING), said("d", LIKE_IT), said("e", DUTCH))
    assert {text: clustered(con)[text] for text in second} == second
    scores = con.execute("select cluster_method, min(cluster_score), max(cluster_score) from claims group by 1")
    by_method = {method: (least, most) for method, least, most in scores.fetchall()}
    assert by_method["wording"] == (1, 1)
    assert 0.7 <= by_method["like_wording"][0] < 1


@pytest.mark.parametrize("other", [{"kind": "harm"}, {"polarity": "negated"}, {"lang": "de"}])
def test_a_wording_of_another_kind_opens_its_own(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, other: dict[str, str]
) -> None:
    load(con, tmp_path, 1, said("a", OPENING))
    load(con, tmp_path, 2, said("b", LIKE_IT, **other))
    found = clustered(con)
    assert found[LIKE_IT][1] == "wording"
    assert found[LIKE_IT][0] != found[OPENING][0]


def test_a_like_wording_of_another_thing_opens_its_own(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    knee, hip = (f"Deze stroom prikkelt zachtjes alle zenuwen die rond uw {part} liggen." for part in ("knie", "heup"))
    load(con, tmp_path, 1, said("a", knee, hip))
    found = clustered(con)
    assert found[knee][0] != found[hip][0]


def test_another_tagger_has_clusters_of_its_own(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, said("a", OPENING))
    before = clustered(con)
    again = said("a", OPENING, tagger="tagger-2", **CRAMP)
    load(con, tmp_path, 1, again, tagger_version="tagger-2")
    after = clustered(con)
    assert after[OPENING][1] == "concepts"
    assert after[OPENING][0] != before[OPENING][0]
    kept = con.execute("select tagger_version, cluster_id from core.claim_clusters order by 1").fetchall()
    assert kept == [("tagger-1", before[OPENING][0]), ("tagger-2", after[OPENING][0])]


def test_a_text_that_changed_is_seen_by_its_latest_claims(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, said("a", DUTCH, OTHER))
    load(con, tmp_path, 2, said("a", DUTCH, OPENING, number=2))
    assert set(clustered(con)) == {DUTCH, OPENING}
    # the claims of the version before are kept, each in its cluster
    assert con.execute("select count(*), count(distinct cluster_id) from core.claim_clusters").fetchall() == [(4, 3)]


def test_other_rules_cluster_anew_and_only_then(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(con, tmp_path, 1, said("a", DUTCH, OPENING), said("b", LIKE_IT))
    wanted = clustered(con)
    con.execute("update core.claim_clusters set cluster_id = 'kept'")
    with transaction(con):
        recluster_claims(con)
    assert {cluster for cluster, _ in clustered(con).values()} == {"kept"}
    monkeypatch.setattr(clusters, "cluster_rules", lambda: "other rules")
    with transaction(con):
        recluster_claims(con)
    assert clustered(con) == wanted
    assert con.execute("from core.clustering").fetchall() == [("other rules",)]
    assert con.execute("select count(*) from core.claim_wordings").fetchall() == [(1,)]


def test_the_rules_are_the_words_and_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {path.name for path in claim_keys.cluster_files()}
    assert {"claim_identity.py", "wordings.py", "sentence.py", "outcomes.csv", "concepts.toml"} <= names
    file, seen = tmp_path / "outcomes.csv", set()
    monkeypatch.setattr(claim_keys, "cluster_files", lambda: [file])
    for words in ("headache", "migraine"):
        file.write_text(words)
        claim_keys.cluster_rules.cache_clear()
        seen.add(claim_keys.cluster_rules())
    claim_keys.cluster_rules.cache_clear()
    assert len(seen) == 2


def test_a_warehouse_of_other_rules_is_clustered_anew_when_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "claimtrace.duckdb"
    con = new_warehouse(path)
    load(con, tmp_path, 1, said("a", DUTCH))
    wanted = clustered(con)
    con.execute("update core.claim_clusters set cluster_id = 'old'")
    con.execute("update core.clustering set rules = 'old'")
    con.execute("update core.definitions set sha256 = 'old'")
    con.close()
    con = open_warehouse(path)
    assert clustered(con) == wanted
    con.close()


SENTENCES = [
    DUTCH, "Zink helpt tegen verkoudheid.", "Magnesium verlicht spierkrampen.", "Van stress krijg je hoofdpijn.",
    OPENING, LIKE_IT, OTHER,
]  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True), min_size=1, max_size=5))
def test_load_by_load_is_all_at_once(tmp_path_factory: pytest.TempPathFactory, articles: list[list[str]]) -> None:
    """Concept clusters whatever the order; wordings in the order in which their loads came."""
    folder = tmp_path_factory.mktemp("orders")
    tagged = [said(str(number), *sentences) for number, sentences in enumerate(articles)]
    found = []
    for name, loads in (("each", [[one] for one in tagged]), ("reversed", [[one] for one in reversed(tagged)])):
        con = new_warehouse(folder / f"{name}.duckdb")
        for number, load_of in enumerate(loads):
            load(con, folder / name, number, *load_of)
        found.append(clustered(con))
        with transaction(con):
            con.execute("delete from core.claim_clusters")
            con.execute("delete from core.claim_wordings")
            con.execute("delete from core.wording_bands")
            cluster_all_claims(con)
        assert clustered(con) == found[-1]
        con.close()
    by_concepts = [{text: one for text, one in each.items() if "wording" not in one[1]} for each in found]
    assert by_concepts[0] == by_concepts[1]


def test_exact_wordings_meet_in_any_order(tmp_path: Path) -> None:
    found: set[frozenset[frozenset[str]]] = set()
    for number, order in enumerate(permutations([OPENING, OTHER, f"{OPENING} Heus."])):
        con = new_warehouse(tmp_path / f"{number}.duckdb")
        for run, words in enumerate(order):
            load(con, tmp_path / str(number), run, said(str(run), words))
        groups: dict[str, set[str]] = {}
        for text, (cluster, _) in clustered(con).items():
            groups.setdefault(cluster, set()).add(text)
        found.add(frozenset(frozenset(group) for group in groups.values()))
        con.close()
    assert len(found) == 1


def test_a_batch_boundary_changes_nothing(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "_BATCH", 2)
    chance = random.Random(2)
    texts: Sequence[str] = [" ".join(chance.choices(OTHER.lower().split(), k=14)) for _ in range(5)]
    load(con, tmp_path, 1, said("a", *texts, OPENING), said("b", OPENING, LIKE_IT))
    found = clustered(con)
    assert len(found) == 7
    assert found[OPENING][0] == found[LIKE_IT][0]
