"""A site beyond this machine is crawled by nothing until someone has noted that it may be."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from spiders.crawling import crawl_command, crawl_environment, spider_command
from spiders.permission import permission_problem
from spiders.site_config import SiteFileError, load_site
from spiders.surveys import survey_command
from spiders.user_agent import CONTACT_VARIABLE
from tests.conftest import claimtrace

SAID = "shut: permission: nobody has noted that this site may be crawled; read robots.txt and the terms"
# a name that no resolver has: nothing is asked for even where the refusal fails
SITE = 'name = "A"\nhomepage = "https://a.invalid/"\nlanguages = ["nl"]\n'


def written(data: Path, more: str = "", slug: str = "shut") -> Path:
    """A site file in a data folder."""
    path = data / "sites" / f"{slug}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(SITE + more, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Someone who can be asked, so that nothing but the note is missing."""
    monkeypatch.setenv(CONTACT_VARIABLE, "mailto:crawler@example.org")


def test_check_and_crawl_refuse_with_the_same_words_and_write_nothing(tmp_path: Path) -> None:
    """`run` crawls by the same function as `crawl`; it is not started here because Prefect takes half a minute."""
    written(tmp_path)
    for command in (("site", "check"), ("crawl",)):
        done = claimtrace(*command, "shut", "--data", tmp_path)
        assert done.returncode == 1 and SAID in done.stderr and "Traceback" not in done.stderr, (command, done.stderr)
    assert not (tmp_path / "warc").exists() and not (tmp_path / "surveys").exists()


@pytest.mark.parametrize("note", ['permission = ""\n', 'permission = " \\n\\t"\n', "local = true\n"])
def test_an_empty_note_is_none_and_an_intranet_needs_one_too(tmp_path: Path, note: str) -> None:
    path = written(tmp_path, note)
    with pytest.raises(SiteFileError, match=re.escape(SAID)):
        survey_command(path, "shut", tmp_path / "x.warc.gz")
    with pytest.raises(SiteFileError, match=re.escape(SAID)):
        crawl_command(path, tmp_path / "x.warc.gz", "x")


def test_the_list_of_sites_tells_it_too(tmp_path: Path) -> None:
    written(tmp_path)
    written(tmp_path, "enabled = false\n", "idle")
    rows = {row["site"]: row for row in json.loads(claimtrace("sites", "--json", "--data", tmp_path).stdout)}
    assert rows["shut"]["problem"].startswith(SAID) and rows["idle"]["problem"] is None


def test_scrapy_by_hand_is_refused_as_well(tmp_path: Path) -> None:
    path = written(tmp_path)
    command = spider_command("article", {"site": path, "warc": tmp_path / "shut.warc.gz"})
    done = subprocess.run(command, env=crawl_environment(), capture_output=True, text=True, check=False)
    assert done.returncode != 0 and SAID in done.stderr and not list(tmp_path.glob("*.warc*"))


def test_a_note_or_this_very_machine_is_enough(tmp_path: Path) -> None:
    noted = written(tmp_path, 'permission = "read on 2026-11-29: allowed"\n')
    assert permission_problem(load_site(noted)) is None
    assert crawl_command(noted, tmp_path / "x.warc.gz", "x")
    here = written(tmp_path, slug="here")
    here.write_text(SITE.replace("https://a.invalid/", "http://127.0.0.1:1/"), encoding="utf-8")
    assert permission_problem(load_site(here)) is None
    # … unless one of its sitemaps lies elsewhere
    here.write_text(here.read_text() + '[crawl]\nsitemaps = ["https://a.invalid/s.xml"]\n', encoding="utf-8")
    assert permission_problem(load_site(here)) is not None


def test_a_look_at_a_site_that_is_not_enabled_needs_no_note_and_a_crawl_does(tmp_path: Path) -> None:
    path = written(tmp_path, "enabled = false\n")
    assert survey_command(path, "shut", tmp_path / "x.warc.gz")
    with pytest.raises(SiteFileError, match="nobody has noted"):
        crawl_command(path, tmp_path / "x.warc.gz", "x")
