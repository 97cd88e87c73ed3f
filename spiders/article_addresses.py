"""The addresses that a site names in; those worth reading first, and the folders in which its articles lie, out.

Nothing is fetched: an address that looks like an article's may lead to anything.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from spiders.site_config import MAX_PATTERN_CHARACTERS
from spiders.site_signs import is_no_article
from transforms.addresses import is_home

Source = Literal["feed", "sitemap", "link", "known"]

# "magnesium-tegen-kramp" has three words; more than six say nothing more.
MAX_COUNTED_WORDS = 6
# `/wiki/Magnesium`, `/magnesium-kramp`: a word in a folder, or two. `/magazine` alone is a section.
MIN_SCORE = 2
# Folders are suggested where there are enough addresses to tell, and where they hold nearly all of what looks right.
MIN_ADDRESSES = 8
MIN_IN_FOLDER = 3
MIN_FOLDER_SHARE = 0.05
MAX_FOLDERS = 6
MIN_COVERED_SHARE = 0.85
_WORD_BORDER = re.compile(r"[-_+.,~ ]+")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LANGUAGE_FOLDER = re.compile(r"[a-z]{2}(?:[-_][a-zA-Z]{2})?\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be an article's: who named it, and when the page last changed, where that is said."""

    url: str
    source: Source
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as a pattern for `allow` or `deny`, how many addresses of its kind were found in it, and one of them."""

    pattern: str
    count: int
    example: str


def article_score(url: str) -> int:
    """Return how much an address looks like an article's, by words, id and depth; 0 for a list, a basket, the home."""
    parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
    if not parts or is_home(url) or is_no_article(url):
        return 0
    words = [word for word in _WORD_BORDER.split(parts[-1]) if word]
    has_id = any(re.search(r"\d{4,}", part) and not _YEAR.match(part) for part in parts)
    return min(len(words), MAX_COUNTED_WORDS) + 2 * has_id + (len(parts) > 1)


def folder_pattern(url: str) -> str:
    """Return the folder of an address as a pattern: `^/nieuws/`, `^/nl/artikel/`; `^/` for a page at the root.

    A year or a number stands for all of them: `/2026/11/x` is in `^/\\d{4}/`.
    """
    folders = urlsplit(url).path.rstrip("/").split("/")[1:-1]
    kept = folders[: 2 if folders and _LANGUAGE_FOLDER.match(folders[0]) else 1]
    return "^/" + "".join(f"{_part_pattern(part)}/" for part in kept)


def article_folders(urls: Iterable[str]) -> tuple[Folder, ...]:
    """Return the folders that hold nearly all addresses that look like articles, fullest first.

    Empty where there are too few addresses to tell, or where articles lie at the root or all over the site.
    """
    by_folder: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if article_score(url) >= MIN_SCORE:
            by_folder[folder_pattern(url)].append(url)
    total = sum(map(len, by_folder.values()))
    least = max(MIN_IN_FOLDER, MIN_FOLDER_SHARE * total)
    ranked = sorted(by_folder.items(), key=lambda item: (-len(item[1]), item[0]))
    found = [Folder(pattern, len(in_it), in_it[0]) for pattern, in_it in ranked if len(in_it) >= least]
    found = [one for one in found[:MAX_FOLDERS] if one.pattern != "^/" and len(one.pattern) <= MAX_PATTERN_CHARACTERS]
    covered = sum(folder.count for folder in found)
    return tuple(found) if total >= MIN_ADDRESSES and covered >= MIN_COVERED_SHARE * total else ()


def listing_folders(urls: Iterable[str]) -> tuple[Folder, ...]:
    """Return the folders of lists, goods and machinery with three addresses or more: `^/tag/`, `^/product/`."""
    by_folder: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if is_no_article(url) and (pattern := folder_pattern(url)) != "^/":
            by_folder[pattern].append(url)
    ranked = sorted(by_folder.items(), key=lambda item: (-len(item[1]), item[0]))
    found = [Folder(pattern, len(in_it), in_it[0]) for pattern, in_it in ranked if len(in_it) >= MIN_IN_FOLDER]
    return tuple(one for one in found if len(one.pattern) <= MAX_PATTERN_CHARACTERS)[:MAX_FOLDERS]


def chosen(candidates: Iterable[Candidate], count: int) -> list[Candidate]:
    """Return up to `count` candidates that look most like articles, in turn from each folder of the site.

    Of a folder those come first that a feed names, then the newest; the fullest folder begins. Each address once.
    """
    by_folder: dict[str, list[Candidate]] = defaultdict(list)
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.url not in seen and article_score(candidate.url):
            seen.add(candidate.url)
            by_folder[folder_pattern(candidate.url)].append(candidate)
    counts = Counter({pattern: sum(map(_is_likely, in_it)) for pattern, in_it in by_folder.items()})
    queues = [sorted(by_folder[pattern], key=_rank) for pattern, _ in counts.most_common()]
    likely = _in_turn([[one for one in queue if _is_likely(one)] for queue in queues])
    unlikely = _in_turn([[one for one in queue if not _is_likely(one)] for queue in queues])
    return [*likely, *unlikely][:count]


def _is_likely(candidate: Candidate) -> bool:
    return candidate.source in ("feed", "known") or article_score(candidate.url) >= MIN_SCORE


def _rank(candidate: Candidate) -> tuple[bool, float, int]:
    newest = -candidate.changed_at.timestamp() if candidate.changed_at else 0.0
    return candidate.source != "feed", newest, -article_score(candidate.url)


def _in_turn(queues: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    longest = max(map(len, queues), default=0)
    return [queue[turn] for turn in range(longest) for queue in queues if turn < len(queue)]


def _part_pattern(part: str) -> str:
    if _YEAR.match(part):
        return r"\d{4}"
    if part.isascii() and part.isdigit():
        return r"\d+"
    return re.escape(part).replace(r"\-", "-")
