"""`claimtrace identify`: texts and links in, what they name out, for people and for scripts."""

import json

from typer.testing import CliRunner

from flows.cli import app


def told(*arguments: str, given: str = "") -> str:
    done = CliRunner().invoke(app, ["identify", *arguments], input=given)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_people_read_a_line_for_each() -> None:
    link = "plosmedicine.org/article/info%3Adoi%2F10.1371%2Fjournal.pmed.1001518#s2"
    assert told(link, "niets", "www.jstor.org/stable/42853921").splitlines() == [
        "doi\t10.1371/journal.pmed.1001518\thttps://doi.org/10.1371/journal.pmed.1001518\tlink_query",
        "doi\t10.2307/42853921\thttps://doi.org/10.2307/42853921\tlanding_page\tguess",
    ]


def test_scripts_read_json_also_of_what_names_nothing() -> None:
    lines = [json.loads(line) for line in told("--json", given="PMID: 29146535 en CD006400\n\nniets\n").splitlines()]
    assert [line["text"] for line in lines] == ["PMID: 29146535 en CD006400", "niets"]
    assert [(one["scheme"], one["value"], one["how"], one["verified"]) for one in lines[0]["found"]] == [
        ("pmid", "29146535", "text", True),
        ("doi", "10.1002/14651858.cd006400", "derived", True),
    ]
    assert lines[0]["found"][0]["url"] == "https://pubmed.ncbi.nlm.nih.gov/29146535/"
    assert lines[1]["found"] == []


def test_an_address_that_no_one_address_opens_has_none() -> None:
    [line] = told("--json", "ISBN 0-306-40615-2").splitlines()
    assert json.loads(line)["found"][0]["url"] is None


def test_bytes_that_are_no_text_end_nothing() -> None:
    assert json.loads(told("--json", "PMID: 29146535 \udcff"))["found"][0]["value"] == "29146535"


def test_what_is_identified_steers_no_terminal() -> None:
    for command in ("identify", "concepts"):
        shown = CliRunner().invoke(app, [command, "10.1000/\x1b[31m\x07"]).stdout
        assert "10.1000/·[31m·" in shown
        assert "\x1b" not in shown
