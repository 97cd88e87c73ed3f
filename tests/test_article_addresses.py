"""Addresses that look like articles: which are read first, and the folders that are suggested."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.article_addresses import (
    MIN_SCORE,
    Candidate,
    article_folders,
    article_score,
    chosen,
    folder_pattern,
    listing_folders,
)

SITE = "https://www.a.example"


@pytest.mark.parametrize(
    "path",
    [
        "/voeding/appelazijn-afvallen/",
        "/hoeveel-fruit-per-dag-is-het-gezondst/",
        "/wiki/Magnesium",
        "/conditions/asthma/",
        "/articles/288229",
        "/nieuws/2142150778/kinderen-rondom-schiphol",
        "/encyclopedie/vitamine-d.aspx",
        "/2026-04-28-hidden-dangers-of-processed-foods.html",
    ],
)
def test_addresses_of_articles_look_like_it(path: str) -> None:
    assert article_score(SITE + path) >= MIN_SCORE


@pytest.mark.parametrize("path", ["", "/", "/nl/", "/blog/", "/tag/zink/", "/over-ons", "/winkelwagen", "/feed.xml"])
def test_other_addresses_do_not(path: str) -> None:
    assert article_score(SITE + path) < MIN_SCORE


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/", "^/"),
        ("/magnesium", "^/"),
        ("/magnesium-tegen-kramp/", "^/"),
        ("/nieuws/magnesium", "^/nieuws/"),
        ("/nieuws/2026/magnesium", "^/nieuws/"),
        ("/nl/artikel/magnesium", "^/nl/artikel/"),
        ("/en-gb/articles/magnesium", "^/en-gb/articles/"),
        ("/2026/11/23/magnesium", r"^/\d{4}/"),
        ("/12345/magnesium", r"^/\d+/"),
        ("/a.b/magnesium", r"^/a\.b/"),
    ],
)
def test_a_folder_is_a_pattern(path: str, pattern: str) -> None:
    assert folder_pattern(SITE + path) == pattern


@given(st.text(max_size=60))
def test_every_address_is_in_its_own_folder(path: str) -> None:
    from spiders.page_addresses import fetch_address

    url = fetch_address(f"{SITE}/{path}")
    if url:
        where = url.removeprefix(SITE) if url.startswith(SITE) else "/"
        assert re.search(folder_pattern(url), where) or not url.startswith(SITE)


def pages(folder: str, count: int) -> list[str]:
    return [f"{SITE}{folder}een-artikel-over-zink-{n}" for n in range(count)]


def test_folders_are_suggested_where_they_hold_nearly_everything() -> None:
    urls = pages("/voeding/", 6) + pages("/slaap/", 3) + [f"{SITE}/tag/zink-{n}" for n in range(40)]
    found = article_folders([*urls, f"{SITE}/een-los-artikel-ergens"])
    assert [(one.pattern, one.count) for one in found] == [("^/voeding/", 6), ("^/slaap/", 3)]
    assert found[0].example == f"{SITE}/voeding/een-artikel-over-zink-0"
    assert [one.pattern for one in listing_folders(urls)] == ["^/tag/"]


@pytest.mark.parametrize(
    "urls",
    [
        [],
        pages("/voeding/", 5),  # too few to tell
        pages("/", 30),  # at the root
        pages("/", 5) + pages("/voeding/", 10),
        [url for n in range(30) for url in pages(f"/map{n}/", 1)],  # all over the site
    ],
)
def test_otherwise_no_folder_is_suggested(urls: list[str]) -> None:
    assert article_folders(urls) == ()


def test_pages_are_chosen_in_turn_from_each_folder() -> None:
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    candidates = [
        *(Candidate(url, "sitemap", old) for url in pages("/voeding/", 5)),
        Candidate(f"{SITE}/voeding/een-nieuw-artikel", "sitemap", new),
        *(Candidate(url, "sitemap", old) for url in pages("/slaap/", 3)),
        Candidate(f"{SITE}/slaap/in-de-feed-gevonden", "feed", old),
        Candidate(f"{SITE}/tag/zink", "link"),
        Candidate(f"{SITE}/blog", "link"),
        Candidate(f"{SITE}/voeding/een-nieuw-artikel", "link"),
    ]
    found = [one.url.removeprefix(SITE) for one in chosen(candidates, 20)]
    assert found[:3] == [
        "/voeding/een-nieuw-artikel",
        "/slaap/in-de-feed-gevonden",
        "/voeding/een-artikel-over-zink-0",
    ]
    assert found[-1] == "/blog"  # may be one, and is the last to be tried
    assert "/tag/zink" not in found and len(found) == len(set(found)) == 11
    assert len(chosen(candidates, 4)) == 4 and chosen(candidates, 0) == []
