"""Words and links in; what the rules propose out, one a place; and of what is chosen, citations with their evidence."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from transforms.address_identifiers import identifier_in_address
from transforms.addresses import short_hash
from transforms.appeals import find_appeals
from transforms.attributions import find_attributions
from transforms.candidates import Candidate, Cues
from transforms.derived_labels import is_home_page, is_traceable
from transforms.evidence import EvidencePatterns, evidence_of
from transforms.identifiers import find_identifiers
from transforms.listed_words import ListsOf, places_of
from transforms.phrases import Phrases
from transforms.records import Citation, CitationKind, Evidence, Href
from transforms.references import ReferenceRules, find_references
from transforms.research_mentions import find_research_mentions
from transforms.sources import source_of
from transforms.words import Words

# Where candidates overlap the one that says most precisely where the source is comes first, then the longer.
_PRECISION: dict[CitationKind, int] = {"reference": 0, "identifier": 1}
_OTHER = 2
# Among equally long ones: a named person or body before the study it speaks of, an appeal last.
_ORDER: tuple[CitationKind, ...] = (
    "guideline", "study", "expert", "organisation", "media", "link", "anecdote", "appeal",
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/-])")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a tagger must know of an article besides its words: links, lines of source lists, where it stands."""

    hrefs: tuple[Href, ...] = ()
    source_lines: frozenset[int] = frozenset()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CitationRules:
    """The rules of one language, made from its citations.toml; `phrases` lower case, `names` as written."""

    cues: Cues
    lists_of: ListsOf
    phrases: Phrases
    names: Phrases
    references: ReferenceRules
    evidence: EvidencePatterns


def proposed_citations(words: Words, rules: CitationRules, around: Surroundings) -> tuple[Candidate, ...]:
    """What the rules propose in an article, in order of place; none overlap.

    A link whose offsets lie out of the text, or the wrong way round, is left out.
    """
    text, cues = words.text, rules.cues
    places = places_of(words, cues, rules.lists_of)
    found = [
        *(Candidate(i.start_char, i.end_char, "identifier", f"identifier.{i.scheme}") for i in find_identifiers(text)),
        *find_references(text, around.source_lines, rules.references),
        *find_research_mentions(words, places, cues),
        *find_appeals(words, places, cues, rules.phrases),
        *find_attributions(words, places, cues, rules.names),
        *_links(text, _hrefs_in(text, around), around.url, cues),
    ]
    return tuple(_one_a_place(found))


def citations_of(
    words: Words, chosen: Sequence[Candidate], rules: CitationRules, around: Surroundings
) -> tuple[Citation, ...]:
    """The citations that were chosen, each with its evidence, year and link; in order of place, as `chosen` is.

    `citation_id` is set later, with the article.
    """
    hrefs = _hrefs_in(words.text, around)
    citations: list[Citation] = []
    before: Evidence = "unspecified"
    for candidate in chosen:
        citation = _citation(words, candidate, before, rules.evidence, hrefs)
        if citation.kind == "study":
            before = citation.evidence
        citations.append(citation)
    return tuple(citations)


def listed_citations(citations: Sequence[Citation], text: str, source_lines: frozenset[int]) -> frozenset[int]:
    """The indices of the citations that stand in a list of sources."""
    return frozenset(i for i, c in enumerate(citations) if text.rfind("\n", 0, c.start_char) + 1 in source_lines)


def content_id(*parts: str) -> str:
    """16 hexadecimal digits of a sha256 over the parts: the same span of the same article has the same id always."""
    return short_hash("\x1f".join(parts))


def _hrefs_in(text: str, around: Surroundings) -> tuple[Href, ...]:
    return tuple(h for h in around.hrefs if 0 <= h.start_char < h.end_char <= len(text))


def _one_a_place(found: Sequence[Candidate]) -> list[Candidate]:
    def rank(c: Candidate) -> tuple[int, int, int, int]:
        order = _ORDER.index(c.kind) if c.kind in _ORDER else 0
        return _PRECISION.get(c.kind, _OTHER), c.start_char - c.end_char, order, c.start_char

    kept: list[Candidate] = []  # in order of place, so that only the neighbours can overlap
    for one in sorted(found, key=rank):
        n = bisect(kept, one.start_char, key=lambda c: c.start_char)
        free_before = n == 0 or kept[n - 1].end_char <= one.start_char
        free_after = n == len(kept) or one.end_char <= kept[n].start_char
        if one.end_char > one.start_char and free_before and free_after:
            kept.insert(n, one)
    return kept


def _links(text: str, hrefs: Sequence[Href], url: str | None, cues: Cues) -> list[Candidate]:
    """Links given as grounds: to an identifier, or in words that say so ("dit onderzoek") to another host."""
    own = (_host(url) or "") if url else ""
    found = []
    for href in hrefs:
        words = set(re.findall(r"\w+(?:-\w+)*", text[href.start_char : href.end_char].lower()))
        elsewhere = (_host(href.url) or own).removeprefix("www.") != own.removeprefix("www.")
        if identifier_in_address(href.url) or (elsewhere and words & cues["reference.link_words"]):
            found.append(Candidate(href.start_char, href.end_char, "link", "link.words"))
    return found


def _citation(
    words: Words, one: Candidate, before: Evidence, patterns: EvidencePatterns, hrefs: Sequence[Href]
) -> Citation:
    phrase = words.text[one.start_char : one.end_char]
    sentence = words.between(*words.sentence(words.at(one.start_char)))
    href = _href_of(one, hrefs)
    dated = _YEAR.search(phrase) if one.kind in {"study", "reference", "guideline", "media", "organisation"} else None
    year = int(dated.group(1)) if dated else None
    source = source_of(phrase, one.kind, href)
    return Citation(
        citation_id="",
        start_char=one.start_char,
        end_char=one.end_char,
        text=phrase,
        kind=one.kind,
        evidence=evidence_of(phrase, sentence, one.kind, one.rule, before, patterns),
        year=year,
        href=href,
        traceable=is_traceable(one.kind, href, year),
        source_id=source.source_id if source else None,
        found_by=one.found_by,
        score=one.score,
    )


def _href_of(one: Candidate, hrefs: Sequence[Href]) -> str | None:
    """The link in the citation's words; a page behind it before a home page."""
    inside = [h.url for h in hrefs if h.start_char < one.end_char and one.start_char < h.end_char]
    return next((url for url in inside if not is_home_page(url)), inside[0] if inside else None)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
