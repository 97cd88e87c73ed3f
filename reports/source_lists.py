"""Listed sources and counts of all in; the lists of sources, by family and in pages of a bounded size, out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.frames import Row
from reports.sources import ListedSource
from reports.words import Word, word, words

MOST_FIRST = 25  # sources of a family on the first page of sources
MOST_DOUBTED = 100  # sources with a notice on that page
SOURCES_A_PAGE = 250  # about 200 kB of HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFamily:
    """Sources of one sort: how many there are, and those with a page. `names` are the files of its list, if any."""

    word: Word
    source_count: int
    citation_count: int
    listed: tuple[ListedSource, ...]
    names: tuple[str, ...]

    @property
    def first(self) -> tuple[ListedSource, ...]:
        """What the first page of sources shows of it."""
        return self.listed[:MOST_FIRST]

    @property
    def page_count(self) -> int:
        """How many of its sources have a page."""
        return len(self.listed)

    def pages(self) -> Iterator[tuple[str, int, tuple[ListedSource, ...]]]:
        """File name, number and sources of each page of its list."""
        for number, name in enumerate(self.names, 1):
            yield name, number, self.listed[(number - 1) * SOURCES_A_PAGE : number * SOURCES_A_PAGE]


def source_families(counts: Iterable[Row], listed: Sequence[ListedSource]) -> tuple[SourceFamily, ...]:
    """The families that occur, in the order of `vocabulary.toml`; `counts` are the rows of `source_families.sql`.

    A list's files are `work~1.html`, `work~2.html`, …: no source's page can have such a name.
    """
    sources: dict[str, int] = {}
    citations: dict[str, int] = {}
    for row in counts:
        name = family_of(row["scheme"])
        sources[name] = sources.get(name, 0) + int(row["source_count"])
        citations[name] = citations.get(name, 0) + int(row["citation_count"])
    families = []
    for known in words()["source_family"].values():
        of = tuple(source for source in listed if source.family.value == known.value)
        pages = -(-len(of) // SOURCES_A_PAGE) if len(of) > MOST_FIRST else 0
        if sources.get(known.value):
            families.append(
                SourceFamily(
                    word=known,
                    source_count=sources[known.value],
                    citation_count=citations[known.value],
                    listed=of,
                    names=tuple(f"{known.value}~{number}.html" for number in range(1, pages + 1)),
                )
            )
    return tuple(families)


def family_of(scheme: str) -> str:
    """The family of a scheme: `work` of `doi`; a scheme that `vocabulary.toml` does not have is a page."""
    return word("scheme", scheme).family or "page"
