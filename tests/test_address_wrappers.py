"""Redirectors, proxies, archives and dialogues: every example of the file, and addresses that are none of them."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.address_identifiers import identifier_in_address
from transforms.address_wrappers import WRAPPERS_FILE, unwrapped

LISTS = tomllib.loads(WRAPPERS_FILE.read_text(encoding="utf-8"))
WRAPPERS = [(kind, entry) for kind in ("redirector", "parameter", "prefix", "proxy") for entry in LISTS[kind]]


@pytest.mark.parametrize(("kind", "entry"), WRAPPERS, ids=[entry["example"] for _, entry in WRAPPERS])
def test_the_example_of_a_wrapper(kind: str, entry: dict[str, str]) -> None:
    first = next(unwrapped(entry["example"]))
    assert (first.url, first.certain) == (entry["gives"], kind != "parameter")
    found = identifier_in_address(entry["example"])
    assert found and found.how == "unwrapped" and found.verified == (kind != "parameter")


@pytest.mark.parametrize("entry", LISTS["dialogue"], ids=[entry["example"] for entry in LISTS["dialogue"]])
def test_a_dialogue_is_no_source(entry: dict[str, str]) -> None:
    assert identifier_in_address(entry["example"]) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://doi.org/10.1136/bmj.j5024",
        "https://proxy.example.nl/over-ons",  # a library's own page
        "https://www.google.com/search?q=https://doi.org/10.1136/bmj.j5024",
        "https://www.example.nl/zoek?q=https",
        "mailto:a@b.nl?url=https://doi.org/10.1136/bmj.j5024",
        "http://[",
        "",
    ],
)
def test_a_plain_address_wraps_nothing(url: str) -> None:
    assert [one.url for one in unwrapped(url) if one.certain] == []


@given(st.text() | st.text(alphabet="https:/.?&=url%25proxy-"))
def test_any_text(url: str) -> None:
    assert len(list(unwrapped(url))) <= 101
