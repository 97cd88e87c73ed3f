"""Site files in; when each site is due, next and last, out. Times are in UTC."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.clock import now
from flows.crawls import configured_sites, is_suppressed_site
from flows.data_folder import DataFolder
from flows.leases import living_leases
from spiders.site_config import SiteFileError, load_site
from spiders.site_schedule import Schedule

# How far back the last due moment is looked for: Prefect's schedule looks at 1,000 moments from the start of a span,
# so a line for each minute is found in the shortest, a yearly one in the longest.
_SPANS = tuple(timedelta(days=days) for days in (0.05, 1.5, 35, 370, 1500))


@dataclass(frozen=True, slots=True)
class ScheduledSite:
    """An enabled site with a schedule; `since` is when its file was last written."""

    slug: str
    site_file: Path
    schedule: Schedule
    since: datetime


def scheduled_sites(data: DataFolder) -> dict[str, ScheduledSite]:
    """The enabled sites with a schedule, by slug. A file that cannot be read is not among them; see `unreadable`."""
    found: dict[str, ScheduledSite] = {}
    for slug, path in configured_sites(data).items():
        try:
            site = load_site(path)
            since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (SiteFileError, OSError):
            continue
        if site.enabled and site.schedule and not is_suppressed_site(slug, path, data):
            found[slug] = ScheduledSite(slug, path, site.schedule, since)
    return found


def unreadable(data: DataFolder) -> dict[str, str]:
    """What is wrong with site files that cannot be read, by slug."""
    wrong: dict[str, str] = {}
    for slug, path in configured_sites(data).items():
        try:
            load_site(path)
        except SiteFileError as error:
            wrong[slug] = str(error)
    return wrong


def moments(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """The moments from `start` to `end`, both included, at which a schedule is due, by Prefect's own reckoning.

    At most a thousand. In the night in which clocks go forward a moment that does not exist comes an hour away from it;
    when they go back one that exists twice comes once.
    """
    from prefect.server.schemas.schedules import CronSchedule

    cron = CronSchedule(cron=schedule.cron, timezone=schedule.timezone)
    found = asyncio.run(cron.get_dates(start=start.astimezone(UTC), end=end.astimezone(UTC)))
    return [datetime.fromtimestamp(moment.timestamp(), UTC) for moment in found]


def last_moment(schedule: Schedule, until: datetime) -> datetime | None:
    """The last moment up to `until` at which a schedule was due; None for none in four years."""
    for span in _SPANS:
        if found := moments(schedule, until - span, until):
            return found[-1]
    return None


def last_begun(slug: str, data: DataFolder) -> datetime | None:
    """When the last crawl of a site began, however it ended, by the name of its file; None for never."""
    begun = []
    for path in data.warc_folder(slug).glob(f"{slug}-*.warc.gz*"):
        stamp = path.name.removeprefix(f"{slug}-").partition(".")[0]
        try:
            begun.append(datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
        except ValueError:
            continue
    return max(begun, default=None)


def missed_moment(site: ScheduledSite, data: DataFolder, at: datetime) -> datetime | None:
    """The last moment up to `at` at which a site was due, if no crawl of it has begun since, else None.

    However many moments were missed, there is one crawl to catch up with. What was due before the site file was written
    was not missed: a new site waits for its first moment.
    """
    due = last_moment(site.schedule, at)
    if due is None or due < site.since:
        return None
    begun = last_begun(site.slug, data)
    return None if begun is not None and begun >= due else due


def due_sites(sites: Mapping[str, Path], data: DataFolder) -> dict[str, Path]:
    """Those of these sites that were due since their last crawl began, and that no other run has just now."""
    scheduled = scheduled_sites(data)
    taken = {slug for lease in living_leases(data) for slug in lease.sites}
    at = now()
    return {
        slug: path
        for slug, path in sites.items()
        if slug in scheduled and slug not in taken and missed_moment(scheduled[slug], data, at)
    }


def is_caught_up(slug: str, data: DataFolder, due: datetime) -> bool:
    """Whether a crawl of the site has begun since it was due then: a run for that moment is one too many."""
    begun = last_begun(slug, data)
    return begun is not None and begun >= due
