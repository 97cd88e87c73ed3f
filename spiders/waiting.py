"""How an address ended in a run in; whether the next run is to ask for it, though no page of it was ever seen, out.

warehouse/questions/known_pages.sql says the same in SQL; tests/test_waiting.py holds the two against each other.
"""

from transforms.records import OutcomeKind

# The crawl ended, the budget of new pages was used up, or the host was given up: the address itself is as good as any.
# What is too deep, too long or one of too many calendar pages is so again in the next run, and must not come in there
# as a page that is known.
ENDED_FIRST = "the crawl ended first"
NO_BUDGET = "(max_pages)"
HOST_FAILED = "the host failed"
# robots.txt that cannot be had forbids everything for one run, not for good
ROBOTS_FAILED = "forbids everything"
# A list page that answers 304 does not name its links again: an address that failed when it was new would be lost.
# After five failures, a working week of daily runs, it is asked for only where something links to it again.
MAX_FAILURES = 5


def was_cut_off(kind: OutcomeKind, reason: str | None) -> bool:
    """Return whether nobody was asked for the address, only because the run had no more room for it."""
    said = reason or ""
    return kind == "limit" and (said.startswith((ENDED_FIRST, HOST_FAILED)) or said.endswith(NO_BUDGET))


def has_failed(kind: OutcomeKind, reason: str | None) -> bool:
    """Return whether the address gave nothing for a cause that may pass: trouble, a busy host, no robots.txt.

    A refusal (401, 403, 451, a bot challenge) and a rule of robots.txt are answers, and stand.
    """
    said = reason or ""
    return kind == "error" or (kind, said) == ("blocked", "status 429") or (kind == "robots" and ROBOTS_FAILED in said)
