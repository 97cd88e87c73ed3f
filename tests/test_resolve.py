"""`claimtrace resolve` from the command line: the answers published, and a second run that asks nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from flows.data_folder import DataFolder
from tests.conftest import ROOT, claimtrace
from tests.fault_server import answer
from tests.registry_server import Article, RegistryServer, registries
from tests.tagged_articles import make_article, make_citation, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.addresses import short_hash
from transforms.records import Source
from transforms.resolved_sources import KeptWork, ResolvedSources, SourceAnswer, SourceWork
from transforms.works import Work
from warehouse.checks import run_checks
from warehouse.errors import WarehouseError
from warehouse.load import load_fileset
from warehouse.publication import publish
from warehouse.queries import Published
from warehouse.works import load_works, write_works

META = Article(doi="10.1038/meta", pmid="34000001", pmcid="PMC8000001")
MOUSE = Article(
    doi="10.1016/mouse", pmid="34000002", title="Curcumin in mice with colitis: what it does", mesh=("Animals", "Mice"),
    types=("Journal Article",), retracted_by="10.1016/notice",
)  # fmt: skip
FOUND_BY_WORDS = Article(doi="10.1/words", title="Magnesium and CRP: a meta-analysis of trials")
TEXT = "Magnesium lowers CRP. A meta-analysis of 2022 says so. See doi 10.1038/meta and PMID 34000002 and 10.1/lost."


def source(scheme: str, value: str) -> Source:
    return Source(source_id=short_hash(f"{scheme}:{value}"), scheme=scheme, value=value, url=None)


def filled(folder: Path) -> DataFolder:
    """A data folder with an article that cites two works, one that nobody knows, and a study without a link."""
    data = DataFolder(folder)
    data.warehouse.parent.mkdir(parents=True)
    con = new_warehouse(data.warehouse)
    article = make_article("https://site.test/magnesium", TEXT)
    listed = [source("doi", "10.1038/meta"), source("pmid", "34000002"), source("doi", "10.1/lost")]
    words = ["10.1038/meta", "PMID 34000002", "10.1/lost"]
    cited = [
        make_citation(article, text, kind="identifier", traceable=True, source_id=one.source_id)
        for text, one in zip(words, listed, strict=True)
    ]
    mention = make_citation(article, "A meta-analysis of 2022", evidence="systematic_review", year=2022)
    claim = make_claim(
        article, "Magnesium lowers CRP.", agent="Magnesium", agent_start_char=0, agent_end_char=9,
        target="CRP", target_start_char=17, target_end_char=20, support="named",
    )  # fmt: skip
    tagged = make_tagged(article, [claim], [*cited, mention], [(0, 3)], sources=listed)
    load_fileset(con, make_fileset(folder, [tagged]))
    con.close()
    publish(data.warehouse, data.published)
    return data


@pytest.fixture
def asked_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    monkeypatch.setenv("CLAIMTRACE_CONTACT", "test@claimtrace.example")
    return filled(tmp_path / "data")


def pointed_to(server: RegistryServer, data: DataFolder, monkeypatch: pytest.MonkeyPatch, **asking: object) -> None:
    monkeypatch.setenv("CLAIMTRACE_REGISTRIES", str(server.registries_toml(data.root, **asking)))


def rows(data: DataFolder, sql: str) -> list[tuple[object, ...]]:
    with Published(data.published) as published:
        return published.rows(sql)


def test_the_answers_are_published_and_a_second_run_changes_nothing(
    asked_of: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches = {"Magnesium CRP meta-analysis": [FOUND_BY_WORDS]}
    with registries(META, MOUSE, searches=searches) as server:
        pointed_to(server, asked_of, monkeypatch)
        done = claimtrace("resolve", "--data", asked_of.root)
        assert done.returncode == 0, done.stderr
        assert "2 of 3 sources with an identifier have a work" in done.stdout
        assert "crossref: " in done.stderr  # progress in plain lines
        assert rows(
            asked_of,
            "select sources.value, registry, method, score, is_checked_back from core.source_works "
            "join core.sources using (source_id) order by all",
        ) == [
            ("10.1038/meta", "crossref", "doi", 1.0, True),
            ("10.1038/meta", "openalex", "doi", 1.0, True),
            ("10.1038/meta", "pubmed", "pmid", 1.0, True),
            ("34000002", "crossref", "doi", 1.0, True),
            ("34000002", "openalex", "pmid", 1.0, True),
            ("34000002", "pubmed", "pmid", 1.0, True),
        ]
        assert rows(
            asked_of,
            "select types, is_animal, is_retracted, retraction_notice from core.works where doi = '10.1016/mouse' "
            "and registry <> 'openalex' order by registry",
        ) == [(["journal-article"], None, True, "doi:10.1016/notice"), (["Journal Article"], True, False, None)]
        assert rows(
            asked_of,
            "select registry, status, reason, next_try_at > asked_at + interval 29 day from core.source_answers "
            f"where source_id = '{source('doi', '10.1/lost').source_id}' order by registry",
        ) == [
            ("crossref", "not_found", None, True),
            ("openalex", "not_found", None, True),
            ("pubmed", "not_found", "no registry that answered knows a PMID of it", True),
        ]
        assert rows(asked_of, "from core.work_candidates") == []
        # claims' words were sent to nobody
        assert not any("agnesium" in url for host in server.hosts for url in server.urls(host))
        before, published_at = server.ids_asked(), asked_of.published.stat().st_mtime_ns
        again = claimtrace("resolve", "--data", asked_of.root, "--json")
        assert again.returncode == 0, again.stderr
        assert json.loads(again.stdout)["is_new"] is False
        assert (server.ids_asked(), asked_of.published.stat().st_mtime_ns) == (before, published_at)
        with_mentions = claimtrace("resolve", "--data", asked_of.root, "--mentions")
        assert "2 candidates for 1 mentions: guesses, never facts" in with_mentions.stdout, with_mentions.stderr
        assert server.ids_asked() - before == {
            "openalex Magnesium CRP meta-analysis": 1, "crossref Magnesium CRP meta-analysis": 1,
        }  # fmt: skip
        assert rows(asked_of, "select distinct doi, method, score, rank, query from core.work_candidates") == [
            ("10.1/words", "title_search", 0.95, 1, "2022 Magnesium CRP meta-analysis")
        ]
        assert rows(asked_of, "select count(*) from core.works where doi = '10.1/words'") == [(0,)]


@pytest.mark.fault("F53")
def test_a_registry_that_is_down_is_told_and_the_rest_is_loaded(
    asked_of: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registries(META, MOUSE) as server:
        server.always["openalex"] = answer(status=403)
        pointed_to(server, asked_of, monkeypatch)
        done = claimtrace("resolve", "--data", asked_of.root, "--json")
        assert done.returncode == 3
        assert "openalex: left alone" in done.stderr and "403" in done.stderr
        assert json.loads(done.stdout)["known"]["sources_with_a_work"] == 2
        assert rows(asked_of, "select distinct registry from core.source_works order by 1") == [
            ("crossref",), ("pubmed",)
        ]  # fmt: skip
        failures = rows(
            asked_of, "select distinct status, http_status from core.source_answers where registry = 'openalex'"
        )
        assert failures == [("failed", 403)]


def test_ctrl_c_keeps_what_was_got(asked_of: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with registries(META, MOUSE) as server:
        held: list[str] = []

        def stuck(request: object) -> None:
            held.append(request.path)  # type: ignore[attr-defined]
            time.sleep(5)

        server.always["crossref"] = stuck
        pointed_to(server, asked_of, monkeypatch, timeout_seconds=20.0)
        command = [sys.executable, "-c", "from flows.cli import main; main()", "resolve", "--data", str(asked_of.root)]
        # a shell that runs the tests in the background lets its children ignore Ctrl-C
        process = subprocess.Popen(
            command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while (not held or not server.urls("ncbi")) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
        os.kill(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert process.returncode == 130 and "stopped" in stderr and "Traceback" not in stderr
        before = server.ids_asked()
        del server.always["crossref"]
        done = claimtrace("resolve", "--data", asked_of.root)
        assert done.returncode == 0, done.stderr
        asked_again = {one for one in server.ids_asked() - before if one in before}
        assert asked_again and all(one.startswith("crossref") for one in asked_again)  # those under way


def test_killed_itself_it_leaves_a_process_that_stops_and_nothing_is_asked_twice(
    asked_of: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registries(META, MOUSE) as server:
        honest = server.hosts["crossref"].otherwise
        held: list[str] = []

        def slow(request: object) -> None:
            held.append(request.path)  # type: ignore[attr-defined]
            time.sleep(3)
            honest(request)  # type: ignore[arg-type]

        server.hosts["crossref"].otherwise = slow
        pointed_to(server, asked_of, monkeypatch, timeout_seconds=20.0)
        command = [sys.executable, "-c", "from flows.cli import main; main()", "resolve", "--data", str(asked_of.root)]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not held and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        server.hosts["crossref"].otherwise = honest
        busy = claimtrace("resolve", "--data", asked_of.root)
        while busy.returncode and time.monotonic() < deadline:
            assert "another `claimtrace resolve` asks" in busy.stderr
            busy = claimtrace("resolve", "--data", asked_of.root)
        assert busy.returncode == 0, busy.stderr
        assert set(server.ids_asked().values()) == {1}
        assert rows(asked_of, "select count(*) from core.source_answers where status = 'found'") == [(6,)]


@pytest.mark.parametrize(
    ("arguments", "contact", "code", "words"),
    [
        ((), "", 1, "set CLAIMTRACE_CONTACT to a mail address"),
        (("--registries", "scopus"), "a@b.example", 2, "there are crossref, pubmed, openalex"),
        (("--data", "nowhere"), "a@b.example", 1, "no published warehouse"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], contact: str, code: int, words: str
) -> None:
    monkeypatch.setenv("CLAIMTRACE_CONTACT", contact)
    monkeypatch.setenv("CLAIMTRACE_DATA", str(tmp_path))
    given = [str(tmp_path / one) if one == "nowhere" else one for one in arguments]
    done = claimtrace("resolve", *given)
    assert done.returncode == code and words in done.stderr and "Traceback" not in done.stderr


def test_a_warehouse_without_identifiers_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_CONTACT", "test@claimtrace.example")
    data = DataFolder(tmp_path / "data")
    data.warehouse.parent.mkdir(parents=True)
    con = new_warehouse(data.warehouse)
    load_fileset(con, make_fileset(tmp_path, [make_tagged(make_article())]))
    con.close()
    publish(data.warehouse, data.published)
    with registries() as server:
        pointed_to(server, data, monkeypatch)
        done = claimtrace("resolve", "--data", data.root)
        assert done.returncode == 0 and "nothing was to be asked" in done.stdout
        assert not server.ids_asked()


def resolved(*works: Work, status: str = "found") -> ResolvedSources:
    at = make_article().fetched_at
    kept = tuple(KeptWork(work_id=f"{work.registry}-{work.registry_id}", work=work) for work in works)
    return ResolvedSources(
        works=kept,
        source_works=tuple(
            SourceWork(
                source_id="s", work_id=one.work_id, registry=one.work.registry, method="doi", score=1.0,
                is_checked_back=True,
            )
            for one in kept
        ),
        source_answers=(
            SourceAnswer(
                source_id="s", registry="crossref", status=status, http_status=200, reason=None, asked_at=at,  # type: ignore[arg-type]
                next_try_at=None,
            ),
        ),
        work_candidates=(),
    )  # fmt: skip


@pytest.fixture
def con(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return new_warehouse(tmp_path / "claimtrace.duckdb")


def table(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return con.execute(f"from core.{name} order by all").fetchall()


def test_loading_replaces_what_was_known_of_a_source_and_twice_changes_nothing(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first = Work(registry="crossref", registry_id="10.1/a", doi="10.1/a", title="Old \ud83d title", types=("x", "y"))
    answers = write_works(tmp_path / "loads", resolved(first))
    assert load_works(con, answers) and not load_works(con, answers)
    assert write_works(tmp_path / "loads", resolved(first)) == answers
    assert [row[6] for row in table(con, "works")] == ["Old \ufffd title"]
    second = Work(registry="crossref", registry_id="10.1/b", doi="10.1/b")
    load_works(con, write_works(tmp_path / "loads", resolved(second)))
    assert [row[1] for row in table(con, "source_works")] == ["crossref-10.1/b"]
    assert len(table(con, "source_answers")) == 1 and len(table(con, "work_loads")) == 2
    assert [result.name for result in run_checks(con) if result.offending_count] == []
    con.close()


def test_a_load_that_breaks_leaves_nothing_behind(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    work = Work(registry="crossref", registry_id="10.1/a", doi="10.1/a")
    answers = write_works(tmp_path / "loads", resolved(work))
    (answers / "source_answers.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(WarehouseError, match="nothing of them"):
        load_works(con, answers)
    assert table(con, "works") == [] and table(con, "work_loads") == []
    con.close()
