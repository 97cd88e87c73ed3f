"""What became of a request for a home page in; why the site cannot be crawled, and what to do, out in a sentence."""

from http import HTTPStatus

from spiders.surveys import RobotsFound

_LOCAL = "if it is a site of your own network, write its site file by hand, with `local = true`"
TRY_LATER = "is the address right, and does it open in a browser? Try again later"
_ADVICE = {
    "robots": "do not crawl it, or ask its owner to allow claimtrace",
    "blocked": _LOCAL,
    "error": TRY_LATER,
}


def no_answer(url: str, outcome: str, reason: str, robots: RobotsFound) -> str:
    """Return the sentence for a request that got no response, as `spiders.failures.outcome_of` tells it."""
    # A robots.txt that cannot be had closes a site, and the reason is seldom robots.txt: mostly the site is down.
    what = "error" if outcome == "robots" and robots.says == "refused" else outcome
    return f"{url}: {reason}; {_ADVICE.get(what, _ADVICE['error'])}"


def bad_answer(url: str, status: int, redirect: str | None) -> str | None:
    """Return the sentence for a response that is no page; None for one that may be. `redirect`: where it leads."""
    if redirect:
        return f"{url} leads to {redirect}, another site; add that one if it is the one you mean"
    if status == HTTPStatus.OK:
        return None
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS):
        return f"{url} answered {status}: it does not want us there; do not crawl it, or ask its owner"
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return f"{url} answered {status}: there is no such page; give the address of the home page"
    return f"{url} answered {status}; does it open in a browser? Try again later"


def not_html(url: str, reason: str) -> str:
    """Return the sentence for what is no page of HTML; `reason` as transforms.markup gives it."""
    return f"{url}: {reason}; give the address of the site's home page"
