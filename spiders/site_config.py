"""A site file `<slug>.toml` in, a validated and frozen `Site` out; every mistake in it is a sentence."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from spiders.site_schedule import Schedule

SLUG = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}\Z")
# A pattern longer than this is not read by anyone who reviews it, and may take exponential time on a hostile path.
MAX_PATTERN_CHARACTERS = 200
# Nested repetition, `(a+)+`, is what makes matching exponential.
NESTED_REPETITION = re.compile(r"\([^()]*[+*}][^()]*\)\s*[+*{]")
MAX_FILE_BYTES = 256 * 2**10
MAX_ADDRESS_CHARACTERS = 1024

PublisherKind = Literal[
    "public_body", "hospital", "news", "encyclopaedia", "commercial_blog", "shop", "practice", "other"
]


class SiteFileError(ValueError):
    """A site file that cannot be used; the text names the file, the key and what to do."""


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no web address; write it out, e.g. https://www.example.org/")
    if parts.username or parts.password:
        raise ValueError("an address must hold no user name or password")
    return url


def _path_pattern(pattern: str) -> str:
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise ValueError(f"a pattern may have {MAX_PATTERN_CHARACTERS} characters, this has {len(pattern)}")
    if NESTED_REPETITION.search(pattern):
        raise ValueError(f"{pattern!r} repeats a repetition, which can take for ever; write it without the outer one")
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


def _language_code(code: str) -> str:
    if not re.match(r"^[a-z]{2}\Z", code):
        raise ValueError(f"{code!r} is no ISO 639-1 code such as 'nl' or 'en'")
    return code


WebAddress = Annotated[str, Field(max_length=MAX_ADDRESS_CHARACTERS), AfterValidator(_web_address)]
PathPattern = Annotated[str, AfterValidator(_path_pattern)]
LanguageCode = Annotated[str, AfterValidator(_language_code)]
Share = Annotated[float, Field(ge=0, le=1)]
# What a page can ask of crawlers (spiders/opt_outs.py).
OptOut = Literal["noindex", "noarchive", "nofollow", "tdm_reservation"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Crawl(_Table):
    """The `[crawl]` table: where a crawl starts, how far it goes and how gently."""

    start_pages: tuple[WebAddress, ...] = Field(default=(), strict=False)
    sitemaps: tuple[WebAddress, ...] = Field(default=(), strict=False)
    feeds: tuple[WebAddress, ...] = Field(default=(), strict=False)
    allow: tuple[PathPattern, ...] = Field(default=(), strict=False)
    deny: tuple[PathPattern, ...] = Field(default=(), strict=False)
    # 2 s is what a reader who clicks needs; Heritrix and Common Crawl are as slow with small sites.
    delay_seconds: float = Field(default=2.0, ge=0, le=300)
    max_pages: int = Field(default=1000, ge=1, le=1_000_000)
    max_depth: int = Field(default=6, ge=0, le=100)
    timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    concurrency: int = Field(default=1, ge=1, le=16)
    # 5 GB and eight hours are more than 10,000 pages at two seconds each come to.
    max_megabytes: float = Field(default=5000.0, gt=0, le=1_000_000)
    max_minutes: float = Field(default=480.0, gt=0, le=100_000)
    # Less than a day, so that a daily crawl that starts a little earlier than yesterday's still looks.
    min_revisit_days: float = Field(default=0.75, ge=0, le=365)
    max_revisit_days: float = Field(default=30.0, ge=0, le=3650)
    honour: tuple[OptOut, ...] = Field(default=("noindex", "noarchive", "nofollow", "tdm_reservation"), strict=False)

    @model_validator(mode="after")
    def _revisits_in_order(self) -> Self:
        if self.min_revisit_days > self.max_revisit_days:
            raise ValueError(f"min_revisit_days = {self.min_revisit_days} is more than max_revisit_days")
        return self


class Expect(_Table):
    """The `[expect]` table: what a healthy run finds, so that a redesign is noticed. Shares are of a run's articles."""

    min_articles: int = Field(default=0, ge=0)
    dated_share: Share | None = None
    authored_share: Share | None = None


class Site(_Table):
    """One site as its file describes it. `slug` is the file's name; times are seconds, `max_pages` counts new pages."""

    slug: str
    name: str = Field(min_length=1, max_length=200)
    homepage: WebAddress
    publisher_kind: PublisherKind = "other"
    languages: tuple[LanguageCode, ...] = Field(min_length=1, strict=False)
    permission: str = Field(default="", max_length=2000)
    contact: str = Field(default="", max_length=200)
    enabled: bool = True
    local: bool = False
    crawl: Crawl = Crawl()
    expect: Expect = Expect()
    schedule: Schedule | None = None

    @property
    def start_addresses(self) -> tuple[str, ...]:
        """The addresses of pages at which a crawl starts: the start pages, or the home page where nothing is named."""
        crawl = self.crawl
        return crawl.start_pages or (() if crawl.sitemaps or crawl.feeds else (self.homepage,))


def load_site(path: Path) -> Site:
    """Return the site that a file describes. Raises SiteFileError naming the file, the key and what to do."""
    slug = path.stem
    if not SLUG.match(slug):
        raise SiteFileError(
            f"{path}: the file's name is the site's slug, and {slug!r} is none: use 1 to 64 of a-z, 0-9, _ and -, "
            "starting with a letter or digit"
        )
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SiteFileError(f"{path}: larger than {MAX_FILE_BYTES} bytes; is this a site file?")
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SiteFileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SiteFileError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # also a number of 5,000 digits, and brackets in brackets
        raise SiteFileError(f"{path}: is not TOML: {error}") from error
    if "slug" in values:
        raise SiteFileError(f"{path}: slug: leave it out; the file's name, {slug!r}, is the slug")
    try:
        return Site.model_validate({**values, "slug": slug})
    except ValidationError as error:
        problems = "\n".join(f"{path}: {_sentence(problem['loc'], problem)}" for problem in error.errors())
        raise SiteFileError(problems) from error


def site_files(folders: Iterable[Path]) -> dict[str, Path]:
    """Return slug -> path of every site file in `folders`, sorted by slug.

    A later folder wins, so that a user's own file takes the place of a packaged one. Files that start with `_` are
    templates. A folder that is not there is empty. A name that is no slug is in it too: `load_site` says what is wrong
    with it, so that one file with a wrong name hides no other.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if not path.name.startswith("_"):
                found[path.stem] = path
    return dict(sorted(found.items()))


def packaged_sites() -> Path:
    """Return the folder of the site files that come with the project."""
    return Path(__file__).parent / "sites"


def _sentence(location: tuple[int | str, ...], problem: object) -> str:
    key = ".".join(str(part) for part in location)
    details = problem if isinstance(problem, dict) else {}
    if details.get("type") == "extra_forbidden":
        return f"{key}: no such key; see spiders/sites/_template.toml for those there are"
    if details.get("type") == "missing":
        return f"{key}: is missing; add it (spiders/sites/_template.toml shows how)"
    text = str(details.get("msg", problem)).removeprefix("Value error, ")
    found = repr(details.get("input"))
    # An address with a password in it must not end up in a log.
    return f"{key}: {text}" if "@" in found else f"{key}: {text} (found {found[:200]})"
