"""A text and what its page declares in; the language it is written in out."""

from collections.abc import Collection
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Characters that are looked at: the model is certain long before, and needs 1 ms for 1,000.
SAMPLE_CHARS = 1_500
# py3langid calls "Kurkuma geneest kanker" Estonian: shorter texts are only compared among the languages that can be.
SHORT_TEXT_CHARS = 200
# Odds (of the calibrated posterior) by which a language that has no folder must beat the one that the page declares.
FOREIGN_ODDS = 3.0


def choose_language(text: str, declared: str | None, known: Collection[str]) -> tuple[str, bool]:
    """Return the ISO 639-1 code of the text's language, and whether it is one of `known`.

    `declared` is what `<html lang>` says (`nl-NL`), believed where the text is short or the model undecided.
    """
    prior = (declared or "").replace("_", "-").partition("-")[0].strip().lower()
    ranking = dict(_identifier().rank(text[:SAMPLE_CHARS]))
    best_known = max(known, key=lambda code: (ranking.get(code, 0.0), code == prior))
    if len(text) < SHORT_TEXT_CHARS:
        if prior and prior not in known:
            return prior, False
        return (prior or best_known), True
    best = max(ranking, key=lambda code: ranking[code])
    if best in known:
        return best, True
    if prior in known and ranking[best] < FOREIGN_ODDS * ranking.get(prior, 0.0):
        return prior, True
    return best, False


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
