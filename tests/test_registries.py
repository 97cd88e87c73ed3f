"""Asking the registries: what goes wrong on the way, what is kept, and that nothing is asked twice."""

import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.crawling import crawl_environment
from spiders.registries.answer_cache import Answer, AnswerCache, CacheUnusable, failed, found, not_found, only_asker
from spiders.registries.questions import questions, unaskable
from spiders.registries.registry_file import RegistryFileError, contact_mail, load_registries
from spiders.registries.resolving import Resolved, read_progress, read_resolved, resolve_command
from spiders.registries.wanted import known_of, write_wanted
from tests.fault_server import Route, answer, cut_short, hang_up, retry_at_date, silent
from tests.registry_server import Article, RegistryServer, registries
from transforms.work_matching import Lookup, Wanted, matches
from transforms.works import Registry, Work

ALL: frozenset[Registry] = frozenset({"crossref", "pubmed", "openalex"})
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEY = "geheim-42"


def articles(count: int) -> tuple[Article, ...]:
    """Articles with a DOI and a PMID."""
    return tuple(
        Article(doi=f"10.1038/test.{i}", pmid=str(30_000_000 + i), title=f"Magnesium and C-reactive protein, part {i}")
        for i in range(count)
    )


def sources(wanted: tuple[Article, ...]) -> list[Wanted]:
    return [Wanted(f"s{i}", "doi", str(article.doi)) for i, article in enumerate(wanted)]


class Asked:
    """A data folder, and runs of the process that asks."""

    def __init__(self, server: RegistryServer, folder: Path, **asking: object) -> None:
        self.server = server
        self.cache = folder / "registries" / "answers.sqlite"
        self.wanted = folder / "wanted.jsonl"
        self.environment = {
            "CLAIMTRACE_REGISTRIES": str(server.registries_toml(folder, **asking)),
            "CLAIMTRACE_CONTACT": "mailto:test@claimtrace.example",
        }
        self.stderr = ""

    def start(
        self, wanted: list[Wanted], chosen: frozenset[Registry] = ALL, **options: object
    ) -> subprocess.Popen[str]:
        searches = options.pop("searches", ())
        write_wanted(wanted, searches, self.wanted)  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            limit, retry = options.get("limit"), bool(options.get("retry_failed"))
            command = resolve_command(self.wanted, self.cache, chosen, limit, retry)  # type: ignore[arg-type]
            return subprocess.Popen(
                command, env=crawl_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )

    def run(self, wanted: list[Wanted], chosen: frozenset[Registry] = ALL, **options: object) -> Resolved:
        stdout, self.stderr = self.start(wanted, chosen, **options).communicate(timeout=60)
        assert "Traceback" not in self.stderr, self.stderr
        return read_resolved(stdout)

    def answer(self, service: str, value: str) -> Answer | None:
        cache = AnswerCache(self.cache)
        one = cache.find(Lookup(service, "doi", value))  # type: ignore[arg-type]
        cache.close()
        return one

    def status(self, service: str, value: str) -> str | None:
        one = self.answer(service, value)
        return one.status if one else None

    def methods(self, source: Wanted) -> dict[str, tuple[str, float, bool]]:
        cache = AnswerCache(self.cache)
        found_matches = matches(source, known_of(source, cache, ALL), ALL)
        cache.close()
        return {one.work.registry: (one.method, one.score, one.is_checked_back) for one in found_matches}


def test_a_source_is_found_in_all_registries_and_a_second_run_asks_nothing(tmp_path: Path) -> None:
    known = articles(45)
    with registries(*known, most_rows=7) as server:
        asked = Asked(server, tmp_path)
        done = asked.run(sources(known))
        assert {name: (t.found, t.not_found, t.failed) for name, t in done.services.items()} == {
            "crossref": (45, 0, 0), "openalex": (45, 0, 0), "pubmed": (45, 0, 0), "idconv": (0, 0, 0),
        }  # fmt: skip
        assert asked.methods(sources(known)[3]) == {
            "crossref": ("doi", 1.0, True), "openalex": ("doi", 1.0, True), "pubmed": ("pmid", 1.0, True),
        }  # fmt: skip
        # batches of 20, which the server gives on pages of 7
        assert done.services["crossref"].requests == 3 + 3 + 1
        assert not any("robots" in url for host in server.hosts for url in server.urls(host))
        before = server.ids_asked()
        again = asked.run(sources(known))
        assert server.ids_asked() == before
        assert sum(tally.requests for tally in again.services.values()) == 0


@pytest.mark.fault("F49")
def test_we_say_who_we_are_and_keep_keys_to_ourselves(tmp_path: Path) -> None:
    known = articles(1)
    with registries(*known) as server:
        asked = Asked(server, tmp_path)
        asked.environment |= {
            "CLAIMTRACE_OPENALEX_KEY": KEY, "CLAIMTRACE_NCBI_KEY": KEY, "CLAIMTRACE_CROSSREF_TOKEN": KEY,
        }  # fmt: skip
        server.faults["openalex"].extend([cut_short, cut_short])  # Scrapy warns of these, with the address
        server.faults["ncbi"].append(cut_short)
        asked.run(sources(known))
        crossref, agent = server.hosts["crossref"].asked[0]
        assert "mailto=test@claimtrace.example" in crossref and KEY not in crossref
        assert agent["Crossref-Plus-Api-Token"] == f"Bearer {KEY}"
        assert agent["User-Agent"].endswith("(+mailto:test@claimtrace.example)")
        assert f"api_key={KEY}" in server.urls("openalex")[0]
        assert all("tool=claimtrace&email=test@claimtrace.example" in url for url in server.urls("ncbi"))
        assert "data loss" in asked.stderr and "***" in asked.stderr
        assert KEY not in asked.stderr
        assert KEY.encode() not in b"".join(path.read_bytes() for path in asked.cache.parent.iterdir())


@pytest.mark.fault("F53")
def test_what_passes_by_is_waited_out(tmp_path: Path) -> None:
    known = articles(3)
    passing = [
        answer(status=429, Retry_After="1"), retry_at_date(1.2), answer(status=503), silent(1.5), cut_short, hang_up,
    ]  # fmt: skip
    with registries(*known) as server:
        server.faults["crossref"].extend(passing)
        asked = Asked(server, tmp_path, max_tries=7)
        done = asked.run(sources(known), frozenset({"crossref"}))
        assert (done.services["crossref"].found, done.services["crossref"].stopped) == (3, None)
        assert len(server.urls("crossref")) == len(passing) + 1
        moments = [moment for _, moment in server.hosts["crossref"].moments]
        assert moments[1] - moments[0] >= 1  # Retry-After


HTML = answer(b"<!doctype html><title>Maintenance</title>", Content_Type="text/html")


@pytest.mark.parametrize(
    ("fault", "reason", "tries"),
    [
        (HTML, "web page in place of JSON", 1),
        (answer(b'{"message": {"items"', Content_Type="application/json"), "no JSON", 1),
        (answer(b"[]", Content_Type="application/json"), "JSON that is no object", 1),
        (answer(b'{"message": {"items": "none"}}', Content_Type="application/json"), "no work and no list", 1),
        (answer(status=503), "503", 2),
        (answer(status=301, Location="https://elsewhere.example/"), "301", 1),
        (silent(1.5), "took too long", 2),
        (answer(status=404), "404", 1),
    ],
    ids=["html", "torn json", "a list", "other json", "503", "moved", "silent", "404 to a list"],
)
def test_what_stays_wrong_is_a_failure_with_its_reason(tmp_path: Path, fault: Route, reason: str, tries: int) -> None:
    known = articles(2)
    with registries(*known) as server:
        server.always["crossref"] = fault
        asked = Asked(server, tmp_path)
        done = asked.run(sources(known), frozenset({"crossref"}))
        assert (done.services["crossref"].failed, len(server.urls("crossref"))) == (2, tries)
        kept = asked.answer("crossref", str(known[0].doi))
        assert kept is not None and kept.status == "failed" and reason in str(kept.reason)
        assert kept.next_try_at is not None and kept.next_try_at - kept.fetched_at == timedelta(days=1)


def test_a_failure_waits_for_another_day_or_until_it_is_asked_for(tmp_path: Path) -> None:
    known = articles(2)
    with registries(*known) as server:
        server.faults["crossref"].append(HTML)
        asked = Asked(server, tmp_path)
        asked.run(sources(known), frozenset({"crossref"}))
        asked.run(sources(known), frozenset({"crossref"}))
        assert len(server.urls("crossref")) == 1
        done = asked.run(sources(known), frozenset({"crossref"}), retry_failed=True)
        assert done.services["crossref"].found == 2


@pytest.mark.fault("F53")
def test_a_service_that_is_down_is_left_alone_and_the_others_go_on(tmp_path: Path) -> None:
    known = articles(200)
    with registries(*known) as server:
        server.always["crossref"] = HTML
        server.always["openalex"] = answer(status=429, Retry_After="40000")
        asked = Asked(server, tmp_path)
        done = asked.run(sources(known))
        crossref, openalex = done.services["crossref"], done.services["openalex"]
        assert (crossref.requests, crossref.failed, crossref.not_asked) == (3, 60, 140)
        assert "web page" in str(crossref.stopped) and "40,000 seconds" in str(openalex.stopped)
        assert (openalex.requests, openalex.failed, openalex.not_asked) == (1, 50, 150)
        # without OpenAlex, PubMed's numbers come from the id converter, which knows none of these
        assert done.services["idconv"].not_found == 200
        assert asked.status("crossref", str(known[199].doi)) is None


def test_one_bad_identifier_does_not_fail_its_neighbours(tmp_path: Path) -> None:
    known = (*articles(8), Article(doi="10.1002/(sici)1097-0258(1998)17:8<857::aid>3.0.co;2-e,x", pmid="9"))
    bad = Wanted("bad", "doi", "10.1/bad")
    with registries(*known) as server:
        honest = server.hosts["crossref"].otherwise

        def picky(request: object) -> None:
            if "10.1/bad" in request.path:  # type: ignore[attr-defined]
                return request.send(400, {}, b'{"status":"failed"}')  # type: ignore[attr-defined]
            return honest(request)  # type: ignore[arg-type]

        server.hosts["crossref"].otherwise = picky
        asked = Asked(server, tmp_path)
        done = asked.run([*sources(known), bad], frozenset({"crossref"}))
        assert (done.services["crossref"].found, done.services["crossref"].failed) == (9, 1)
        assert asked.status("crossref", "10.1/bad") == "failed"


@pytest.mark.fault("F53")
def test_what_a_batch_lacks_is_not_found_for_a_month(tmp_path: Path) -> None:
    known = articles(3)
    with registries(known[0], known[2]) as server:
        asked = Asked(server, tmp_path)
        asked.run(sources(known))
        assert [asked.status("crossref", str(one.doi)) for one in known] == ["found", "not_found", "found"]
        assert asked.status("openalex", str(known[1].doi)) == "not_found"
        assert asked.status("idconv", str(known[1].doi)) == "not_found"
        with sqlite3.connect(asked.cache) as con:
            con.execute("update answers set next_try_at = '2020-01-01T00:00:00+00:00' where service = 'crossref'")
            con.execute("update answers set next_try_at = null where status = 'found'")
        before = server.ids_asked()
        asked.run(sources(known))
        assert server.ids_asked() - before == {f"crossref {known[1].doi}": 1}


def test_killed_in_the_middle_only_what_was_under_way_is_asked_again(tmp_path: Path) -> None:
    known = articles(100)
    with registries(*known) as server:
        asked = Asked(server, tmp_path, timeout_seconds=30.0)
        honest = server.hosts["crossref"].otherwise
        held: list[str] = []

        def stuck_at_the_third(request: object) -> None:
            if len(server.urls("crossref")) == 3:
                held.append(request.path)  # type: ignore[attr-defined]
                time.sleep(8)
            honest(request)  # type: ignore[arg-type]

        server.hosts["crossref"].otherwise = stuck_at_the_third
        process = asked.start(sources(known), frozenset({"crossref"}))
        deadline = time.monotonic() + 30
        while not held and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert held
        done = asked.run(sources(known), frozenset({"crossref"}))
        assert done.services["crossref"].found == 60  # 40 were kept
        times = server.ids_asked()
        asked_again = {one for one, count in times.items() if count > 1}
        assert len(times) == 100 and len(asked_again) == 20
        assert all(one.removeprefix("crossref ") in held[0] for one in asked_again)


def test_a_wrong_mapping_is_not_believed_and_the_right_one_is_looked_for(tmp_path: Path) -> None:
    right = Article(doi="10.1038/right", pmid="31000001", pmcid="PMC7000001", openalex_pmid="32000002")
    other = Article(doi="10.1038/other", pmid="32000002", title="Zinc in the treatment of the common cold: a trial")
    with registries(right, other) as server:
        asked = Asked(server, tmp_path)
        source = Wanted("s", "doi", "10.1038/right")
        asked.run([source])
        cache = AnswerCache(asked.cache)
        found_matches = matches(source, known_of(source, cache, ALL), ALL)
        cache.close()
        by_id = {one.work.registry_id: one for one in found_matches if one.work.registry == "pubmed"}
        assert (by_id["32000002"].is_checked_back, by_id["31000001"].is_checked_back) == (False, True)
        assert by_id["32000002"].score < 0.5
        assert server.ids_asked()["idconv 10.1038/right"] == 1


def test_pmids_and_pmcids_lead_to_all_registries(tmp_path: Path) -> None:
    first = Article(doi="10.1038/first", pmid="31000001", pmcid="PMC7000001")
    second = Article(doi="10.1038/second", pmid="31000002", pmcid="PMC7000002", title="Vitamin D and falls in the old")
    with registries(first, second) as server:
        asked = Asked(server, tmp_path)
        wanted = [Wanted("a", "pmid", "31000001"), Wanted("b", "pmcid", "PMC7000002")]
        asked.run(wanted)
        assert asked.methods(wanted[0]) == {
            "openalex": ("pmid", 1.0, True), "pubmed": ("pmid", 1.0, True), "crossref": ("doi", 1.0, True),
        }  # fmt: skip
        assert {name: (method, checked) for name, (method, _, checked) in asked.methods(wanted[1]).items()} == {
            "openalex": ("pmcid", True), "pubmed": ("pmid", True), "crossref": ("doi", True),
        }  # fmt: skip


def test_a_registry_is_asked_no_faster_than_its_file_says(tmp_path: Path) -> None:
    known = articles(5)
    with registries(*known) as server:
        asked = Asked(server, tmp_path, delay_seconds=0.5, batch=1)
        asked.run(sources(known), frozenset({"crossref", "openalex"}))
        for name in ("crossref", "openalex"):
            moments = [moment for _, moment in server.hosts[name].moments]
            assert len(moments) == 5
            assert min(later - sooner for sooner, later in pairwise(moments)) >= 0.45


def test_a_full_disk_ends_the_asking_with_its_reason_and_keeps_what_was_kept(tmp_path: Path) -> None:
    known = articles(400)
    with registries(*known) as server:
        asked = Asked(server, tmp_path, batch=5)
        process = asked.start(sources(known), frozenset({"crossref"}))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (400_000, 400_000))  # before it has begun to write
        done = read_resolved(process.communicate(timeout=60)[0])
        assert "cannot be kept" in done.finish_reason
        kept = done.services["crossref"].found
        assert 0 < kept < 400
        before = set(server.ids_asked())
        assert kept <= len(before) <= kept + 5
        again = asked.run(sources(known), frozenset({"crossref"}))
        assert (again.finish_reason, again.services["crossref"].found) == ("finished", 400 - kept)


def test_two_processes_do_not_ask_for_the_same(tmp_path: Path) -> None:
    known = articles(1)
    with registries(*known) as server, only_asker(tmp_path / "registries" / "answers.sqlite"):
        asked = Asked(server, tmp_path)
        _, stderr = asked.start(sources(known)).communicate(timeout=60)
        assert "another `claimtrace resolve` asks" in stderr
        assert not server.ids_asked()


def test_a_limit_is_of_sources_and_the_next_run_goes_on(tmp_path: Path) -> None:
    known = articles(5)
    with registries(*known) as server:
        asked = Asked(server, tmp_path)
        assert asked.run(sources(known), limit=2).services["pubmed"].found == 2
        assert asked.run(sources(known), limit=2).services["pubmed"].found == 2
        assert set(server.ids_asked().values()) == {1}
        assert asked.status("crossref", str(known[4].doi)) is None


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    opened = AnswerCache(tmp_path / "answers.sqlite")
    yield opened
    opened.close()


def test_failures_wait_twice_as_long_each_time_up_to_a_week(cache: AnswerCache) -> None:
    asking, lookup = load_registries().asking, Lookup("crossref", "doi", "10.1/a")
    waits = []
    for _ in range(6):
        cache.keep([(lookup, failed(NOON, 503, "status 503", cache.find(lookup), asking))])
        kept = cache.find(lookup)
        assert kept is not None and kept.next_try_at is not None
        waits.append((kept.next_try_at - NOON).days)
        assert not kept.is_due(NOON) and kept.is_due(NOON, retry_failed=True)
    assert waits == [1, 2, 4, 8, 8, 8]
    cache.keep([(lookup, found("{}", NOON, 200))])
    kept = cache.find(lookup)
    assert kept is not None and not kept.is_due(NOON + timedelta(days=4000), retry_failed=True)
    cache.keep([(lookup, not_found(NOON, 200, None, asking))])
    kept = cache.find(lookup)
    assert kept is not None and not kept.is_due(NOON + timedelta(days=29)) and kept.is_due(NOON + timedelta(days=30))


def test_a_damaged_file_of_answers_says_what_to_do_and_a_damaged_row_is_asked_anew(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    path.write_bytes(b"this is no database, but it is long enough to be looked at" * 50)
    with pytest.raises(CacheUnusable, match="move it away"):
        AnswerCache(path)
    path.unlink()
    opened = AnswerCache(path)
    lookup = Lookup("pubmed", "pmid", "1")
    opened.keep([(lookup, found("<x/>", NOON, 200))])
    opened._con.execute("update answers set record = x'00ff'")
    assert opened.find(lookup) is None
    opened.close()


def test_questions_are_no_longer_than_allowed_and_what_separates_is_asked_alone() -> None:
    place = load_registries().places["crossref"]
    lookups = [Lookup("crossref", "doi", f"10.1002/{'x' * 200}.{i}") for i in range(40)]
    made = list(questions([*lookups, Lookup("crossref", "doi", "10.1/a,b")], place, 2000))
    assert all(len(one.url("a@b.example")) < 2400 for one in made)
    assert sum(len(one.lookups) for one in made) == 41
    single = next(one for one in made if one.is_single)
    assert single.url("a@b.example") == "https://api.crossref.org/works/10.1%2Fa%2Cb?mailto=a@b.example"
    assert unaskable(Lookup("openalex", "doi", "10.1/a|b")) and not unaskable(Lookup("openalex", "doi", "10.1/a(b)"))


def test_no_contact_and_a_wrong_file_are_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLAIMTRACE_CONTACT", raising=False)
    for contact in (None, "https://example.org/crawler", "mailto:nobody"):
        if contact:
            monkeypatch.setenv("CLAIMTRACE_CONTACT", contact)
        with pytest.raises(RegistryFileError, match=r"mailto:you@example\.org"):
            contact_mail()
    for text, words in (("[scopus]\nbase = 'x'", "no service"), ("[crossref]\nbase = 'ftp://x'", "web address")):
        (tmp_path / "own.toml").write_text(text)
        with pytest.raises(RegistryFileError, match=words):
            load_registries(tmp_path / "own.toml")


def test_progress_lines_are_read_and_others_are_not() -> None:
    assert read_progress("progress crossref 40 of 100") == ("crossref", 40, 100)
    assert read_progress("WARNING progress of nothing") is None
    with pytest.raises(ValueError, match="stderr says why"):
        read_resolved("")


def test_a_work_is_what_the_registry_said(tmp_path: Path) -> None:
    known = articles(1)
    with registries(*known) as server:
        asked = Asked(server, tmp_path)
        asked.run(sources(known))
        cache = AnswerCache(asked.cache)
        works = [work for work in known_of(sources(known)[0], cache, ALL).values() if isinstance(work, Work)]
        kept = [
            cache.find(Lookup("crossref", "doi", str(known[0].doi))),
            cache.find(Lookup("pubmed", "pmid", "30000000")),
        ]
        cache.close()
        assert {(work.registry, work.first_author, work.year) for work in works} == {
            (name, "Veronese", 2022) for name in ALL
        }
        assert not any("Words of a publisher" in str(one and one.record) for one in kept)
