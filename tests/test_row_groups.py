"""Row groups: loads leave theirs as they are, and every so many the small ones become one."""

from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged
from warehouse import row_groups
from warehouse.connection import open_warehouse
from warehouse.copying import copy_database
from warehouse.load import load_fileset


def row_counts(con: duckdb.DuckDBPyConnection) -> list[int]:
    """The rows of each row group of the table of claims."""
    asked = """
        select sum(count)::int from pragma_storage_info('core.claims')
        where column_id = 0 and segment_type <> 'VALIDITY' group by row_group_id order by row_group_id
    """
    return [count for (count,) in con.execute(asked).fetchall()]


def load_one(path: Path, tmp_path: Path, number: int) -> list[int]:
    """Load one article with a claim, as a process of its own would; out: the row groups of claims."""
    text = f"Kruid {number} helpt tegen kwaal {number}."
    article = make_article(f"https://site.test/{number}", text)
    fileset = make_fileset(
        tmp_path / "tagged", [make_tagged(article, [make_claim(article, text)])], run_id=f"run-{number}"
    )
    con = open_warehouse(path)
    load_fileset(con, fileset)
    con.close()
    con = open_warehouse(path)
    counts = row_counts(con)
    con.close()
    return counts


def test_small_row_groups_become_one_at_every_so_many_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_groups, "LOADS_A_MERGE", 3)
    path = tmp_path / "claimtrace.duckdb"
    assert [load_one(path, tmp_path, number) for number in range(1, 6)] == [[1], [1, 1], [3], [3, 1], [3, 1, 1]]


def test_what_decides_that_is_as_it_was_after_the_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_groups, "LOADS_A_MERGE", 1)
    con = open_warehouse(tmp_path / "claimtrace.duckdb")
    asked = """
        select
            current_setting('max_vacuum_tasks'),
            current_setting('checkpoint_threshold'),
            current_setting('disabled_compression_methods')
    """
    before = con.execute(asked).fetchall()
    with pytest.raises(ZeroDivisionError), row_groups.merged_in_turn(con, 1, 1):
        assert con.execute(asked).fetchall() != before
        raise ZeroDivisionError
    assert con.execute(asked).fetchall() == before


def packings(con: duckdb.DuckDBPyConnection) -> set[str]:
    """How the text of claims lies in the file."""
    asked = "select distinct compression from pragma_storage_info('core.claims') where column_name = 'text'"
    return {str(packing) for (packing,) in con.execute(f"{asked} and segment_type = 'VARCHAR'").fetchall()}


def test_text_is_packed_when_row_groups_are_merged_and_in_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_groups, "LOADS_A_MERGE", 3)
    path, copy = tmp_path / "claimtrace.duckdb", tmp_path / "copy.duckdb"
    found = []
    for number in range(1, 5):
        load_one(path, tmp_path, number)
        con = open_warehouse(path)
        found.append(packings(con))
        if number == 2:
            copy_database(con, copy)
        con.close()
    assert found == [{"Uncompressed"}, {"Uncompressed"}, {"DICT_FSST"}, {"DICT_FSST", "Uncompressed"}]
    con = open_warehouse(copy)
    assert packings(con) == {"DICT_FSST"}
    con.close()


@pytest.mark.parametrize(
    ("row_count", "is_packed"), [(row_groups.WHOLE_ROWS - 1, False), (row_groups.WHOLE_ROWS, True)]
)
def test_a_load_of_whole_row_groups_is_packed_at_once(tmp_path: Path, row_count: int, is_packed: bool) -> None:
    con = open_warehouse(tmp_path / "claimtrace.duckdb")
    with row_groups.merged_in_turn(con, 1, row_count):
        told = con.execute("select current_setting('disabled_compression_methods')").fetchall()
    assert told == [("" if is_packed else "DICT_FSST",)]
    con.close()
