"""One run of a site that fails, from the command line: told as JSON, an alert, metrics, a log, and to Prefect."""

import json
import sqlite3
from pathlib import Path

from flows.data_folder import DataFolder
from flows.leases import living_leases
from flows.loading import is_published
from tests.conftest import claimtrace
from tests.fault_server import FaultHost, answer, links, serving
from tests.test_metrics import samples
from warehouse.queries import Published


def test_a_run_is_told_in_each_place(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    host = FaultHost(
        routes={"/": answer(links(*(f"/p{number}" for number in range(9))))}, otherwise=answer("no", status=404)
    )
    with serving(host):
        data.sites.mkdir()
        (data.sites / "gezond.toml").write_text(
            f'name = "G"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n[crawl]\ndelay_seconds = 0.0\n'
        )
        done = claimtrace("run", "gezond", "--json", "--data", data.root, timeout=300)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    (site,) = told["sites"]
    assert (told["is_well"], site["health"], site["finish_reason"]) == (False, "failed", "finished")
    (alert,) = told["alerts"]
    assert (alert["rule"], alert["subject"]) == ("site_failed", "gezond")
    assert json.loads((data.alerts / "alerts.jsonl").read_text())["alert_id"] == alert["alert_id"]
    with Published(data.published) as published:
        assert published.rows("select alert_id, site from alerts") == [(alert["alert_id"], "gezond")]
        assert published.rows("select crawl_seconds > 0, loaded_at is not null from runs") == [(True, True)]
    assert samples(data.metrics)["claimtrace_site_health", (("health", "failed"), ("site", "gezond"))] == 1
    (log,) = data.log.iterdir()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["command"] for line in lines} == {"run"}
    assert any(line["text"].startswith("alert (error): gezond failed since") for line in lines)
    con = sqlite3.connect(f"file:{data.prefect / 'prefect.db'}?mode=ro", uri=True)
    ((page,),) = con.execute("select data from artifact where key = 'claimtrace-run'").fetchall()
    con.close()
    assert "| gezond | failed |" in page
    assert living_leases(data) == []
    assert is_published(data)
