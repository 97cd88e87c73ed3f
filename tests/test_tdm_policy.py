"""What a site's tdmrep.json reserves."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.tdm_policy import tdm_policy

SITE = "https://a.example"
RULES = [
    {"location": "/open/*", "tdm-reservation": 0},
    {"location": "/*.html$", "tdm-reservation": 1},
    {"location": "/blog/", "tdm-reservation": 1, "tdm-policy": f"{SITE}/policy.json"},
    {"location": 7},
    "nonsense",
]


@pytest.mark.fault("F18")
@pytest.mark.parametrize(
    ("path", "reserved"),
    [
        ("/blog/gember", True),
        ("/open/x.html", False),
        ("/x.html", True),
        ("/x.html?a=1", False),
        ("/", False),
        ("", False),
    ],
)
def test_the_first_rule_that_matches_counts(path: str, reserved: bool) -> None:
    assert tdm_policy(json.dumps(RULES).encode()).is_reserved(SITE + path) is reserved


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[1]", b"[" * 100_000, b"\xff"])
def test_what_is_no_policy_reserves_nothing(body: bytes) -> None:
    assert not tdm_policy(body).is_reserved(f"{SITE}/x")


@given(
    st.lists(st.fixed_dictionaries({"location": st.text(max_size=30), "tdm-reservation": st.integers(0, 2)})), st.text()
)
def test_no_policy_raises(rules: list[dict[str, object]], path: str) -> None:
    assert tdm_policy(json.dumps(rules).encode()).is_reserved(f"{SITE}/{path}") in (True, False)
