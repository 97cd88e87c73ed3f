"""What a rule proposes: a span, the kind of citation it would be, and the rule that found it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from transforms.records import CitationKind
from transforms.words import Words

# The lists of one language's citations.toml, by "table.key": {"study.heads": frozenset({"studie", …}), …}.
Cues = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of code points that may be a citation of `kind`; `rule` names what proposed it, e.g. `study.heads`.

    model: the version of the model that proposed it, where no rule did. score: how sure the model is of it, 0 to 1.
    """

    start_char: int
    end_char: int
    kind: CitationKind
    rule: str
    model: str | None = None
    score: float | None = None

    @property
    def found_by(self) -> str:
        """As `found_by` in transforms.records."""
        return f"rule:{self.rule}" if self.model is None else f"model:{self.model}"


def candidate(words: Words, start: int, end: int, kind: CitationKind, rule: str) -> Candidate:
    """The candidate that covers the tokens `start` to `end` (half open)."""
    return Candidate(words.starts[start], words.ends[end - 1], kind, rule)


def is_head(forms: Collection[str], cues: Cues, table: str) -> bool:
    """Whether a word is one of the table's `heads` or ends like one: "slaaponderzoek".

    forms: the word, lower case, and the hyphenated one that it ends: {"analysis", "meta-analysis"}.
    """
    if not cues.get(f"{table}.not_heads", frozenset()).isdisjoint(forms):
        return False
    endings = cues.get(f"{table}.head_endings", frozenset())
    return not cues[f"{table}.heads"].isdisjoint(forms) or any(ends_like(form, endings) for form in forms)


def ends_like(word: str, endings: Iterable[str]) -> bool:
    """Whether a word is a longer one with one of the endings: "internist-onderzoeker", not "onderzoeker" itself."""
    return word[1:].endswith(tuple(endings))


def phrase_start(words: Words, head: int, cues: Cues, table: str) -> int:
    """The token at which the phrase of a head begins: "Een nieuwe Britse | studie" → the index of "Een".

    Words of the table's `before`, numbers and years belong; so does one unlisted word right after a listed one
    ("een [online] enquête"). A line break or punctuation other than a comma between adjectives ends the phrase.
    """
    before = cues[f"{table}.before"]
    sentence_start, _ = words.sentence(head)

    def listed(i: int) -> bool:
        """Whether the word that token `i` ends is listed, or its last part ("week-long" by "long")."""
        return words.lowers[i] in before or words.whole(i) in before

    start = i = words.word_start(head)
    skipped = 0
    while i > sentence_start:
        first = words.word_start(i - 1)
        if listed(i - 1) or words.numeric[i - 1]:
            start = i = first
        elif words.texts[i - 1] == "," and i - 2 > sentence_start and listed(i - 2):
            i -= 1
        elif skipped < 1 and words.texts[i - 1].isalpha() and first > sentence_start and listed(first - 1):
            skipped += 1
            i = first
        else:
            break
    return start
