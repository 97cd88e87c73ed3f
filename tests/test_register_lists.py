"""Exports of the EU register: their forms and faults, and what claims in a warehouse are told after a load of one."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.data_folder import DataFolder
from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.records import TaggedArticle
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.register_lists import RegisterListError, load_register
from warehouse.register_matches import rematch_claims

HEADER = [
    "Claim type",
    "Nutrient, substance, food or food category",
    "Claim",
    "Conditions of use of the claim / Restrictions of use / Reasons for non-authorisation",
    "Health relationship",
    "EFSA opinion reference",
    "Commission regulation",
    "Status",
    "Entry Id",
]
SLEEP = ["Art.13(1)", "Magnesium", "<p>Magnesium helps sleep</p>", "Non-compliance", "sleep", "2010;8(10):1807"]
TODAY = date(2026, 11, 29)
SENTENCES = (
    ("Magnesium zorgt voor een goede nachtrust.", "Magnesium", "een goede nachtrust"),
    ("Magnesium is goed voor de spieren.", "Magnesium", "de spieren"),
    ("Ashwagandha vermindert stress.", "Ashwagandha", "stress"),
    ("Yoga vermindert stress.", "Yoga", "stress"),
)


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    failed = [(result.name, result.examples) for result in run_checks(con) if result.offending_count]
    con.close()
    assert failed == []


def export(folder: Path, *rows: list[str], header: list[str] = HEADER, delimiter: str = ",") -> Path:
    """An export on disk."""
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, delimiter=delimiter).writerows([header, *rows])
    return path


def refused(entry_id: str = "1101", status: str = "Non-authorised") -> list[str]:
    """A row on magnesium and sleep."""
    return [*SLEEP, "Commission Regulation (EU) 432/2012", status, entry_id]


def claiming(url: str = "https://site.test/a", **fields: object) -> TaggedArticle:
    """An article that makes the claims of SENTENCES."""
    article = make_article(url, " ".join(text for text, _, _ in SENTENCES), lang="nl", **fields)
    claims = []
    for text, agent, target in SENTENCES:
        start = article.text.index(text)
        places = {
            "agent": agent,
            "agent_start_char": start,
            "agent_end_char": start + len(agent),
            "target": target,
            "target_start_char": start + text.index(target),
            "target_end_char": start + text.index(target) + len(target),
        }
        claims.append(make_claim(article, text, **places))
    return make_tagged(article, claims)


def standings(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    """Each claim's standing and entry."""
    asked = con.execute("select text, standing, entry_id from claim_register").fetchall()
    return {text: (standing, entry_id) for text, standing, entry_id in asked}


def test_claims_are_set_against_the_register_as_they_are_loaded(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path / "tagged", [claiming()]))
    sleep, muscles, herb, yoga = (text for text, _, _ in SENTENCES)
    assert standings(con) == {
        sleep: ("not_in_register", None),
        muscles: ("authorised_other_wording", "magnesium.muscle_function"),
        herb: ("not_in_register", None),
        yoga: ("not_a_food_claim", None),
    }
    asked = f"select wording, regulation, score, method from claim_register where text = '{muscles}'"
    told = con.execute(asked).fetchall()
    assert told == [("Magnesium draagt bij tot een normale werking van de spieren", "432/2012", 0.4, "target")]


def test_a_list_changes_what_was_loaded_before_it(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path / "tagged", [claiming()]))
    told = load_register(con, export(tmp_path, refused(), refused("", "Withdrawn by mistake")), TODAY)
    assert (told.row_count, told.standings, told.claim_count) == (2, {"not_authorised": 1}, 4)
    assert told.unusable == {"status 'Withdrawn by mistake' is not known": 1}
    sleep, muscles, herb, _ = (text for text, _, _ in SENTENCES)
    assert standings(con)[sleep] == ("not_authorised", "1101")
    assert standings(con)[muscles][0] == "authorised_other_wording"
    assert con.execute("select claim from core.register_entries").fetchall() == [("Magnesium helps sleep",)]
    held = [["Botanicals", "Withania somnifera (Ashwagandha)", "Against stress", "2109"]]
    header = ["Claim type", "Food/constituent", "Claim", "ID"]
    load_register(con, export(tmp_path, *held, header=header), TODAY, on_hold=True)
    assert standings(con)[herb] == ("on_hold", "2109")
    assert standings(con)[sleep] == ("not_authorised", "1101")  # the other form stays
    load_register(con, export(tmp_path, [*SLEEP[:1], "Zinc", *SLEEP[2:], "x", "Authorised", "7"]), TODAY)
    assert standings(con)[sleep] == ("not_in_register", None)


def test_semicolons_and_other_names_are_read(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    header = ["Status", "Nutrient/Substance/Food", "CLAIM", "Health relationship"]
    row = ["Not authorised", "Magnesium", "Sleep &amp; rest", "sleep"]
    told = load_register(con, export(tmp_path, row, header=header, delimiter=";"), TODAY)
    assert told.standings == {"not_authorised": 1}
    kept = con.execute("select entry_id, claim, list_date from core.register_entries").fetchall()
    assert kept == [("row 1", "Sleep & rest", TODAY)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 a spreadsheet", "save it as CSV"),
        (b"a,b\n1,2\n", "no export of the register"),
        (b"", "no export of the register"),
        (b"Nutrient,Claim,Entry Id\nZinc,x,1\n", "use --on-hold"),
        (b"Nutrient,Claim,Status\n,x,Authorised\n", "the list of before stays"),
        (b'Nutrient,Claim,Status\n"' + b"x" * 1_500_000, "no CSV file"),
    ],
)
def test_another_file_changes_nothing(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, content: bytes, words: str
) -> None:
    load_register(con, export(tmp_path, refused()), TODAY)
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(RegisterListError, match=words):
        load_register(con, path, TODAY)
    assert con.execute("select entry_id from core.register_entries").fetchall() == [("1101",)]


def test_a_text_on_two_pages_is_matched_on_both_and_only_once(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    articles = [claiming(), claiming("https://site.test/b", site="other")]
    load_fileset(con, make_fileset(tmp_path / "tagged", articles, site=None))
    before = con.execute("from core.register_matches order by all").fetchall()
    assert len(before) == 8
    assert rematch_claims(con) == 8
    assert con.execute("from core.register_matches order by all").fetchall() == before


def test_the_command_publishes_where_claims_stand(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    con = open_warehouse(data.warehouse)
    load_fileset(con, make_fileset(tmp_path / "tagged", [claiming()]))
    con.close()
    path = export(tmp_path, refused())
    arguments = ["register", "load", str(path), "--data", str(data.root), "--as-of", "2026-11-01", "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["standings"] == {"not_authorised": 1}
    query = "select standing from claim_register where entry_id = '1101'"
    asked = CliRunner().invoke(app, ["sql", query, "--format", "csv", "--data", str(data.root)])
    assert asked.stdout.split() == ["standing", "not_authorised"]
    missing = CliRunner().invoke(app, ["register", "load", str(tmp_path / "none.csv"), "--data", str(data.root)])
    assert missing.exit_code != 0
