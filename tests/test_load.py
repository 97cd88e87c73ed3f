"""Loading: once, whole, and with the same history whatever the order."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.tagged_articles import (
    article_outcomes,
    day,
    full_example,
    make_article,
    make_citation,
    make_claim,
    make_fileset,
    make_outcome,
    make_tagged,
    new_warehouse,
    short_hash,
)
from transforms.records import Source, TaggedArticle
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.errors import FilesetError, WarehouseError
from warehouse.load import ONLY_WITH, load_fileset
from warehouse.statements import sql_files

URL = "https://site.test/a"
ID = short_hash(URL)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def contents(con: duckdb.DuckDBPyConnection, but: tuple[str, ...] = ("migrations",)) -> dict[str, list[object]]:
    """All rows of all tables, each sorted."""
    tables = con.execute("select table_name from duckdb_tables() where schema_name = 'core' order by 1").fetchall()
    return {
        name: sorted(con.execute(f"from core.{name}").fetchall(), key=repr) for (name,) in tables if name not in but
    }


def seen(text: str, number: int, **fields: object) -> TaggedArticle:
    """The article at URL as it was on a day, its whole text one claim."""
    article = make_article(URL, text, fetched_at=day(number), **fields)
    return make_tagged(article, [make_claim(article, text)])


def load(con: duckdb.DuckDBPyConnection, tmp_path: Path, number: int, *tagged: TaggedArticle, **more: object) -> object:
    return load_fileset(con, make_fileset(tmp_path / "tagged", tagged, run_id=f"run-{number}", **more))  # type: ignore[arg-type]


def article(con: duckdb.DuckDBPyConnection, columns: str) -> tuple[object, ...]:
    ((*row,),) = con.execute(f"select {columns} from articles where article_id = '{ID}'").fetchall()
    return tuple(row)


def outcome_list(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute("select run_id, outcome from outcomes order by run_id, record, url").fetchall()


def test_counts_come_back(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    robots = make_outcome("https://site.test/druk", "robots")
    result = load_fileset(con, make_fileset(tmp_path, [full_example()], others=[robots]))
    assert (result.page_count, result.article_count, result.claim_count, result.citation_count) == (2, 1, 3, 2)
    assert dict(result.outcomes) == {"article": 1, "robots": 1}
    assert not result.already_loaded


@pytest.mark.fault("F03")
def test_files_that_are_run_for_some_loads_only_are_there() -> None:
    assert set(ONLY_WITH) < {path.stem for path in sql_files("loads")}


def test_loading_twice_changes_no_row(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = make_fileset(tmp_path, [full_example(), seen("Ginger helps.", 1)])
    first = load_fileset(con, folder)
    before = contents(con)
    again = load_fileset(con, folder)
    assert contents(con) == before
    assert again == replace(first, already_loaded=True)


def test_an_edit_is_a_new_version(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("Ginger cures colds.", 1))
    load(con, tmp_path, 2, seen("Ginger may ease colds.", 2))
    assert article(con, "text, version_count, first_seen_at, last_seen_at") == (
        "Ginger may ease colds.", 2, naive(1), naive(2),
    )  # fmt: skip
    assert con.execute("select text from claims").fetchall() == [("Ginger may ease colds.",)]
    assert con.execute("select count(*) from core.claims").fetchall() == [(2,)]
    assert outcome_list(con) == [("run-1", "article"), ("run-2", "article")]


def naive(number: int) -> datetime:
    return day(number).replace(tzinfo=None)


def test_the_same_text_later_is_unchanged(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("Ginger cures colds.", 1))
    result = load(con, tmp_path, 2, seen("Ginger cures colds.", 2))
    assert dict(result.outcomes) == {"unchanged": 1}  # type: ignore[attr-defined]
    assert article(con, "version_count, first_seen_at, last_seen_at") == (1, naive(1), naive(2))
    assert con.execute("select count(*) from core.claims").fetchall() == [(1,)]


def test_a_cosmetic_change_is_no_version_and_spans_still_fit(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("Ginger  cures colds.", 1))
    load(con, tmp_path, 2, seen("Ginger cures colds.", 2))  # one space fewer: the same normalised text
    assert article(con, "version_count, text") == (1, "Ginger cures colds.")
    assert con.execute("select text from claims").fetchall() == [("Ginger cures colds.",)]


def test_a_revert_makes_the_old_version_the_latest_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for number, text in enumerate(["First words.", "Second words.", "First words."], start=1):
        load(con, tmp_path, number, seen(text, number))
    assert article(con, "text, version_count, first_seen_at, last_seen_at") == ("First words.", 2, naive(1), naive(3))
    assert outcome_list(con) == [("run-1", "article"), ("run-2", "article"), ("run-3", "unchanged")]


def test_a_new_date_on_the_same_text_is_taken_over(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("First words.", 1, author=None))
    load(con, tmp_path, 2, seen("First words.", 2, author="A. Writer"))
    assert article(con, "author, version_count") == ("A. Writer", 1)


def test_304_extends_the_latest_version_at_that_url(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("First words.", 1))
    load(con, tmp_path, 2, seen("Second words.", 2))
    load(con, tmp_path, 3, others=[make_outcome(URL, "unchanged", "run-3", day(3), reason="304")])
    assert article(con, "text, last_seen_at") == ("Second words.", naive(3))
    assert con.execute("select article_id from outcomes where run_id = 'run-3'").fetchall() == [(ID,)]


def test_gone_is_noted_and_forgotten_when_it_comes_back(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("First words.", 1))
    load(con, tmp_path, 2, others=[make_outcome(URL, "gone", "run-2", day(2), reason="status 410")])
    load(con, tmp_path, 3, others=[make_outcome(URL, "gone", "run-3", day(3), reason="status 404")])
    assert article(con, "gone_at") == (naive(2),)
    load(con, tmp_path, 4, seen("First words.", 4))
    assert article(con, "gone_at, last_seen_at") == (None, naive(4))


def test_a_removed_amp_page_does_not_remove_its_article(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    item = seen("First words.", 1)
    amp = replace(article_outcomes([item], "run-1")[0], url=f"{URL}/amp/", record="run-1.warc.gz:9")
    load(con, tmp_path, 1, item, others=[amp])
    gone = make_outcome(f"{URL}/amp/", "gone", "run-2", day(2) + timedelta(hours=1))
    load(con, tmp_path, 2, seen("First words.", 2), others=[gone])
    assert article(con, "gone_at") == (None,)


def history(number: int) -> tuple[tuple[TaggedArticle, ...], dict[str, object]]:
    """Five runs of one site: new, edited, 304, reverted with another author, gone; with a second article beside it."""
    beside = make_tagged(make_article("https://site.test/b", "Other words.", fetched_at=day(number)))
    run_id = f"run-{number}"
    return {
        1: ((seen("First words.", 1), beside), {}),
        2: ((seen("Second words.", 2), beside), {}),
        3: ((beside,), {"others": [make_outcome(URL, "unchanged", run_id, day(3))]}),
        4: ((seen("First words.", 4, author="A. Writer"),), {}),
        5: ((beside,), {"others": [make_outcome(URL, "gone", run_id, day(5))]}),
    }[number]


def test_the_order_of_loading_does_not_matter(tmp_path: Path) -> None:
    answers = set()
    orders = [(1, 2, 3, 4, 5), (5, 4, 3, 2, 1), (3, 1, 5, 2, 4), (4, 3, 5, 1, 2), (2, 5, 3, 4, 1)]
    for order in orders:
        folder = tmp_path / "".join(map(str, order))
        con = new_warehouse(folder / "claimtrace.duckdb")
        for number in order:
            tagged, more = history(number)
            load(con, folder, number, *tagged, **more)
        views = ["articles", "claims", "outcomes", "sources", "site_scorecard", "weekly_trends"]
        answers.add(repr([sorted(con.execute(f"from {view}").fetchall(), key=repr) for view in views]))
        assert article(con, "text, author, version_count, first_seen_at, last_seen_at, gone_at") == (
            "First words.", "A. Writer", 2, naive(1), naive(4), naive(5),
        )  # fmt: skip
        assert sum(result.offending_count for result in run_checks(con)) == 0
        con.close()
    assert len(answers) == 1


@pytest.mark.fault("F52")
def test_another_tagger_stands_beside_the_first(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    item = full_example()
    load(con, tmp_path, 1, item)
    outcomes = con.execute("from outcomes").fetchall()
    better = replace(item, claims=item.claims[:1], support=((0, 0),), tagger_version="tagger-2")
    load(con, tmp_path, 1, better, tagger_version="tagger-2")
    assert con.execute("from outcomes").fetchall() == outcomes
    assert con.execute("select tagger_version, count(*) from claims group by all").fetchall() == [("tagger-2", 1)]
    both = "select tagger_version, count(*) from core.claims group by all order by all"
    assert con.execute(both).fetchall() == [("tagger-1", 3), ("tagger-2", 1)]
    assert con.execute("select version_count, tagger_version from articles").fetchall() == [(1, "tagger-2")]
    assert con.execute("select count(*) from loads").fetchall() == [(2,)]


def test_a_run_read_again_forgets_what_is_no_article_any_more(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("A cookie notice.", 1))
    listing = make_outcome(URL, "not_article", "run-1", day(1), reason="a listing", record="run-1.warc.gz:0")
    load(con, tmp_path, 1, others=[listing], tagger_version="tagger-2")
    assert con.execute("select count(*) from articles").fetchall() == [(0,)]
    assert outcome_list(con) == [("run-1", "not_article")]


def test_one_article_at_three_urls_is_two_duplicates(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    item = seen("First words.", 1)
    first = article_outcomes([item], "run-1")[0]
    more = [replace(first, url=f"{URL}{tail}", record=f"run-1.warc.gz:{tail}") for tail in ("?utm_source=x", "/amp/")]
    result = load(con, tmp_path, 1, item, item, item, outcomes=[first, *more])
    assert dict(result.outcomes) == {"duplicate": 2, "article": 1}  # type: ignore[attr-defined]
    assert con.execute("select distinct article_id from outcomes").fetchall() == [(ID,)]
    assert con.execute("select count(*) from claims").fetchall() == [(1,)]


def same_text(url: str, site: str, number: int = 1) -> TaggedArticle:
    return make_tagged(make_article(url, "The very same words.", site=site, fetched_at=day(number)))


def test_the_same_text_at_another_address_of_the_site_is_a_duplicate(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    one, two = same_text("https://site.test/1", "site"), same_text("https://site.test/2", "site")
    other = same_text("https://other.test/1", "other")
    load(con, tmp_path, 1, one, two, other, site=None)
    rows = con.execute("select url, outcome, article_id from outcomes order by record").fetchall()
    assert rows == [
        ("https://site.test/1", "article", one.article.article_id),
        ("https://site.test/2", "duplicate", one.article.article_id),
        ("https://other.test/1", "article", other.article.article_id),
    ]


def test_the_same_text_in_a_later_run_is_a_duplicate_unless_the_first_is_gone(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    load(con, tmp_path, 1, same_text("https://site.test/1", "site"))
    load(con, tmp_path, 2, same_text("https://site.test/2", "site", 2))
    assert outcome_list(con) == [("run-1", "article"), ("run-2", "duplicate")]
    gone = make_outcome("https://site.test/1", "gone", "run-3", day(3))
    load(con, tmp_path, 3, same_text("https://site.test/3", "site", 3), others=[gone])
    assert con.execute("select url from articles where gone_at is null").fetchall() == [("https://site.test/3",)]


def test_the_kept_one_of_two_equal_texts_stays_the_kept_one(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    one, two = same_text("https://site.test/1", "site"), same_text("https://site.test/2", "site")
    load(con, tmp_path, 1, two, one)
    load(con, tmp_path, 2, same_text("https://site.test/1", "site", 2), same_text("https://site.test/2", "site", 2))
    assert con.execute("select url, last_seen_at from articles").fetchall() == [("https://site.test/2", naive(2))]


def test_a_source_is_one_row_however_often_it_is_cited(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    unknown = Source(source_id=short_hash("doi"), scheme="doi", value="10.5555/a", url=None)
    known = replace(unknown, url="https://doi.org/10.5555/a")
    for number, source in ((1, unknown), (2, known), (3, unknown)):
        tagged = []
        for name in "xy":
            item = make_article(f"https://site.test/{name}{number}", f"See 10.5555/a, says {name}{number}.")
            cited = make_citation(item, "10.5555/a", kind="identifier", traceable=True, source_id=source.source_id)
            tagged.append(make_tagged(item, [], [cited], sources=[source, source]))
        load(con, tmp_path, number, *tagged)
    row = (known.source_id, "doi", "10.5555/a", known.url, 6, 6)
    asked = "select source_id, scheme, value, url, citation_count, article_count from sources"
    assert con.execute(asked).fetchall() == [row]


def test_a_file_set_of_before_scores_is_loaded(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = make_fileset(tmp_path, [full_example()])
    for table, words in (("claims", ["both", "model", "rules"]), ("citations", ["rules", "rules"])):
        rows = pq.read_table(folder / f"{table}.parquet")
        new = [name for name in rows.column_names if name == "score" or name.endswith(("t_start_char", "t_end_char"))]
        rows = rows.drop_columns([*new, *(["agent"] if table == "claims" else [])])
        rows = rows.set_column(rows.column_names.index("found_by"), "found_by", pa.array(words))
        pq.write_table(rows, folder / f"{table}.parquet")
    load_fileset(con, folder)
    found = con.execute("select found_by, score, agent_start_char from claims order by start_char").fetchall()
    assert found == [(f"{finder}:unknown", None, None) for finder in ("model", "model", "rule")]
    assert con.execute("select distinct found_by, score from citations").fetchall() == [("rule:unknown", None)]


def test_a_torn_file_set_loads_nothing(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(con, tmp_path, 1, seen("First words.", 1))
    before = contents(con)
    folder = make_fileset(tmp_path, [seen("Second words.", 2)], run_id="run-2")
    (folder / "sources.parquet").write_bytes(b"PAR1 torn")  # read last: all else has been inserted by then
    with pytest.raises(WarehouseError, match="nothing of it"):
        load_fileset(con, folder)
    assert contents(con) == before
    with pytest.raises(FilesetError):
        load_fileset(con, tmp_path / "nothing")


@pytest.mark.fault("F46")
def test_a_path_with_signs_of_a_pattern_is_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "a [1] b*c {x,y} 'é'"
    con = new_warehouse(folder / "claimtrace.duckdb")
    assert load(con, folder, 1, full_example()).claim_count == 3  # type: ignore[attr-defined]
    con.close()


KILLED_LOADER = """
import os, signal, sys
from pathlib import Path
from warehouse import load, statements
from warehouse.connection import open_warehouse

wanted, done = int(sys.argv[3]), 0
real = load.run_file

def run_file(con, path, parameters=None):
    global done
    if done == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
    done += 1
    real(con, path, parameters)

load.run_file = run_file
load.load_fileset(open_warehouse(Path(sys.argv[1])), Path(sys.argv[2]))
"""


@pytest.mark.fault("F01")
@pytest.mark.parametrize("step", [1, 4, 6])
def test_a_loader_that_is_killed_leaves_all_or_nothing(tmp_path: Path, step: int) -> None:
    path, root = tmp_path / "claimtrace.duckdb", Path(__file__).parent.parent
    con = new_warehouse(path)
    load(con, tmp_path, 1, seen("First words.", 1))
    before = contents(con)
    con.close()
    folder = make_fileset(tmp_path, [seen("Second words.", 2), full_example()], run_id="run-2")
    done = subprocess.run(
        [sys.executable, "-c", KILLED_LOADER, str(path), str(folder), str(step)],
        cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    con = open_warehouse(path)
    assert contents(con) == before
    load_fileset(con, folder)
    assert con.execute("select count(*) from articles").fetchall() == [(2,)]
    assert sum(result.offending_count for result in run_checks(con)) == 0


FULL_DISK_LOADER = """
import resource, sys
from pathlib import Path
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError
from warehouse.load import ONLY_WITH, load_fileset
from warehouse.statements import sql_files

con = open_warehouse(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    load_fileset(con, Path(sys.argv[2]))
except WarehouseError as error:
    sys.exit(f"not loaded: {error}")
"""


def loaded_on_a_full_disk(tmp_path: Path, loader: str) -> tuple[Path, Path, object, subprocess.CompletedProcess[str]]:
    """A warehouse with one load; a file set that its disk has no room for; what the warehouse held before; and what
    came of loading the one into the other by the script `loader`.
    """
    path, root = tmp_path / "claimtrace.duckdb", Path(__file__).parent.parent
    con = new_warehouse(path)
    load(con, tmp_path, 1, seen("First words.", 1))
    before = contents(con)
    con.close()
    # Hashes do not compress, so that the rows need more room than the limit leaves.
    texts = [" ".join(short_hash(number, word) for word in range(2000)) for number in range(40)]
    tagged = [make_tagged(make_article(f"https://site.test/{number}", text)) for number, text in enumerate(texts)]
    folder = make_fileset(tmp_path, tagged, run_id="run-2")
    done = subprocess.run(
        [sys.executable, "-c", loader, str(path), str(folder)],
        cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return path, folder, before, done


@pytest.mark.fault("F04")
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    path, folder, before, done = loaded_on_a_full_disk(tmp_path, FULL_DISK_LOADER)
    assert "not loaded: run-2--tagger-1 was not loaded, nothing of it" in done.stderr
    assert done.returncode == 1
    con = open_warehouse(path)
    assert contents(con) == before
    assert load_fileset(con, folder).article_count == 40
    con.close()


FATAL_LOADER = """
import resource, sys
from pathlib import Path
from warehouse.connection import DISK_ERRORS, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.load import ONLY_WITH, load_fileset
from warehouse.statements import sql_files
con = open_warehouse(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    load_fileset(con, Path(sys.argv[2]))
except WarehouseError as error:
    print(isinstance(error.__cause__, DISK_ERRORS))
try:
    load_fileset(con, Path(sys.argv[2]))  # with a connection that DuckDB may have given up
except WarehouseError as error:
    print("again:", error)
"""


@pytest.mark.fault("F05")
def test_a_database_that_duckdb_gave_up_is_opened_anew_with_every_commit(tmp_path: Path) -> None:
    path, _, before, done = loaded_on_a_full_disk(tmp_path, FATAL_LOADER)
    assert done.stdout.startswith("True\nagain: run-2--tagger-1 was not loaded"), done.stderr
    con = open_warehouse(path)
    assert contents(con) == before
    con.close()


LOADER = """
import sys
from pathlib import Path
from warehouse.connection import open_warehouse
from warehouse.load import ONLY_WITH, load_fileset
from warehouse.statements import sql_files
for folder in sys.argv[2:]:
    con = open_warehouse(Path(sys.argv[1]), 60)
    load_fileset(con, Path(folder))
    con.close()
"""


@pytest.mark.fault("F08")
def test_two_loaders_at_once_load_everything_once(tmp_path: Path) -> None:
    """Both are given all file sets: DuckDB lets one in at a time, and what the other has loaded changes no row."""
    path, root = tmp_path / "claimtrace.duckdb", Path(__file__).parent.parent
    new_warehouse(path).close()
    folders = [
        str(make_fileset(tmp_path, [make_tagged(make_article(f"https://site.test/{n}", f"Words {n}."))], f"run-{n}"))
        for n in range(4)
    ]
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, str(path), *order],
            cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, stderr=subprocess.PIPE, text=True,
        )
        for order in (folders, folders[::-1])
    ]  # fmt: skip
    for loader in loaders:
        assert loader.communicate(timeout=180)[1] == ""
        assert loader.returncode == 0
    con = open_warehouse(path)
    assert con.execute("select count(*), count(distinct article_id) from articles").fetchall() == [(4, 4)]
    assert con.execute("select count(*) from core.loads").fetchall() == [(4,)]
    con.close()


def test_many_small_runs_agree_with_counting_by_hand(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    texts = ["Red words.", "Blue words."]
    for number, text in enumerate(itertools.islice(itertools.cycle(texts), 6), start=1):
        load(con, tmp_path, number, seen(text, number))
    assert [kind for _, kind in outcome_list(con)] == ["article", "article", *["unchanged"] * 4]
    assert article(con, "text, version_count, last_seen_at") == ("Blue words.", 2, naive(6))
