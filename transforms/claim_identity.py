"""A claim in; what it says of what, as far as that is known, and by what, out: so that two wordings are one claim.

Two claims are the same where agent, target, kind and polarity are. Agent and target are concepts (transforms/concepts),
so that "magnesium helpt tegen spierkramp" is "magnesium relieves leg cramps".
"""

from dataclasses import dataclass
from typing import Literal

from transforms.addresses import short_hash
from transforms.concepts.sentence import named_concepts

IdentityMethod = Literal["concepts", "sentence"]
# The order tells how sure each is; it is no probability. The shares that were right by reading stand in decision 17.
SCORES: dict[IdentityMethod, float] = {"concepts": 0.9, "sentence": 0.7}


@dataclass(frozen=True, slots=True)
class ClaimIdentity:
    """The concepts that a claim is about and how they were found: by its agent and target, or by its whole sentence."""

    agent_concept: str
    target_concept: str
    method: IdentityMethod
    score: float


def identity_of(
    sentence: str, lang: str, agent_concept: str | None, target_concept: str | None
) -> ClaimIdentity | None:
    """The identity of a claim; None where it is not known what acts on what.

    agent_concept, target_concept: what the tagger linked. What is missing is looked for in the whole sentence, and
    taken where that names just one thing that it can be.
    """
    if agent_concept and target_concept:
        return _identity(agent_concept, target_concept, "concepts")
    named = named_concepts(sentence, lang)
    if not named.is_clear:
        return None
    agent = agent_concept or _only([one for one in named.interventions if one != target_concept])
    target = target_concept or _only([one for one in named.outcomes if one != agent_concept])
    return _identity(agent, target, "sentence") if agent and target else None


def concept_cluster_id(identity: ClaimIdentity, kind: str, polarity: str) -> str:
    """The id of the cluster of all claims of one identity, kind and polarity: the same in every run and language."""
    return short_hash("\x1f".join(("claim", identity.agent_concept, identity.target_concept, kind, polarity)))


def _identity(agent: str, target: str, method: IdentityMethod) -> ClaimIdentity | None:
    return None if agent == target else ClaimIdentity(agent, target, method, SCORES[method])


def _only(ids: list[str]) -> str | None:
    return ids[0] if len(ids) == 1 else None
