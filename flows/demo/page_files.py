"""A demo site's page files in; their front matter and body out, by the address each is served at."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

FENCE = "+++\n"
KEYS = {
    "title", "description", "author", "published", "modified", "reviewed", "lang",
    "charset", "listing", "amp_path", "print_path", "bare", "jsonld_slip",
}  # fmt: skip


class PageFileError(ValueError):
    """A page file that cannot be read as one; the message names the file and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """One `.html` file under `day1/` or `day2/`: TOML between `+++` lines, then the HTML of the body.

    `path` is its address without the trailing slash (`""` is the home page); `day` the day it was last written on.
    `listing` is true for a page whose `$cards` list the articles below it; `bare` for a page that no list names.
    `jsonld_slip` is what a careless hand left at the end of the JSON-LD (a comma), else None.
    """

    path: str
    day: int
    title: str
    description: str
    body: str
    lang: str
    author: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    reviewed: date | None = None
    charset: str = "utf-8"
    listing: bool = False
    bare: bool = False
    amp_path: str | None = None
    print_path: str | None = None
    jsonld_slip: str | None = None

    @property
    def is_article(self) -> bool:
        """Whether lists, the feed and related-article blocks may name this page."""
        return not self.listing and not self.bare

    @property
    def parent(self) -> str | None:
        """The address of the folder above, or None on the home page."""
        return self.path.rpartition("/")[0] if self.path else None


def page_files(site_folder: Path, day: int, default_lang: str) -> dict[str, PageFile]:
    """Return the pages of a day by address: those of day 1, under those that later days put in their place.

    Raises PageFileError for a file without front matter or with a key that nothing reads.
    """
    pages: dict[str, PageFile] = {}
    for number in range(1, day + 1):
        pages |= {page.path: page for page in _pages_of(site_folder / f"day{number}", number, default_lang)}
    return pages


def _pages_of(folder: Path, day: int, default_lang: str) -> Iterator[PageFile]:
    for file in sorted(folder.rglob("*.html")):
        front, body = _front_and_body(file)
        stem = file.relative_to(folder).with_suffix("").as_posix()
        path = "/" + stem.removesuffix("index").rstrip("/")  # slaap/index.html is served at /slaap
        yield PageFile(path=path.rstrip("/"), day=day, body=body, **{"lang": default_lang, **front})


def _front_and_body(file: Path) -> tuple[dict[str, Any], str]:
    _, opening, rest = file.read_text("utf-8").partition(FENCE)
    front_text, closing, body = rest.partition(FENCE)
    if not opening or not closing:
        raise PageFileError(f"{file}: put the front matter (TOML) between two lines of +++")
    try:
        front = tomllib.loads(front_text)
    except tomllib.TOMLDecodeError as error:
        raise PageFileError(f"{file}: the front matter is not TOML: {error}") from error
    if unknown := front.keys() - KEYS:
        raise PageFileError(f"{file}: nothing reads the keys {sorted(unknown)}; known are {sorted(KEYS)}")
    if missing := {"title", "description"} - front.keys():
        raise PageFileError(f"{file}: give it {sorted(missing)}")
    return front, body
