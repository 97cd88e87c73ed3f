"""A language's folder in; the words, patterns and weights that its tagger works with out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transforms.candidates import Cues
from transforms.claim_features import ClaimCues, claim_cues
from transforms.disclosures import ORDER, DisclosurePatterns, disclosure_patterns
from transforms.pair_sentences import SupportCues, support_cues
from transforms.role_words import RoleEdges
from transforms.sentences import SentenceRules, sentence_rules

Tables = Mapping[str, Mapping[str, list[str]]]

# The lists that the rules ask for; any may be empty in a language that has no such words.
CITATION_LISTS = (
    "study.heads", "study.head_endings", "study.not_heads", "study.not_after", "study.before", "study.year_joins",
    "study.maker_joins", "guideline.heads", "guideline.head_endings", "guideline.before", "appeal.phrases",
    "appeal.groups", "anecdote.quantifiers", "anecdote.people", "anecdote.alone", "anecdote.verbs",
    "anecdote.phrases", "report.verbs", "report.prepositions", "expert.roles", "expert.role_endings",
    "expert.determiners", "expert.house_prepositions", "expert.house_words", "organisation.names",
    "organisation.heads", "organisation.head_endings", "organisation.joins", "media.names", "media.heads",
    "media.title_words", "name.particles", "name.articles", "name.given", "name.not_names", "reference.labels",
    "reference.link_words", "reference.particles", "reference.and", "evidence.systematic_review",
    "evidence.laboratory", "evidence.trial", "evidence.observational", "evidence.guideline",
)  # fmt: skip
# The classes of lexicon.toml, which only a language with a trained model needs.
LEXICON_CLASSES = (
    "condition", "symptom", "body", "function", "nutrient", "medicine", "therapy", "exposure", "people", "authority",
    "improves", "worsens", "increases", "decreases", "causes", "says", "research", "quantity", "hedge", "definition",
    "denial",
)  # fmt: skip
CLAIM_LISTS = (
    "certainty.hedges", "certainty.asserted", "polarity.negations", "polarity.affirmed", "kind.benefit", "kind.harm",
    "kind.evidence", "kind.fact", "veto.openings",
)  # fmt: skip
# Not among the cues, whose number is what the network has learned from.
ROLE_LISTS = ("not_first", "not_last")


@dataclass(frozen=True, slots=True)
class TaggerData:
    """What the files of one language's folder say; see the head of each file for what its lists mean."""

    sentences: SentenceRules
    citation_lists: Tables
    citation_cues: Cues
    claim_cues: ClaimCues
    support: SupportCues
    disclosures: DisclosurePatterns
    lexicon: Mapping[str, frozenset[str]]
    role_edges: RoleEdges


@cache
def tagger_data(folder: Path) -> TaggerData:
    """Read the five .toml files of a folder that a tagger needs.

    Raises FileNotFoundError, and ValueError where a file lacks a list, which it names.
    """
    sentences = _toml(
        folder / "sentences.toml", "abbreviations", "initial_not_after", "before_number", "ordinal_before"
    )
    citations = _toml(folder / "citations.toml", *CITATION_LISTS)
    claims = _toml(folder / "claims.toml", *CLAIM_LISTS, *(f"roles.{name}" for name in ROLE_LISTS))
    edges = claims.pop("roles")
    support = _toml(folder / "support.toml", "continues", "refers_back")
    return TaggerData(
        sentences=sentence_rules(
            sentences["abbreviations"],
            sentences["initial_not_after"],
            sentences["before_number"],
            sentences["ordinal_before"],
        ),
        citation_lists=citations,
        citation_cues={
            f"{table}.{key}": frozenset(words) for table, lists in citations.items() for key, words in lists.items()
        },
        claim_cues=claim_cues(
            {f"{table}.{key}": words for table, lists in claims.items() for key, words in lists.items()}
        ),
        support=support_cues(support),
        disclosures=disclosure_patterns(_toml(folder / "disclosures.toml", *ORDER)),
        lexicon=_lexicon(folder / "lexicon.toml"),
        role_edges=RoleEdges(*(frozenset(edges[name]) for name in ROLE_LISTS)),
    )


def _lexicon(path: Path) -> Mapping[str, frozenset[str]]:
    """The words of each class; none where a language has no lexicon."""
    lists = _toml(path, *LEXICON_CLASSES) if path.exists() else {}
    return {name: frozenset(lists.get(name, ())) for name in LEXICON_CLASSES}


def _toml(path: Path, *needed: str) -> dict[str, Any]:
    """The tables of a file. `needed`: the lists that must be in it, each as "key" or "table.key"."""
    with path.open("rb") as file:
        raw = tomllib.load(file)
    missing = [name for name in needed if not isinstance(_at(raw, name), list)]
    if missing:
        raise ValueError(f"{path}: lacks the list {', '.join(missing)}")
    return raw


def _at(raw: Any, name: str) -> Any:
    for key in name.split("."):
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw
