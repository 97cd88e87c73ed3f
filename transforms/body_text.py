"""A parsed page in; the lines of its article out: chosen by trafilatura, written from the page itself."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

import trafilatura

from transforms.source_sections import LABEL_LEVEL, SourceList, find_source_lists, is_source_heading
from transforms.text_lines import Line, joined, lines_of

# Trafilatura takes some texts from where no reader sees them (JSON-LD) or rewrites them. Where less than this share of
# its letters is found again in the page's own lines, its version is kept as it is.
MIN_COVERAGE = 0.9
# A line that shares this many letters with one of trafilatura's is that line, with something cut out or joined.
MIN_SHARED_LETTERS = 25
# As many lines of a page in one line of trafilatura's are no paragraph
DUMPED_LINES = 15
# Pages that would need more are hostile or a table of data; some 2 s of work. Trafilatura's version of them is kept.
MAX_COMPARISONS = 5_000_000
# Longer pieces with an interest word in them are articles about newsletters, not words of the publisher.
MAX_INTEREST_WORDS = 80
# More words under a heading that is a link are an article of their own, no teaser of one
MAX_CARD_WORDS = 35


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of an article, and which of them are entries under a heading of sources."""

    lines: tuple[Line, ...]
    from_page: bool  # False: trafilatura's own version, in which the page's lines were not found again
    page_lines: tuple[Line, ...] = ()  # all that a reader sees, menus and footers too
    teaser_share: float = 0.0  # of its words, those that stand under a heading which is itself a link


def article_body(
    tree: Any,
    url: str,
    address: Callable[[str], str | None],
    source_words: Collection[str],
    interest_cues: Sequence[str],
) -> Body:
    """Return the article's lines with their links: what trafilatura chooses, source lists, words of interest.

    Trafilatura 2.3.1 loses whole source lists (8 of 21 real ones lost every link), spaces around links and the
    citation text of bare divs; so it only says which lines of the page belong to the article. The lines
    themselves, their links and the source lists come from the page.
    """
    page_lines = lines_of(tree, address)
    chosen, kept, coverage = _choice(tree, url, address, page_lines)
    if not chosen:
        return Body((), from_page=True, page_lines=tuple(page_lines))
    sources = find_source_lists(page_lines, source_words, url)
    if coverage < MIN_COVERAGE:
        lines = [*chosen, *_missing_sources(chosen, page_lines, sources)]
        share = _teaser_share(page_lines, kept, url)
        return Body(
            tuple(_marked(lines, source_words)), from_page=False, page_lines=tuple(page_lines), teaser_share=share
        )
    first, last = min(kept), max(kept)
    written = {index: page_lines[index] for index in kept}
    container = _container(page_lines, kept)
    for index, line in enumerate(page_lines):
        if _tells_interest(line, interest_cues) and _is_near(line, index, container, first, last):
            written[index] = line
    for source_list in sources:
        if source_list.heading < first:  # stands before the article, so it belongs to something else
            continue
        heading = page_lines[source_list.heading]
        written[source_list.heading] = replace(heading, kind="heading", level=source_list.level)
        for entry in source_list.entries:
            for index in entry:
                written.pop(index, None)
            written[entry[0]] = _reference(page_lines, entry)
    in_order = tuple(line for _, line in sorted(written.items(), key=lambda pair: pair[0]))
    share = _teaser_share(page_lines, kept, url)
    return Body(in_order, from_page=True, page_lines=tuple(page_lines), teaser_share=share)


def _teaser_share(page_lines: Sequence[Line], kept: set[int], url: str) -> float:
    """The share of the kept words whose nearest heading above is a link: the cards of a listing."""
    words = 0
    card: int | None = None
    cards: Counter[int] = Counter()
    for index, line in enumerate(page_lines):
        if line.kind == "heading":
            linked = sum(end - start for start, end, to in line.links if to != url)
            card = index if linked > 0.8 * len(line.text) else None
        elif index in kept:
            words += len(line.text.split())
            if card is not None:
                cards[card] += len(line.text.split())
    teasers = [size for size in cards.values() if size <= MAX_CARD_WORDS]
    # one linked heading is an article under its own title
    return sum(teasers) / words if len(teasers) > 1 else 0.0


def _choice(
    tree: Any, url: str, address: Callable[[str], str | None], page_lines: Sequence[Line]
) -> tuple[list[Line], set[int], float]:
    """Trafilatura's lines, which of the page's lines they are, and the share of its letters so found."""
    for fast in (True, False):
        body = trafilatura_body(tree, url, fast=fast)
        chosen = [] if body is None else lines_of(body, _no_link)
        kept, coverage = matching(page_lines, chosen)
        if body is not None and coverage < MIN_COVERAGE:  # its own version is kept, so its links are wanted
            chosen = lines_of(body, address)
        # one line that is the whole page, menus and all: its last resort, so its slower heuristics get their turn
        if len(chosen) > 1 or len(kept) < DUMPED_LINES:
            return chosen, kept, coverage
    return [], set(), 0.0


def trafilatura_body(tree: Any, url: str, *, fast: bool = True) -> Any:
    """Return trafilatura's choice of a page as its XML `body`; None where it finds no article."""
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=fast,
        include_comments=False,
        include_links=True,
        include_tables=True,
        include_formatting=False,
    )
    return getattr(found, "body", None)


def _no_link(_: str) -> None:
    """An address for lines that are only compared by their letters."""


def matching(page_lines: Sequence[Line], chosen: Sequence[Line]) -> tuple[set[int], float]:
    """Return which of the page's lines are among the chosen ones, and the share of the chosen letters so covered.

    Lines are matched in order by their letters alone; between two matches, lines that were cut or joined
    differently are matched by what they share.
    """
    page_keys = [line.key for line in page_lines]
    chosen_keys = [line.key for line in chosen]
    total = sum(map(len, chosen_keys))
    kept: set[int] = set()
    if _comparisons(page_keys, chosen_keys) > MAX_COMPARISONS:
        return kept, 0.0
    covered = 0
    at_page = at_chosen = 0
    for match in SequenceMatcher(None, page_keys, chosen_keys, autojunk=False).get_matching_blocks():
        more, letters = _between(page_keys, at_page, match.a, chosen_keys[at_chosen : match.b])
        kept |= more
        covered += letters
        for offset in range(match.size):
            if page_keys[match.a + offset]:
                kept.add(match.a + offset)
                covered += len(page_keys[match.a + offset])
        at_page, at_chosen = match.a + match.size, match.b + match.size
    return kept, min(1.0, covered / total) if total else 0.0


def _comparisons(page_keys: Sequence[str], chosen_keys: Sequence[str]) -> int:
    """How many pairs of equal keys there are: 20,000 rows of "ja" and "nee" would be compared each with each."""
    counts = Counter(page_keys)
    return sum(counts[key] for key in chosen_keys)


def _between(page_keys: Sequence[str], start: int, end: int, chosen: Sequence[str]) -> tuple[set[int], int]:
    """The page's lines start to end that make up the chosen keys, cut or joined otherwise, and how many letters."""
    kept: set[int] = set()
    covered = 0
    text = "".join(chosen)
    if not text or len(text) * (end - start) > 10 * MAX_COMPARISONS:
        return kept, 0
    starts, at = {0}, 0
    for key in chosen:
        at += len(key)
        starts.add(at)
    cursor = 0
    for index in range(start, end):
        key = page_keys[index]
        if not key:
            continue
        position = text.find(key, cursor)
        if position >= 0 and (len(key) >= MIN_SHARED_LETTERS or position in starts or position == cursor):
            kept.add(index)
            covered += len(key)
            cursor = position + len(key)
        elif len(key) >= MIN_SHARED_LETTERS:
            inside = sum(len(part) for part in chosen if len(part) >= MIN_SHARED_LETTERS and part in key)
            if inside >= 0.5 * len(key):
                kept.add(index)
                covered += inside
    return kept, covered


def _reference(page_lines: Sequence[Line], entry: Sequence[int]) -> Line:
    return replace(joined([page_lines[index] for index in entry]), kind="reference", level=None)


def _missing_sources(chosen: Sequence[Line], page_lines: Sequence[Line], sources: Sequence[SourceList]) -> list[Line]:
    """The source lists that trafilatura's version lacks, each with its heading."""
    present = "\n".join(line.key for line in chosen)
    missing: list[Line] = []
    for source_list in sources:
        references = [_reference(page_lines, entry) for entry in source_list.entries]
        references = [line for line in references if line.key not in present]
        heading = page_lines[source_list.heading]
        if references or heading.key not in present.split("\n"):
            missing += [replace(heading, kind="heading", level=source_list.level), *references]
    return missing


def _marked(lines: Sequence[Line], source_words: Collection[str]) -> list[Line]:
    """The lines with source headings marked as headings, where trafilatura made them paragraphs."""
    return [
        replace(line, kind="heading", level=LABEL_LEVEL)
        if line.kind != "heading" and is_source_heading(line.text, source_words)
        else line
        for line in lines
    ]


def _container(page_lines: Sequence[Line], kept: set[int]) -> Any:
    """The smallest element that holds at least 80 % of the article's letters."""
    weights: dict[Any, int] = {}
    total = 0
    for index in kept:
        size = len(page_lines[index].text)
        total += size
        element = page_lines[index].element
        while element is not None:
            weights[element] = weights.get(element, 0) + size
            element = element.getparent()
    holding = [element for element, weight in weights.items() if weight >= 0.8 * total]
    return max(holding, key=_depth)


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _tells_interest(line: Line, cues: Sequence[str]) -> bool:
    words = re.findall(r"[\w-]+", line.text.casefold())
    spaced = f" {' '.join(words)} "  # "commissie" is no part of "klachtencommissie" here
    return 4 <= len(words) <= MAX_INTEREST_WORDS and any(f" {cue} " in spaced for cue in cues)


def _is_near(line: Line, index: int, container: Any, first: int, last: int) -> bool:
    """Whether a line stands in the article's container, and not in its navigation or forms' labels."""
    ancestors = [line.element, *line.element.iterancestors()]
    if any(element.tag in ("nav", "button") for element in ancestors):
        return False
    return container in ancestors or (first < index < last and container.getparent() in ancestors)
