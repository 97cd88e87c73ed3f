"""Asking the published file: everything in it, nothing beside it, and exports that others can open."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.tagged_articles import (
    day,
    full_example,
    make_article,
    make_fileset,
    make_outcome,
    make_tagged,
    new_warehouse,
)
from warehouse.errors import NoWarehouse, QueryError, WarehouseError
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.queries import Published, named_query, questions


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    con = new_warehouse(folder / "claimtrace.duckdb")
    plain = make_tagged(make_article("https://site.test/plain", title="=HYPERLINK(1)", published=None))
    gone = make_tagged(make_article("https://site.test/gone", "Gone words."))
    with_tag = {"etag": '"v1"', "last_modified": None}
    outcomes = [
        make_outcome(item.article.url, "article", article_id=item.article.article_id, **with_tag)
        for item in (full_example(), plain, gone)
    ]
    others = [
        make_outcome("https://site.test/druk", "robots"),
        make_outcome("https://site.test/", "not_article", etag="x"),
    ]
    load_fileset(con, make_fileset(folder, [full_example(), plain, gone], outcomes=outcomes, others=others))
    later = [
        make_outcome("https://site.test/full", "unchanged", "run-2", day(2)),
        make_outcome("https://site.test/gone", "gone", "run-2", day(2)),
    ]
    load_fileset(con, make_fileset(folder, [], "run-2", later))
    con.close()
    publish(folder / "claimtrace.duckdb", folder / "published" / "claimtrace.duckdb")
    return folder / "published" / "claimtrace.duckdb"


@pytest.fixture
def asked(published: Path) -> Iterator[Published]:
    with Published(published) as opened:
        yield opened


def test_rows_and_frames_with_parameters(asked: Published) -> None:
    assert asked.rows("select count(*) from claims where support = $grade", {"grade": "vague"}) == [(1,)]
    assert asked.rows("select ? + 1", [1]) == [(2,)]
    frame = asked.frame("select kind, count(*) as n from claims group by all")
    assert frame.to_dict("records") == [{"kind": "benefit", "n": 3}]


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '/tmp/claimtrace-test.csv'",
        "attach '/tmp/claimtrace-test.duckdb'",
        "insert into core.sources (source_id, scheme, value) values ('a', 'b', 'c')",
        "delete from core.claims",
        "drop view claims",
        "create table memory.main.t as select 1",
        "set lock_configuration = false",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "begin",
        "call checkpoint()",
        "prepare p as select 1",
        "update extensions",
        "select 1; select 2",
        "select 1; drop view claims",
        "-- nothing",
        "",
    ],
)
def test_only_one_reading_statement_is_asked(asked: Published, sql: str) -> None:
    with pytest.raises(QueryError, match="only one"):
        asked.rows(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/hostname')",
        "from '/etc/hostname'",
        "from glob('/*')",
        "from read_parquet('https://127.0.0.1/x.parquet')",
        "from read_csv('/dev/stdin')",
        "from 'secret.csv'",
        "with gone as (delete from core.claims returning *) from gone",
        "explain analyze delete from core.claims",
    ],
)
def test_files_network_and_writes_are_out_of_reach(asked: Published, sql: str, published: Path) -> None:
    (published.parent / "secret.csv").write_text("secret\n1\n")
    with pytest.raises(QueryError):
        asked.rows(sql)
    assert asked.rows("select count(*) from core.claims") == [(3,)]


def test_python_variables_are_no_tables(asked: Published) -> None:
    secret = asked.frame("select 1 as a")
    assert len(secret) == 1
    with pytest.raises(QueryError, match="secret"):
        asked.rows("from secret")


@pytest.mark.parametrize(
    "sql",
    ["from claims", "with a as (select 1) from a", "values (1)", "describe claims", "show tables", "summarize claims",
     "explain select 1", "explain analyze select 1", "table claims", "select 1;"],
)  # fmt: skip
def test_every_way_of_reading_is_allowed(asked: Published, sql: str) -> None:
    assert asked.rows(sql)


def test_errors_are_duckdbs_own_words(asked: Published) -> None:
    with pytest.raises(QueryError, match=r"(?s)Binder Error.*no_such_column"):
        asked.rows("select no_such_column from claims")
    with pytest.raises(QueryError, match="Parser Error"):
        asked.rows("selekt 1")
    with pytest.raises(QueryError, match="grade"):
        asked.rows("from claims where support = $grade")
    with pytest.raises(QueryError, match="Conversion Error"):  # one that comes only while rows are read
        asked.frame("select cast(text as integer) as n from claims")


def test_after_an_error_the_next_question_is_answered(asked: Published) -> None:
    with pytest.raises(QueryError):
        asked.rows("select 1/0::integer, error('stop') from claims")
    assert asked.rows("select 1") == [(1,)]


def test_no_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse, match="claimtrace demo"):
        Published(tmp_path / "claimtrace.duckdb")
    (tmp_path / "claimtrace.duckdb").write_bytes(b"no database at all" * 999)
    with pytest.raises(WarehouseError, match="cannot be opened"):
        Published(tmp_path / "claimtrace.duckdb")


def export(asked: Published, sql: str, format: str) -> str:
    stream = io.BytesIO()
    asked.export(sql, format, stream)  # type: ignore[arg-type]
    return stream.getvalue().decode()


@pytest.mark.fault("F45")
def test_csv_guards_text_that_a_spreadsheet_would_run(asked: Published) -> None:
    cells = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "a=1", "", "two\nlines", 'quo"te']
    values = ", ".join("('" + cell.replace("'", "''") + "', -1.5)" for cell in cells)
    rows = list(
        csv.reader(
            io.StringIO(export(asked, f'select t as "=head", n from (values {values}) v(t, n)', "csv"), newline="")
        )
    )
    assert rows[0] == ["'=head", "n"]
    assert [row[0] for row in rows[1:]] == [*(f"'{cell}" for cell in cells[:6]), *cells[6:]]
    assert {row[1] for row in rows[1:]} == {"-1.5"}


@pytest.mark.fault("F45")
def test_raw_csv_leaves_text_as_it_is(asked: Published, tmp_path: Path) -> None:
    sql = "select '=1+1' as \"@head\", '-1' as t, -1.5 as n, 'a,b' as c, null as d"
    assert asked.export(sql, "csv", tmp_path / "raw.csv", is_raw=True) == 1
    assert (tmp_path / "raw.csv").read_text() == '@head,t,n,c,d\n=1+1,-1,-1.5,"a,b",\n'
    assert asked.export(sql, "csv", tmp_path / "safe.csv") == 1
    assert (tmp_path / "safe.csv").read_text() == "'@head,t,n,c,d\n'=1+1,'-1,-1.5,\"a,b\",\n"


def test_csv_tells_null_from_empty_and_writes_types_plainly(asked: Published) -> None:
    sql = (
        "select null as a, '' as b, true as c, date '2026-11-23' as d, [1, 2] as e, 0.1::decimal(3, 2) as f, "
        "['=x'] as g"
    )
    assert export(asked, sql, "csv") == 'a,b,c,d,e,f,g\n,"",true,2026-11-23,"[1, 2]",0.10,"[""=x""]"\n'


def test_csv_of_real_rows(asked: Published) -> None:
    rows = list(
        csv.DictReader(io.StringIO(export(asked, "select url, title, published from articles order by url", "csv")))
    )
    assert rows[2] == {"url": "https://site.test/plain", "title": "'=HYPERLINK(1)", "published": ""}


def test_json_is_an_array_of_objects(asked: Published) -> None:
    sql = (
        "select 'é' as word, date '2026-11-23' as day, null as nothing, 'nan'::double as broken, "
        "1.50::decimal(9, 2) as price, "
        "[1, 2] as list, {'a': date '2026-01-01'} as thing, 170141183460469231731687303715884105727::hugeint as big, "
        "interval 1 day as span, '=x' as formula"
    )
    (row,) = json.loads(export(asked, sql, "json"))
    assert row == {
        "word": "é", "day": "2026-11-23", "nothing": None, "broken": None, "price": 1.5, "list": [1, 2],
        "thing": {"a": "2026-01-01"}, "big": 2**127 - 1, "span": "1 day, 0:00:00", "formula": "=x",
    }  # fmt: skip
    assert json.loads(export(asked, "from claims limit 0", "json")) == []
    assert len(json.loads(export(asked, "from range(5000)", "json"))) == 5000


def test_parquet_keeps_the_types(asked: Published, tmp_path: Path) -> None:
    target = tmp_path / "articles.parquet"
    assert asked.export("select url, published from articles order by url", "parquet", target) == 3
    table = pq.read_table(target)
    assert table["published"].to_pylist() == [date(2026, 10, 28), date(2026, 10, 28), None]
    assert [path.name for path in tmp_path.iterdir()] == ["articles.parquet"]
    assert asked.export("from claims limit 0", "parquet", target) == 0
    assert pq.read_table(target).num_rows == 0


def test_columns_of_one_name_hide_none_of_them(asked: Published) -> None:
    sql = "select 1 as d, 2 as d, 3 as d_1"
    assert json.loads(export(asked, sql, "json")) == [{"d": 1, "d_2": 2, "d_1": 3}]
    assert asked.records(sql) == list(asked.stream(sql)) == [{"d": 1, "d_2": 2, "d_1": 3}]


def test_what_parquet_cannot_hold_is_said(asked: Published, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cast it to varchar"):
        asked.export("select interval 1 day as span", "parquet", tmp_path / "answer.parquet")
    assert not (tmp_path / "answer.parquet").exists()


def test_a_table_is_aligned_and_harmless_for_a_terminal(asked: Published) -> None:
    shown = export(
        asked, "select 'a\x1b[31mred\nline' as words, 7 as n union all select repeat('x', 99), 1234", "table"
    )
    assert "\x1b" not in shown
    lines = shown.splitlines()
    assert lines[0].split() == ["words", "n"]
    assert "a·[31mred·line" in shown
    assert "x" * 59 + "…" in shown
    assert lines[-1] == "(2 rows)"
    assert export(asked, "from range(1)", "table").endswith("(1 row)\n")
    assert export(asked, "from range(1000)", "table").endswith("(1,000 rows, the first 200 shown)\n")


def test_an_unknown_format_is_refused_and_a_failed_export_leaves_nothing(asked: Published, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="xlsx"):
        export(asked, "select 1", "xlsx")
    with pytest.raises(QueryError):
        asked.export("select error('stop') from claims", "csv", tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


# the file of these tests holds no crawl of ours, no retraction list, no copies, no study without a link, no edit, no
# supplement, no fact-check, and of claims none that rises or is denied
UNANSWERED = {
    "run_health",
    "retracted_papers_cited",
    "copied_articles",
    "study_mentions",
    "dropped_citations",
    "softened_claims",
    "supplement_claims",
    "fact_check_verdicts",
    "fact_checked_claims",
    "rising_claims",
    "recent_alerts",
    "latest_runs",
    "contradicted_claims",
}


def test_every_kept_question_is_answered(asked: Published) -> None:
    assert {"sites_ranked", "claims_without_source", "vague_appeals", "last_runs", "known_pages"} <= set(questions())
    for name, question in questions().items():
        asks = question.sql.replace(question.grain, "")
        parameters = {"site": "site"} if "$site" in asks else {"since": day(1)} if "$since" in asks else None
        assert asked.rows(named_query(name), parameters) or name in UNANSWERED, name
        assert question.grain.startswith("One row per ")
        assert question.question.endswith("?"), name


def test_an_unknown_question_names_the_known_ones() -> None:
    with pytest.raises(QueryError, match="sites_ranked"):
        named_query("nonsense")


def test_known_pages_are_what_is_to_be_looked_at_again(asked: Published) -> None:
    known = {row["url"]: row for row in asked.records(named_query("known_pages"), {"site": "site"})}
    for url in ("https://site.test/full", "https://site.test/plain"):
        page = known[url]
        assert (page["state"], page["etag"], page["missing_count"], page["change_count"]) == ("known", '"v1"', 0, 0)
        assert page["first_fetched_at"] <= page["last_fetched_at"]
    assert {
        row["state"] for url, row in known.items() if url not in ("https://site.test/full", "https://site.test/plain")
    } <= {"other", "waiting"}
    assert asked.rows(named_query("known_pages"), {"site": "another"}) == []


def test_last_runs_count_every_url_once(asked: Published) -> None:
    (row,) = asked.frame(named_query("last_runs")).to_dict("records")
    assert (row["run_id"], row["url_count"], row["unchanged_count"], row["gone_count"]) == ("run-2", 2, 1, 1)


def test_sites_are_ranked_by_what_cannot_be_traced(asked: Published) -> None:
    ((site, articles, claims, traceable, share, *_),) = asked.rows(named_query("sites_ranked"))
    assert (site, articles, claims, traceable, round(share, 3)) == ("site", 3, 3, 1, 0.667)


def test_a_stream_that_another_question_cuts_off_says_so(asked):
    rows = asked.stream("select unnest(range(3)) as n")
    assert next(rows) == {"n": 0}
    asked.rows("select 1")
    with pytest.raises(QueryError, match="another question"):
        list(rows)
    assert len(list(asked.stream("select unnest(range(3)) as n"))) == 3
