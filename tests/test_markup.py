"""What the first bytes of a body give away, however many comments stand before its first tag."""

import pytest

from transforms.markup import sniffed_type

COMMENTS = b"<!-- theme --> " * 250


@pytest.mark.fault("F28")
@pytest.mark.parametrize("start", [b"", b"<!-- one -->", b"<?xml version='1.0'?>\n<!-- a --><!-- b -->\n", COMMENTS])
def test_a_feed_is_known_behind_comments(start: bytes) -> None:
    assert sniffed_type(start + b"<rss version='2.0'>") == "application/xml (rss)"
    assert sniffed_type(start + b"<html>") == "text/html"


@pytest.mark.fault("F26")
def test_comments_without_end_take_no_time_without_end() -> None:
    """Tried one by one, 40 of them took days."""
    assert sniffed_type(COMMENTS + b"words") is None
