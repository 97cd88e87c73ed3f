"""A look at a site, or the checks of its file, in; the lines that a person reads at the terminal out."""

from collections.abc import Iterator, Sequence

from flows.site_checks import Check, overall
from flows.surveys import PageReading, SurveyedSite
from spiders.surveys import ListFound, RobotsFound
from transforms.clean_text import clean

_MARGIN = 13
_SHOWN_LISTS = 10


def survey_lines(surveyed: SurveyedSite) -> Iterator[str]:
    """What the site says of itself, then its pages, each with what a crawl would keep of it."""
    survey = surveyed.survey
    if survey.front:
        front = survey.front
        yield shown(f"{front.name}, {survey.homepage}")
        yield _named("language", front.language or "the home page does not say")
        yield _named("publisher", f"{front.publisher_kind}: {front.publisher_why}")
        yield _named("terms", ", ".join(front.terms) or "no link on the home page looks like them")
    yield _named("robots.txt", robots_words(survey.robots))
    for found in survey.lists[:_SHOWN_LISTS]:
        yield _named(found.kind, list_words(found))
    if not survey.lists:
        yield _named("sitemap", "none, and no feed: articles are found by links alone")
    folders = ", ".join(f"{one.pattern.removeprefix('^')} ({one.count})" for one in survey.folders)
    yield _named(
        "addresses", f"{survey.found_count} found" + (f", nearly all articles in {folders}" if folders else "")
    )
    yield ""
    yield f"{len(surveyed.articles)} of {len(surveyed.pages)} pages looked at are articles"
    for page in surveyed.pages:
        yield from page_lines(page)


def page_lines(page: PageReading) -> Iterator[str]:
    """One page: where it lies, and what was read from it or why it is no article."""
    yield ""
    yield shown(f"{page.url} ({page.named_by})", 2)
    if not page.is_article:
        yield shown(page.outcome + (f": {page.reason}" if page.reason else ""), 4)
        return
    yield shown(page.title or "no title", 4)
    told = [
        str(page.day or "no date"),
        page.author or "no author",
        str(page.lang),
        f"{page.word_count} words",
        f"{page.claim_count} claims",
        f"{page.citation_count} citations",
    ]
    yield shown("; ".join(told), 4)
    yield shown(f"“{page.first_words}”", 4)


def check_lines(slug: str, checks: Sequence[Check]) -> Iterator[str]:
    """One line a check, what to do below it, and in the end how the site is."""
    for check in checks:
        state = "" if check.state == "ok" else f"{check.state}: "
        yield _named(check.name, state + check.found)
        if check.advice:
            yield shown(f"→ {check.advice}", _MARGIN)
    yield f"{slug} is {overall(checks)}"


def robots_words(robots: RobotsFound) -> str:
    """What robots.txt says, in words."""
    if robots.says == "rules":
        delay = f"; Crawl-delay of {robots.delay_seconds:g} seconds" if robots.delay_seconds else ""
        share = (
            f"; it disallows {robots.disallowed_share:.0%} of the addresses found" if robots.disallowed_share else ""
        )
        return f"it allows the home page{delay}{share}; sitemaps named: {len(robots.sitemaps)}"
    return robots.reason or "there is none: everything is allowed"


def list_words(found: ListFound) -> str:
    """What a sitemap or feed holds, in words."""
    if found.problem:
        return f"{found.url}: {found.problem}"
    if found.sitemap_count:
        return f"{found.url}: {found.sitemap_count} sitemaps"
    newest = f", the newest of {found.newest:%Y-%m-%d}" if found.newest else ""
    return f"{found.url}: {found.page_count} pages{newest}"


def shown(text: str, indent: int = 0) -> str:
    """A line without what moves a terminal's cursor or turns its text around."""
    return " " * indent + clean(text).strip()


def _named(name: str, text: str) -> str:
    return f"{name:{_MARGIN}}{shown(text)}"
