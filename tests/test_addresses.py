"""Addresses: one form for one page, and only links that lead the reader somewhere else."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.addresses import (
    TRACKING_FILE,
    absolute_href,
    canonical_address,
    is_home,
    registered_host,
    short_hash,
)

HOSTS = st.sampled_from(
    ["rivm.nl", "www.rivm.nl", "voorbeeld.github.io", "xn--bcher-kva.example", "127.0.0.1", "[::1]"]
)
PATHS = st.text(alphabet="abcé/.-_%20~ ", max_size=30).map(lambda path: "/" + path)
QUERIES = st.lists(
    st.tuples(st.sampled_from(["a", "b", "utm_source", "fbclid", "p"]), st.text(alphabet="x1é &=", max_size=5)),
    max_size=4,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
URLS = st.builds(lambda host, port, path, query: f"https://{host}{port}{path}?{query}", HOSTS,
                 st.sampled_from(["", ":443", ":8080"]), PATHS, QUERIES)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Voorbeeld.NL:443/a/index.html?utm_source=x&b=2&a=1#kop", "https://www.voorbeeld.nl/a/?a=1&b=2"),
        ("http://voorbeeld.nl:80", "http://voorbeeld.nl/"),
        ("http://voorbeeld.nl:8080/a", "http://voorbeeld.nl:8080/a"),
        ("https://voorbeeld.nl/café?q=ü", "https://voorbeeld.nl/caf%C3%A9?q=%C3%BC"),
        ("https://voorbeeld.nl/?p=12&fbclid=3&PHPSESSID=9", "https://voorbeeld.nl/?p=12"),
        ("https://voorbeeld.nl/indexen.html", "https://voorbeeld.nl/indexen.html"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ],
)
def test_one_form(url: str, expected: str) -> None:
    assert canonical_address(url) == expected


def test_http_and_https_stay_apart() -> None:
    assert canonical_address("http://a.nl/x") != canonical_address("https://a.nl/x")


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.nl", "javascript:alert(1)", "/a/b", "https://", "http://[", "http://a.nl:x/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        canonical_address(url)


@given(URLS)
def test_canonical_is_idempotent_and_without_tracking(url: str) -> None:
    once = canonical_address(url)
    assert canonical_address(once) == once
    assert "utm_source" not in once and "fbclid" not in once and "#" not in once


@given(URLS, st.sampled_from(["utm_campaign=a", "gclid=1", "mc_eid=x"]))
def test_tracking_does_not_make_another_page(url: str, tracking: str) -> None:
    assert canonical_address(url.replace("?", f"?{tracking}&", 1)) == canonical_address(url)


def test_every_tracking_example_loses_its_parameters() -> None:
    with TRACKING_FILE.open("rb") as file:
        entries = tomllib.load(file)["parameter"]
    for entry in entries:
        assert canonical_address(entry["example"]) == "https://example.org/artikel", entry["name"]
        assert entry["why"]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/x", "https://a.nl/x"),
        ("../y?z=1", "https://a.nl/y?z=1"),
        ("//b.nl/c d", "https://b.nl/c%20d"),
        ("https://a.nl/map/blad#elders", None),  # a place on this very page
        ("https://a.nl/ander#elders", "https://a.nl/ander#elders"),
        ("#fn1", None),
        ("", None),
        (None, None),
        ("mailto:a@b.nl", None),
        ("javascript:void(0)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("tel:0612345678", None),
        ("http://[", None),
        ("http://a.nl:port/", None),
    ],
)
def test_links(href: str | None, expected: str | None) -> None:
    assert absolute_href("https://a.nl/map/blad", href) == expected


@given(st.text(max_size=60))
def test_links_never_raise_and_are_http(href: str) -> None:
    url = absolute_href("https://a.nl/map/blad", href)
    assert url is None or url.startswith(("http://", "https://"))


def test_owners_under_a_shared_suffix_are_different() -> None:
    assert registered_host("https://www.rivm.nl/x") == "rivm.nl"
    assert registered_host("https://een.github.io/x") != registered_host("https://twee.github.io/x")
    assert registered_host("http://127.0.0.1:8000/") == "127.0.0.1"


@pytest.mark.parametrize(
    "url", ["https://a.nl", "https://a.nl/", "https://a.nl/nl/", "https://a.nl/en-gb", "https://a.nl/index.php"]
)
def test_home_pages(url: str) -> None:
    assert is_home(url)


@pytest.mark.parametrize(
    "url", ["https://a.nl/artikel", "https://a.nl/?p=3", "https://a.nl/nl/artikel", "https://a.nl/de-pil"]
)
def test_other_pages(url: str) -> None:
    assert not is_home(url)


def test_ids_are_sixteen_hexadecimal_characters() -> None:
    assert short_hash("abc") == "ba7816bf8f01cfea"  # of the published test vector of SHA-256
    assert int(short_hash("a"), 16) != int(short_hash("b"), 16)
