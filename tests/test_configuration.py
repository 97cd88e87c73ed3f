"""claimtrace.toml and the environment: which value wins, where it is from, and that no secret is ever shown."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.config_command import shown
from flows.configuration import (
    ConfigurationError,
    configuration,
    configuration_file,
    in_force,
    put_in_force,
    settings,
    value_of,
    variable_of,
)
from tests.conftest import claimtrace

SECRET = "hunter2-do-not-print"
EVERYTHING = f"""
data = "store"
contact = "mailto:crawler@example.org"
[tagging]
runner = "thread"
processes = 2
[prefect]
api_url = "https://somebody:{SECRET}@prefect.example/api"
[alerts]
file = "alerts.jsonl"
webhook = "https://hooks.example/{SECRET}"
smtp_host = "mail.example"
smtp_password = "{SECRET}"
mail_to = ["one@example.org", "two@example.org"]
[resolve]
ncbi_key = "{SECRET}"
[publish]
keep = 5
"""


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of whoever runs the tests, and a folder without a file."""
    for name in [*map(variable_of, settings()), "CLAIMTRACE_CONFIG"]:
        monkeypatch.setenv(name, "")  # set, so that what put_in_force sets is taken back after the test
    monkeypatch.chdir(tmp_path)


def write(text: str) -> Path:
    path = Path("claimtrace.toml")
    path.write_text(text)
    return path


def test_without_file_and_variables_the_defaults_hold() -> None:
    told = in_force()
    assert told.file is None and set(told.origins.values()) == {"default"}
    assert told.values.data == Path("data") and told.values.publish.keep == 3


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    write(EVERYTHING)
    monkeypatch.setenv("CLAIMTRACE_KEEP_PUBLISHED", "7")
    monkeypatch.setenv("CLAIMTRACE_ALERTS_MAIL_TO", "three@example.org,four@example.org")
    told = in_force()
    values = told.values
    assert (values.publish.keep, told.origins["publish.keep"]) == (7, "environment")
    assert (values.tagging.runner, told.origins["tagging.runner"]) == ("thread", "file")
    assert (values.alerts.smtp_port, told.origins["alerts.smtp_port"]) == (587, "default")
    assert values.alerts.mail_to == ("three@example.org", "four@example.org")


def test_paths_in_the_file_are_relative_to_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(EVERYTHING)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("CLAIMTRACE_CONFIG", "../claimtrace.toml")
    assert configuration().data.resolve() == tmp_path / "store"
    assert configuration().alerts.file == Path("../alerts.jsonl")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tagging]\nruner = 'dask'", "claimtrace.toml: tagging.runer: no such key; did you mean tagging.runner?"),
        ("keep = 3", "claimtrace.toml: keep: no such key; did you mean publish.keep?"),
        (
            "[tagging]\nrunner = 'ray'",
            "claimtrace.toml: tagging.runner: input should be 'auto', 'process', 'thread' or 'dask'",
        ),
        ("tagging = 'dask'", "claimtrace.toml: tagging: is a section: write [tagging]"),
        ("[publish]\nkeep = -1", "publish.keep: input should be greater than or equal to 0"),
        ("data = [", "claimtrace.toml: cannot be read"),
        ("[alerts.mail]\nhost = 'x'", "alerts.mail: no such key"),
    ],
)
def test_a_mistake_in_the_file_is_a_sentence(text: str, said: str) -> None:
    write(text)
    with pytest.raises(ConfigurationError) as error:
        configuration()
    assert said in str(error.value)


def test_a_mistake_in_the_environment_names_the_variable_and_not_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_TAGGING_PROCESSES", SECRET)
    with pytest.raises(ConfigurationError, match="CLAIMTRACE_TAGGING_PROCESSES: input should be a valid int") as error:
        configuration()
    assert SECRET not in str(error.value)


def test_a_file_that_is_named_and_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_CONFIG", "nowhere.toml")
    assert configuration_file() == Path("nowhere.toml")
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: cannot be read"):
        configuration()


def test_rooms_and_children_find_what_the_file_says_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The crawler reads CLAIMTRACE_CONTACT, loading reads CLAIMTRACE_KEEP_PUBLISHED; a mail password goes nowhere."""
    write(EVERYTHING)
    monkeypatch.setenv("CLAIMTRACE_CONTACT", "mailto:somebody@example.org")
    put_in_force()
    assert os.environ["CLAIMTRACE_CONTACT"] == "mailto:somebody@example.org"  # the user's own stays
    assert os.environ["CLAIMTRACE_KEEP_PUBLISHED"] == "5"
    assert os.environ["CLAIMTRACE_DATA"] == "store"
    assert os.environ["CLAIMTRACE_NCBI_KEY"] == SECRET
    assert os.environ["CLAIMTRACE_ALERTS_SMTP_PASSWORD"] == ""
    assert in_force().origins["publish.keep"] == "file"


def test_config_shows_values_and_origins_and_never_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(EVERYTHING)
    path.chmod(0o644)
    monkeypatch.setenv("CLAIMTRACE_CONFIG", str(tmp_path / path))
    monkeypatch.setenv("CLAIMTRACE_CROSSREF_TOKEN", SECRET)
    monkeypatch.setenv("CLAIMTRACE_TAGING_RUNNER", "dask")
    plain, as_json = claimtrace("config"), claimtrace("config", "--json")
    for done in (plain, as_json):
        assert done.returncode == 0, done.stderr
        assert SECRET not in done.stdout + done.stderr
    assert "CLAIMTRACE_TAGING_RUNNER: no setting of claimtrace; did you mean CLAIMTRACE_TAGGING_RUNNER?" in plain.stderr
    assert "chmod 600" in plain.stderr
    rows = {row["setting"]: row for row in json.loads(as_json.stdout)["settings"]}
    assert rows["data"]["value"] == str(tmp_path / "store") and rows["data"]["from"] == "file"
    assert rows["resolve.crossref_token"] == {
        "setting": "resolve.crossref_token",
        "value": "set, not shown",
        "from": "environment",
        "variable": "CLAIMTRACE_CROSSREF_TOKEN",
    }
    assert rows["prefect.api_url"]["value"] == "https://…@prefect.example/api"
    assert rows["publish.keep"]["value"] == 5


def test_a_broken_file_stops_every_command_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMTRACE_CONFIG", str(tmp_path / write("[tagging]\nruner = 1")))
    done = claimtrace("sites")
    assert done.returncode == 2
    assert "tagging.runer: no such key" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.fault("F49")
@given(st.text(min_size=1), st.text(st.characters(exclude_characters="/@", exclude_categories=["Cs", "Z", "C"])))
def test_a_password_in_an_address_is_never_shown(path: str, user: str) -> None:
    told = shown(f"https://{user}:{SECRET}@host.example/{path}?token={SECRET}")
    assert SECRET not in str(told)


def test_every_setting_has_its_own_variable_and_a_value() -> None:
    names = [variable_of(name) for name in settings()]
    assert len(set(names)) == len(names)
    compound = [name for name in settings() if isinstance(value_of(configuration(), name), dict | list)]
    assert compound == [], "a setting holds one value, so that one variable can override it"
