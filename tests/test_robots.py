"""What a robots.txt answer allows (RFC 9309), what Retry-After asks, and which addresses are never fetched."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from spiders.failures import outcome_of
from spiders.guards.addresses import AddressBlocked, AddressGuardMiddleware, refused_address
from spiders.guards.retries import retry_after_seconds
from spiders.guards.robots import MAX_ROBOTS_BYTES, RobotsDenied, robots_policy

US = "claimtrace"
PAGE = "https://a.example/dir/page"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"", True),
        (200, b"User-agent: *\nDisallow: /dir/", False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /dir/", False),
        (200, b"User-agent: *\nDisallow: /\nUser-agent: Claimtrace\nAllow: /", True),
        (200, b"User-agent: *\nDisallow: /dir/\nAllow: /dir/page", True),
        (200, b"User-agent: *\nDisallow: /*/page$", False),
        (200, b"<!doctype html><p>Not found", True),
        (200, b"\xff\xfe\x00" * 9, True),
        (200, b"#" * (MAX_ROBOTS_BYTES - 40) + b"\nUser-agent: *\nDisallow: /dir/" + b"\n#" * 99, False),
        (404, b"User-agent: *\nDisallow: /", True),
        (401, b"", True),
        (403, b"", True),
        (429, b"", False),
        (500, b"", False),
        (503, b"", False),
        (304, b"", False),
    ],
)
def test_what_robots_txt_allows(status: int, body: bytes, allowed: bool) -> None:
    assert (robots_policy(status, body).refusal(PAGE, US) is None) == allowed


@given(st.binary(max_size=300))
def test_no_robots_txt_raises(body: bytes) -> None:
    policy = robots_policy(200, b"User-agent: *\nCrawl-delay: 5\n" + body)
    assert policy.refusal(PAGE, US) in (None, "robots.txt disallows it")
    assert policy.crawl_delay_seconds(US) >= 0


def test_a_crawl_delay_is_read() -> None:
    assert robots_policy(200, b"User-agent: *\nCrawl-delay: 7.5").crawl_delay_seconds(US) == 7.5
    assert robots_policy(200, b"User-agent: x\nCrawl-delay: 7.5").crawl_delay_seconds(US) == 0
    assert robots_policy(404, b"").crawl_delay_seconds(US) == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 01 Mar 2026 09:31:00 GMT", 60.0),
        ("Sun, 01 Mar 2026 09:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("9" * 5000, 999999999999.0),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(header, datetime(2026, 3, 1, 9, 30, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "::ffff:127.0.0.1", "0.0.0.0", "10.1.2.3",
     "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "[fe80::1%eth0]", "192.168.1.1",
     "172.16.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_never_fetched(address: str) -> None:
    assert refused_address(address)


def test_public_addresses_names_and_our_own_loopback() -> None:
    assert [refused_address(one) for one in ("93.184.215.14", "[2606:4700::1111]", "a.example", "")] == [None] * 4
    assert refused_address("127.0.0.1", "loopback") is None and refused_address("127.0.0.1", "private") is None
    assert refused_address("10.0.0.1", "loopback") and refused_address("10.0.0.1", "private") is None
    assert all(refused_address(one, "private") for one in ("169.254.169.254", "0.0.0.0", "[fe80::1]", "224.0.0.1"))


def test_a_scheme_that_is_not_fetched() -> None:
    guard = AddressGuardMiddleware.__new__(AddressGuardMiddleware)
    guard._reach = "public"
    for url in ("file://a.example/etc/passwd", "ftp://a.example/", "http://127.0.0.1:80/x", "http://[::1]/"):
        with pytest.raises(AddressBlocked):
            guard.process_request(Request(url))
    guard.process_request(Request("https://a.example/"))


def test_failures_in_words() -> None:
    assert outcome_of(RobotsDenied("robots.txt disallows it"), {}, PAGE) == ("robots", "robots.txt disallows it")
    assert (
        outcome_of(RuntimeError("x" * 999), {}, PAGE)[0] == "error"
        and len(outcome_of(RuntimeError("x" * 999), {}, PAGE)[1]) == 300
    )
