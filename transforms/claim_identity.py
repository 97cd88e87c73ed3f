"""A claim in; what it says of what, as far as that is known, and by what, out: so that two wordings are one claim.

Two claims are the same where agent, target, kind and polarity are. Agent and target are concepts (transforms/concepts),
so that "magnesium helpt tegen spierkramp" is "magnesium relieves leg cramps".
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from transforms.addresses import short_hash
from transforms.claim_direction import is_found, is_without, kind_by_words, kinds_by_words, names_direction
from transforms.concepts.sentence import named_concepts
from transforms.concepts.vocabulary import OUTCOME_GROUPS, concepts, rows_of
from transforms.records import ClaimKind, Polarity

IdentityMethod = Literal["concepts", "sentence"]
# The share of claims of real pages that were right by reading, agent, target, kind and polarity: 28 and 24 of 40
# (decision 17).
SCORES: dict[IdentityMethod, float] = {"concepts": 0.7, "sentence": 0.6}


@dataclass(frozen=True, slots=True)
class ClaimIdentity:
    """The concepts that a claim is about and how they were found: by its agent and target, or by its whole sentence.

    kind: the tagger's, or the one that the sentence's own words say (transforms/claim_direction.py).
    """

    agent_concept: str
    target_concept: str
    kind: ClaimKind
    method: IdentityMethod
    score: float


def identity_of(
    sentence: str, lang: str, agent_concept: str | None, target_concept: str | None, kind: ClaimKind
) -> ClaimIdentity | None:
    """The identity of a claim; None where it is not known what acts on what.

    agent_concept, target_concept, kind: what the tagger found. What is missing is looked for in the whole sentence, and
    taken where that names just one thing that it can be and a word says that one does something to the other: "pijn bij
    het lopen" has both, and no claim on them. The kind is as the sentence's own words have it; of a fact or of
    evidence without such words it is not known what it says of the two ("een polsbreuk is een fractuur"), and a test
    that finds a disease does nothing to it. A concept that the tables of today do not have, as of a tagger that had
    others, counts as none.
    """
    agent_concept, target_concept = (one if one in concepts() else None for one in (agent_concept, target_concept))
    if agent_concept and target_concept:
        return _identity(sentence, lang, agent_concept, target_concept, kind, "concepts")
    if not names_direction(sentence, lang):
        return None  # whatever it names; to look for that costs a hundred times more
    named = named_concepts(sentence, lang)
    # of an ailment beside another a sentence does not tell which of them acts: "nachtmerries verstoren de slaap"
    if not named.is_clear or (agent_concept and concepts()[agent_concept].group in OUTCOME_GROUPS):
        return None
    outcomes = [one for one in named.outcomes if one not in {agent_concept, target_concept}]
    agents = [one for one in named.interventions if one != target_concept]
    agent, target = agent_concept or _only(agents), target_concept or _only(_without_signs(outcomes))
    return _identity(sentence, lang, agent, target, kind, "sentence") if agent and target else None


def concept_cluster_id(identity: ClaimIdentity, polarity: Polarity) -> str:
    """The id of the cluster of all claims of one identity and polarity: the same in every run and language."""
    named = (identity.agent_concept, identity.target_concept, identity.kind)
    return short_hash("\x1f".join(("claim", *named, polarity)))


def _identity(
    sentence: str, lang: str, agent: str, target: str, kind: ClaimKind, method: IdentityMethod
) -> ClaimIdentity | None:
    is_silent = not kinds_by_words(sentence, lang, target)
    if agent == target or (is_silent and (kind in {"fact", "evidence"} or method == "sentence")):
        return None
    if is_found(sentence, lang, agent, target):
        return None
    said = kind_by_words(sentence, lang, target, kind)
    if said == "harm" and is_without(sentence, lang, target):  # "kruiden zonder bijwerkingen" do not cause them
        return None
    return ClaimIdentity(agent, target, said, method, SCORES[method])


def _without_signs(outcomes: list[str]) -> list[str]:
    """The outcomes without the signs of the one disease among them: "the pain of osteoarthritis" is of the latter."""
    signs = _signs()
    rest = [one for one in outcomes if one not in signs]
    return rest if len(rest) == 1 and concepts()[rest[0]].group == "disease" else outcomes


@cache
def _signs() -> frozenset[str]:
    return frozenset(row["symptom"] for row in rows_of("told_of.csv"))


def _only(ids: list[str]) -> str | None:
    return ids[0] if len(ids) == 1 else None
