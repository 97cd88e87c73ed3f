"""File sets: Parquet with the records' own columns, whole or not at all."""

import shutil
import subprocess
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.tagged_articles import (
    article_outcomes,
    day,
    full_example,
    make_article,
    make_claim,
    make_fileset,
    make_outcome,
    make_tagged,
)
from transforms.records import Citation, Claim, Outcome
from warehouse import filesets
from warehouse.columns import SCHEMAS, arrow_type
from warehouse.errors import FilesetError
from warehouse.filesets import read_manifest, version_id, write_fileset


def test_columns_are_the_records_fields(tmp_path: Path) -> None:
    folder = make_fileset(tmp_path, [full_example()])
    for table, record in (("claims", Claim), ("citations", Citation)):
        names = pq.read_schema(folder / f"{table}.parquet").names
        assert names == ["article_id", "version_id", *(field.name for field in fields(record))]
    of_outcomes = [field.name for field in fields(Outcome) if field.name != "claim_reviews"]  # a table of their own
    assert pq.read_schema(folder / "outcomes.parquet").names == of_outcomes


def test_every_table_is_a_file_even_without_rows(tmp_path: Path) -> None:
    folder = make_fileset(tmp_path, [], others=[make_outcome("https://site.test/", "robots")])
    assert {path.stem for path in folder.glob("*.parquet")} == set(SCHEMAS)
    assert pq.read_metadata(folder / "claims.parquet").num_rows == 0
    assert pq.read_metadata(folder / "outcomes.parquet").num_rows == 1


def test_an_annotation_that_no_column_holds_is_refused() -> None:
    assert arrow_type(int | None)[1] is True
    with pytest.raises(TypeError, match="tuple"):
        arrow_type(tuple[int, int])


def test_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    manifest = read_manifest(make_fileset(tmp_path, [full_example()], run_id="run-9", site=None))
    assert (manifest.run_id, manifest.site, manifest.made_at) == ("run-9", None, day(20))


def test_a_folder_without_manifest_is_no_file_set(tmp_path: Path) -> None:
    with pytest.raises(FilesetError, match="no finished file set"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text('{"fileset": "a"}')
    with pytest.raises(FilesetError, match="no finished file set"):
        read_manifest(tmp_path)


def test_what_an_interrupted_run_left_is_replaced(tmp_path: Path) -> None:
    name = make_fileset(tmp_path / "elsewhere", [full_example()]).name
    shutil.rmtree(tmp_path / "elsewhere")
    with subprocess.Popen(["true"]) as ended:  # a process that is no more
        pass
    leftover = tmp_path / f"{name}.{ended.pid}.open" / "claims.parquet"
    leftover.parent.mkdir()
    leftover.write_bytes(b"torn")
    folder = make_fileset(tmp_path, [full_example()])
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_a_finished_file_set_is_replaced_whole(tmp_path: Path) -> None:
    make_fileset(tmp_path, [full_example(), make_tagged(make_article())])
    folder = make_fileset(tmp_path, [full_example()])
    assert pq.read_metadata(folder / "articles.parquet").num_rows == 1


def test_an_error_halfway_leaves_no_file_set(tmp_path: Path) -> None:
    def broken():
        yield full_example()
        raise RuntimeError("the tagger died")

    manifest = read_manifest(make_fileset(tmp_path, []))
    with pytest.raises(RuntimeError, match="died"):
        write_fileset(tmp_path / "torn", [], broken(), manifest)
    assert not (tmp_path / "torn").exists()


def test_outcomes_may_be_filled_while_articles_are_read(tmp_path: Path) -> None:
    outcomes: list[Outcome] = []
    manifest = read_manifest(make_fileset(tmp_path, []))

    def reading():
        for item in (full_example(), make_tagged(make_article())):
            outcomes.extend(article_outcomes([item], "run-1"))
            yield item

    write_fileset(tmp_path / "streamed", outcomes, reading(), manifest)
    assert pq.read_metadata(tmp_path / "streamed" / "outcomes.parquet").num_rows == 2


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([], "disagree"),  # an article without an outcome
        ([make_outcome("https://site.test/x", "article")], "without an article_id"),
        ([make_outcome("https://site.test/x", "article", article_id="0" * 16)], "disagree"),
        ([make_outcome("https://site.test/x", "robots", run_id="another")], "another"),
    ],
)
def test_articles_and_outcomes_must_agree(tmp_path: Path, outcomes: list[Outcome], words: str) -> None:
    with pytest.raises(FilesetError, match=words):
        make_fileset(tmp_path, [make_tagged(make_article())], outcomes=outcomes)
    assert not (tmp_path / "run-1--tagger-1").exists()


def test_a_pair_that_points_to_nothing_is_refused(tmp_path: Path) -> None:
    article = make_article()
    with pytest.raises(FilesetError, match=r"\(0, 0\)"):
        make_fileset(tmp_path, [make_tagged(article, [make_claim(article, "Ginger helps.")], support=[(0, 0)])])


@pytest.mark.fault("F13")
def test_times_are_kept_as_utc(tmp_path: Path) -> None:
    summer = datetime.fromisoformat("2026-07-01T02:00:00+02:00")
    folder = make_fileset(tmp_path, [], others=[make_outcome("https://site.test/", "robots", at=summer)])
    stored = pq.read_table(folder / "outcomes.parquet")["at"][0].as_py()
    assert stored == datetime(2026, 7, 1, tzinfo=UTC)


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    article = make_article(text="Bad \ud83d helps \ud83d.", title="\udc80")
    folder = make_fileset(tmp_path, [make_tagged(article, [make_claim(article, "\ud83d helps")])])
    (text,) = pq.read_table(folder / "articles.parquet")["text"].to_pylist()
    (claim,) = pq.read_table(folder / "claims.parquet")["text"].to_pylist()
    assert text == "Bad � helps �."
    assert claim == "� helps"


def test_rows_leave_memory_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesets, "GROUP_CHARACTERS", 5_000)
    tagged = [make_tagged(make_article(f"https://site.test/{number}", "word " * 400)) for number in range(20)]
    folder = make_fileset(tmp_path, tagged)
    metadata = pq.read_metadata(folder / "articles.parquet")
    assert metadata.num_rows == 20
    assert metadata.num_row_groups == 7  # 3 articles of 2,000 characters pass 5,000


def test_files_are_plain_parquet_for_anyone(tmp_path: Path) -> None:
    folder = make_fileset(tmp_path, [full_example()])
    rows = duckdb.sql(f"select text from read_parquet('{folder}/claims.parquet') order by start_char").fetchall()
    assert rows[2] == ("It cures colds.",)


def test_version_id_tells_article_and_content_apart() -> None:
    assert version_id("a", "b") == version_id("a", "b")
    assert len({version_id("a", "b"), version_id("a", "c"), version_id("b", "b")}) == 3
    assert len(version_id("a", "b")) == 16
