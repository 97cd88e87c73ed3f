"""Near-copies: one cluster whatever the order of loads, as comparing all pairs would have it, and its views."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, permutations
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tagged_articles import day, make_article, make_fileset, make_outcome, make_tagged, new_warehouse, short_hash
from transforms.minhash import similarity
from transforms.records import TaggedArticle
from warehouse.checks import run_checks
from warehouse.load import load_fileset
from warehouse.queries import named_query

WORDS = [f"word{number}" for number in range(2_000)]
MOST_COMPARED = 20
LEAST_SIMILARITY = 0.8


def text_of(seed: int, edits: int = 0, length: int = 150) -> str:
    """A text of its own for each seed; each edit replaces one word, always the same one with the same word."""
    words = random.Random(seed).choices(WORDS, k=length)
    for number in range(edits):
        words[(number * 37 + 11) % length] = f"edit{number}"
    return " ".join(words)


def page(site: str, text: str, number: float = 1, path: str = "a", **fields: object) -> TaggedArticle:
    """The article of a site as it was on a day; sites are seen one second after another, by their names."""
    at = day(1) + timedelta(days=number - 1, seconds=sum(site.encode()))
    return make_tagged(make_article(f"https://{site}.test/{path}", text, site=site, fetched_at=at, **fields))


def own_id(site: str, path: str = "a") -> str:
    return short_hash(f"https://{site}.test/{path}")


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    found, wanted = state(con), compared_all(con)
    con.close()
    assert failed == []
    assert found == wanted


def load(con: duckdb.DuckDBPyConnection, folder: Path, number: int, *tagged: TaggedArticle, **more: object) -> None:
    load_fileset(con, make_fileset(folder / "tagged", tagged, run_id=f"run-{number}", site=None, **more))  # type: ignore[arg-type]


def clusters(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The site of each article: the site of the first article of its cluster."""
    rows = con.execute(
        "select own.site, firsts.site from articles as own "
        "join articles as firsts on own.cluster_id = firsts.article_id"
    ).fetchall()
    return dict(rows)


Pairs = dict[tuple[str, str], float]


def state(con: duckdb.DuckDBPyConnection) -> tuple[Pairs, dict[str, str]]:
    """The pairs with their similarity, and the cluster of each article that has copies."""
    pairs = con.execute("select article_id, other_article_id, similarity from core.copy_pairs").fetchall()
    members = con.execute("select article_id, cluster_id from core.clusters").fetchall()
    return {(one, other): alike for one, other, alike in pairs}, dict(members)


def compared_all(con: duckdb.DuckDBPyConnection) -> tuple[Pairs, dict[str, str]]:
    """What `state` should be, from the articles alone and with no thought of what was known before."""
    rows: list[tuple[str, datetime, list[int], list[int]]] = con.execute(
        "select articles.article_id, articles.first_seen_at, signature, bands from core.articles "
        "join core.versions using (version_id) join core.signatures using (content_hash) order by 2, 1"
    ).fetchall()
    signed, holders = {row[0]: tuple(row[2]) for row in rows}, defaultdict(list)
    for article_id, _, _, bands in rows:
        for band in bands:
            holders[band].append(article_id)
    pairs: Pairs = {}
    for held in holders.values():
        for first, other in ((first, other) for first in held[:MOST_COMPARED] for other in held if first != other):
            alike = similarity(signed[first], signed[other])
            if alike >= LEAST_SIMILARITY:
                pairs[min(first, other), max(first, other)] = alike
    return pairs, first_of_each([row[0] for row in rows], pairs)


def first_of_each(in_order: Sequence[str], pairs: Pairs) -> dict[str, str]:
    """For each article of a pair the first that pairs lead to."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found: dict[str, str] = {}
    for first in in_order:
        waiting = [first] if first in beside and first not in found else []
        while waiting:
            article_id = waiting.pop()
            if article_id not in found:
                found[article_id] = first
                waiting += beside[article_id]
    return found


def test_a_copy_on_another_site_is_in_the_cluster_of_the_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, page("one", text_of(1)), page("other", text_of(2)))
    load(con, tmp_path, 2, page("copy", text_of(1, edits=2), 2))
    assert clusters(con) == {"one": "one", "other": "other", "copy": "one"}
    ((alike,),) = con.execute("select similarity from article_copies where not is_first").fetchall()
    assert 0.8 <= alike < 1  # 10 of 146 runs of five words differ: 136 of 156 are shared


def test_short_texts_are_clusters_of_their_own(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, page("one", "Ginger helps."), page("two", "Ginger helps."))
    assert clusters(con) == {"one": "one", "two": "two"}
    assert con.execute("select count(*) from core.signatures").fetchall() == [(0,)]


def test_texts_alike_by_template_only_are_apart(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    # half of each page is the site's own words: a third of all five-word runs, and no copy
    shared = text_of(0, length=80)
    pages = [page("site", f"{shared} {text_of(number, length=80)}", path=str(number)) for number in range(1, 6)]
    load(con, tmp_path, 1, *pages)
    assert con.execute("select count(*) from article_clusters").fetchall() == [(5,)]


def test_a_text_between_two_joins_them_under_the_older(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, page("far", text_of(1, edits=6), 1))
    load(con, tmp_path, 2, page("near", text_of(1), 2))
    assert clusters(con) == {"far": "far", "near": "near"}
    load(con, tmp_path, 3, page("between", text_of(1, edits=3), 3))
    assert clusters(con) == {"far": "far", "near": "far", "between": "far"}


def test_an_article_whose_text_changed_away_leaves_and_parts_what_it_joined(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    joined = [page("far", text_of(1, edits=6)), page("near", text_of(1)), page("between", text_of(1, edits=3))]
    load(con, tmp_path, 1, *joined)
    assert len(set(clusters(con).values())) == 1
    load(con, tmp_path, 2, page("between", text_of(5), 2))
    assert clusters(con) == {"far": "far", "near": "near", "between": "between"}
    load(con, tmp_path, 3, page("between", text_of(1, edits=3), 3))
    assert len(set(clusters(con).values())) == 1


def test_an_earlier_sighting_gives_the_cluster_its_name(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 5, page("late", text_of(1), 5), page("copy", text_of(1, edits=1), 6))
    assert clusters(con)["copy"] == "late"
    load(con, tmp_path, 2, page("copy", text_of(1, edits=1), 2))
    assert clusters(con) == {"late": "copy", "copy": "copy"}


RUNS = {
    1: [page("a", text_of(1), 1), page("b", text_of(2), 1), page("short", "Few words.", 1)],
    2: [page("c", text_of(1, edits=3), 2), page("b", text_of(1, edits=6), 2), page("d", text_of(2, edits=1), 2)],
    3: [page("c", text_of(2, edits=2), 3), page("e", text_of(1, edits=4), 3)],
    4: [page("a", text_of(2, edits=1), 4), page("c", text_of(1, edits=3), 4)],
}


def test_any_order_of_loads_ends_in_the_same_clusters(tmp_path: Path) -> None:
    ends = []
    for number, order in enumerate(permutations(RUNS)):
        if number % 4:  # each order takes a second
            continue
        con = new_warehouse(tmp_path / str(number) / "claimtrace.duckdb")
        for run in order:
            load(con, tmp_path / str(number), run, *RUNS[run])
        ends.append((state(con), con.execute("from core.bands order by all").fetchall()))
        assert state(con) == compared_all(con)
        con.close()
    assert len(ends) == 6
    assert all(end == ends[0] for end in ends)
    assert ends[0][0][1]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 2**32))
def test_clusters_are_those_of_comparing_all_pairs(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / str(seed)
    con = new_warehouse(folder / "claimtrace.duckdb")
    runs = list(range(1, 6))
    chance.shuffle(runs)
    for run in runs:
        sites = chance.sample("abcdefghij", 6)
        load(con, folder, run, *(page(s, text_of(chance.randrange(2), chance.randrange(8)), run) for s in sites))
        assert state(con) == compared_all(con)
    assert [result.name for result in run_checks(con) if result.offending_count] == []
    con.close()


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_a_text_that_many_share_is_compared_with_the_first_only(tmp_path: Path, order: tuple[int, ...]) -> None:
    # 45 copies of one text: of 990 pairs those with one of the first twenty, and one cluster all the same
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    for run in order:
        own = [page(f"s{run}x{n:02}", f"{text_of(1)} by{run}x{n}", run) for n in range(15)]
        load(con, tmp_path, run, *own)
    assert state(con) == compared_all(con)
    assert con.execute("select count(*), min(article_count) from article_clusters").fetchall() == [(1, 45)]
    pair_count = len(state(con)[0])
    assert pair_count < len(list(combinations(range(45), 2)))
    load(con, tmp_path, 4, page("s1x00", text_of(9), 4))  # the first one leaves: the 21st takes its place
    assert state(con) == compared_all(con)
    assert len(state(con)[0]) < pair_count
    con.close()


def test_a_thousand_pages_of_one_boilerplate_take_little_memory(tmp_path: Path) -> None:
    """To join all their numbers with each other is hundreds of millions of rows: a real load was killed at 20 GB."""
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    con.execute("set memory_limit = '300MB'")
    con.execute("set temp_directory = ''")
    load(con, tmp_path, 1, *(page(f"s{n:04}", f"{text_of(1, edits=n % 12)} by{n}") for n in range(1_000)))
    assert con.execute("select count(*) from article_clusters").fetchall() == [(1,)]
    con.close()


def test_a_file_set_of_before_signatures_is_loaded_and_joins_when_it_is_read_again(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = make_fileset(tmp_path / "old", [page("old", text_of(1))], run_id="run-1", site=None)
    old = pq.read_table(folder / "articles.parquet").drop_columns(["signature", "bands"])
    pq.write_table(old, folder / "articles.parquet")
    load_fileset(con, folder)
    load(con, tmp_path, 2, page("copy", text_of(1, edits=1), 2))
    assert clusters(con) == {"old": "old", "copy": "copy"}
    load(con, tmp_path, 3, page("other", text_of(1), 3))  # the same text: its signature is the old one's too
    assert clusters(con) == {"old": "old", "copy": "old", "other": "old"}


def test_a_cluster_counts_sites_and_its_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, page("one", text_of(1)), page("alone", text_of(2)))
    load(con, tmp_path, 2, page("two", text_of(1, 1), 2), page("two", text_of(1, 2), 2.5, path="b"))
    rows = con.execute(
        "select cluster_id, article_count, site_count, sites, first_site from article_clusters order by 2 desc"
    ).fetchall()
    assert rows == [(own_id("one"), 3, 2, ["one", "two"], "one"), (own_id("alone"), 1, 1, ["alone"], "alone")]
    assert con.execute("select site from unique_articles order by 1").fetchall() == [("alone",), ("one",)]
    copies = con.execute("select site, url, is_first from article_copies order by first_seen_at").fetchall()
    asked = con.execute(named_query("copied_articles")).fetchall()
    assert [(row[0], row[1], row[5], row[6], row[-1]) for row in asked] == [
        ("two", "https://two.test/a", "one", "https://one.test/a", 3),
        ("two", "https://two.test/b", "one", "https://one.test/a", 3),
    ]
    assert copies == [
        ("one", "https://one.test/a", True),
        ("two", "https://two.test/a", False),
        ("two", "https://two.test/b", False),
    ]


def test_every_address_of_an_article_is_told(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    own, amp, old, older = (f"https://one.test/{name}" for name in ("a", "amp", "old", "older"))
    one = page("one", text_of(1))
    at = one.article.fetched_at
    served = [
        make_outcome(amp, "article", at=at, article_id=one.article.article_id, record="run-1.warc.gz:0"),
        make_outcome(older, "redirected", at=day(1), location=old),
        make_outcome(old, "redirected", at=day(1), location=amp),
        make_outcome("https://one.test/round", "redirected", at=day(1), location="https://one.test/round"),
    ]
    load(con, tmp_path, 1, one, outcomes=served)
    load(con, tmp_path, 2, others=[make_outcome(amp, "unchanged", "run-2", day(3), reason="304")])
    rows = con.execute("select url, role, first_seen_at, last_seen_at from article_addresses order by url").fetchall()
    first, redirected, last = (moment.replace(tzinfo=None) for moment in (at, day(1), day(3)))
    assert rows == [
        (own, "canonical", None, None),  # named by the AMP page, never asked for
        (amp, "duplicate", first, last),
        (old, "redirected", redirected, redirected),
        (older, "redirected", redirected, redirected),
    ]
