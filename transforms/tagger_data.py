"""A language's folder in; the words, patterns and weights that its tagger works with out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transforms.candidates import Cues
from transforms.claim_features import ClaimCues
from transforms.disclosures import DisclosurePatterns, disclosure_patterns
from transforms.evidence import word_pattern
from transforms.sentences import SentenceRules, sentence_rules
from transforms.support import SupportCues

Tables = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class TaggerData:
    """What the files of one language's folder say; see the head of each file for what its lists mean."""

    sentences: SentenceRules
    citation_lists: Tables
    citation_cues: Cues
    claim_cues: ClaimCues
    support: SupportCues
    disclosures: DisclosurePatterns


@cache
def tagger_data(folder: Path) -> TaggerData:
    """Read the five .toml files of a folder that a tagger needs. Raises FileNotFoundError, KeyError."""
    sentences = _toml(folder / "sentences.toml")
    citations = _toml(folder / "citations.toml")
    claims = _toml(folder / "claims.toml")
    support = _toml(folder / "support.toml")
    return TaggerData(
        sentences=sentence_rules(sentences["abbreviations"], sentences["initial_not_after"]),
        citation_lists=citations,
        citation_cues={
            f"{table}.{key}": frozenset(words) for table, lists in citations.items() for key, words in lists.items()
        },
        claim_cues=ClaimCues(
            {f"{table}.{key}": word_pattern(words) for table, lists in claims.items() for key, words in lists.items()}
        ),
        support=SupportCues(tuple(support["continues"]), tuple(support["refers_back"])),
        disclosures=disclosure_patterns(_toml(folder / "disclosures.toml")),
    )


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)
