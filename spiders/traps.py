"""An address in; why it looks like part of an endless trap out, or None where it does not."""

import re
from collections import Counter
from urllib.parse import SplitResult, parse_qsl, urlsplit

# Longer addresses are session state and traps; Heritrix and Common Crawl cut at 2,083 and 1,024 characters.
MAX_ADDRESS_CHARACTERS = 1024
# /a/b/a/b/a/b/… comes from relative links on a page that answers at every path; Heritrix refuses the third repeat.
MAX_SEGMENT_REPEATS = 3
MAX_SEGMENTS = 20
MAX_PARAMETERS = 8
# `?page=999999` is nobody's page of a list; 4,400 real pages link to no list with more than some hundred.
MAX_PAGE_NUMBER = 2000
# A calendar has a page for every month there will ever be. Health sites announce events a year ahead, and no page of
# theirs is older than the web.
FIRST_YEAR, LAST_YEAR = 1990, 2035
# Facets multiply: 5 filters with 10 values each are 100,000 pages of the same products. An archive that keeps articles
# at `/index.php?id=123` has one parameter, and may have as many as it likes.
MAX_FACETS = 300
MAX_CALENDAR_PAGES = 400

# `/p/123456/…` is an article's number, `?p=3` a page's
_PAGE_NUMBER = re.compile(
    r"(?:(?:^|/)(?:page|pagina|paged|seite)/|[?&](?:page|pagina|paged|pg|p|seite)=)(\d{1,12})(?:$|[/&?])", re.IGNORECASE
)
_CALENDAR_PATH = re.compile(r"(?:^|/)(?:calendar|kalender|agenda|events?|evenementen)(?:/|$)", re.IGNORECASE)
_YEAR_AND_MONTH = re.compile(r"(?:^|[/=&])(\d{4})[-/](?:0?[1-9]|1[0-2])(?:$|[-/&?])")
_DATE_PARAMETER = re.compile(
    r"^(?:date|datum|month|maand|year|jaar|day|week|tribe-bar-date|ical|start_?date)$", re.IGNORECASE
)


def trap_reason(url: str) -> str | None:
    """Return why one address looks like an endless trap: its length, repeats, parameters, page number or year."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    segment, repeats = Counter(segments).most_common(1)[0] if segments else ("", 0)
    where = f"{parts.path}?{parts.query}"
    page_number = max(map(int, _PAGE_NUMBER.findall(where)), default=0)
    years = [int(year) for year in _YEAR_AND_MONTH.findall(where)] if _is_calendar(parts) else []
    signs = {
        f"the address has {len(url)} characters, more than {MAX_ADDRESS_CHARACTERS}": len(url) > MAX_ADDRESS_CHARACTERS,
        f"the path repeats {segment!r} {repeats} times": repeats > MAX_SEGMENT_REPEATS,
        f"the path has more than {MAX_SEGMENTS} parts": len(segments) > MAX_SEGMENTS,
        f"the address has more than {MAX_PARAMETERS} parameters": parts.query.count("&") >= MAX_PARAMETERS,
        f"a page number above {MAX_PAGE_NUMBER}": page_number > MAX_PAGE_NUMBER,
        "a calendar page of a year that is far off": any(not FIRST_YEAR <= year <= LAST_YEAR for year in years),
    }
    return next((reason for reason, is_so in signs.items() if is_so), None)


class ShapeBudgets:
    """How many addresses of one shape were let through: facets of one page, and pages of one calendar."""

    def __init__(self) -> None:
        """Nothing was let through yet."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def refusal(self, url: str) -> str | None:
        """Return why an address is one too many of its shape; else count it and return None."""
        parts = urlsplit(url)
        names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
        if _is_calendar(parts):
            folder = _CALENDAR_PATH.split(parts.path)[0] if _CALENDAR_PATH.search(parts.path) else parts.path
            key, most, what = ("calendar", parts.netloc + folder), MAX_CALENDAR_PAGES, "pages of one calendar"
        elif len(names) > 1:
            key, most, what = ("facets", parts.netloc + parts.path), MAX_FACETS, "addresses of one page with filters"
        else:
            return None
        if self._counts[key] >= most:
            return f"more than {most} {what}"
        self._counts[key] += 1
        return None


def _is_calendar(parts: SplitResult) -> bool:
    names = (name for name, _ in parse_qsl(parts.query))
    return bool(_CALENDAR_PATH.search(parts.path)) or any(_DATE_PARAMETER.match(name) for name in names)
