"""The words of a citation and of its sentence in; the kind of evidence that they name out."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from transforms.records import CitationKind, Evidence

EvidencePatterns = Sequence[tuple[Evidence, re.Pattern[str]]]

# What a kind of citation is where no word says more.
_DEFAULTS: dict[CitationKind, Evidence] = {
    "expert": "expert_opinion",
    "anecdote": "anecdote",
    "guideline": "guideline",
    "organisation": "expert_opinion",
}
_FROM_SENTENCE: frozenset[CitationKind] = frozenset({"study", "media", "link", "identifier"})
_LITERATURE: frozenset[CitationKind] = frozenset({"study", "reference", "identifier", "link", "media"})


def evidence_patterns(words: Mapping[str, Sequence[str]]) -> EvidencePatterns:
    """A pattern for each list of [evidence] in citations.toml, in the order of the file; a `*` ends a word stem."""
    return [(cast(Evidence, name), word_pattern(stems)) for name, stems in words.items()]


def word_pattern(stems: Sequence[str]) -> re.Pattern[str]:
    """Matches any of the words or phrases, whole, without regard to case; `verminder*` matches "verminderde".

    A pattern of no words matches nothing: a language may leave a list empty.
    """
    if not stems:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w){_alternatives(sorted(stems, key=len, reverse=True))}(?!\w)", re.IGNORECASE)


def _alternatives(stems: Sequence[str]) -> str:
    """An expression for any of the stems, the first that fits; by their letters, so that few are tried at a place."""
    if len(stems) == 1 or any(stem[:1] in {"", "*"} for stem in stems):
        return "(?:" + "|".join(re.escape(stem).replace(r"\*", r"\w*") for stem in stems) + ")"
    by_first: dict[str, list[str]] = {}
    for stem in stems:
        by_first.setdefault(stem[0], []).append(stem[1:])
    return "(?:" + "|".join(re.escape(first) + _alternatives(rest) for first, rest in by_first.items()) + ")"


def evidence_of(
    phrase: str, sentence: str, kind: CitationKind, rule: str, before: Evidence, patterns: EvidencePatterns
) -> Evidence:
    """The evidence that a citation names: by its own words, then its sentence's, then what `before` was.

    before: the evidence of the last study named; "the study", in a sentence with no word of its design, is that one.
    """
    if kind in _LITERATURE:
        texts = (phrase, sentence) if kind in _FROM_SENTENCE else (phrase,)
        for text in texts:
            if found := _named_in(text, patterns):
                return found
        return before if kind == "study" else "unspecified"
    if kind == "organisation" and _named_in(sentence, patterns) == "guideline":
        return "guideline"
    return "expert_opinion" if rule == "appeal.groups" else _DEFAULTS.get(kind, "unspecified")


def _named_in(text: str, patterns: EvidencePatterns) -> Evidence | None:
    return next((evidence for evidence, pattern in patterns if pattern.search(text)), None)
