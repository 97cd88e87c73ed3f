import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.links import file_stem, link_label, safe_href, site_stems


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/hostname",
        "//evil.example/x",
        "/relative",
        "http:",
        "http://",
        "http://[::1",
        'https://a.example/"><script>',
        "https://a.example/\\@b.example",
        "https://a.example/ b",
        "",
        None,
        float("nan"),
    ],
)
def test_what_is_no_plain_web_address_gets_no_link(url):
    assert safe_href(url) is None


@pytest.mark.parametrize(
    "url",
    ["https://doi.org/10.5555/abc", "HTTP://a.example", "http://127.0.0.1:8001/x?y=1&z=ü", "https://пример.example/"],
)
def test_a_web_address_is_kept_as_it_is(url):
    assert safe_href(url) == url


@given(st.text())
def test_no_text_becomes_a_link_with_another_scheme(text):
    href = safe_href(text)
    assert href is None or urlsplit(href).scheme in {"http", "https"}


def test_a_label_shows_where_a_link_really_goes():
    assert link_label("https://www.doi.org/10.5555/abc") == "doi.org/10.5555/abc"
    assert link_label("https://doi.org@evil.example/x") == "evil.example/x"
    assert link_label("https://аpple.example/") == "xn--pple-43d.example"  # a Cyrillic а
    assert len(link_label("https://a.example/" + "x" * 500)) == 60


def test_slugs_and_hosts_keep_their_name():
    for name in ("gezondgloed", "example.org", "a-b_c.nl", "0123456789abcdef"):
        assert file_stem(name) == name


@pytest.mark.parametrize(
    "name",
    ["127.0.0.1:8001", "../../etc/passwd", "A.nl", "а.nl", "a.nl.", "nul", "con.example", "a/b", "", "x" * 300],
)
def test_other_names_become_safe_ones_with_a_digest(name):
    stem = file_stem(name)
    assert re.fullmatch(r"[a-z0-9._-]*-[0-9a-f]{8}", stem)
    assert len(stem) < 64
    assert not stem.startswith((".", "con", "nul"))


@pytest.mark.fault("F47")
def test_look_alikes_get_different_files_on_any_disk():
    stems = site_stems(["a.nl", "A.nl", "а.nl", "a.nl.", "127.0.0.1:8001", "127.0.0.1-8001"])
    assert len({stem.lower() for stem in stems.values()}) == 6


def test_a_site_named_as_anothers_file_does_not_take_it():
    hosts = ["127.0.0.1:8001", file_stem("127.0.0.1:8001")]
    stems = site_stems(hosts)
    assert stems[hosts[1]] == hosts[1]
    assert stems[hosts[0]] != hosts[1]


@given(st.lists(st.text(max_size=80), max_size=30))
def test_every_site_has_a_file_of_its_own(names):
    stems = site_stems(names)
    assert set(stems) == set(names)
    assert len({stem.casefold() for stem in stems.values()}) == len(stems)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*", stem) and "~" not in stem for stem in stems.values())
