"""Reading again by another tagger: what is due, what is done, and two taggers held against each other."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pyarrow import compute, parquet

from flows.archives import Archive, find_archives
from flows.command_errors import WrongUse
from flows.data_folder import DataFolder
from flows.ingestion import ingest
from flows.loading import load_check_publish
from flows.reading import fileset_of, read_archive
from flows.retagging import Retagged, retag, stock_of
from flows.runners import Runner
from tests.conftest import claimtrace
from tests.tagged_articles import day, make_article, make_citation, make_claim, make_fileset, make_tagged
from tests.test_history import History
from tests.test_ingestion import page, rows, warc
from transforms.records import TaggedArticle
from transforms.tagger_version import tagger_version
from warehouse.checks import run_checks
from warehouse.load import load_fileset

OLD = "tagger-1-00000000"


def quiet(_: str) -> None:
    """Tell nobody."""


def as_an_older_tagger_read(folder: Path, version: str = OLD, days_ago: int = 1) -> Path:
    """The same file set as if an older tagger had made it, which found no more than one claim an article."""
    target = folder.with_name(folder.name.replace(tagger_version(), version))
    folder.rename(target)
    manifest = json.loads((target / "manifest.json").read_text())
    made_at = datetime.fromisoformat(manifest["made_at"]) - timedelta(days=days_ago)
    told = {"fileset": target.name, "tagger_version": version, "made_at": made_at.isoformat()}
    (target / "manifest.json").write_text(json.dumps(manifest | told))
    claims = parquet.read_table(target / "claims.parquet").slice(0, 1)
    pairs = parquet.read_table(target / "claim_citations.parquet")
    pairs = pairs.filter(compute.is_in(pairs["claim_id"], claims["claim_id"].combine_chunks()))
    parquet.write_table(claims, target / "claims.parquet")
    parquet.write_table(pairs, target / "claim_citations.parquet")
    return target


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """Two archives in the data folder, loaded as an older tagger read them, and one that was never read."""
    data = DataFolder(tmp_path / "data")
    folder = data.warc_folder("site")
    folder.mkdir(parents=True)
    for name in ("one", "two", "three"):
        warc(folder / f"{name}.warc.gz", [(f"https://site.test/{name}", "200 OK", page(f"Magnesium {name}"))])
    older = []
    for archive in archives(data)[:2]:
        place = fileset_of(archive, data)
        read_archive(archive, place)
        older.append(as_an_older_tagger_read(place))
    load_check_publish(older, data)
    return data


def archives(data: DataFolder) -> list[Archive]:
    """Those of the data folder, `one` and `two` first."""
    return sorted(find_archives([data.root / "warc"]), key=lambda one: one.name == "three.warc.gz")


def again(data: DataFolder, **options: object) -> Retagged:
    return retag(archives(data), data, quiet, runner=Runner(workers=1), **options)  # type: ignore[arg-type]


@pytest.mark.fault("F52")
def test_retag_reads_what_another_tagger_read_and_keeps_the_old_beside_it(data: DataFolder) -> None:
    before = rows(data, "select claim_id from core.claims order by all")
    done = again(data)
    assert (done.read_count, done.left_count, done.stock.never_read_count) == (2, 0, 1)
    assert rows(data, f"select claim_id from core.claims where tagger_version = '{OLD}' order by all") == before
    assert rows(data, "select distinct tagger_version from articles") == [(tagger_version(),)]
    assert rows(data, "select count(*) from core.versions") == [(2,)]
    assert rows(data, "select count(*) from outcomes") == [(2,)]
    totals = rows(
        data,
        "select sum(a_count), sum(both_count), sum(a_only_count), sum(b_only_count) > 0, any_value(version_count) "
        f"from tagger_totals('{OLD}', '{tagger_version()}') where relation = 'claim'",
    )
    assert totals == [(2, 2, 0, True, 2)]
    assert rows(data, "from tagger_breaks") == []  # one tagger has read all that stands


def test_a_limit_leaves_the_rest_and_the_next_run_goes_on(data: DataFolder) -> None:
    first = again(data, limit=1)
    assert (first.read_count, first.left_count) == (1, 1)
    assert len(rows(data, "from tagger_breaks")) <= 1
    assert rows(data, "select count(distinct tagger_version) from articles") == [(2,)]
    second = again(data)
    assert (second.read_count, second.left_count, second.stock.done_count) == (1, 0, 1)
    third = again(data)
    assert (third.ingested, third.read_count, third.stock.done_count) == (None, 0, 2)


def test_what_was_read_when_a_run_was_killed_is_only_loaded(data: DataFolder) -> None:
    killed = next(archive for archive in archives(data) if archive.name == "one.warc.gz")
    place = fileset_of(killed, data)
    read_archive(killed, place)
    written = (place / "claims.parquet").stat().st_mtime_ns
    stock = stock_of(archives(data), data)
    assert ([one.name for one in stock.unloaded], [one.name for one in stock.due]) == (
        ["one.warc.gz"],
        ["two.warc.gz"],
    )
    again(data)
    assert (place / "claims.parquet").stat().st_mtime_ns == written
    assert rows(data, "select distinct tagger_version from articles") == [(tagger_version(),)]


def test_since_leaves_what_that_tagger_or_a_newer_one_has_read(data: DataFolder) -> None:
    (newer,) = (one for one in archives(data) if one.name == "two.warc.gz")
    place = fileset_of(newer, data)
    read_archive(newer, place)
    as_an_older_tagger_read(place, "tagger-1-11111111", days_ago=0)
    due = [one.name for one in stock_of(archives(data), data, since="tagger-1-11111111").due]
    assert due == ["one.warc.gz"]
    assert stock_of(archives(data), data, since=OLD).due == ()
    assert len(stock_of(archives(data), data).due) == 2
    with pytest.raises(WrongUse, match="tagger-1-00000000, tagger-1-11111111"):
        stock_of(archives(data), data, since="tagger-9")


def test_an_archive_that_is_gone_is_named_and_one_that_was_never_read_is_left(data: DataFolder) -> None:
    (data.warc_folder("site") / "one.warc.gz").unlink()
    stock = stock_of(archives(data), data)
    assert (stock.unfound, stock.never_read_count) == (("one.warc.gz",), 1)


def test_a_file_set_of_today_is_not_due(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    path = warc(tmp_path / "day.warc.gz", [("https://site.test/a", "200 OK", page())])
    ingest(find_archives([path]), data, quiet)
    assert stock_of(find_archives([path]), data).due == ()


def test_the_command_tells_counts(data: DataFolder) -> None:
    done = claimtrace("retag", "--data", data.root, "--limit", 1, "--processes", 1, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {
        "read": 1, "new_filesets": 1, "left": 1, "done_before": 0, "never_read": 1, "without_archive": 0,
    }  # fmt: skip
    assert "1 archives to read" in done.stderr
    assert claimtrace("retag", "--data", data.root / "nowhere").returncode == 2


def test_who_tags_stands_in_the_configuration(
    data: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`[tagging] runner` in the file is what the commands that read archives use; an option wins over it."""
    file = tmp_path / "claimtrace.toml"
    file.write_text("[tagging]\nrunner = 'thread'\nprocesses = 2\n")
    monkeypatch.setenv("CLAIMTRACE_CONFIG", str(file))
    by_file = claimtrace("retag", "--data", data.root, "--limit", 1)
    assert "reading 1 archives with 2 workers (thread)" in by_file.stderr
    by_option = claimtrace("retag", "--data", data.root, "--runner", "process")
    assert "reading 1 archives with 2 workers (process)" in by_option.stderr


@pytest.fixture
def site(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path)
    yield history
    failed = [(result.name, result.examples) for result in run_checks(history.con) if result.offending_count]
    history.con.close()
    assert failed == []


def by(tagger: str, number: int, url: str, claims: list[str], cited: str = "", **fields: object) -> TaggedArticle:
    """An article of two sentences, of which a tagger finds those in `claims`, and the citation."""
    article = make_article(url, "Tea helps. Milk cures.\nExperts say.\nTea helps.", fetched_at=day(number), **fields)
    found = [make_claim(article, words, support="none") for words in claims]
    return make_tagged(
        article, found, [make_citation(article, cited, kind="appeal")] if cited else [], tagger_version=tagger
    )


def load(history: History, number: int, tagger: str, *articles: TaggedArticle) -> None:
    load_fileset(
        history.con, make_fileset(history._folder / "by", articles, run_id=f"run-{number}", tagger_version=tagger)
    )


def test_two_taggers_are_held_against_each_other_on_what_both_read(site: History) -> None:
    shared, alone = "https://site.test/shared", "https://site.test/alone"
    load(site, 1, "a", by("a", 1, shared, ["Tea helps.", "Milk cures."], "Experts say"))
    load(site, 2, "a", by("a", 2, alone, ["Tea helps."], title="Alone", content_hash="other"))
    load(site, 1, "b", by("b", 1, shared, ["Tea helps."], "Experts"))
    diff = "select relation, found_in, text, differs from tagger_diff('a', 'b') order by all"
    assert site.con.execute(diff).fetchall() == [
        ("citation", "a", "Experts say", []),
        ("citation", "b", "Experts", []),
        ("claim", "a", "Milk cures.", []),
        ("claim", "both", "Tea helps.", []),
    ]
    totals = site.con.execute("from tagger_totals('a', 'b') order by relation").fetchall()
    assert totals == [("citation", "appeal", 1, 1, 1, 0, 1, 1, 0), ("claim", "benefit", 1, 2, 1, 1, 1, 0, 0)]
    site.con.execute("update core.claims set certainty = 'hedged' where tagger_version = 'b'")
    differing = "select differs from tagger_diff('b', 'a') where found_in = 'both'"
    assert site.con.execute(differing).fetchall() == [(["polarity or certainty"],)]


def test_a_break_is_marked_where_another_tagger_read(site: History) -> None:
    for number, tagger in ((1, "a"), (2, "a"), (3, "b")):
        published = date(2026, 9, 7) + timedelta(weeks=number)
        item = by(tagger, number, f"https://site.test/{number}", [], published=published, content_hash=str(number))
        load(site, number, tagger, item)
    assert site.con.execute("from tagger_breaks").fetchall() == [("site", date(2026, 11, 4), "b", 1, "a", 2)]
    trend = "select week, tagger_versions, is_tagger_break from weekly_trends order by week"
    assert site.con.execute(trend).fetchall() == [
        (date(2026, 9, 14), ["a"], False),
        (date(2026, 9, 21), ["a"], False),
        (date(2026, 9, 28), ["b"], True),
    ]
