"""The published file in; the sources that get a page, and each page with who cites the source and for what, out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.digests import row_digests
from reports.evidence import Rung
from reports.frames import Row, grouped, report_rows
from reports.grounds import Flag, standing_source
from reports.languages import t
from reports.links import link_label, safe_href
from reports.words import Word, word
from warehouse.queries import Published

# A page for each of a million links would be a report that nobody can copy. Every paper on a list comes first.
MOST_PAGES = 2_000
MOST_CITATIONS = 100  # on one page: about 150 kB of HTML
MOST_CHAINS = 50
SOURCES_AT_ONCE = 100  # whose citations are read together: at most 10,000, about 10 MB
LONGEST_SENTENCE = 600  # characters of a claim or title from the web; a longer one is cut


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSource:
    """One source with a page. `row` is its row of `listed_sources.sql`, `title` what it is called, as words."""

    row: Row
    title: str
    name: str  # the scheme and the value: `DOI 10.5555/abc`
    scheme: Word
    family: Word
    rung: Rung | None
    href: str | None
    flags: tuple[Flag, ...]

    @property
    def source_id(self) -> str:
        """The source's id, of which its page has its name."""
        return str(self.row["source_id"])

    @property
    def is_doubted(self) -> bool:
        """Whether it matched a paper that was retracted or called into question."""
        return self.row["standing"] in {"retracted", "concern"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """One citation of a source: its article's columns, the line it stands in, and the claims it is offered for."""

    row: Row
    kind: Word
    timing: Word | None
    line: tuple[str, str, str]  # before the citation, the citation, after it
    claims: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """All that a source's page shows; chains lead over an article here to a work, `chain_count` is all there are."""

    source: ListedSource
    citations: tuple[Citing, ...]
    works: tuple[Row, ...]
    reached: tuple[Row, ...]


def listed_sources(published: Published, ladder: Sequence[Rung], most: int = MOST_PAGES) -> tuple[ListedSource, ...]:
    """The sources that get a page: those with a notice against them, then those that most articles cite."""
    rungs = {rung.level: rung for rung in ladder}
    return tuple(_listed_source(row, rungs) for row in report_rows(published, "listed_sources", {"most": most}))


def source_digests(published: Published, listed: Collection[str]) -> dict[str, str]:
    """A digest of the rows that each source's page is made of beside its own row, by source; `listed` have a page."""
    asked = {"ids": sorted(listed), "listed_sources": sorted(listed)}
    cited = row_digests(published, [("source_citations", "source_id")], asked | {"most": MOST_CITATIONS})
    said = row_digests(published, [("source_claims", "source_id")], {})  # its ids are those of citations: all of them
    chained = row_digests(
        published, [("page_chains", "source_id"), ("work_chains", "source_id")], asked | {"most": MOST_CHAINS}
    )
    return {source: f"{cited.get(source, '')},{said.get(source, '')},{chained.get(source, '')}" for source in listed}


def source_pages(
    published: Published, wanted: Sequence[ListedSource], listed: Collection[str], at_once: int = SOURCES_AT_ONCE
) -> Iterator[SourcePage]:
    """The pages of the sources, in their order, read `at_once` at a time; `listed` are all sources that have one."""
    if not wanted:
        return
    ids = {"ids": [source.source_id for source in wanted], "most": MOST_CHAINS, "listed_sources": sorted(listed)}
    works = grouped(report_rows(published, "page_chains", ids), "source_id")
    reached = grouped(report_rows(published, "work_chains", ids), "source_id")
    for first in range(0, len(wanted), at_once):
        batch = wanted[first : first + at_once]
        asked = {"ids": [source.source_id for source in batch], "most": MOST_CITATIONS}
        citations = report_rows(published, "source_citations", asked)
        claims = report_rows(published, "source_claims", {"ids": [row["citation_id"] for row in citations]})
        claims_of, citations_of = grouped(claims, "citation_id"), grouped(citations, "source_id")
        for source in batch:
            yield SourcePage(
                source=source,
                citations=tuple(_citing(row, claims_of) for row in citations_of.get(source.source_id, [])),
                works=tuple(works.get(source.source_id, [])),
                reached=tuple(reached.get(source.source_id, [])),
            )


def cut(text: str, longest: int = LONGEST_SENTENCE) -> str:
    """The text, or its first characters with `…`."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def source_name(scheme: str, value: str) -> str:
    """`DOI 10.5555/abc`; of an address its host and path, of a name the name."""
    if scheme == "url":
        return link_label(value, 120) if safe_href(value) else cut(value, 120)
    # the value of an entry is its words without marks and capitals, by which two are known to be one
    return cut(value, 120) if scheme in {"name", "entry"} else f"{word('scheme', scheme).label} {cut(value, 120)}"


def _listed_source(row: Row, rungs: Mapping[str, Rung]) -> ListedSource:
    scheme = word("scheme", row["scheme"])
    # an entry that has its title needs no second name
    name = scheme.label if scheme.value == "entry" and row["title"] else source_name(row["scheme"], row["value"])
    flags = []
    if row["standing"] in {"retracted", "concern"}:
        flags.append(
            Flag(word("flag", row["standing"]), t("grounds.matched_with", who=standing_source(row["standing_basis"])))
        )
    flags += [Flag(word("flag", name)) for name in ("preprint", "animal") if row[f"is_{name}"]]
    return ListedSource(
        row=row,
        title=cut(row["title"]) if row["title"] else name,
        name=name,
        scheme=scheme,
        family=word("source_family", scheme.family or "page"),
        rung=rungs.get(row["evidence_level"]),
        href=safe_href(row["url"]),
        flags=tuple(flags),
    )


def _citing(row: Row, claims_of: Mapping[str, list[Row]]) -> Citing:
    claims = claims_of.get(row["citation_id"], [])
    return Citing(
        row=row,
        kind=word("citation_kind", row["kind"]),
        timing=word("timing", row["timing"]) if row["timing"] else None,
        # the line it stands in: what is before the last newline and after the next is another block
        line=(row["before"].rpartition("\n")[2], cut(row["text"]), row["after"].partition("\n")[0]),
        claims=tuple(claim | {"text": cut(claim["text"])} for claim in claims),
    )
