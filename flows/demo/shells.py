"""A page file and its site's shell in; the whole HTML page as a browser gets it out."""

import html
import json
from collections.abc import Iterable
from datetime import datetime
from string import Template
from urllib.parse import quote

from flows.demo.page_files import PageFile

RELATED_COUNT = 3
NAMES = {
    "origin", "canonical", "canonical_quoted", "title", "description", "author", "lang", "charset",
    "published", "published_text", "modified", "modified_text", "reviewed", "reviewed_text",
    "section", "section_path", "related", "body", "amp_path", "print_path", "jsonld_slip",
}  # fmt: skip


class ShellError(ValueError):
    """A shell that asks for a name which no page can give."""


def page_html(page: PageFile, shell: str, pages: dict[str, PageFile], origin: str, date_format: str, slash: str) -> str:
    """Return `page` in its `shell`, with links to its elders among `pages` as the related articles.

    `slash` is what this site ends its addresses with ("/" or ""). A line of the shell is left out where it names
    something that the page has not, so a page without a date has no empty date in its head.
    """
    values = _values(page, pages, origin, date_format, slash)
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


def cards(pages: Iterable[PageFile], date_format: str, slash: str, query: str) -> str:
    """Return the articles of a listing page as HTML, the newest first; `query` is the tracking tail of its links."""
    return "\n".join(
        f'<article class="card"><h2><a href="{page_address(page, slash)}{html.escape(query)}">'
        f"{html.escape(page.title)}</a></h2>\n{_date_line(page, date_format)}<p>{html.escape(page.description)}</p></article>"
        for page in newest_first(pages)
    )


def newest_first(pages: Iterable[PageFile]) -> list[PageFile]:
    """Return the articles among `pages`, newest first; one without a date stands last."""
    articles = [page for page in pages if page.is_article]
    return sorted(articles, key=lambda page: (page.published.isoformat() if page.published else "", page.path))[::-1]


def _values(page: PageFile, pages: dict[str, PageFile], origin: str, date_format: str, slash: str) -> dict[str, str]:
    canonical = origin + page_address(page, slash)
    section = pages.get(page.parent) if page.parent else None
    found = {
        "origin": origin,
        "canonical": canonical,
        "canonical_quoted": quote(canonical, safe=""),
        "title": page.title,
        "description": page.description,
        "author": page.author,
        "lang": page.lang,
        "charset": page.charset,
        "amp_path": page.amp_path,
        "print_path": page.print_path,
        "jsonld_slip": page.jsonld_slip,
        "section": section.title if section else None,
        "section_path": page_address(section, slash) if section else None,
        **_date_values("published", page.published, date_format),
        **_date_values("modified", page.modified or page.published, date_format),
        **_date_values("reviewed", page.reviewed, date_format),
    }
    known = {name: value for name, value in found.items() if value is not None}
    values = {name: html.escape(value) for name, value in known.items()}
    # a "</script>" in a title would end the JSON-LD early
    values |= {f"{name}_json": json.dumps(value, ensure_ascii=False).replace("</", r"<\/") for name, value in known.items()}
    values["body"] = Template(page.body).substitute(origin=origin, cards="$cards")
    if page.is_article and (related := _related(page, pages, slash)):
        values["related"] = related
    return values


def _date_values(name: str, moment: datetime | None, date_format: str) -> dict[str, str | None]:
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
