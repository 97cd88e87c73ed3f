"""A site file and a look at its site in; what holds, what does not, and what to do about it, out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from flows.surveys import PageReading, SurveyedSite
from spiders.site_config import Site
from spiders.survey_problems import TRY_LATER, no_answer
from spiders.surveys import Answered, ListFound, Survey

State = Literal["ok", "degraded", "failed"]
STATES: tuple[State, ...] = ("ok", "degraded", "failed")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do about it where there is something to do."""

    name: str
    state: State
    found: str
    advice: str | None = None


def site_checks(site: Site, surveyed: SurveyedSite) -> tuple[Check, ...]:
    """Every check of a site file against a look at its site, in the order in which a crawl meets them."""
    survey = surveyed.survey
    checks = [_permission(site), _robots(site, survey)]
    checks += [_start_page(page, survey) for page in survey.start_pages]
    checks += [_list(found) for found in survey.lists if not found.named_by.startswith("http") or found.problem]
    checks += [_addresses(site, survey), _answers(survey), *_articles(surveyed)]
    if surveyed.articles or any(page.outcome == "other_language" for page in surveyed.pages):
        checks += _languages(site, surveyed)
    if surveyed.articles:
        dated = [page for page in surveyed.articles if page.day]
        authored = [page for page in surveyed.articles if page.author]
        checks.append(_share("dates", "a date", len(dated), surveyed.articles, site.expect.dated_share))
        checks.append(_share("authors", "an author", len(authored), surveyed.articles, site.expect.authored_share))
    return tuple(checks)


def overall(checks: Sequence[Check]) -> State:
    """The worst state among the checks."""
    return max((check.state for check in checks), key=STATES.index, default="ok")


def _permission(site: Site) -> Check:
    note = site.permission.strip()
    if not site.enabled:
        todo = "set `enabled = true`" if note else "read the terms, fill in `permission`, then set `enabled = true`"
        return Check("enabled", "ok", "no: `claimtrace run` leaves it out", todo)
    # without a note only a site on this machine is looked at: spiders/permission.py
    return Check("permission", "ok", note[:100] or "a site on this machine needs no note")


def _robots(site: Site, survey: Survey) -> Check:
    robots = survey.robots
    if robots.says == "unasked":
        return Check("robots.txt", "failed", "it was not asked for", f"look at `homepage` in the file: {site.homepage}")
    if robots.says == "nothing":
        return Check("robots.txt", "ok", "there is none: everything is allowed")
    if robots.says == "refused":
        return Check("robots.txt", "failed", str(robots.reason), TRY_LATER)
    told = [f"Crawl-delay of {robots.delay_seconds:g} seconds, which is kept"] if robots.delay_seconds else []
    if robots.disallowed_share == 1:
        advice = "do not crawl it, or ask its owner"
        return Check("robots.txt", "failed", "it disallows every address that was found", advice)
    if robots.disallowed_share:
        told.append(f"{robots.disallowed_share:.0%} of the addresses found are disallowed")
    missing = [url for url in robots.sitemaps if url not in site.crawl.sitemaps]
    names = f"it names sitemaps that the file does not: {', '.join(missing[:3])}" if missing else None
    return Check("robots.txt", "ok", "; ".join(["it allows us", *told]), names)


def _start_page(page: Answered, survey: Survey) -> Check:
    if page.status is None:
        problem = no_answer(page.url, page.outcome or "error", page.reason or "", survey.robots)
        return Check("start page", "failed" if len(survey.start_pages) == 1 else "degraded", problem)
    if page.status == 200:
        return Check("start page", "ok", page.url)
    found = f"{page.url} answered {page.status}" + (f"; {page.reason}" if page.reason else "")
    return Check("start page", "degraded", found, "take it out of `start_pages`, or put its new address there")


def _list(found: ListFound) -> Check:
    if found.problem:
        key = f"{found.kind}s"
        return Check(found.kind, "degraded", f"{found.url}: {found.problem}", f"correct or remove it at `{key}`")
    if found.sitemap_count:
        return Check(found.kind, "ok", f"{found.url} names {found.sitemap_count} sitemaps, of which a few were read")
    newest = f", the newest of {found.newest:%Y-%m-%d}" if found.newest else ""
    told = f"{found.url} names {found.page_count} pages{newest}; {found.scope_count} in scope"
    if found.scope_count or not found.page_count:
        return Check(found.kind, "ok" if found.page_count else "degraded", told)
    return Check(found.kind, "degraded", told, f"`allow` and `deny` leave out all of them, e.g. {found.example}")


def _addresses(site: Site, survey: Survey) -> Check:
    told = f"{survey.found_count} in scope"
    if not survey.found_count:
        advice = "look at `allow` and `deny`; a site that is drawn by JavaScript needs a sitemap or a feed"
        return Check("addresses", "failed", "none in scope", advice)
    wanted = site.expect.min_articles
    if survey.found_count < wanted and not survey.unread_sitemaps and not _has_index(survey):
        advice = f"`min_articles` expects {wanted} articles a run: widen `allow`, add a sitemap, or expect less"
        return Check("addresses", "degraded", told, advice)
    return Check("addresses", "ok", told)


def _has_index(survey: Survey) -> bool:
    """Whether only some of the sitemaps were read, so that there are more addresses than were found."""
    return any(found.sitemap_count for found in survey.lists)


def _answers(survey: Survey) -> Check:
    if survey.answers_anything:
        told = "the site answers an address that does not exist with status 200; pages like that one are soft 404s"
        return Check("error page", "ok", told)
    return Check("error page", "ok", "an address that does not exist is not answered with a page")


def _articles(surveyed: SurveyedSite) -> Iterator[Check]:
    pages, articles = surveyed.pages, surveyed.articles
    if not pages:
        if surveyed.survey.found_count:
            yield Check("articles", "failed", "no page in scope looks like an article", "look at `allow` and `deny`")
        return
    reasons = Counter(f"{page.outcome}: {page.reason}" for page in pages if not page.is_article)
    why = f"; the others are {', '.join(reasons)}" if reasons else ""
    told = f"{len(articles)} of {len(pages)} pages looked at{why}"
    if not articles:
        advice = "open one in a browser: has the site a new layout, a consent wall, or is it drawn by JavaScript?"
        yield Check("articles", "failed", told, advice)
    elif 2 * len(articles) < len(pages):
        yield Check("articles", "degraded", told, "narrow `allow` to the folders of articles")
    else:
        yield Check("articles", "ok", told)


def _languages(site: Site, surveyed: SurveyedSite) -> Iterator[Check]:
    counts = Counter(page.lang for page in surveyed.pages if page.lang)
    told = ", ".join(f"{count} {code}" for code, count in counts.most_common())
    foreign = [page for page in surveyed.pages if page.outcome == "other_language"]
    if 2 * len(foreign) >= counts.total():
        codes = ", ".join(sorted({str(page.lang) for page in foreign}))
        yield Check("languages", "degraded", told, f"`languages` has {', '.join(site.languages)}; is {codes} missing?")
    else:
        yield Check("languages", "ok", told)


def _share(name: str, what: str, count: int, articles: Sequence[PageReading], expected: float | None) -> Check:
    told = f"{count} of {len(articles)} articles have {what}"
    if expected is None:
        return Check(name, "ok", told)
    told += f", expected are {expected:.0%}"
    # of five pages, one more or less is chance; rounded, since 0.7 * 10 is a little more than 7
    if count + 1 >= round(expected * len(articles), 6):
        return Check(name, "ok", told)
    return Check(name, "degraded", told, "open one in a browser: where does the page say it now?")
