"""A site crawled by runs that are killed at random moments: `python -m tests.benchmarks.kills [ROUNDS] [SEED]`.

Each round starts a run, kills it, and goes on with the next; when all are over one run comes to its end, and it is
counted whether any page was lost, loaded twice, or fetched more often than the kills explain. 100 rounds take some
five minutes.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.test_recovery import check_nothing_lost, crawl_with_kills

PAGES = 700


def figures(rounds: int, seed: int) -> dict[str, object]:
    """Return how many kills hit a run, and how many pages were fetched more than once. Raises on a lost page.

    Some twenty kills come before a site of 700 pages is crawled, so the rounds are spread over as many as it takes.
    """
    kills = refetched = sites = 0
    while kills < rounds:
        with tempfile.TemporaryDirectory() as folder:
            host, hit = crawl_with_kills(Path(folder), min(20, rounds - kills), seed + sites, PAGES)
            check_nothing_lost(Path(folder), host)
        full = [path for path, headers in host.asked if path.startswith("/p") and "If-None-Match" not in headers]
        kills, refetched, sites = kills + hit, refetched + len(full) - len(set(full)), sites + 1
        sys.stderr.write(f"{kills} kills over {sites} sites: nothing lost, {refetched} pages fetched twice\n")
    return {
        "kills": kills,
        "sites": sites,
        "pages": sites * PAGES,
        "fetched_twice": refetched,
        "lost": 0,
        "loaded_twice": 0,
    }


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    sys.stdout.write(json.dumps(figures(*(arguments + [100, 1][len(arguments) :]))) + "\n")
