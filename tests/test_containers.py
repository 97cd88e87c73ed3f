"""Dockerfile, compose.yaml and prefect.yaml, read as far as that goes without Docker: paths, users, secrets, flow."""

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from spiders.site_schedule import Schedule
from tests.conftest import ROOT

INSTRUCTIONS = re.findall(
    r"^([A-Z]+) (.+)$", (ROOT / "Dockerfile").read_text().replace("\\\n", " "), flags=re.MULTILINE
)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PREFECT: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text())


def copied() -> list[str]:
    found: list[str] = []
    for name, rest in INSTRUCTIONS:
        if name == "COPY" and "--from=" not in rest:
            found += rest.split()[:-1]
    return found


def test_what_the_image_copies_is_there_and_let_through() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied()) == allowed
    assert all((ROOT / path).exists() for path in copied())


def test_the_image_holds_every_room_that_the_wheel_has() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) <= set(copied())


def test_the_image_runs_as_nobody_special_and_from_locked_packages() -> None:
    users = [rest for name, rest in INSTRUCTIONS if name == "USER"]
    assert users and not re.match(r"(root|0)\b", users[-1])
    after = INSTRUCTIONS[INSTRUCTIONS.index(("USER", users[-1])) :]
    assert any(name == "ENTRYPOINT" for name, _ in after)
    installs = [one for _, rest in INSTRUCTIONS for one in rest.split("&&") if " install " in one and "pip" in one]
    assert installs and all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert all(":" in rest.split()[0] for name, rest in INSTRUCTIONS if name == "FROM")


def test_no_service_has_rights_that_it_does_not_need() -> None:
    for name, service in SERVICES.items():
        assert ":" in service["image"], name
        assert not service.get("privileged")
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", [])), name
        if name != "database":  # its image starts as root to own its folder, and then drops that itself
            assert service["cap_drop"] == ["ALL"] and "no-new-privileges:true" in service["security_opt"], name
    assert "unprivileged" in SERVICES["report"]["image"]
    assert all(volume.endswith(":ro") for volume in SERVICES["report"]["volumes"])


@pytest.mark.parametrize("path", ["Dockerfile", "compose.yaml", "prefect.yaml"])
def test_no_secret_is_written_down(path: str) -> None:
    for line in (ROOT / path).read_text().splitlines():
        if re.search(r"(?i)password|token|secret|_key\b", line) and not line.lstrip().startswith("#"):
            assert re.search(r"\$\{\w+:\?[^}]+\}", line), line


def test_volumes_and_paths_that_are_used_are_there() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source, target, *_ = volume.split(":")
            if source.startswith("."):
                assert (ROOT / source).is_file(), volume
            else:
                assert source in COMPOSE["volumes"], volume
            assert target.startswith("/")
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
    assert "root /data/report;" in (ROOT / "docs" / "report.nginx.conf").read_text()
    workdir = next(rest for name, rest in INSTRUCTIONS if name == "WORKDIR" and rest.startswith("/srv"))
    assert {f"{workdir}/data", f"{workdir}/sites"} == {one.split(":")[1] for one in SERVICES["worker"]["volumes"]}


def test_database_and_server_speak_of_one_database() -> None:
    url = SERVICES["server"]["environment"]["PREFECT_API_DATABASE_CONNECTION_URL"]
    database = SERVICES["database"]["environment"]
    assert url.startswith(f"postgresql+asyncpg://{database['POSTGRES_USER']}:")
    assert url.endswith(f"@database:5432/{database['POSTGRES_DB']}")
    importlib.import_module("asyncpg")
    assert SERVICES["worker"]["environment"]["PREFECT_API_URL"] == "http://server:4200/api"


def test_prefect_yaml_deploys_the_flow_that_is_served() -> None:
    for deployment in PREFECT["deployments"]:
        module, _, name = deployment["entrypoint"].rpartition(".")
        assert hasattr(importlib.import_module(module), name)
        assert deployment["parameters"] == {"site": deployment["name"]}
        for schedule in deployment["schedules"]:
            assert Schedule(**schedule).timezone
        assert f"site:{deployment['name']}" in deployment["tags"]
    kinds = {deployment["work_pool"]["name"] for deployment in PREFECT["deployments"]}
    assert kinds == {"crawlers", "crawlers-docker"}
    volumes = PREFECT["definitions"]["docker"]["job_variables"]["volumes"]
    mine = {f"{COMPOSE['name']}_{one}" for one in SERVICES["worker"]["volumes"]}
    assert set(volumes) == mine


def test_docs_show_lines_that_are_true() -> None:
    told = (ROOT / "docs" / "schedules.md").read_text()
    assert "no Docker" in told
    (cron,) = re.findall(r"^(\S+ \S+ \S+ \S+ \S+) cd ", told, flags=re.MULTILINE)
    assert Schedule(cron=cron).cron == "*/10 * * * *"
    example = tomllib.loads(re.findall(r"```toml\n(.*?)```", told, flags=re.DOTALL)[0])
    assert Schedule(**example["schedule"]).timezone == "Europe/Amsterdam"
    packaged = Path(importlib.import_module("flows.new_instance").__file__ or "").with_name("instance")
    assert "OnCalendar=*:0/10" in (packaged / "timers" / "claimtrace.timer").read_text()
