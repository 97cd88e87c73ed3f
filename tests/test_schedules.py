"""When a site is due: cron lines on the clocks of its time zone, through the nights in which those change."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.data_folder import DataFolder
from flows.schedules import ScheduledSite, is_caught_up, last_moment, missed_moment, moments, scheduled_sites
from spiders.site_schedule import Schedule

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def on_the_clock(cron: str, first: datetime, days: int) -> list[str]:
    """When a line is due in Amsterdam, as the clocks there show it."""
    found = moments(Schedule(cron=cron, timezone="Europe/Amsterdam"), first, first + timedelta(days=days))
    return [f"{moment.astimezone(AMSTERDAM):%d %H:%M%z}" for moment in found]


@pytest.mark.fault("F13")
def test_half_past_three_stays_so_when_summer_time_begins_and_ends() -> None:
    spring = datetime(2026, 3, 28, tzinfo=AMSTERDAM)
    assert on_the_clock("30 3 * * *", spring, 3) == ["28 03:30+0100", "29 03:30+0200", "30 03:30+0200"]
    autumn = datetime(2026, 10, 24, tzinfo=AMSTERDAM)
    assert on_the_clock("30 3 * * *", autumn, 3) == ["24 03:30+0200", "25 03:30+0100", "26 03:30+0100"]


@pytest.mark.fault("F13")
@pytest.mark.parametrize("first", [datetime(2026, 3, 28, tzinfo=AMSTERDAM), datetime(2026, 10, 24, tzinfo=AMSTERDAM)])
def test_no_day_is_without_its_crawl_or_has_two(first: datetime) -> None:
    """Not even at 2:15, which does not exist in the one night and exists twice in the other."""
    last = (first + timedelta(days=3)).replace(hour=23, minute=59)
    for hour in range(24):
        found = moments(Schedule(cron=f"15 {hour} * * *", timezone="Europe/Amsterdam"), first, last)
        days = [moment.astimezone(AMSTERDAM).date() for moment in found]
        assert days == [(first + timedelta(days=day)).date() for day in range(4)]


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("* * * *", "five fields"),
        ("61 * * * *", "no minute, which goes from 0 to 59"),
        ("0 0 31 2 *", "month 2 has no day 31"),
        ("0 0 * * fri-mon", "no day of week"),
        ("*/0 * * * *", "never comes again"),
        ("@daily", "five fields"),
        ("0 3 * * 1#2", "no day of week"),
    ],
)
def test_a_cron_line_that_never_runs_is_refused(cron: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Schedule(cron=cron)


def test_a_time_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="no time zone"):
        Schedule(cron="0 3 * * *", timezone="Amsterdam")


def field(least: int, most: int) -> st.SearchStrategy[str]:
    number = st.integers(least, most)
    spans = st.tuples(number, number).map(sorted).map(lambda two: f"{two[0]}-{two[1]}")
    step = st.integers(1, most).map(lambda n: f"*/{n}")
    part = st.one_of(number.map(str), spans, step, st.just("*"))
    return st.lists(part, min_size=1, max_size=3).map(",".join)


@settings(max_examples=40, deadline=None)
@given(st.tuples(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)).map(" ".join))
def test_what_is_accepted_prefect_accepts_too_and_is_due_at_some_time(cron: str) -> None:
    last = last_moment(Schedule(cron=cron, timezone="Europe/Amsterdam"), NOW)
    assert last is not None and last <= NOW


def site(data: DataFolder, cron: str, since: datetime) -> ScheduledSite:
    data.sites.mkdir(parents=True, exist_ok=True)
    path = data.sites / "example.toml"
    path.write_text(
        'name = "E"\nhomepage = "http://127.0.0.1:1/"\nlanguages = ["nl"]\n'
        f'[schedule]\ncron = "{cron}"\ntimezone = "Europe/Amsterdam"\n'
    )
    os.utime(path, (since.timestamp(), since.timestamp()))
    return scheduled_sites(data)["example"]


def crawled(data: DataFolder, at: datetime, ending: str = ".warc.gz") -> None:
    folder = data.warc_folder("example")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"example-{at:%Y%m%dT%H%M%SZ}{ending}").touch()


@pytest.mark.fault("F12")
def test_however_many_moments_were_missed_one_crawl_catches_up(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    hourly = site(data, "0 * * * *", NOW - timedelta(days=30))
    crawled(data, NOW - timedelta(days=3))
    assert missed_moment(hourly, data, NOW) == NOW
    crawled(data, NOW + timedelta(seconds=5), ".warc.gz.open")  # the crawl that catches up, and goes on
    assert missed_moment(hourly, data, NOW + timedelta(minutes=5)) is None
    late = [NOW - timedelta(hours=hour) for hour in range(72)]  # what Prefect still holds for those three days
    assert all(is_caught_up("example", data, due) for due in late)
    assert not is_caught_up("example", data, NOW + timedelta(hours=1))


def test_a_new_site_waits_for_its_first_moment(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    new = site(data, "30 3 * * *", NOW)
    assert missed_moment(new, data, NOW + timedelta(hours=2)) is None
    assert missed_moment(new, data, NOW + timedelta(days=1)) == datetime(2026, 11, 30, 2, 30, tzinfo=UTC)


def test_only_enabled_sites_with_a_schedule_are_served(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    file = site(data, "30 3 * * *", NOW).site_file
    assert set(scheduled_sites(data)) == {"example"}
    file.write_text(file.read_text().replace("[schedule]", "enabled = false\n[schedule]"))
    assert scheduled_sites(data) == {}
