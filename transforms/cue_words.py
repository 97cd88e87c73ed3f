"""A sentence and the cue lists in; the words that matched, by list, out: they tell why it is hedged or negated."""

from collections.abc import Mapping

from transforms.claim_features import ClaimCues

# The words of the second list take those of the first away: "cannot" leaves no doubt, "not only" denies nothing.
_EXCEPTIONS: Mapping[str, str] = {
    "certainty.hedges": "certainty.asserted",
    "polarity.negations": "polarity.affirmed",
}


def cue_words(sentence: str, cues: ClaimCues) -> dict[str, tuple[str, ...]]:
    """The words that matched, by "table.key" of claims.toml, in their order; a list that matched nothing is left out.

    Hedges and negations are those that count: words of their exceptions are taken out first. An opening of the veto
    list, which makes a sentence no claim, counts at the sentence's beginning alone.
    """
    found = {}
    for name, pattern in cues.patterns.items():
        text = sentence
        if name in _EXCEPTIONS:
            text = cues.patterns[_EXCEPTIONS[name]].sub(" ", sentence)
        matches = pattern.finditer(text)
        if name == "veto.openings":
            opening = pattern.match(sentence.strip(" \"'“”‘’„()"))
            matches = iter([opening] if opening else [])
        if words := tuple(dict.fromkeys(match.group().lower() for match in matches)):
            found[name] = words
    return found
