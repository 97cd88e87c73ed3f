"""docs/operating.md names every finding that the doctor can make, and every setting that it promises is read."""

import re
import tomllib
from pathlib import Path

from flows.alert_rules import alert_settings
from flows.clock import now
from flows.configuration import settings, variable_of
from flows.data_folder import DataFolder
from tests.conftest import ROOT
from tests.tagged_articles import new_warehouse
from warehouse.alerts import raise_alerts

PAGE = (ROOT / "docs" / "operating.md").read_text()


def sources(*folders: str) -> str:
    return "".join(path.read_text() for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def test_the_page_has_each_kind_of_finding_once() -> None:
    code = sources("flows/doctor")
    made = set(re.findall(r'kind="([a-z_]+)"', code)) | set(re.findall(r'(?:return|\() ?"([a-z]+_[a-z]+)", f"', code))
    table = PAGE.split("| finding |")[1].split("\n\n")[0]
    told = [kind for line in table.splitlines()[2:] for kind in re.findall(r"`([a-z_]+)`", line.split("|")[1])]
    assert sorted(told) == sorted(made)


def test_each_finding_has_a_test_that_makes_it() -> None:
    tests = "".join((ROOT / "tests" / f"{name}.py").read_text() for name in ("test_doctor", "test_prefect_runs"))
    table = PAGE.split("| finding |")[1].split("\n\n")[0]
    told = [kind for line in table.splitlines()[2:] for kind in re.findall(r"`([a-z_]+)`", line.split("|")[1])]
    assert [kind for kind in told if kind not in tests] == []


def test_settings_and_metrics_of_the_page_are_there() -> None:
    code = sources("flows")
    known = {variable_of(name) for name in settings()}
    for name in set(re.findall(r"CLAIMTRACE_[A-Z_]+", PAGE)):
        assert name in known or name in code, name
    for name in re.findall(r"claimtrace_([a-z_]+)", PAGE):
        assert f'"{name}"' in code, name


def test_the_example_of_an_alerts_file_is_in_force_as_it_stands(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    example = PAGE.split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(example)
    data.alert_rules.write_text(example)
    settings = alert_settings(data)
    assert {one.name for one in settings.rules} == {"site_failed", "site_degraded", "rising_claim", "new_contradiction"}
    assert (settings.least.webhook, settings.least.email) == ("error", "warn")
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    alerts, problems = raise_alerts(con, settings.warehouse_rules(), now())
    con.close()
    assert (alerts, problems) == ([], [])
