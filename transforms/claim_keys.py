"""Claims of one article in; by what each is put into its cluster and set against the register, out.

It is worked out where pages are tagged, on all cores, and travels with the claims, so that a load need only look up. It
says by which code and words it was made: what was made by others is worked out anew when it is loaded.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from transforms import claim_direction, claim_identity, food_words, minhash, register_terms, wordings
from transforms.claim_direction import direction_files
from transforms.claim_identity import ClaimIdentity, concept_cluster_id, identity_of
from transforms.concepts.vocabulary import FOLDER as CONCEPTS
from transforms.records import ClaimKeys, ClaimKind, Polarity
from transforms.register_terms import RELATIONSHIPS_FILE, SUBSTANCES_FILE, WORDS_FILE
from transforms.wordings import WordingMarks, normal_wording, wording_cluster_id, wording_marks


class SaidClaim(Protocol):
    """What of a claim decides its keys; a `records.Claim` is one."""

    @property
    def claim_id(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def kind(self) -> ClaimKind: ...

    @property
    def polarity(self) -> Polarity: ...

    @property
    def agent(self) -> str | None: ...

    @property
    def target(self) -> str | None: ...

    @property
    def agent_concept(self) -> str | None: ...

    @property
    def target_concept(self) -> str | None: ...


def claim_keys(lang: str, claims: Sequence[SaidClaim]) -> tuple[ClaimKeys, ...]:
    """The keys of claims in one language, in their order; many at once cost less than one after the other."""
    identities = [identity_of(one.text, lang, one.agent_concept, one.target_concept, one.kind) for one in claims]
    words = [None if identity else normal_wording(one.text) for one, identity in zip(claims, identities, strict=True)]
    marks = iter(wording_marks([one for one in words if one is not None]))
    return tuple(
        _keys(lang, one, identity, wording, None if wording is None else next(marks))
        for one, identity, wording in zip(claims, identities, words, strict=True)
    )


@cache
def cluster_rules() -> str:
    """Names the code and words that decide clusters: 16 hexadecimal digits of all of them."""
    return _digest(cluster_files())


@cache
def register_rules() -> str:
    """Names the code and words that decide what a claim names of the register: 16 hexadecimal digits of all of them."""
    return _digest(register_files())


def cluster_files() -> list[Path]:
    """What decides in which cluster a claim is: the code of its identity, the concepts' tables, languages' words."""
    modules = [Path(str(module.__file__)) for module in (claim_identity, claim_direction, wordings, minhash)]
    words = [*CONCEPTS.parent.glob("lang/*/concepts.toml"), *direction_files()]
    return sorted([Path(__file__), *modules, *CONCEPTS.glob("*.csv"), *CONCEPTS.glob("*.py"), *words])


def register_files() -> list[Path]:
    """What decides which food and which health relationships a claim names."""
    modules = [Path(str(module.__file__)) for module in (food_words, register_terms)]
    return [Path(__file__), *modules, SUBSTANCES_FILE, RELATIONSHIPS_FILE, WORDS_FILE]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _keys(
    lang: str, claim: SaidClaim, identity: ClaimIdentity | None, wording: str | None, marks: WordingMarks | None
) -> ClaimKeys:
    if identity:
        cluster_id = concept_cluster_id(identity, claim.polarity)
    else:
        cluster_id = wording_cluster_id(wording or "", lang, claim.kind, claim.polarity)
    named = food_words.food_words(lang, claim.text, claim.agent, claim.target) if claim.kind == "benefit" else None
    food = named if named and named.method is None else None
    return ClaimKeys(
        claim_id=claim.claim_id,
        cluster_rules=cluster_rules(),
        cluster_id=cluster_id,
        method=identity.method if identity else "wording",
        score=identity.score if identity else 1.0,
        kind=identity.kind if identity else claim.kind,
        agent_concept=identity.agent_concept if identity else None,
        target_concept=identity.target_concept if identity else None,
        wording=wording,
        bands=marks.bands if marks else None,
        gram_count=marks.gram_count if marks else None,
        gram_bits=marks.gram_bits if marks else None,
        register_rules=register_rules(),
        register_method=named.method if named else None,
        agent_words=named.agent_words if named else None,
        substances=food.substances if food else None,
        is_complaint=food.is_complaint if food else None,
        target_relationships=tuple(sorted(food.target_relationships)) if food else None,
        sentence_relationships=tuple(sorted(food.sentence_relationships)) if food else None,
        stems=tuple(sorted(food.stems)) if food else None,
    )
