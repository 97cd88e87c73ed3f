"""Rows of articles with their claims and citations in; what an article's page shows, numbered and linked, out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from reports.digests import row_digests
from reports.edits import Edit, edits
from reports.evidence import ClaimGrounds, Rung
from reports.frames import GRADES, Row, asked_of, grouped, report_query
from reports.grounds import Flag, Ground, article_ladder, citation_flags, ground
from reports.links import link_label, safe_href
from reports.markings import Line, Span, line_html, marked_lines
from reports.words import Word, word
from warehouse.queries import Published

BATCH = 200  # articles read at once: about 2 MB of text, whatever the file holds
STRETCH = 10  # batches whose claims' grounds are read at once: about 14,000 claims, and 15 MB

# What a page is made of: queries that cost by what they are asked for, and views that walk all redirects and lists each
# time they are asked, 0.6 s for 2,000 articles or for 200.
_OF_BATCH = (
    "article_texts",
    "article_claims",
    "article_citations",
    "article_pairs",
    "article_disclosures",
    "article_blocks",
    "article_sections",
)
_OF_STRETCH = ("claim_grounds", "citation_grounds", "claim_standings", "archived", "edits", "edit_texts", "edit_claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """One citation on the page; `claims` are the numbers of the claims it is offered for, `href` is safe or None."""

    number: int
    text: str
    kind: Word
    evidence: Word
    year: str | None
    href: str | None
    href_label: str | None
    traceable: bool
    found_by: str
    claims: tuple[int, ...]
    source_id: str | None
    flags: tuple[Flag, ...]
    page_article_id: str | None  # the article here that the source is
    is_listed: bool  # whether the source has a page

    @property
    def is_doubted(self) -> bool:
        """Whether its source matched a paper that was retracted or called into question: its first flag says so."""
        return any(flag.word.value in {"retracted", "concern"} for flag in self.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """One claim on the page with the sources offered for it."""

    number: int
    text: str
    kind: Word
    polarity: str
    certainty: str
    agent: str | None
    target: str | None
    grade: Word
    found_by: str
    sources: tuple[SourceEntry, ...]
    ground: Ground | None
    standing: Row | None  # the row of `claim_standings.sql`


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGroup:
    """Lines of one kind that follow each other, as safe HTML; a heading stands alone, with its level from 2 to 6."""

    kind: str
    level: int
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """All that an article's page shows. `row` holds the article's own columns."""

    row: Row
    href: str | None
    counts: dict[str, int]
    ladder: ClaimGrounds
    groups: tuple[TextGroup, ...]
    claims: tuple[ClaimCard, ...]
    sources: tuple[SourceEntry, ...]
    disclosures: tuple[tuple[Word, str], ...]
    empty_headings: tuple[str, ...]
    archived: Row | None  # the record of this version in an archive of ours
    edits: tuple[Edit, ...]


def article_digests(published: Published, params: Row) -> dict[str, str]:
    """A digest of all rows that each article's page is made of, by article; `params` as for `article_pages`."""
    return row_digests(published, [(name, "article_id") for name in (*_OF_BATCH, *_OF_STRETCH)], params)


def article_pages(
    published: Published, ladder: Sequence[Rung], ids: Sequence[str], params: Row, batch: int = BATCH
) -> Iterator[ArticlePage]:
    """The pages of the articles `ids`, in that order, read `batch` at a time so that memory stays flat.

    `params` are the lists of `listed_sources` and `listed_clusters`, which have a page of their own.
    """
    for first in range(0, len(ids), batch * STRETCH):
        stretch_ids = ids[first : first + batch * STRETCH]
        wide = _found(published, _OF_STRETCH, params | {"ids": stretch_ids})
        for start in range(0, len(stretch_ids), batch):
            batch_ids = stretch_ids[start : start + batch]
            narrow = _found(published, _OF_BATCH, params | {"ids": batch_ids})
            for article_id in batch_ids:
                if narrow["article_texts"].get(article_id):
                    of = {name: rows.get(article_id, []) for name, rows in (narrow | wide).items()}
                    yield article_page(of, ladder)


def _found(published: Published, names: Sequence[str], params: Row) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for name in names:
        sql = report_query(name)
        found[name] = grouped(published.records(sql, asked_of(sql, params)), "article_id")
    return found


def article_page(of: Mapping[str, list[Row]], ladder: Sequence[Rung]) -> ArticlePage:
    """The page of one article from its rows by the name of their query.

    Claims and citations are numbered from 1 in the order of the text; a pair with an unknown end is left out.
    """
    (article,) = of["article_texts"]
    claims, citations, pairs = of["article_claims"], of["article_citations"], of["article_pairs"]
    disclosures, sections = of["article_disclosures"], of["article_sections"]
    grounds = {row["claim_id"]: row for row in of["claim_grounds"]}
    known_sources = {row["citation_id"]: row for row in of["citation_grounds"]}
    standings = {row["claim_id"]: row for row in of["claim_standings"]}
    claim_numbers = {row["claim_id"]: number for number, row in enumerate(claims, 1)}
    citation_numbers = {row["citation_id"]: number for number, row in enumerate(citations, 1)}
    known = [row for row in pairs if row["claim_id"] in claim_numbers and row["citation_id"] in citation_numbers]
    claims_of, sources_of = defaultdict(list), defaultdict(list)
    for row in known:
        claims_of[row["citation_id"]].append(claim_numbers[row["claim_id"]])
        sources_of[row["claim_id"]].append(citation_numbers[row["citation_id"]])
    sources = tuple(
        _source_entry(number, row, sorted(claims_of[row["citation_id"]]), known_sources.get(row["citation_id"]))
        for number, row in enumerate(citations, 1)
    )
    rungs = {rung.level: rung for rung in ladder}
    cards = []
    for number, row in enumerate(claims, 1):
        numbers = sorted(sources_of[row["claim_id"]])
        told = [known_sources.get(citations[n - 1]["citation_id"]) for n in numbers]
        rests_on = ground(rungs, grounds.get(row["claim_id"]), [one for one in told if one])
        offered = tuple(sources[n - 1] for n in numbers)
        cards.append(_claim_card(number, row, offered, rests_on, standings.get(row["claim_id"])))
    spans = [*map(_claim_span, claims, cards), *map(_citation_span, citations, sources)]
    spans += [
        Span(row["start_char"], row["end_char"], "disclosure", number, "", word("disclosure", row["kind"]).meaning)
        for number, row in enumerate(disclosures, 1)
    ]
    return ArticlePage(
        row=article,
        href=safe_href(article["url"]),
        counts={f"{grade}_count": sum(card.grade.value == grade for card in cards) for grade in GRADES},
        ladder=article_ladder(ladder, [card.ground for card in cards]),
        groups=tuple(_text_groups(article["text"], spans, of["article_blocks"])),
        claims=tuple(cards),
        sources=sources,
        disclosures=tuple((word("disclosure", row["kind"]), row["text"]) for row in disclosures),
        # as the scorecard counts it: one list of sources that holds entries makes up for an empty one
        empty_headings=() if any(row["entry_count"] for row in sections) else tuple(row["heading"] for row in sections),
        archived=of["archived"][0] if of["archived"] else None,
        edits=edits(of["edits"], of["edit_texts"], of["edit_claims"]),
    )


def _source_entry(number: int, row: Row, claims: list[int], known: Row | None) -> SourceEntry:
    href = safe_href(row["source_url"]) or safe_href(row["href"])
    label = link_label(href) if href else None
    if href and row["source_scheme"] not in {None, "url", "name"}:
        label = f"{row['source_scheme']} {row['source_value']}"
    return SourceEntry(
        number=number,
        text=row["text"],
        kind=word("citation_kind", row["kind"]),
        evidence=word("evidence", row["evidence"]),
        year=row["year"],
        href=href,
        href_label=label,
        traceable=bool(row["traceable"]),
        found_by=row["found_by"],
        claims=tuple(claims),
        source_id=known["source_id"] if known else None,
        flags=citation_flags(known),
        page_article_id=known["page_article_id"] if known else None,
        is_listed=bool(known and known["is_listed"]),
    )


def _claim_card(
    number: int, row: Row, sources: tuple[SourceEntry, ...], rests_on: Ground | None, standing: Row | None
) -> ClaimCard:
    return ClaimCard(
        number=number,
        text=row["text"],
        kind=word("claim_kind", row["kind"]),
        polarity=row["polarity"],
        certainty=row["certainty"],
        agent=row["agent"],
        target=row["target"],
        grade=word("grade", row["support"]),
        found_by=row["found_by"],
        sources=sources,
        ground=rests_on,
        standing=standing,
    )


def _claim_span(row: Row, card: ClaimCard) -> Span:
    css = f"grade-{card.grade.value}"
    return Span(row["start_char"], row["end_char"], "claim", card.number, css, f"{card.kind.label}, {card.grade.label}")


def _citation_span(row: Row, entry: SourceEntry) -> Span:
    css = f"family-{entry.kind.family or 'written'}"
    return Span(row["start_char"], row["end_char"], "citation", entry.number, css, entry.kind.label)


def _text_groups(text: str, spans: list[Span], blocks: list[Row]) -> Iterator[TextGroup]:
    """The lines of the text by kind; a line that no block begins on is a paragraph."""
    begins = {row["start_char"]: row for row in blocks}

    def kind_of(line: Line) -> tuple[str, int, int]:
        row = begins.get(line.start, {"kind": "paragraph", "level": None})
        # the page's own title is the only h1; each heading is a group of its own
        level = min(max(int(row["level"] or 2), 2), 6)
        return row["kind"], level, line.start if row["kind"] == "heading" else 0

    for (kind, level, _), lines in groupby(marked_lines(text, spans), key=kind_of):
        yield TextGroup(kind=kind, level=level, lines=tuple(line_html(text, line) for line in lines))
