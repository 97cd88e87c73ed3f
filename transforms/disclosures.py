"""Sentences of an article in; those in which the publisher tells of its own interest out."""

import re
from collections.abc import Mapping, Sequence

from transforms.evidence import word_pattern
from transforms.records import Disclosure, DisclosureKind

# The first kind whose words stand in a sentence wins: a commission weighs more than the newsletter beside it.
ORDER: tuple[DisclosureKind, ...] = ("affiliate", "sponsored", "sells_product", "newsletter")


def disclosure_patterns(words: Mapping[str, Sequence[str]]) -> dict[str, re.Pattern[str]]:
    """One pattern a kind from disclosures.toml; matches whole words without regard to case."""
    return {kind: word_pattern(words[kind]) for kind in ORDER}


def find_disclosures(
    text: str, sentences: Sequence[tuple[int, int]], patterns: Mapping[str, re.Pattern[str]]
) -> tuple[Disclosure, ...]:
    """The disclosures of an article, each a whole sentence, in order."""
    found = []
    for start, end in sentences:
        kind = next((kind for kind in ORDER if patterns[kind].search(text, start, end)), None)
        if kind:
            found.append(Disclosure(start_char=start, end_char=end, text=text[start:end], kind=kind))
    return tuple(found)
