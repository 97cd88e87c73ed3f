"""A page of the report as a file in; its elements, links, ids and words, and what should not be in it, out."""

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

# what our templates use, and nothing else: an element or attribute from the web would show up here
ELEMENTS = """
    html head title meta link body a header nav main footer section article aside div span p h1 h2 h3 h4 h5 h6
    ul ol li dl dt dd table thead tbody tfoot tr th td details summary figure figcaption mark b strong code q bdi
    svg g line text desc rect path circle del ins pre form label input button select option textarea noscript script
"""
ATTRIBUTES = """
    href hreflang rel id class lang dir title role tabindex scope colspan charset content name http-equiv viewbox
    preserveaspectratio x y x2 y2 width height d cx cy r points text-anchor aria-label aria-labelledby aria-hidden
    aria-current aria-live data-kind data-label transform fill stroke stroke-width stroke-dasharray stroke-opacity
    opacity font-size font-weight display type hidden for autocomplete spellcheck rows value src data-base data-root
    data-one data-other data-found data-none data-failed data-loading data-ready data-disk data-rows data-asking
"""


SCRIPTS = ("search.js", "ask.js", "duckdb/arrow.js")


class Page(HTMLParser):
    """A page of the report as its elements, links, ids and words."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path, self.elements, self.links, self.ids, self.open, self.words = path, [], [], [], [], ""
        self.feed(path.read_text("utf-8"))
        self.close()
        assert self.open == [], path

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag == "a":
            self.links.append(attributes["href"])
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in {"meta", "link", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (self.path, tag)

    def handle_data(self, data):
        self.words += data


def plain(html: str) -> str:
    """The words between the tags as a reader meets them: an element is a space, but not before a full stop."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
    return re.sub(r" (?=[.,;:)])", "", words)


def foreign_parts(pages: Iterable[Page]) -> list[tuple[Path, str, list[str]]]:
    """Elements and attributes that no template of ours uses; a script but a file beside the page is one."""
    known = set(ATTRIBUTES.split())
    return [
        (page.path, tag, sorted(set(attributes) - known))
        for page in pages
        for tag, attributes in page.elements
        if tag not in ELEMENTS.split()
        or not set(attributes) <= known
        or (tag == "script" and attributes.get("src", "").strip("./") not in SCRIPTS)
    ]


def broken_links(pages: Iterable[Page], root: Path) -> list[tuple[Path, str]]:
    """Links that leave the report by another way than http, or lead to a page or place that is not there."""
    known: dict[Path, Page] = {page.path.resolve(): page for page in pages}
    broken = []
    for page in known.values():
        for link in page.links:
            if link.startswith(("http://", "https://")):
                continue
            name, _, place = link.partition("#")
            target = (page.path.parent / unquote(name)).resolve() if name else page.path.resolve()
            is_page = target in known
            is_there = target.is_relative_to(root.resolve()) and (is_page or target.is_file())
            if not is_there or (place and (not is_page or place not in known[target].ids)):
                broken.append((page.path, link))
    return broken
