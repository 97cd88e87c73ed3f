"""`claimtrace site add` and `site check` as people and scripts meet them, against real sites on loopback."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from spiders.site_config import load_site
from spiders.user_agent import CONTACT_VARIABLE
from tests.conftest import claimtrace
from tests.fault_server import FaultHost, answer, moved, serving, silent
from tests.survey_server import NAME, herb_site, robots


def typed(*arguments: object) -> Result:
    """The command line in this process: the tagger is loaded once for all of these tests."""
    return CliRunner().invoke(app, ["site", *map(str, arguments)])


@pytest.fixture(scope="module")
def herbs() -> Iterator[FaultHost]:
    """The herb site."""
    with herb_site() as host:
        yield host


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the herb site in it, as `added` writes it."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def added(herbs: FaultHost, data: Path) -> str:
    """What a newcomer sees who adds the herb site, in a process of its own."""
    done = claimtrace("site", "add", f"{herbs.origin}/", "--slug", "kruid", "--data", data)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_add_shows_what_it_read_and_what_to_do_next(added: str, herbs: FaultHost, data: Path) -> None:
    lines = added.splitlines()
    assert lines[0] == f"{' '.join(NAME.split())}, {herbs.origin}/"
    assert "5 pages looked at are articles" in added and "Gember tegen misselijkheid" in added
    assert "2026-10-05; Jo Visser; nl; 71 words; 4 claims; 2 citations" in added
    assert "not_article: consent wall" in added
    assert f"Written, not enabled: {data / 'sites' / 'kruid.toml'}" in lines
    assert f"{herbs.origin}/robots.txt" in lines[-2] and lines[-1] == "  claimtrace site check kruid"


def test_the_file_is_one_that_claimtrace_reads_and_gives_a_reason_for_each_value(added: str, data: Path) -> None:
    path = data / "sites" / "kruid.toml"
    site = load_site(path)
    assert (site.slug, site.enabled, site.permission, site.local) == ("kruid", False, "", False)
    assert site.name == " ".join(NAME.split()) and site.languages == ("nl",) and site.publisher_kind == "shop"
    assert site.crawl.allow == ("^/slaap/", "^/voeding/") and len(site.crawl.sitemaps) == len(site.crawl.feeds) == 1
    assert (site.expect.min_articles, site.expect.dated_share, site.expect.authored_share) == (1, 0.8, 0.5)
    text = path.read_text(encoding="utf-8")
    before = ""
    for line in text.splitlines():
        if re.match(r"[a-z_]+ =", line) and not line.startswith("homepage"):
            assert "  # " in line or before.startswith("# "), f"no reason for {line}"
        before = line
    assert text.startswith("# Written by `claimtrace site add http") and "claimtrace site check kruid" in text


def test_a_second_add_replaces_nothing_unless_told_to(added: str, herbs: FaultHost, data: Path) -> None:
    path = data / "sites" / "kruid.toml"
    before, asked = path.read_text(encoding="utf-8"), len(herbs.asked)
    refused = typed("add", herbs.origin, "--slug", "kruid", "--data", data)
    assert refused.exit_code == 1 and "--overwrite replaces it, --slug gives another name" in refused.stderr
    assert path.read_text(encoding="utf-8") == before and len(herbs.asked) == asked
    done = typed("add", herbs.origin, "--slug", "kruid", "--data", data, "--pages", 1, "--overwrite", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and path.read_text(encoding="utf-8") != before
    assert told["site"] == "kruid" and told["file"] == str(path)
    assert told["survey"]["problem"] is None and told["survey"]["robots"]["says"] == "rules"
    assert [page["outcome"] for page in told["pages"]] and set(told["pages"][0]) >= {"url", "title", "day", "author"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("https://a.invalid/", "--slug", "../x"), 2, "'../x' is no slug: use 1 to 64 of a-z, 0-9, _ and -"),
        (("https://a.invalid/", "--slug", "A B"), 2, "'A B' is no slug"),
        (("https://a.invalid/", "--slug", ""), 2, "'' is no slug"),
        (("https://a.invalid/", "--slug", "a\n"), 2, r"'a\n' is no slug"),
        (("https://a.invalid/", "--slug", "x" * 65), 2, "is no slug"),
        (("file:///etc/passwd",), 2, "is no web address; write it out"),
        (("ftp://a.invalid/",), 2, "is no web address; write it out"),
        (("file:///etc/passwd", "--slug", "x"), 1, "is no web address; write it out"),
        (("https://me:secret@a.invalid/",), 2, "this is no web address"),
        (("https://[::1]/",), 2, "gives no slug; choose one with --slug"),
        (("https://a.invalid/",), 1, f"set {CONTACT_VARIABLE} to a mail address"),
        (("www.a.invalid",), 1, f"set {CONTACT_VARIABLE} to a mail address"),  # no scheme is https
        (("https://a.invalid/", "--pages", "51"), 2, "less than or equal to 50"),
    ],
)
def test_what_cannot_be_added_is_told_in_a_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    done = typed("add", *arguments, "--data", tmp_path)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert "secret" not in done.stderr and done.stdout == "" and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"/robots.txt": robots("User-agent: claimtrace", "Disallow: /")}, "do not crawl it, or ask its owner"),
        ({"/robots.txt": answer(status=502)}, "robots.txt answered 502, which forbids everything for now"),
        ({"/": moved("https://elders.example/")}, "leads to https://elders.example/, another site"),
    ],
)
def test_a_site_that_cannot_be_crawled_is_not_written(tmp_path: Path, routes: dict[str, Any], said: str) -> None:
    with serving(FaultHost({"/": answer("<p>x"), **routes})) as host:
        done = typed("add", host.origin, "--data", tmp_path, "--json")
        assert host.times("/robots.txt") <= 2 and len(host.asked) <= 4
    assert done.exit_code == 1 and done.stdout == "" and said in done.stderr
    assert not (tmp_path / "sites").exists()


@pytest.mark.fault("F19")
def test_a_private_address_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "mailto:crawler@example.org")
    done = typed("add", "http://10.0.0.1/", "--data", tmp_path)
    assert done.exit_code == 1 and "private network" in done.stderr and "`local = true`" in done.stderr


@pytest.mark.fault("F47")
def test_a_link_that_leads_out_of_the_data_folder_is_not_written_through(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    (data / "sites").mkdir(parents=True)
    elsewhere.write_text("kept", encoding="utf-8")
    (data / "sites" / "kruid.toml").symlink_to(elsewhere)
    done = typed("add", "http://127.0.0.1:1/", "--slug", "kruid", "--overwrite", "--data", data)
    assert done.exit_code == 2 and "outside the data folder" in done.stderr
    assert elsewhere.read_text(encoding="utf-8") == "kept"


def configured(data: Path, text: str, slug: str = "kruid") -> Path:
    """A site file in a data folder."""
    path = data / "sites" / f"{slug}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def herb_file(origin: str, crawl: str = "", expect: str = "min_articles = 1", languages: str = '["nl", "en"]') -> str:
    """A site file for the herb site that is enabled and well."""
    top = f'name = "Kruid"\nhomepage = "{origin}/"\nlanguages = {languages}\n'
    lists = f'sitemaps = ["{origin}/sitemap_index.xml"]\nfeeds = ["{origin}/feed.xml"]\n'
    return f"{top}[crawl]\ndelay_seconds = 0.0\n{lists}{crawl}\n[expect]\n{expect}\n"


def test_a_site_that_is_well_is_ok(herbs: FaultHost, tmp_path: Path) -> None:
    path = configured(tmp_path, herb_file(herbs.origin, expect="min_articles = 5\ndated_share = 0.8"))
    done = typed("check", "kruid", "--data", tmp_path, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0 and (told["site"], told["state"], told["file"]) == ("kruid", "ok", str(path))
    assert {check["state"] for check in told["checks"]} == {"ok"}
    assert set(told["checks"][0]) == {"name", "state", "found", "advice"}
    assert len(told["pages"]) == 5 and told["survey"]["found_count"] == 11 and told["survey"]["lists"][0]["url"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["sites", "surveys"]  # nothing was loaded


def test_a_site_that_gives_less_than_expected_is_degraded(herbs: FaultHost, tmp_path: Path) -> None:
    crawl = f'start_pages = ["{herbs.origin}/", "{herbs.origin}/weg"]\nallow = ["^/slaap/"]'
    configured(tmp_path, herb_file(herbs.origin, crawl, "min_articles = 50"))
    done = typed("check", "kruid", "--data", tmp_path)
    lines = done.stdout.splitlines()
    assert done.exit_code == 3 and lines[-1] == "kruid is degraded"
    (bad,) = [number for number, line in enumerate(lines) if "degraded: " in line]
    assert lines[bad].startswith("start page   degraded: ") and "/weg answered 404" in lines[bad]
    assert lines[bad + 1].strip().startswith("→ take it out of `start_pages`")


def test_a_site_that_does_not_answer_in_time_has_failed(tmp_path: Path) -> None:
    with serving(FaultHost({"/": silent(2.0), "/een-twee-drie": silent(2.0)})) as host:
        crawl = "[crawl]\ntimeout_seconds = 0.2\ndelay_seconds = 0.0\n"
        configured(tmp_path, f'name = "A"\nhomepage = "{host.origin}/"\nlanguages = ["nl"]\n{crawl}')
        done = typed("check", "kruid", "--data", tmp_path, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 1 and told["state"] == "failed" and told["pages"] == []
    (start,) = [check for check in told["checks"] if check["name"] == "start page"]
    assert start["state"] == "failed" and "the server took too long" in start["found"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = \n", "kruid.toml: is not TOML: Invalid value (at line 1, column 8)"),
        ('name = "A"\nlanguages = ["nl"]\n', "kruid.toml: homepage: is missing; add it"),
        ('name = "A"\nhomepage = "https://a.invalid/"\nlanguages = ["nl"]\ncrawl_delay = 2\n', "no such key; see "),
    ],
)
def test_a_broken_file_says_where_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    configured(tmp_path, text)
    done = typed("check", "kruid", "--data", tmp_path)
    assert done.exit_code == 1 and said in done.stderr and done.stdout == ""
    assert [one.name for one in tmp_path.iterdir()] == ["sites"]


def test_a_check_without_a_contact_and_of_no_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    configured(tmp_path, 'name = "A"\nhomepage = "https://a.invalid/"\nlanguages = ["nl"]\npermission = "yes"\n')
    done = typed("check", "kruid", "--data", tmp_path)
    assert done.exit_code == 1 and CONTACT_VARIABLE in done.stderr
    for slug in ("nowhere", "../kruid", "kruid'; drop table pages; --", "..", ""):
        done = typed("check", slug, "--data", tmp_path)
        assert done.exit_code == 2 and "no site called" in done.stderr and "claimtrace site add URL" in done.stderr


@pytest.mark.fault("F46")
@pytest.mark.parametrize("name", ["..", "kruid'; drop table runs; --", "A B", "%2e%2e"])
def test_a_file_whose_name_is_no_slug_reaches_no_folder_and_no_table(tmp_path: Path, name: str) -> None:
    configured(tmp_path, 'name = "A"\nhomepage = "http://127.0.0.1:1/"\nlanguages = ["nl"]\n', slug=name)
    for command in (("site", "check"), ("crawl",)):
        done = CliRunner().invoke(app, [*command, name, "--data", str(tmp_path)])
        assert done.exit_code == 1 and "the file's name is the site's slug" in done.stderr
    assert {one.name for one in tmp_path.iterdir()} <= {"sites", "log", "leases"}
    assert not any(tmp_path.glob("leases/*.json"))
