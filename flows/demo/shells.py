"""A page file and its site's shell in; the whole HTML page as a browser gets it out."""

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from string import Template
from urllib.parse import quote

from flows.demo.page_files import PageFile

RELATED_COUNT = 3
NAMES = {
    "origin", "canonical", "canonical_quoted", "title", "description", "author", "lang", "charset",
    "published", "published_text", "modified", "modified_text", "reviewed", "reviewed_text",
    "section", "section_path", "og_type", "schema_type",
    "wrapper", "related", "body", "amp_path", "print_path", "jsonld_slip",
}  # fmt: skip


class ShellError(ValueError):
    """A shell that asks for a name which no page can give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteManner:
    """How one site writes: `slash` ends its addresses ("/" or ""), `article_type` is its schema.org type of article,
    `card_query` the tracking tail of the links in its lists, `date_format` a strftime pattern."""

    origin: str
    slash: str
    date_format: str
    article_type: str
    card_query: str


def page_html(page: PageFile, shell: str, pages: dict[str, PageFile], site: SiteManner) -> str:
    """Return `page` in its `shell`, with links to its elders among `pages` as the related articles.

    A line of the shell is left out where it names
    something that the page has not, so a page without a date has no empty date in its head.
    """
    values = _values(page, pages, site)
    lines = []
    for line in shell.splitlines(keepends=True):
        template = Template(line)
        names = set(template.get_identifiers())
        if unknown := {name.removesuffix("_json") for name in names} - NAMES:
            raise ShellError(f"the shell asks for {sorted(unknown)}; a page has {sorted(NAMES)}")
        if names <= values.keys():
            lines.append(template.substitute(values))
    return "".join(lines)


def page_address(page: PageFile, slash: str) -> str:
    """Return the address that the site itself links to: `/slaap/magnesium/`, or without the slash."""
    return page.path + slash if page.path else "/"


def cards(pages: Iterable[PageFile], site: SiteManner) -> str:
    """Return the articles among `pages` as the HTML of a list, the newest first."""
    return "\n".join(
        f'<article class="card"><h2><a href="{page_address(page, site.slash)}{html.escape(site.card_query)}">'
        f"{html.escape(page.title)}</a></h2>\n{_date_line(page, site.date_format)}"
        f"<p>{html.escape(page.description)}</p></article>"
        for page in newest_first(pages)
    )


def newest_first(pages: Iterable[PageFile]) -> list[PageFile]:
    """Return the articles among `pages`, newest first; one without a date stands last."""
    articles = [page for page in pages if page.is_article]
    return sorted(articles, key=lambda page: (page.published.isoformat() if page.published else "", page.path))[::-1]


def _values(page: PageFile, pages: dict[str, PageFile], site: SiteManner) -> dict[str, str]:
    canonical = site.origin + page_address(page, site.slash)
    section = pages.get(page.parent) if page.parent else None
    found = {
        "origin": site.origin,
        "canonical": canonical,
        "canonical_quoted": quote(canonical, safe="") if page.is_article else None,  # lists have no share buttons
        "title": page.title,
        "description": page.description,
        "author": page.author,
        "lang": page.lang,
        "charset": page.charset,
        "amp_path": page.amp_path,
        "print_path": page.print_path,
        "jsonld_slip": page.jsonld_slip,
        "wrapper": "article" if page.is_article else "div",
        "og_type": "article" if page.is_article else "website",
        "schema_type": site.article_type if page.is_article else "WebPage",
        "section": section.title if section else None,
        "section_path": page_address(section, site.slash) if section else None,
        **_date_values("published", page.published, site.date_format),
        **_date_values("modified", page.modified or page.published, site.date_format),
        **_date_values("reviewed", page.reviewed, site.date_format),
    }
    known = {name: value for name, value in found.items() if value is not None}
    values = {name: html.escape(value) for name, value in known.items()}
    # a "</script>" in a title would end the JSON-LD early
    values |= {
        f"{name}_json": json.dumps(value, ensure_ascii=False).replace("</", r"<\/") for name, value in known.items()
    }
    values["body"] = Template(page.body).substitute(origin=site.origin, cards="$cards")
    if page.is_article and (related := _related(page, pages, site.slash)):
        values["related"] = related
    return values


def _date_values(name: str, moment: date | None, date_format: str) -> dict[str, str | None]:
    return {
        name: moment.isoformat() if moment else None,
        f"{name}_text": moment.strftime(date_format) if moment else None,
    }


def _related(page: PageFile, pages: dict[str, PageFile], slash: str) -> str:
    # Only elders: a newer article then changes no older page, and an unchanged page can answer 304.
    same_language = [other for other in newest_first(pages.values()) if other.lang == page.lang]
    position = same_language.index(page)
    return "\n".join(
        f'<li><a href="{page_address(other, slash)}">{html.escape(other.title)}</a></li>'
        for other in same_language[position + 1 :][:RELATED_COUNT]
    )


def _date_line(page: PageFile, date_format: str) -> str:
    if page.published is None:
        return ""
    return f'<time datetime="{page.published.date()}">{page.published.strftime(date_format)}</time>\n'
