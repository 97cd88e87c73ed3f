"""Site files as they are written: whatever a web page put into a name or a reason comes back, and nothing more."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.site_file import MAX_LINE, Line, site_text, toml_string, toml_value

NASTY = "x\"\n[crawl]\nallow = ['.*']\n# \x00\x7f\x85\u2028\ud800 \\\" \\u0041 \u202e"
TEXTS = st.one_of(st.text(alphabet=st.characters(), max_size=60), st.just(NASTY))


def kept(text: str) -> str:
    """What a file of UTF-8 can hold of a text."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


@given(TEXTS)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert tomllib.loads(f"name = {toml_string(text)}")["name"] == kept(text)
    toml_string(text).encode("utf-8")


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=4), TEXTS)
def test_no_reason_or_header_becomes_a_key(name: str, why: str, items: list[str], header: str) -> None:
    lines = [Line("name", name, why), Line("enabled", False, why)]
    crawl = [Line("allow", tuple(items), why), Line("delay_seconds", 2.5, why), Line("max_pages", 7)]
    text = site_text(["Written by a test", header], {"": lines, "crawl": crawl})
    assert tomllib.loads(text) == {
        "name": kept(name),
        "enabled": False,
        "crawl": {"allow": [kept(item) for item in items], "delay_seconds": 2.5, "max_pages": 7},
    }
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"^/\d{4}/", r"'^/\d{4}/'"),
        ("^/nieuws/", '"^/nieuws/"'),
        ("it's \\d", '"it\'s \\\\d"'),
        (True, "true"),
        (2.0, "2.0"),
        (("a", "b"), '["a", "b"]'),
        ((), "[]"),
    ],
)
def test_values_read_well(value: object, text: str) -> None:
    assert toml_value(value) == text  # type: ignore[arg-type]
    assert tomllib.loads(f"a = {text}")["a"] == (list(value) if isinstance(value, tuple) else value)


def test_long_values_and_reasons_are_broken_into_lines() -> None:
    urls = tuple(f"https://www.example.org/sitemap-{n}.xml" for n in range(6))
    text = site_text([], {"crawl": [Line("sitemaps", urls, "because " * 60), Line("max_depth", 2, "short")]})
    assert max(map(len, text.splitlines())) <= MAX_LINE
    assert tomllib.loads(text)["crawl"]["sitemaps"] == list(urls)
    assert "max_depth = 2  # short" in text and text.startswith("[crawl]\n# because")
