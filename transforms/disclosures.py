"""Sentences of an article in; those in which the publisher tells of its own interest out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.evidence import word_pattern
from transforms.records import Disclosure, DisclosureKind

# The first kind whose words stand in a sentence wins: a commission weighs more than the newsletter beside it.
ORDER: tuple[DisclosureKind, ...] = ("affiliate", "sponsored", "sells_product", "newsletter")


@dataclass(frozen=True, slots=True)
class DisclosurePatterns:
    """One pattern a kind, and one of all of them: most sentences hold no word of any kind, and are read once."""

    of_any: re.Pattern[str]
    by_kind: Mapping[DisclosureKind, re.Pattern[str]]


def disclosure_patterns(words: Mapping[str, Sequence[str]]) -> DisclosurePatterns:
    """The patterns of disclosures.toml; they match whole words without regard to case."""
    by_kind = {kind: word_pattern(words[kind]) for kind in ORDER}
    return DisclosurePatterns(word_pattern([word for kind in ORDER for word in words[kind]]), by_kind)


def find_disclosures(
    text: str, sentences: Sequence[tuple[int, int]], patterns: DisclosurePatterns
) -> tuple[Disclosure, ...]:
    """The disclosures of an article, each a whole sentence, in order."""
    found = []
    for start, end in sentences:
        if patterns.of_any.search(text, start, end):
            kind = next(kind for kind in ORDER if patterns.by_kind[kind].search(text, start, end))
            found.append(Disclosure(start_char=start, end_char=end, text=text[start:end], kind=kind))
    return tuple(found)
