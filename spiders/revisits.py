"""What is known of a page in, when to ask for it again out: often what changes often, seldom what never does.

Pure. A page's changes are taken for a Poisson process, as Cho and Garcia-Molina do ("Estimating frequency of change",
ACM TOIT 3(3), 2003), with half a change added, so that a page never seen to change has a rate, too, which falls with
the time it is known. Edits come in clusters (a correction after an article), so a page that has just changed is looked
at again soon, whatever its rate.
"""

from datetime import datetime, timedelta

from spiders.known_pages import KnownPage

# Asked for again after half of the time in which one change is expected, most changes are seen one by one.
SHARE_OF_EXPECTED_TIME = 0.5
PRIOR_CHANGES = 0.5
# A page that a run fetched ten minutes after its start is due again in the run at the same hour some days later.
EARLY_SHARE = 0.1
_DAY = timedelta(days=1)


def interval_days(page: KnownPage, min_days: float, max_days: float) -> float:
    """Return after how many days a page is to be asked for again, between the two.

    For a page that never changed that is about as long as it is known already (one day, two, four, …); for one that
    changed ten times in thirty days a day and a half. A page that answered 404 is asked for again after a day, two,
    four: three strikes take a week.
    """
    if page.missing_count:
        return min(max(2.0 ** min(page.missing_count - 1, 20), min_days), max_days)
    if page.first_fetched_at is None or page.last_fetched_at is None:
        return min_days
    observed = max((page.last_fetched_at - page.first_fetched_at) / _DAY, 0.0)
    expected = (observed + min_days) / (page.change_count + PRIOR_CHANGES)
    wanted = SHARE_OF_EXPECTED_TIME * expected
    if page.last_changed_at is not None:
        calm = max((page.last_fetched_at - page.last_changed_at) / _DAY, 0.0)
        wanted = min(wanted, calm + min_days)
    return min(max(wanted, min_days), max_days)


def due_at(page: KnownPage, min_days: float, max_days: float) -> datetime | None:
    """Return from when on a run asks for a page; None for one that waits for its first fetch, due at any time.

    That is a tenth of its interval early, but never before `min_days` are over.
    """
    if page.state == "waiting" or page.last_fetched_at is None:
        return None
    interval = interval_days(page, min_days, max_days)
    return page.last_fetched_at + timedelta(days=max((1 - EARLY_SHARE) * interval, min_days))


def is_due(page: KnownPage, now: datetime, min_days: float, max_days: float) -> bool:
    """Return whether a page is to be asked for in a run at `now`."""
    due = due_at(page, min_days, max_days)
    return due is None or due <= now
