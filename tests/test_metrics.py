"""metrics.prom: what Prometheus reads of a run, whole at any moment; and how a run is told as JSON and to Prefect."""

import json
import shutil
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from flows.data_folder import DataFolder
from flows.metrics import RunFigures, write_metrics
from flows.run_report import run_json, run_markdown
from flows.site_steps import RunSummary, SiteRun
from tests.conftest import DemoRun
from warehouse.alerts import Alert
from warehouse.errors import NoWarehouse
from warehouse.queries import Published


def samples(path: Path) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of a file in Prometheus's own reading of it."""
    families = text_string_to_metric_families(path.read_text())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_run_leaves_metrics_of_itself_and_each_site(demo_run: DemoRun) -> None:
    found = samples(demo_run.data / "metrics.prom")
    assert found["claimtrace_run_problems", ()] == 0
    assert found["claimtrace_run_duration_seconds", ()] > 0
    assert found["claimtrace_site_health", (("health", "ok"), ("site", "gezondgloed"))] == 1
    assert found["claimtrace_site_health", (("health", "failed"), ("site", "gezondgloed"))] == 0
    with Published(demo_run.data / "published" / "claimtrace.duckdb") as published:
        for site, claims in published.rows("select site, none_count from site_scorecard"):
            assert found["claimtrace_site_claims", (("site", site), ("support", "none"))] == claims
        ((count,),) = published.rows(
            "select unchanged_count from runs where site = 'gezondgloed' order by started_at desc limit 1"
        )
    assert found["claimtrace_site_pages", (("outcome", "unchanged"), ("site", "gezondgloed"))] == count
    assert found["claimtrace_file_bytes", (("file", "warehouse"),)] > 1e6
    assert list(demo_run.data.glob("metrics.prom.*")) == []


def test_metrics_that_cannot_be_written_leave_the_old_ones(
    demo_run: DemoRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataFolder(tmp_path)
    data.published.parent.mkdir()
    shutil.copy(demo_run.data / "published" / "claimtrace.duckdb", data.published)
    figures = RunFigures(seconds=1.5, problem_count=2, failing_target_count=1)
    write_metrics(data, figures)
    before = data.metrics.read_text()
    assert samples(data.metrics)["claimtrace_alert_targets_failing", ()] == 1

    def full(*_: object) -> None:
        (tmp_path / "metrics.prom.4211.1").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.metrics.write_to_textfile", full)
    with pytest.raises(OSError, match="No space left"):
        write_metrics(data, figures)
    assert data.metrics.read_text() == before
    assert list(tmp_path.glob("metrics.prom.*")) == []
    with pytest.raises(NoWarehouse):
        (tmp_path / "empty").mkdir()
        write_metrics(DataFolder(tmp_path / "empty"), figures)


def summary() -> RunSummary:
    from datetime import UTC, datetime

    alert = Alert(
        alert_id="a1", rule="own", severity="warn", site=None, subject="s", text="it `moved`",
        raised_at=datetime(2026, 11, 29, tzinfo=UTC),
    )  # fmt: skip
    failed = SiteRun("gezond", (), None, "gezond: the crawl ended with exit code 1:\n`x`")
    return RunSummary(
        (failed,), (), {"article": 3}, ("check x",), (alert,), ("1 alerts were not sent to webhook: 500",), 61.23
    )


def test_a_run_is_told_as_json() -> None:
    told = json.loads(json.dumps(run_json(summary())))
    assert (told["is_well"], told["seconds"], told["outcomes"]) == (False, 61.2, {"article": 3})
    assert told["sites"][0]["site"] == "gezond" and told["sites"][0]["run_id"] is None
    assert told["alerts"][0]["raised_at"] == "2026-11-29T00:00:00+00:00"
    assert told["problems"] == ["gezond: the crawl ended with exit code 1:\n`x`"]


def test_what_a_page_says_is_no_markup_on_prefects_page() -> None:
    told = run_markdown(summary())
    assert "| gezond | failed | – | – | – |" in told
    assert "- `alert (warn): it 'moved'`" in told
