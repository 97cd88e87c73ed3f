"""Links become addresses to fetch: one spelling for a page, and nothing that is no page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from spiders.page_addresses import Scope, address_key, fetch_address, shares_host
from spiders.site_config import Site
from spiders.traps import trap_reason

BASE = "https://www.a.example/dir/page.html"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("honing", "https://www.a.example/dir/honing"),
        ("../zink#top", "https://www.a.example/zink"),
        ("HTTPS://WWW.A.example:443/x", "https://www.a.example/x"),
        ("http://a.example:80", "http://a.example/"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("//b.example/x", "https://b.example/x"),
        ("?page=2&utm_source=mail&fbclid=1", "https://www.a.example/dir/page.html?page=2"),
        ("/x?UTM_Medium=a&z=1&a=2", "https://www.a.example/x?z=1&a=2"),
        ("/x?utm_source=a", "https://www.a.example/x"),
        (" /caf\xe9 au lait ", "https://www.a.example/caf%C3%A9%20au%20lait"),
        ("http://m\xfcnchen.example/", "http://xn--mnchen-3ya.example/"),
        ("http://[::1]:81/x", "http://[::1]:81/x"),
        ("/document.PDF", "https://www.a.example/document.PDF"),
        ("/photo.JPG", None),
        ("mailto:a@a.example", None),
        ("javascript:void(0)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("http://me:secret@a.example/", None),
        ("http://[half", None),
        ("http://a.example:port/", None),
        ("http://", None),
    ],
)
def test_a_link_becomes_the_address_to_fetch(link: str, address: str | None) -> None:
    assert fetch_address(link, BASE) == address


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-z.]{1,9}/[ -\x7f\xe9]{0,30}", fullmatch=True))
def test_an_address_stays_itself(link: str) -> None:
    address = fetch_address(link, BASE)
    if address is not None:
        assert address.startswith(("http://", "https://")) and "#" not in address and " " not in address
        assert fetch_address(address) == address
        assert Request(address).url == address  # else its outcome would be another address's


def test_two_spellings_of_one_page_share_a_key() -> None:
    assert address_key("http://a.example/x?b=2&a=1") == address_key("http://a.example/x?a=1&b=2")
    assert address_key("http://a.example/%c3%a9") == address_key("http://a.example/%C3%A9")
    assert address_key("http://a.example/x?a=1") != address_key("http://a.example/x?a=2")


@pytest.mark.parametrize("url", ["http://[half", "http://a.example:99999/", "http://a.example:port/"])
def test_what_is_no_address_is_a_key_as_it_is(url: str) -> None:
    assert address_key(url) == url


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        ("https://a.example/blog/2026/03/01/honing", False),
        ("https://a.example/a/b/a/b/a/b", False),
        ("https://a.example/a/b/a/b/a/b/a/b", True),
        ("https://a.example/?" + "&".join(f"f{n}=1" for n in range(8)), False),
        ("https://a.example/?" + "&".join(f"f{n}=1" for n in range(9)), True),
        ("https://a.example/" + "x" * 1006, False),
        ("https://a.example/" + "x" * 1007, True),
    ],
)
def test_traps(url: str, is_trap: bool) -> None:
    assert (trap_reason(url) is not None) == is_trap


def test_the_scope_of_a_site_file() -> None:
    site = Site.model_validate(
        {
            "slug": "a",
            "name": "A",
            "homepage": "https://www.a.example/",
            "languages": ["nl"],
            "crawl": {"start_pages": ["https://blog.a.example/"], "allow": ["^/blog/"], "deny": ["[?]print="]},
        }
    )
    scope = Scope(site)
    assert scope.allows("https://a.example/blog/x") and scope.allows("http://blog.a.example/blog/")
    assert not scope.allows("https://a.example/shop/blog/")
    assert not scope.allows("https://a.example/blog/x?print=1")
    assert not scope.allows("https://notthis-a.example/blog/") and not scope.allows("https://a.example:8443/blog/")
    assert shares_host("https://a.example/x", ["https://www.a.example/sitemap.xml"])


def test_each_rule_has_an_example_that_it_decides() -> None:
    import tomllib

    rules = tomllib.loads((Path(__file__).parents[1] / "spiders" / "address_rules.toml").read_text(encoding="utf-8"))
    for rule in rules["tracking"]:
        assert fetch_address(rule["example"]) == "https://www.example.org/honing"
    for rule in rules["not_pages"]:
        assert fetch_address(rule["example"]) is None
