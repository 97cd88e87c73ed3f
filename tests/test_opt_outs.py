"""What pages ask of crawlers, in heads and in metas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.opt_outs import opt_outs

ALL = {"noindex", "noarchive", "nofollow", "tdm_reservation"}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("X-Robots-Tag", "noindex, noarchive"), {"noindex", "noarchive"}),
        (("x-robots-tag", "none"), {"noindex", "nofollow"}),
        (("X-Robots-Tag", "googlebot: noindex, nofollow"), set()),
        (("X-Robots-Tag", "googlebot: noindex, claimtrace: noarchive"), {"noarchive"}),
        (("X-Robots-Tag", "max-snippet: 20, noindex"), {"noindex"}),
        (("X-Robots-Tag", "unavailable_after: 25 Jun 2027 15:00:00 PST"), set()),
        (("TDM-Reservation", "1"), {"tdm_reservation"}),
        (("tdm-reservation", "0"), set()),
        (("X-Robots-Tag", "index, follow"), set()),
    ],
)
def test_headers(header: tuple[str, str], found: set[str]) -> None:
    assert opt_outs([header], b"") == found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (b'<meta name="robots" content="noindex,follow">', {"noindex"}),
        (b"<META CONTENT='NOARCHIVE' NAME='ROBOTS'>", {"noarchive"}),
        (b"<meta name=robots content=none>", {"noindex", "nofollow"}),
        (b'<meta name="claimtrace" content="noindex">', {"noindex"}),
        (b'<meta name="bingbot" content="noindex"><p>robots', set()),
        (b'<meta name="tdm-reservation" content="1">', {"tdm_reservation"}),
        (b'<meta name="description" content="robots: noindex">', set()),
        (b"<p>" + b"x" * 70_000 + b'<meta name="robots" content="noindex">', set()),
    ],
)
def test_metas(markup: bytes, found: set[str]) -> None:
    assert opt_outs([], markup) == found


@given(st.text(max_size=60), st.binary(max_size=200))
def test_whatever_stands_there_gives_known_words(value: str, body: bytes) -> None:
    assert opt_outs([("X-Robots-Tag", value)], b'<meta name="robots" content=' + body) <= ALL
