"""Sentences of an article in; its claims out: the model says which and what kind, the rules veto and explain."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.claim_features import ClaimCues, sentences_in_article
from transforms.claim_model import ClaimModel, Judgement
from transforms.records import Certainty, ClaimKind, Polarity

# A sentence that names a benefit or harm outright is a claim from this share of the model's threshold on, though the
# model alone would leave it.
_WITH_CUE = 0.8
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
    title: str | None,
    no_claims: frozenset[int],
    model: ClaimModel | None,
    cues: ClaimCues,
) -> tuple[FoundClaim, ...]:
    """The claims among the sentences, in order.

    no_claims: starts of sentences that cannot be claims (entries of a sources list).
    model: None for a language that has rules only; a sentence with a word of benefit or harm is a claim then.
    """
    contexts = sentences_in_article(text, sentences, title)
    judgements = model.judgements(contexts, cues) if model else [judged_by_cues(s.text, cues) for s in contexts]
    threshold = model.threshold if model else 1.0
    finder = f"model:{model_version(model)}" if model else ""
    found = []
    for (start, end), judged in zip(sentences, judgements, strict=True):
        sentence = text[start:end]
        if start in no_claims or asserts_nothing(sentence, cues):
            continue
        by_model = model is not None and judged.probability >= threshold
        rule = next((rule for rule in _RULES if cues.patterns[rule].search(sentence)), None)
        if not by_model and not (rule and judged.probability >= _WITH_CUE * threshold):
            continue
        found_by = finder if by_model else f"rule:{rule}"
        score = round(judged.probability, _SCORE_DIGITS) if model else None
        found.append(FoundClaim(start, end, judged.kind, judged.polarity, judged.certainty, found_by, score))
    return tuple(found)


def model_version(model: ClaimModel) -> str:
    """Names a trained model: "claims-<8 hexadecimal digits of what it learned>".

    The biases and the threshold stand for the weights: training moves them together, and there are millions of weights.
    """
    digest = hashlib.sha256(repr(model.threshold).encode())
    for name, head in sorted(model.heads.items()):
        digest.update(repr((name, head.answers, head.bias.tolist())).encode())
    return f"claims-{digest.hexdigest()[:8]}"


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
