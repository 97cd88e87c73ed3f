"""`claimtrace init`: a new instance that works as it is, and that changes nothing of what is there."""

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from flows.command_errors import CommandFailed
from flows.configuration import in_force, settings
from flows.data_folder import DataFolder
from flows.new_instance import set_up
from tests.conftest import claimtrace


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    set_up(tmp_path / "own")
    return tmp_path / "own"


def test_it_has_settings_sites_data_timers_and_five_lines_about_them(instance: Path) -> None:
    assert len((instance / "README.md").read_text().splitlines()) == 5
    assert "/data/" in (instance / ".gitignore").read_text()
    assert (instance / "sites" / "_template.toml").exists()
    (instance / "sites" / "mine.toml").touch()
    assert (DataFolder(instance / "data").sites / "mine.toml").exists()  # what is kept under version control is crawled


def test_its_file_names_every_setting_and_what_it_comments_out_is_valid(instance: Path) -> None:
    path = instance / "claimtrace.toml"
    assert in_force(path).values.data == instance / "data"
    commented = re.sub(r"^# (?=\w+ = )", "", path.read_text(), flags=re.MULTILINE)
    path.write_text(commented)
    told = tomllib.loads(commented)
    named = {f"{name}.{key}" for name, one in told.items() if isinstance(one, dict) for key in one}
    assert named | {"data", "contact"} == set(settings())
    assert in_force(path).origins["alerts.mail_to"] == "file"


def test_timers_name_this_folder_and_a_command_that_is_there(instance: Path) -> None:
    (line,) = [one for one in (instance / "timers" / "crontab").read_text().splitlines() if not one.startswith("#")]
    assert f"cd {instance} && " in line and line.startswith("*/10 * * * * ")
    for name in ("claimtrace.service", "claimtrace-serve.service"):
        unit = configparser.ConfigParser(interpolation=None)
        unit.read(instance / "timers" / name)
        assert unit["Service"]["WorkingDirectory"] == str(instance)
        command, *arguments = unit["Service"]["ExecStart"].split()
        assert command.endswith("claimtrace")
        assert arguments in (["run", "--due"], ["serve"])


def test_a_folder_that_is_not_empty_is_refused_and_never_changed(tmp_path: Path) -> None:
    (tmp_path / "claimtrace.toml").write_text("# mine\n")
    with pytest.raises(CommandFailed, match="not empty"):
        set_up(tmp_path)
    set_up(tmp_path, add_only=True)
    assert (tmp_path / "claimtrace.toml").read_text() == "# mine\n"
    assert (tmp_path / "sites").is_dir()
    assert set_up(tmp_path, add_only=True) == []


def test_the_command_tells_what_it_made_and_config_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = claimtrace("init", tmp_path / "own")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "own" / "claimtrace.toml") in done.stdout
    assert claimtrace("init", tmp_path / "own").returncode == 1
    monkeypatch.setenv("CLAIMTRACE_CONFIG", str(tmp_path / "own" / "claimtrace.toml"))
    assert str(tmp_path / "own" / "data") in claimtrace("config").stdout
    due = claimtrace("run", "--due")
    assert due.returncode == 1 and "no site is enabled" in due.stderr  # a new instance has none
