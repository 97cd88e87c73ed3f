"""A site that was looked over in; the text of a site file for it, each value with its reason, out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args
from urllib.parse import urljoin

from flows.surveys import SurveyedSite
from spiders.article_addresses import Folder, folder_pattern
from spiders.site_config import MAX_ADDRESS_CHARACTERS, Crawl, PublisherKind
from spiders.site_file import Line, site_text
from spiders.surveys import Survey
from transforms.addresses import is_home
from transforms.lang import languages

# Where nothing says how a site is written
FALLBACK_LANGUAGE = "en"
# A handful of pages proves little: what they all have is expected of most, and nothing where one lacks it
EXPECTED_DATED, EXPECTED_AUTHORED = 0.8, 0.5
MIN_ARTICLES_TO_EXPECT = 3
MAX_SITEMAPS = 20
_FOUND_BY = {"a guess": "not named anywhere; found where most sites have it"}


def drafted_site(surveyed: SurveyedSite, day: date) -> str:
    """The TOML text of a site file: not enabled, and with an empty `permission` until a person has read the terms."""
    survey = surveyed.survey
    tables = {"": list(_site_lines(surveyed)), "crawl": list(_crawl_lines(surveyed))}
    if expected := list(_expect_lines(surveyed)):
        tables["expect"] = expected
    return site_text(_header(survey, day), tables)


def to_read(survey: Survey) -> str:
    """What a person has to read before a crawl: robots.txt, where there is one, and the terms."""
    links = ", ".join(survey.front.terms) if survey.front else ""
    terms = f"the terms of use ({links or f'look for a link on {survey.homepage}'})"
    return terms if survey.robots.says == "nothing" else f"{survey.robots.url} and {terms}"


def _header(survey: Survey, day: date) -> list[str]:
    return [
        f"Written by `claimtrace site add {survey.asked}` on {day}, from a look at {survey.requests} addresses.",
        "Look at every line before you trust it; docs/sites.md says what each key means.",
        "",
        f"1. Read {to_read(survey)}.",
        "2. Write at `permission` what they allow, and when you read them. If they do not allow it, ask the owner.",
        f"3. Set `enabled = true`, then: claimtrace site check {survey.slug}",
    ]


def _site_lines(surveyed: SurveyedSite) -> Iterator[Line]:
    survey = surveyed.survey
    front = survey.front
    kinds = ", ".join(get_args(PublisherKind))
    yield Line("name", front.name if front else survey.slug, f"from {front.name_from}" if front else "")
    yield Line("homepage", _root(survey.homepage))
    why = f"{front.publisher_why if front else 'not known'}; one of {kinds}"
    yield Line("publisher_kind", front.publisher_kind if front else "other", why)
    yield _language_line(surveyed)
    yield Line("permission", "", "who read robots.txt and the terms, when, and what they allow")
    yield Line("enabled", False, "true once permission is filled in")


def _language_line(surveyed: SurveyedSite) -> Line:
    counts = Counter(page.lang for page in surveyed.pages if page.lang)
    known = [code for code, _ in counts.most_common() if code in languages()]
    told = ", ".join(f"{count} {code}" for code, count in counts.most_common())
    if known:
        return Line("languages", tuple(known), f"of the pages looked at: {told}")
    declared = surveyed.survey.front.language if surveyed.survey.front else None
    if declared or counts:
        code = declared or next(iter(counts))
        note = "" if code in languages() else "; claimtrace has no words for it, so its pages are counted, not tagged"
        return Line("languages", (code,), f"as the home page says{note}" if declared else f"of the pages{note}")
    return Line("languages", (FALLBACK_LANGUAGE,), "a guess: no page says")


def _crawl_lines(surveyed: SurveyedSite) -> Iterator[Line]:
    survey = surveyed.survey
    usable = [found for found in survey.lists if found.problem is None and _fits(found.url)]
    # those of an index are found through it
    sitemaps = [one.url for one in usable if one.kind == "sitemap" and not one.named_by.startswith("http")]
    unread = [url for url in survey.unread_sitemaps if url in survey.robots.sitemaps and _fits(url)]
    feeds = [one.url for one in usable if one.kind == "feed"]
    is_deep = not is_home(survey.homepage)
    if is_deep or not any(one.kind == "sitemap" and one.scope_count for one in usable):
        why = "" if is_deep else "no sitemap was found: new articles are found by the links on this page"
        yield Line("start_pages", (survey.homepage,), why)
    if sitemaps or unread:
        named = sorted({one.named_by for one in usable if one.kind == "sitemap" and one.url in sitemaps})
        kept = tuple([*sitemaps, *unread][:MAX_SITEMAPS])
        more = f"; {len(unread)} of them not looked at" if unread else ""
        yield Line("sitemaps", kept, f"{_FOUND_BY.get(', '.join(named), 'named by robots.txt')}{more}")
    if feeds:
        yield Line("feeds", tuple(feeds), "named by the home page")
    yield from _path_lines(surveyed)
    delay = survey.robots.delay_seconds
    own = Crawl().delay_seconds
    if delay:
        yield Line(
            "delay_seconds", max(own, delay), f"Crawl-delay in robots.txt: {delay:g} seconds, which is kept anyway"
        )


def _path_lines(surveyed: SurveyedSite) -> Iterator[Line]:
    """`allow` where nearly all that looks like articles lies in a few folders; else `deny` for what does not."""
    survey = surveyed.survey
    folders = [folder for folder in survey.folders if not _is_disproved(folder, surveyed)]
    if folders:
        yield Line(
            "allow",
            tuple(folder.pattern for folder in folders),
            f"nearly all that look like articles: {_counts(folders)}",
        )
    elif survey.listing_folders and any(found.scope_count for found in survey.lists):
        listed = survey.listing_folders
        yield Line("deny", tuple(folder.pattern for folder in listed), f"no articles by their names: {_counts(listed)}")


def _is_disproved(folder: Folder, surveyed: SurveyedSite) -> bool:
    """Whether two pages or more of a folder were looked at and none is an article."""
    inside = [page for page in surveyed.pages if folder_pattern(page.url) == folder.pattern]
    return len(inside) > 1 and not any(page.is_article for page in inside)


def _counts(folders: Sequence[Folder]) -> str:
    return ", ".join(f"{folder.count} in {folder.pattern.removeprefix('^')}" for folder in folders)


def _expect_lines(surveyed: SurveyedSite) -> Iterator[Line]:
    articles = surveyed.articles
    if not articles:
        return
    yield Line("min_articles", 1, "raise it after the first run")
    if len(articles) >= MIN_ARTICLES_TO_EXPECT:
        said = f"all {len(articles)} articles looked at have"
        if all(page.day for page in articles):
            yield Line("dated_share", EXPECTED_DATED, f"{said} a date")
        if all(page.author for page in articles):
            yield Line("authored_share", EXPECTED_AUTHORED, f"{said} an author")


def _fits(url: str) -> bool:
    """Whether a site file takes an address of this length: one that it does not would spoil the others too."""
    return len(url) <= MAX_ADDRESS_CHARACTERS


def _root(url: str) -> str:
    """The home page itself: for an address within a site that of its host."""
    return url if is_home(url) else urljoin(url, "/")
