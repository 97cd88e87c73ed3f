"""How long one host is waited for, by a clock that the test turns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.guards.host_patience import HostPatience


def test_a_slow_host_is_asked_less_often_and_a_fast_one_no_more_often_than_the_delay() -> None:
    host = HostPatience(base_delay=2.0)
    host.answered(0.1)
    assert host.delay == 2.0
    host.answered(4.0)
    assert host.delay == 8.0
    host.answered(500.0)
    assert host.delay == 60.0
    host.answered(0.1)
    assert host.delay == 2.0


@pytest.mark.fault("F15")
def test_trouble_doubles_the_delay_and_good_answers_bring_it_back() -> None:
    host = HostPatience(base_delay=2.0)
    host.troubled()
    host.troubled()
    assert host.delay == 8.0
    delays = []
    for _ in range(30):
        host.answered(0.1)
        delays.append(host.delay)
    assert delays[0] == pytest.approx(7.2) and delays == sorted(delays, reverse=True) and delays[-1] == 2.0


def test_a_crawl_delay_is_a_floor() -> None:
    host = HostPatience(base_delay=1.0)
    host.slow_down(7.0)
    host.slow_down(3.0)
    host.answered(0.1)
    assert host.delay == 7.0


@pytest.mark.fault("F14")
def test_a_pause_ends_when_it_was_asked_to_end() -> None:
    host = HostPatience(base_delay=1.0)
    host.asked_for_pause(100.0, 30.0)
    host.asked_for_pause(101.0, 1.0)  # a shorter one does not shorten it
    assert host.wait_seconds(110.0) == 20.0 and host.wait_seconds(131.0) == 0.0


@pytest.mark.fault("F15")
def test_a_failing_host_rests_is_tried_once_and_is_given_up() -> None:
    host = HostPatience(base_delay=1.0, max_failures=3, rest_seconds=300)
    for _ in range(3):
        host.failed(10.0)
    assert host.given_up is None and host.is_on_trial and host.wait_seconds(10.0) == 300.0
    host.failed(310.0)
    assert "4 times in a row, also after a rest" in str(host.given_up)


def test_a_host_that_comes_back_is_forgiven() -> None:
    host = HostPatience(base_delay=1.0, max_failures=3, rest_seconds=300)
    for _ in range(3):
        host.failed(10.0)
    host.answered(0.1)
    assert not host.is_on_trial
    host.failed(320.0)
    assert host.given_up is None


@given(st.lists(st.sampled_from(["good", "slow", "trouble", "fail"]), max_size=60), st.floats(0, 20))
def test_the_delay_never_leaves_its_bounds(events: list[str], base: float) -> None:
    host = HostPatience(base_delay=base, max_delay=60.0)
    for event in events:
        if event == "trouble":
            host.troubled()
        elif event == "fail":
            host.failed(0.0)
        else:
            host.answered(0.1 if event == "good" else 9.0)
        assert base <= host.delay <= 60.0
