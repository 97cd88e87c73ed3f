"""Sentences of an article in; its claims out: the model says which and what kind, the rules veto and explain."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.claim_features import ClaimCues
from transforms.joint_decoding import runs_of_roles
from transforms.joint_features import tokens_between
from transforms.joint_model import ROLE_ANSWERS
from transforms.joint_tagger import Reading
from transforms.judgements import Judgement
from transforms.records import Certainty, ClaimKind, Polarity
from transforms.role_words import RoleEdges, role_place

# A sentence is a claim from this probability on: 0.1 more or less changes F1 by less than 0.01.
_THRESHOLD = 0.4
# Added to the score of "neither agent nor target", so that the network dares to name one: chosen on the development
# articles when few taught it. Now it finds 52 of 100 words of targets there, and 55 of 100 that it finds are right.
_NO_ROLE = -3.0
# The cues that make a sentence a claim, and are named as what found it, the first that is there.
_RULES = ("kind.benefit", "kind.harm")
# More digits of a probability than this tell nothing, and differ from machine to machine.
_SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim before its support is known; offsets and `found_by` as in transforms.records.

    `agent` and `target` are given by their places alone, within the claim.
    """

    start_char: int
    end_char: int
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty
    found_by: str
    score: float | None = None
    agent_start_char: int | None = None
    agent_end_char: int | None = None
    target_start_char: int | None = None
    target_end_char: int | None = None


def find_claims(
    text: str,
    sentences: Sequence[tuple[int, int]],
    no_claims: frozenset[int],
    judged: Sequence[Judgement] | None,
    model: str,
    cues: ClaimCues,
) -> tuple[FoundClaim, ...]:
    """The claims among the sentences, in order.

    no_claims: starts of sentences that cannot be claims (entries of a sources list). judged: None for a language that
    has rules only; a sentence with a word of benefit or harm is a claim then. model: the version of what judged.
    """
    found = []
    for n, (start, end) in enumerate(sentences):
        sentence = text[start:end]
        if start in no_claims or asserts_nothing(sentence, cues):
            continue
        if judged is None:
            rule = next((rule for rule in _RULES if cues.patterns[rule].search(sentence)), None)
            if rule:
                one = judged_by_cues(sentence, cues)
                found.append(FoundClaim(start, end, one.kind, one.polarity, one.certainty, f"rule:{rule}"))
        elif judged[n].probability >= _THRESHOLD:
            one = judged[n]
            score = round(one.probability, _SCORE_DIGITS)
            found.append(FoundClaim(start, end, one.kind, one.polarity, one.certainty, f"model:{model}", score))
    return tuple(found)


def with_roles(claims: Sequence[FoundClaim], reading: Reading, edges: RoleEdges) -> tuple[FoundClaim, ...]:
    """The claims with the places of their agent and target, the likeliest one of each; None where none is likely."""
    words, runs = reading.words, runs_of_roles(reading.scores.roles, ROLE_ANSWERS, _NO_ROLE)
    ends = [after for _, after, _, _ in runs]
    done = []
    for claim in claims:
        first, after = tokens_between(words, claim.start_char, claim.end_char)
        seen: dict[str, list[tuple[float, int, int]]] = {}
        for start, end, role, score in runs[bisect_right(ends, first) :]:
            if start >= after:
                break
            begin = max(words.starts[max(start, first)], claim.start_char)
            seen.setdefault(role, []).append((score, begin, min(words.ends[min(end, after) - 1], claim.end_char)))
        agent_start, agent_end = _likeliest_place(words.text, seen.get("agent", ()), edges)
        target_start, target_end = _likeliest_place(words.text, seen.get("target", ()), edges)
        if agent_start is None and target_start is None:
            done.append(claim)
            continue
        done.append(
            replace(
                claim,
                agent_start_char=agent_start,
                agent_end_char=agent_end,
                target_start_char=target_start,
                target_end_char=target_end,
            )
        )
    return tuple(done)


def _likeliest_place(
    text: str, seen: Sequence[tuple[float, int, int]], edges: RoleEdges
) -> tuple[int, int] | tuple[None, None]:
    """The place with the highest score of which something is left, of (score, start, end)."""
    for _, start, end in sorted(seen, reverse=True):
        first, after = role_place(text, start, end, edges)
        if first < after:
            return first, after
    return None, None


def judged_by_cues(sentence: str, cues: ClaimCues) -> Judgement:
    """What the word lists alone make of a sentence; benefit before harm, a fact where neither is named."""
    kind: ClaimKind = "fact"
    if cues.patterns["kind.benefit"].search(sentence):
        kind = "benefit"
    elif cues.patterns["kind.harm"].search(sentence):
        kind = "harm"
    return Judgement(
        probability=float(kind != "fact"),
        kind=kind,
        polarity="negated" if cues.negates(sentence) else "affirmed",
        certainty="hedged" if cues.hedges(sentence) else "asserted",
    )


def asserts_nothing(sentence: str, cues: ClaimCues) -> bool:
    """Questions and calls to act, as GUIDELINE.md has them: "Wist je dat …", "Overleg met je arts.", "Ice packs"."""
    bare = sentence.strip(" \"'“”‘’„()")
    if bare.endswith("?") or len(bare.split()) < 3:
        return True
    return bool(cues.patterns["veto.openings"].match(bare))
