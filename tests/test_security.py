"""What SECURITY.md promises, where no other test shows it; and that the page names tests that are there."""

import ast
import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.run_report import run_markdown
from spiders.site_config import Site, SiteFileError, load_site
from spiders.user_agent import user_agent
from tests.conftest import ROOT
from tests.published_files import publish_articles
from tests.tagged_articles import full_example
from tests.test_metrics import summary
from transforms.gold import GoldLineError, gold_line
from warehouse.errors import QueryError
from warehouse.manifests import file_sha256
from warehouse.queries import Published

ROOMS = ("spiders", "transforms", "warehouse", "reports", "flows", "training")
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def sources() -> Iterator[tuple[Path, ast.AST]]:
    """Every module of the project, parsed."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_threat_has_a_test_that_is_there() -> None:
    known = {
        f"{path.stem}::{name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| threat", "| ---"))]
    assert len(rows) > 30
    for row in rows:
        _, threat, _, tests, _ = row.split(" | ") if row.count(" | ") == 4 else ("", *row.strip("| ").split(" | "), "")
        named = re.findall(r"`([^`]+)`", tests)
        assert named, threat
        assert [name for name in named if name not in known] == [], threat


# ------------------------------------------------------------------------------------------------------------- pickles


def test_nothing_is_pickled() -> None:
    """No module that reads or writes pickles is imported, and numpy is never allowed to."""
    for path, tree in sources():
        for node in ast.walk(tree):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            roots = {name.split(".")[0] for name in names}
            assert not roots & {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}, path
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("eval", "exec", "yaml.load", "os.system", "pd.read_pickle"), path
                if called == "np.load":
                    assert any(one.arg == "allow_pickle" for one in node.keywords) or not _allows_by_default(), path
                allowed = [ast.unparse(one.value) for one in node.keywords if one.arg == "allow_pickle"]
                assert set(allowed) <= {"False"}, path


def _allows_by_default() -> bool:
    import numpy as np

    return bool(inspect.signature(np.load).parameters["allow_pickle"].default)


# ------------------------------------------------------------------------------------------------------------- the SQL


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_articles(tmp_path_factory.mktemp("asked"), [full_example()])


FORBIDDEN = (
    "from read_text('/etc/hostname')",
    "from read_blob('/etc/hostname')",
    "from read_csv_auto('/etc/passwd')",
    "from read_json('/etc/hostname')",
    "from read_ndjson_objects('/etc/hostname')",
    "from parquet_metadata('/etc/hostname')",
    "from sniff_csv('/etc/passwd')",
    "from glob('/etc/*')",
    "from query('copy (select 1) to ''/tmp/claimtrace-x''')",
    "from query_table('/etc/passwd')",
    "from '/proc/self/environ'",
    "from 's3://bucket/x.parquet'",
    "select getenv('HOME')",
    "copy claims to '/tmp/claimtrace-x.csv'",
    "copy (select 1) to '/dev/stdout'",
    "export database '/tmp/claimtrace-x'",
    "import database '/tmp/claimtrace-x'",
    "attach '/tmp/claimtrace-x.duckdb' as x",
    "attach ':memory:' as x",
    "detach claimtrace",
    "use memory",
    "install httpfs",
    "load '/tmp/claimtrace-x.duckdb_extension'",
    "force install spatial from 'https://127.0.0.1/'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set global memory_limit = '1TB'",
    "reset all",
    "pragma enable_profiling",
    "create or replace macro claims() as table select 1",
    "create secret (type s3)",
    "update core.claims set support = 'traceable'",
    "truncate core.claims",
    "checkpoint claimtrace",
    "vacuum",
    "with x as (insert into core.loads default values returning 1) from x",
    "select 1; copy claims to '/tmp/claimtrace-x.csv'",
    "/* select */ copy claims to '/tmp/claimtrace-x.csv'",
    "execute x",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_sql_door_is_locked(published: Path, sql: str) -> None:
    with Published(published) as asked, pytest.raises(QueryError):
        asked.rows(sql)
    # not claimtrace-x*: a folder for temporary files may begin so, too
    assert not [path for path in Path("/tmp").glob("claimtrace-x*") if path.stem == "claimtrace-x"]


def test_what_is_asked_changes_no_byte_of_the_published_file(published: Path) -> None:
    before = file_sha256(published)
    with Published(published) as asked:
        for sql in ("from claims", "summarize claims", *FORBIDDEN):
            try:
                asked.rows(sql)
            except QueryError:
                continue
    assert file_sha256(published) == before
    assert not published.with_name(f"{published.name}.wal").exists()


@pytest.mark.fault("F46")
@given(st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none())
@example("'; drop table core.claims; --")
@example("nul\x00nul")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_is_bound_and_comes_back(published: Path, value: object) -> None:
    with Published(published) as asked:
        assert asked.rows("select $value", {"value": value}) == [(value,)]
        assert asked.rows("select count(*) from claims") == [(3,)]


@given(st.text(max_size=80))
@example("select \ud800")
@example("select '" + "(" * 5000)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_an_answer_or_a_query_error(published: Path, sql: str) -> None:
    with Published(published) as asked:
        try:
            asked.rows(sql)
        except QueryError:
            return


# ---------------------------------------------------------------------------------------------------------- site files

SITE = 'name = "A"\nhomepage = "https://a.example/"\nlanguages = ["nl"]\n'


def read(folder: Path, content: bytes) -> Site | None:
    path = folder / "a_site.toml"
    path.write_bytes(content)
    try:
        return load_site(path)
    except SiteFileError as error:
        assert "a_site" in str(error)
        return None


@pytest.mark.fault("F48")
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe")
@example(b"a = " + b"[" * 5000)
@example(b"a" + b".a" * 5000 + b" = 1")
@example(b"a = " + b"9" * 5000)
@example(b"[crawl]\nmax_pages = 1" + b"0" * 5000)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_site_file_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    read(tmp_path, content)
    read(tmp_path, SITE.encode() + content)


@pytest.mark.fault("F48")
def test_a_contact_takes_no_long_to_read(tmp_path: Path) -> None:
    """Of 200 characters, as many as a site file may have; each pair of them once doubled the time."""
    site = read(tmp_path, SITE.encode() + f'contact = "{".a" * 99}<"\n'.encode())
    assert site is not None
    with pytest.raises(SiteFileError, match="neither a mail address"):
        user_agent(site)
    assert "+mailto:a@b.example" in user_agent(site.model_copy(update={"contact": "mailto:a@b.example"}))


VALUES = st.recursive(
    st.text(max_size=20) | st.integers() | st.floats() | st.booleans() | st.dates() | st.times(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
KEYS = ("name", "homepage", "languages", "enabled", "contact", "permission", "crawl.start_pages", "crawl.allow",
        "crawl.sitemaps", "crawl.delay_seconds", "crawl.max_pages", "crawl.honour", "expect.min_articles",
        "schedule.cron", "schedule.timezone", "local", "crawl.nothing")  # fmt: skip


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in value) + '"'
    if isinstance(value, float):
        return repr(value)
    return str(value) if isinstance(value, int) else value.isoformat()  # type: ignore[attr-defined]


@pytest.mark.fault("F48")
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_toml_is_a_site_file_or_a_sentence(tmp_path: Path, changed: dict[str, object]) -> None:
    known: dict[str, object] = {"name": "A", "homepage": "https://a.example/", "languages": ["nl"]}
    text = "".join(f"{key} = {toml(value)}\n" for key, value in (known | changed).items())
    assert tomllib.loads(text)
    site = read(tmp_path, text.encode())
    if site:
        assert all(one.startswith(("http://", "https://")) for one in (site.homepage, *site.start_addresses))


@given(st.text(max_size=60), st.sampled_from(["id", "lang", "text", "hrefs", "claims", "citations", "support"]))
@settings(deadline=None)
def test_any_value_of_an_annotated_line_is_read_or_told(noise: str, key: str) -> None:
    line = {"id": "a", "lang": "nl", "text": "Rust helpt.", "claims": [], "citations": []}
    for value in (noise, [noise], {noise: noise}, [[0, 4, noise]], [{"start": 0, "end": 4, "kind": noise}]):
        try:
            assert isinstance(gold_line(json.dumps(line | {key: value}), 7)["id"], str)
        except GoldLineError as error:
            assert str(error).startswith("line 7: ")


# ---------------------------------------------------------------------------------------------------- what is shown


@given(st.text(max_size=80))
@example("x`<img src=x onerror=alert(1)>")
@example("failed:\n\n<script>alert(1)</script>")
@example("a\r\n\r\n# Heading | cell")
def test_no_words_leave_their_place_in_markdown(words: str) -> None:
    told, plain = (
        run_markdown(replace(summary(), warnings=(said,), unsent=(), alerts=())).splitlines() for said in (words, "x")
    )
    assert len(told) == len(plain)
    line = told[-1]
    assert line.startswith("- `") and line.endswith("`") and line.count("`") == 2


# ----------------------------------------------------------------------------------------------------- machines


# Quadratic patterns, and where what they read is cut to a length before.
CUT_BEFORE = {
    r"(.+?)[ ,]+((?:[^\W\d_a-z]\.?[ -]{0,2}){1,4})$": "transforms/author_names.py: 2,000 characters, fifty authors"
}


@pytest.mark.fault("F48")
def test_no_pattern_takes_for_ever() -> None:
    """Doubling a string that is made to hurt a pattern must not make four times the work; see tests/pattern_growth."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.pattern_growth"], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *slow, tried = map(json.loads, done.stdout.splitlines())
    assert [one for one in slow if one["pattern"] not in CUT_BEFORE] == []
    assert tried["tried"] > 150


def test_a_pattern_that_takes_for_ever_is_found() -> None:
    from tests.pattern_growth import too_fast

    assert too_fast(re.compile(r"(?:a|aa)+b")) is not None
    assert too_fast(re.compile(r"\s*\s*\s*x")) is not None
    assert too_fast(re.compile(r"(\d+)-(\d+)")) is None


def test_servers_of_ours_listen_on_loopback_alone() -> None:
    """No module names an address of all machines; Prefect's server gets a socket that is bound to 127.0.0.1."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in ("0.0.0.0", "::"), path
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("create_server"):
                address = ast.unparse(node.args[0]).replace("_HOST", "'127.0.0.1'")
                assert "127.0.0.1" in address, path
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOST":
                assert ast.unparse(node.value) == "'127.0.0.1'", path


@pytest.mark.fault("F55")
def test_nothing_calls_home(tmp_path: Path) -> None:
    """What Prefect and other packages ask before they tell anybody of their use, and where suffixes come from."""
    code = (
        "import os, sys; from pathlib import Path\n"
        "from flows.data_folder import DataFolder; from flows.prefect_settings import prepare_prefect\n"
        "prepare_prefect(DataFolder(Path(sys.argv[1])))\n"
        "from transforms.addresses import _suffixes\n"
        "print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'],\n"
        "      tuple(_suffixes().suffix_list_urls))\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "DO_NOT"))}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "1 false ()", done.stderr
