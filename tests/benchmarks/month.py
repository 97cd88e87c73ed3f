"""A site of 2,000 pages crawled ten times in a month on a simulated clock: `python -m tests.benchmarks.month [PAGES]`.

What is asked for after the first crawl, whether each edit was seen within its page's interval, and how long it took.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.test_site_month import crawled_month, late_edits, spared_share


def figures(pages: int) -> dict[str, object]:
    """Return the month's figures."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        month = crawled_month(Path(folder), pages)
        later = sum(month.outcomes[1:], Counter())
        return {
            "pages": pages,
            "edits": sum(len(page.edits()) for page in month.site.pages),
            "edits_seen_late": late_edits(month),
            "spared_share": round(spared_share(month), 3),
            "asked_share": round(1 - later["not_due"] / later.total(), 3),
            "outcomes_after_the_first_crawl": dict(later),
            "seconds": round(time.monotonic() - started),
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(*([int(one) for one in sys.argv[1:]] or [2000])), indent=1) + "\n")
