"""Nothing in; the moment that runs date themselves by, out."""

import os
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The time in UTC, moved by CLAIMTRACE_CLOCK_OFFSET seconds where a rehearsal wants another day (`86400`).

    Raises ValueError for an offset that is no number.
    """
    return datetime.now(UTC) + timedelta(seconds=float(os.environ.get("CLAIMTRACE_CLOCK_OFFSET") or 0))
