"""An annotated and a tagged article in; which claim, citation and disclosure of one is which of the other out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from transforms.scoring import matched_spans

Annotated = Mapping[str, Any]  # an article with its claims, citations, support and disclosures as a gold line has them

NOTHING: Annotated = MappingProxyType({"claims": (), "citations": (), "support": (), "disclosures": ()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One article twice. `claims` and `citations` say which gold index is which found one; the rest is unmatched."""

    gold: Annotated
    found: Annotated
    claims: Mapping[int, int]
    citations: Mapping[int, int]

    def matched(self, part: str) -> list[tuple[Annotated, Annotated]]:
        """The (gold, found) pairs of `claims` or `citations` that are the same."""
        same: Mapping[int, int] = self.claims if part == "claims" else self.citations
        return [(self.gold[part][i], self.found[part][j]) for i, j in same.items()]

    def missed(self, part: str) -> list[Annotated]:
        """What the annotators marked and the tagger did not."""
        same = self.claims if part == "claims" else self.citations
        return [item for i, item in enumerate(self.gold[part]) if i not in same]

    def false(self, part: str) -> list[Annotated]:
        """What the tagger marked and the annotators did not."""
        taken = set((self.claims if part == "claims" else self.citations).values())
        return [item for j, item in enumerate(self.found[part]) if j not in taken]


def compared(gold: Annotated, found: Annotated | None) -> Compared:
    """The article matched as `transforms.scoring` matches it; None counts as nothing found."""
    found = {**NOTHING, **(found or {})}
    return Compared(
        gold=gold,
        found=found,
        claims=matched_spans(gold["claims"], found["claims"], 0.5),
        citations=matched_spans(gold["citations"], found["citations"], 0.3),
    )


def compared_articles(gold: Mapping[str, Annotated], found: Mapping[str, Annotated]) -> Sequence[Compared]:
    """Every gold article with what was found in it, paired by id."""
    return [compared(article, found.get(key)) for key, article in gold.items()]
