"""Sentences of an article in; its claims out: the model says which and what kind, the rules veto and explain."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.claim_features import ClaimCues, sentences_in_article
from transforms.claim_model import ClaimModel, Judgement
from transforms.records import Certainty, ClaimKind, FoundBy, Polarity

# A sentence that names a benefit or harm outright is a claim from this share of the model's threshold on, though the
# model alone would leave it.
_WITH_CUE = 0.8


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim before its support is known; offsets as everywhere."""

    start_char: int
    end_char: int
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty
    found_by: FoundBy


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
    found = []
    for (start, end), judged in zip(sentences, judgements, strict=True):
        sentence = text[start:end]
        if start in no_claims or asserts_nothing(sentence, cues):
            continue
        by_rule = bool(cues.patterns["kind.benefit"].search(sentence) or cues.patterns["kind.harm"].search(sentence))
        by_model = model is not None and judged.probability >= threshold
        if not by_model and not (by_rule and judged.probability >= _WITH_CUE * threshold):
            continue
        found_by: FoundBy = "both" if by_rule and by_model else "model" if by_model else "rules"
        found.append(FoundClaim(start, end, judged.kind, judged.polarity, judged.certainty, found_by))
    return tuple(found)


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
