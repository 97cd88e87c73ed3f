"""A site's `/.well-known/tdmrep.json` in; whether it reserves text and data mining for an address out.

The TDM Reservation Protocol (W3C community group, 2024), section 6: a list of rules, `{"location": "/blog/*",
"tdm-reservation": 1}`, whose locations are patterns as robots.txt has them; the first that matches counts.
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

WELL_KNOWN = "/.well-known/tdmrep.json"
MAX_RULES = 1000
MAX_LOCATION_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class TdmPolicy:
    """The rules of a site in order: (pattern, reserved). None at all reserve nothing."""

    rules: tuple[tuple[re.Pattern[str], bool], ...] = ()

    def is_reserved(self, url: str) -> bool:
        """Return whether the site reserves mining for the page at `url`."""
        parts = urlsplit(url)
        where = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return next((reserved for pattern, reserved in self.rules if pattern.match(where)), False)


def tdm_policy(body: bytes) -> TdmPolicy:
    """Return the policy of a tdmrep.json; what is no rule in it is passed over, and what is no JSON holds none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return TdmPolicy()
    rules = []
    for rule in said[:MAX_RULES] if isinstance(said, list) else ():
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and len(location) <= MAX_LOCATION_CHARACTERS and "tdm-reservation" in rule:
            rules.append((_pattern(location), rule["tdm-reservation"] in (1, "1")))
    return TdmPolicy(tuple(rules))


def _pattern(location: str) -> re.Pattern[str]:
    """`/blog/*.html$` as robots.txt means it: `*` is anything, `$` the end, all else itself."""
    body, end = (location[:-1], r"\Z") if location.endswith("$") else (location, "")
    # runs of stars are one: `****` would be tried in every way
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\*+", body)) + end, re.DOTALL)
