"""A source and what the registries answered in; what to ask next, and which works are the source, out.

A registry is asked by the source's own identifier where it takes that; else by one that another registry maps it to.
Such a mapping is believed only when it leads back: the mapped record names the source's identifier itself, or has the
title and the year of a work that does.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from transforms.addresses import short_hash
from transforms.works import KnownIds, Registry, Service, Work

Scheme = Literal["doi", "pmid", "pmcid"]
Method = Literal["doi", "pmid", "pmcid", "title_search"]

# The same title in two registries differs in case, points and markup, not in words. At 0.9 "Magnesium and CRP: a
# meta-analysis" and "Magnesium and CRP: a systematic review and meta-analysis" stay two.
SAME_TITLE = 0.9
# "Editorial", "Reply", "Vitamin D": titles that hundreds of works share prove nothing.
SHORTEST_TITLE = 20
# Print follows online, often in the next year.
YEARS_APART = 1

_VERSION = re.compile(r"v\d+$")
_PUBLISHERS_WORD = re.compile(r"^(?:retracted|withdrawn|retraction)(?: article)? ")


@dataclass(frozen=True, slots=True)
class Lookup:
    """One thing that a service may be asked: `Lookup("pubmed", "pmid", "31234567")`."""

    service: Service
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source to be resolved. `scheme` is doi, pmid, pmcid or arxiv."""

    source_id: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A work that a source may be. `method` is the identifier by which the registry was asked, `score` is 0 to 1.

    Where `is_checked_back` is False, a mapping led here and nothing confirms it: not to be believed.
    """

    source_id: str
    work: Work
    method: Method
    score: float
    is_checked_back: bool


# What is known of a lookup: a work, the ids of the converter, or None where it was asked and gave none.
Answers = Mapping[Lookup, Work | KnownIds | None]


def own_identifier(source: Wanted) -> tuple[Scheme, str] | None:
    """Return the identifier by which a source is looked up; an arXiv paper has a DOI that follows from its number."""
    if not source.value.strip("0"):
        return None
    if source.scheme == "doi":
        return "doi", source.value.lower()
    if source.scheme == "pmid":
        return "pmid", source.value.lstrip("0")
    if source.scheme == "pmcid":
        return "pmcid", source.value.upper()
    if source.scheme == "arxiv":  # https://info.arxiv.org/help/doi.html
        return "doi", f"10.48550/arxiv.{_VERSION.sub('', source.value.lower())}"
    return None


def lookups(source: Wanted, answers: Answers, registries: frozenset[Registry]) -> list[Lookup]:
    """Return what is to be asked of a source, as far as `answers` tells: asked again with more answers, it goes on.

    Lookups that are in `answers` already are among them, in the order in which they lead to one another.
    """
    own = own_identifier(source)
    if own is None:
        return []
    scheme, value = own
    found: dict[Lookup, None] = {}
    if "openalex" in registries:
        found[Lookup("openalex", scheme, value)] = None
    if scheme == "doi" and "crossref" in registries:
        found[Lookup("crossref", "doi", value)] = None
    if scheme == "pmid" and "pubmed" in registries:
        found[Lookup("pubmed", "pmid", value)] = None
    if "pubmed" in registries and scheme != "pmid":
        for lookup in _ways_to_pubmed(source, own, answers, registries):
            found[lookup] = None
    if "crossref" in registries and scheme != "doi":
        for doi in _mapped_dois(own, answers):
            found[Lookup("crossref", "doi", doi)] = None
    return list(found)


def matches(source: Wanted, answers: Answers, registries: frozenset[Registry]) -> list[Match]:
    """Return the works that the registries have for a source, each judged by what the others say."""
    own = own_identifier(source)
    if own is None:
        return []
    asked = lookups(source, answers, registries)
    works = [(lookup, work) for lookup in asked if isinstance(work := answers.get(lookup), Work)]
    anchors = [work for _, work in works if names(work, *own)]
    found: dict[tuple[str, str], Match] = {}
    for lookup, work in works:
        score, is_checked = _judged(work, own, anchors)
        match = Match(
            source_id=source.source_id,
            work=work,
            method=lookup.scheme,  # type: ignore[arg-type]  # searches are no lookups of sources
            score=score,
            is_checked_back=is_checked,
        )
        found.setdefault((work.registry, work.registry_id), match)
    return list(found.values())


def names(work: Work, scheme: Scheme, value: str) -> bool:
    """Return whether a work itself says that it has an identifier."""
    return {"doi": work.doi, "pmid": work.pmid, "pmcid": work.pmcid}[scheme] == value


def is_same_work(one: Work, other: Work) -> bool:
    """Return whether two registries' records are of one work, by title and year."""
    if one.year is None or other.year is None or abs(one.year - other.year) > YEARS_APART:
        return False
    return title_similarity(one.title, other.title) >= SAME_TITLE


def title_similarity(one: str | None, other: str | None) -> float:
    """Return how alike two titles are, 0 to 1; 0 where one is missing or too short to tell works apart."""
    plain, others = plain_title(one), plain_title(other)
    if min(len(plain), len(others)) < SHORTEST_TITLE:
        return 0.0
    return SequenceMatcher(None, plain, others, autojunk=False).ratio()


def plain_title(title: str | None) -> str:
    """Return a title's letters and digits in lower case, without accents and without "RETRACTED:" before it."""
    letters = unicodedata.normalize("NFKD", title or "").casefold()
    plain = " ".join(re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one))))
    return _PUBLISHERS_WORD.sub("", plain)[:500]


def work_id(work: Work) -> str:
    """Return the id of a registry's record, the same in every run."""
    return short_hash(f"{work.registry}:{work.registry_id}")


def _judged(work: Work, own: tuple[Scheme, str], anchors: list[Work]) -> tuple[float, bool]:
    """The score of a work, and whether it leads back to the source's identifier."""
    if names(work, *own):
        return 1.0, True
    others = [anchor for anchor in anchors if anchor.registry != work.registry]
    score = max((title_similarity(work.title, anchor.title) for anchor in others), default=0.0)
    return round(score, 4), any(_leads_back(work, own, anchor) for anchor in others)


def _leads_back(work: Work, own: tuple[Scheme, str], anchor: Work) -> bool:
    """Whether a mapped work names the identifier, or names none of its kind and is the same as a work that does.

    A record that names another of the kind is another work, however alike the titles are: an article and its erratum.
    """
    contradicts = {"doi": work.doi, "pmid": work.pmid, "pmcid": work.pmcid}[own[0]] is not None
    return names(work, *own) or (not contradicts and is_same_work(work, anchor))


def _ways_to_pubmed(
    source: Wanted, own: tuple[Scheme, str], answers: Answers, registries: frozenset[Registry]
) -> Iterator[Lookup]:
    """PubMed is asked by PMID: OpenAlex's, and where that is missing or does not lead back, the id converter's."""
    by_openalex = Lookup("openalex", own[0], own[1])
    if "openalex" in registries:
        if by_openalex not in answers:
            return  # it may yet name one
        work = answers[by_openalex]
        if isinstance(work, Work) and work.pmid:
            lookup = Lookup("pubmed", "pmid", work.pmid)
            yield lookup
            if lookup not in answers:
                return
            record = answers[lookup]
            if isinstance(record, Work) and _leads_back(record, own, work):
                return
    if source.scheme == "arxiv":
        return  # the converter knows what is in PubMed Central, where no arXiv paper is as such
    converter = Lookup("idconv", own[0], own[1])
    yield converter
    ids = answers.get(converter)
    if isinstance(ids, KnownIds) and ids.pmid:
        yield Lookup("pubmed", "pmid", ids.pmid)


def _mapped_dois(own: tuple[Scheme, str], answers: Answers) -> Iterator[str]:
    """The DOIs that others have for a PMID or PMCID: PubMed's first, since it has them from the publisher."""
    scheme, value = own
    by_converter = answers.get(Lookup("idconv", scheme, value))
    by_openalex = answers.get(Lookup("openalex", scheme, value))
    pmids = [value] if scheme == "pmid" else [w.pmid for w in (by_openalex, by_converter) if w is not None and w.pmid]
    by_pubmed = [answers.get(Lookup("pubmed", "pmid", pmid)) for pmid in pmids]
    for answer in (*by_pubmed, by_openalex, by_converter):
        if answer is not None and answer.doi:
            yield answer.doi
