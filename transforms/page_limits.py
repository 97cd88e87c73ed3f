"""A page's markup in; which limit of what one page may hold it is over, in a few words, or None, out.

Trafilatura and htmldate climb, copy and compare: what a page costs grows with its elements times their levels, and with
the square of an element's attributes. So a page is weighed first, before a tree is built of it.
"""

from lxml import etree

# A page of text that weighs more is a data dump or an attack: the largest of 4,444 real pages has 1.6 MB, and
# trafilatura needs some 4 s for 7 MB.
MAX_BYTES = 10_000_000
# The deepest of 4,444 real pages has 89 levels. At 1,500 trafilatura takes half a minute for 300 kB, and at 2,046
# libxml2 stops without a word and loses the text below.
MAX_LEVELS = 500
# The largest of 4,444 real pages has 12,045 elements, the second 10,106. Trafilatura and the rest take some 2 to 4 s
# for 30,000 of them, however hostile.
MAX_ELEMENTS = 30_000
# The levels of all elements together: 20,000 paragraphs under 400 levels took trafilatura more than half a minute. The
# page of 12,045 elements has 204,910, the next one 127,467.
MAX_LEVEL_SUM = 1_000_000
# On one element: real pages have up to 90, and those had an apostrophe too many. 100,000 took htmldate over a minute.
MAX_ATTRIBUTES = 1_000
# … and on all together: the page of 12,045 elements has 15,586.
MAX_ALL_ATTRIBUTES = 200_000
# The longest of 1,074 real articles as crawled has 110,000 characters. What has more than these is a book or a table of
# data, and the tagger would take minutes for it; spaCy refuses a million (E088).
MAX_TEXT_CHARS = 500_000


def too_many_bytes(body: bytes) -> str | None:
    """Return how many MB a body has where that is too many: "too large: 12.0 MB"."""
    return f"too large: {len(body) / 1e6:.1f} MB" if len(body) > MAX_BYTES else None


def too_long(characters: int) -> str | None:
    """Return how many characters an article's text has where that is too many: "too long: 1.2 million characters"."""
    return f"too long: {characters / 1e6:.1f} million characters" if characters > MAX_TEXT_CHARS else None


def over_a_limit(markup: bytes) -> str | None:
    """Return the first limit that a page's markup, as UTF-8, is over: "too deep: 500 levels or more"; else None.

    The reason's class is `too deep`, `too many elements` or `too many attributes`. The page is read as a stream of
    tags, which takes some 2 ms for a page of 150 kB and ends at the limit: to build the tree of 500,000 attributes on
    one element takes libxml2 minutes.
    """
    # lxml calls only those methods of a target that it has: without `data` the text costs nothing
    parser = etree.HTMLParser(target=_Scales(), encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    try:
        parser.feed(markup)
        parser.close()
    except _OverLimitError as limit:
        return str(limit)
    except (etree.LxmlError, ValueError, AssertionError):  # no tree comes of it either, and that is told there
        return None
    return None


class _OverLimitError(Exception):
    """Ends the reading of a page."""


class _Scales:
    """What has been met of a page so far; lxml calls it with each tag."""

    def __init__(self) -> None:
        self.level = self.level_sum = self.elements = self.attributes = 0

    def start(self, tag: str | bytes, attrib: dict[str | bytes, str | bytes]) -> None:
        self.level += 1
        self.level_sum += self.level
        self.elements += 1
        self.attributes += len(attrib)
        if self.level >= MAX_LEVELS:
            raise _OverLimitError(f"too deep: {MAX_LEVELS:,} levels or more")
        if self.level_sum > MAX_LEVEL_SUM:
            raise _OverLimitError(f"too deep: the levels of its elements add up to more than {MAX_LEVEL_SUM:,}")
        if self.elements > MAX_ELEMENTS:
            raise _OverLimitError(f"too many elements: more than {MAX_ELEMENTS:,}")
        if len(attrib) > MAX_ATTRIBUTES:
            raise _OverLimitError(f"too many attributes: more than {MAX_ATTRIBUTES:,} on one element")
        if self.attributes > MAX_ALL_ATTRIBUTES:
            raise _OverLimitError(f"too many attributes: more than {MAX_ALL_ATTRIBUTES:,}")

    def end(self, tag: str | bytes) -> None:
        self.level -= 1

    def close(self) -> None:
        pass
