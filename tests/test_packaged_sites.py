"""The site files that come with claimtrace, their template, and the page that says what each key means."""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic_core import PydanticUndefined

from spiders.page_addresses import Scope
from spiders.site_config import SLUG, Crawl, Expect, Site, load_site, packaged_sites, site_files
from spiders.site_file import toml_value
from spiders.site_schedule import Schedule
from tests.conftest import ROOT

SITES = site_files([packaged_sites()])


def test_there_are_sites_of_every_kind_in_both_languages() -> None:
    sites = [load_site(path) for path in SITES.values()]
    assert len(sites) >= 18
    assert {site.publisher_kind for site in sites} >= {
        "public_body", "hospital", "news", "encyclopaedia", "commercial_blog", "shop",
    }  # fmt: skip
    assert sum("nl" in site.languages for site in sites) >= 10 and sum("en" in site.languages for site in sites) >= 8
    assert sum((urlsplit(site.homepage).hostname or "").endswith(".be") for site in sites) >= 5
    assert len({site.homepage for site in sites}) == len(sites)


@pytest.mark.parametrize("slug", SITES)
def test_a_packaged_site_is_not_enabled_and_says_that_nobody_has_read_its_terms(slug: str) -> None:
    path = SITES[slug]
    site = load_site(path)  # allow and deny compile, or this raises
    text = path.read_text(encoding="utf-8")
    assert SLUG.match(slug) and site.enabled is False and site.permission == ""
    assert 'permission = ""  # nobody has read robots.txt and the terms yet' in text
    head = " ".join(line.removeprefix("#").strip() for line in text.partition("\nname =")[0].splitlines())
    assert "Never checked live" in head and f"claimtrace site check {slug}" in head
    assert f"read https://{urlsplit(site.homepage).hostname}/robots.txt" in head
    assert all(len(line) <= 140 for line in text.splitlines())


@pytest.mark.parametrize("slug", SITES)
def test_a_packaged_site_can_be_crawled_as_it_stands(slug: str) -> None:
    site = load_site(SITES[slug])
    scope, crawl = Scope(site), site.crawl
    assert urlsplit(site.homepage).scheme == "https"
    assert crawl.start_pages or crawl.sitemaps or crawl.feeds
    assert all(scope.allows(url) for url in crawl.start_pages)
    assert all(urlsplit(url).scheme == "https" for url in (*crawl.start_pages, *crawl.sitemaps, *crawl.feeds))
    assert crawl.delay_seconds >= 2 and crawl.concurrency == 1 and not site.local
    assert len(crawl.honour) == 4
    assert 1 <= site.expect.min_articles <= 50


def test_the_paths_that_a_site_file_names_as_examples_are_in_its_scope() -> None:
    """`allow` with `/wiki/x` beside it as a comment: the comment is held against the patterns."""
    held = 0
    for path in SITES.values():
        site = load_site(path)
        scope = Scope(site)
        for example in re.findall(r"(?<=[ ,])(/[\w/.-]*\w[\w/.-]*)(?=[,…\n ]|$)", _allow_comment(path)):
            host = f"https://{urlsplit(site.homepage).hostname}"
            assert scope.allows(host + example), f"{path.name}: {example}"
            held += 1
    assert held >= 20


def _allow_comment(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next((n for n, line in enumerate(lines) if line.startswith("allow = ")), None)
    if at is None:
        return ""
    above = lines[at - 1] if lines[at - 1].startswith("# ") else ""
    return f"{above} {lines[at].partition(']  # ')[2]} "


_TABLES = {"crawl": Crawl, "expect": Expect, "schedule": Schedule}


def _keys(model: Any, prefix: str = "") -> dict[str, Any]:
    """Each key that a site file may have, with its default; tables are not keys themselves."""
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name in _TABLES and model is Site:
            found |= _keys(_TABLES[name], f"{name}.")
        elif name != "slug":
            found[prefix + name] = field.default
    return found


def test_the_template_has_every_key_and_no_other() -> None:
    values = tomllib.loads((packaged_sites() / "_template.toml").read_text(encoding="utf-8"))
    tables = {name: values.pop(name) for name in _TABLES}
    named = set(values) | {f"{table}.{key}" for table, keys in tables.items() for key in keys}
    assert named == set(_keys(Site))


def test_the_page_about_sites_tells_every_key_with_its_default() -> None:
    page = (ROOT / "docs" / "sites.md").read_text(encoding="utf-8")
    table = page.partition("<!-- keys:")[2].partition("<!-- end of keys -->")[0]
    told = dict(re.findall(r"^\| `([\w.]+)` \| (.*?) \|", table, re.MULTILINE))
    words = {PydanticUndefined: "needed", None: "none", Crawl().honour: "all four"}
    expected = {
        key: words[default] if default in words else f"`{toml_value(default)}`" for key, default in _keys(Site).items()
    }
    assert told == expected


def test_the_page_about_sites_names_every_check() -> None:
    page = (ROOT / "docs" / "sites.md").read_text(encoding="utf-8")
    code = (ROOT / "flows" / "site_checks.py").read_text(encoding="utf-8")
    names = set(re.findall(r'(?:Check|_share)\("([\w. ]+)", ', code)) | {"sitemap", "feed"}
    untold = {"enabled", "error page"}  # always well: what they say is told for the reader's sake
    assert {name for name in names - untold if f"`{name}`" not in page} == set()
