"""The command line as people and scripts meet it: help, exit codes, streams."""

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command

from flows.cli import app
from tests.conftest import ROOT, DemoRun, claimtrace

ARTICLE = {
    "id": "one",
    "url": "https://example.org/magnesium",
    "lang": "nl",
    "title": "Magnesium",
    "published": None,
    "text": "Magnesium helpt tegen spierkramp. Dat is wetenschappelijk bewezen.\nSchrijf je in voor onze nieuwsbrief.",
    "hrefs": [],
    "kept": "as it is",
}


def test_help_comes_without_loading_the_rooms() -> None:
    code = "import sys; sys.argv=['claimtrace','--help']\nfrom flows.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('prefect','spacy','duckdb','pandas','scrapy','sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_says_what_it_does() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == {
        "demo",
        "doctor",
        "run",
        "crawl",
        "ingest",
        "tag",
        "evaluate",
        "explain",
        "concepts",
        "config",
        "serve",
        "forget",
        "retag",
        "factchecks",
        "retractions",
        "check",
        "rebuild",
        "publish",
        "annotations",
        "notebook",
        "identify",
        "init",
        "sql",
        "register",
        "report",
        "resolve",
        "site",
        "sites",
    }
    readme = (ROOT / "README.md").read_text()
    for name, command in commands.items():
        assert command.help
        assert f"claimtrace {name}" in readme, f"the README does not tell of `claimtrace {name}`"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Usage"),
        (("nonsense",), 2, "No such command"),
        (("sql", "select 1"), 1, "claimtrace demo"),  # nothing published yet: what to run first
        (("report",), 1, "claimtrace demo"),
        (("ingest", "nowhere.warc.gz"), 2, "does not exist"),
        (("crawl", "nowhere"), 2, "no site called nowhere"),
        (("run",), 1, "no site is enabled"),
        (("evaluate", "nowhere.jsonl"), 2, "is no file"),
        (("sites",), 0, "no site is enabled"),
    ],
)
def test_wrong_use_is_told_in_words(tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    places = ("--data", tmp_path) if arguments[:1] not in ((), ("nonsense",), ("evaluate",)) else ()
    done = claimtrace(*arguments, *places)
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_tag_fills_in_what_it_finds_and_keeps_the_rest() -> None:
    done = claimtrace("tag", stdin=json.dumps(ARTICLE) + "\n\n")
    (line,) = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert line["kept"] == "as it is"
    assert line["claims"][0]["text"] == "Magnesium helpt tegen spierkramp."
    assert line["claims"][0]["support"] == "vague"
    assert [c["text"] for c in line["citations"]] == ["wetenschappelijk bewezen"]
    assert [0, 0] in line["support"]
    assert [d["kind"] for d in line["disclosures"]] == ["newsletter"]
    for span in line["claims"] + line["citations"]:
        assert line["text"][span["start"] : span["end"]] == span["text"]


def test_tag_loses_no_good_line_for_a_bad_one(tmp_path: Path) -> None:
    lines = [json.dumps(ARTICLE), "{not json", json.dumps({**ARTICLE, "id": "two", "lang": "xx"})]
    output = tmp_path / "out.jsonl"
    done = claimtrace("tag", "-", "-o", output, stdin="\n".join(lines))
    assert done.returncode == 1
    assert "line 2: not JSON" in done.stderr
    assert "line 3: no rules for language 'xx'" in done.stderr
    assert [json.loads(line)["id"] for line in output.read_text().splitlines()] == ["one", "two"]


def test_evaluate_prints_figures_for_people_and_for_scripts(tmp_path: Path) -> None:
    claim = {
        "start": 0,
        "end": 33,
        "text": "Magnesium helpt tegen spierkramp.",
        "kind": "benefit",
        "polarity": "affirmed",
    }
    gold = {**ARTICLE, "claims": [{**claim, "certainty": "asserted", "support": "vague"}], "citations": []}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**gold, "support": [], "disclosures": []}))
    told = claimtrace("evaluate", path)
    assert "claims       P 0.500  R 1.000  F1 0.667   gold 1, predicted 2" in told.stdout
    scores = json.loads(claimtrace("evaluate", path, "--json").stdout)
    assert scores["nl"]["claims"]["recall"] == 1.0
    assert scores["all"]["citations"]["predicted"] == 1


def test_sql_answers_in_four_formats(demo_run: DemoRun, tmp_path: Path) -> None:
    query = "select site, article_count from site_scorecard order by site"
    answers = {f: claimtrace("sql", query, "--format", f, "--data", demo_run.data) for f in ("table", "csv", "json")}
    assert "gezondgloed" in answers["table"].stdout
    assert next(csv.DictReader(io.StringIO(answers["csv"].stdout)))["site"] == "gezondgloed"
    assert json.loads(answers["json"].stdout)[0]["site"] == "gezondgloed"
    parquet = tmp_path / "sites.parquet"
    assert claimtrace("sql", query, "--format", "parquet", "-o", parquet, "--data", demo_run.data).returncode == 0
    assert parquet.read_bytes()[:4] == b"PAR1"


def test_sql_reaches_no_file_and_changes_nothing(demo_run: DemoRun) -> None:
    for query in ("select * from read_text('/etc/hostname')", "drop view claims", "copy claims to 'x.csv'", "selec 1"):
        done = claimtrace("sql", query, "--data", demo_run.data)
        assert done.returncode == 1, query
        assert "Traceback" not in done.stderr


def test_sites_tell_their_last_run(demo_run: DemoRun) -> None:
    listed = json.loads(claimtrace("sites", "--json", "--data", demo_run.data).stdout)
    assert [row["site"] for row in listed] == ["gezondgloed", "healthledger", "publichealthdesk"]
    assert all(row["last_run"]["unchanged_count"] > 0 for row in listed)


def test_help_is_quick() -> None:
    """Half a second on an idle machine; here only that it is nowhere near the seconds that the rooms would take."""
    started = time.perf_counter()
    claimtrace("--help")
    assert time.perf_counter() - started < 3
