"""Each address is admitted once, limits keep their reason, and nothing is left without an end."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import frontier as frontiers
from spiders.fetch_log import fetch_log_path, read_fetch_log
from spiders.frontier import Frontier
from spiders.ledger import Ledger
from spiders.run_file import read_run, run_path
from spiders.site_config import Crawl, load_site


def test_what_was_too_deep_is_fetched_when_a_shorter_way_is_found() -> None:
    frontier = Frontier(Crawl(max_depth=1))
    assert not frontier.admit("https://a.example/x", 2)
    assert frontier.admit("https://a.example/x", 1)
    assert frontier.end("https://a.example/x") and list(frontier.unfetched("finished")) == []


def test_known_pages_do_not_count() -> None:
    frontier = Frontier(Crawl(max_pages=1))
    assert frontier.admit("https://a.example/known", 9, is_free=True)
    assert frontier.admit("https://a.example/new", 1)
    assert not frontier.admit("https://a.example/newer", 1)
    ((url, why),) = [one for one in frontier.unfetched("finished") if "max_pages" in one[1]]
    assert url == "https://a.example/newer" and why.startswith("1 new pages")


addresses = st.sampled_from([f"https://a.example/{n}" for n in range(6)])
steps = st.tuples(st.sampled_from(["admit", "free", "refuse", "end"]), addresses, st.integers(0, 3))


@given(st.lists(steps, max_size=40))
def test_every_address_has_exactly_one_end(moves: list[tuple[str, str, int]]) -> None:
    frontier = Frontier(Crawl(max_pages=3, max_depth=2))
    ends: list[str] = []
    met: set[str] = set()
    for move, url, depth in moves:
        if move in ("admit", "free"):
            met.add(url)
            frontier.admit(url, depth, is_free=move == "free")
        elif move == "refuse":
            met.add(url)
            ends += [url] if frontier.refuse(url) else []
        elif frontier.end(url):
            ends.append(url)
    ends += [url for url, _ in frontier.unfetched("finished")]
    assert sorted(ends) == sorted(met)


def test_addresses_that_are_too_many_to_keep_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(frontiers, "MAX_FOUND", 10)
    path = tmp_path / "a_site.toml"
    path.write_text('name = "A"\nhomepage = "http://127.0.0.1/"\nlanguages = ["nl"]\n[crawl]\nmax_depth = 1\n')
    warc = tmp_path / "run.warc.gz"
    ledger = Ledger(load_site(path), "run", warc, datetime(2026, 11, 23, tzinfo=UTC))
    for number in range(25):
        assert not ledger.admit(f"http://127.0.0.1/{number}", 2)
    summary = ledger.close("finished")
    assert len(read_fetch_log(fetch_log_path(warc)).outcomes) == 10
    assert summary["dropped_addresses"] == 15 and "met 15 times" in json.dumps(summary["discovery_failures"])
    assert "met 15 times" in capsys.readouterr().err
    run = read_run(run_path(warc))
    assert run is not None and run.discovery_failure_count == 1
