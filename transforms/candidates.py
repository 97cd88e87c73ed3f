"""What a rule proposes: a span, the kind of citation it would be, and the rule that found it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.records import CitationKind

# The lists of one language's citations.toml, by "table.key": {"study.heads": frozenset({"studie", …}), …}.
Cues = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of code points that may be a citation of `kind`; `rule` names what proposed it, e.g. `study.heads`."""

    start_char: int
    end_char: int
    kind: CitationKind
    rule: str


def candidate(doc: Doc, start: int, end: int, kind: CitationKind, rule: str) -> Candidate:
    """The candidate that covers the tokens `start` to `end` (half open)."""
    last = doc[end - 1]
    return Candidate(doc[start].idx, last.idx + len(last), kind, rule)


def is_head(token: Token, cues: Cues, table: str) -> bool:
    """Whether a token is one of the table's `heads`, or ends like one ("slaaponderzoek")."""
    word = token.lower_
    if word in cues.get(f"{table}.not_heads", frozenset()):
        return False
    return word in cues[f"{table}.heads"] or ends_like(word, cues.get(f"{table}.head_endings", frozenset()))


def ends_like(word: str, endings: Iterable[str]) -> bool:
    """Whether a word is a longer one with one of the endings: "internist-onderzoeker", not "onderzoeker" itself."""
    return any(len(word) > len(ending) and word.endswith(ending) for ending in endings)


def phrase_start(doc: Doc, head: int, cues: Cues, table: str) -> int:
    """The token at which the phrase of a head begins: "Een nieuwe Britse | studie" → the index of "Een".

    Words of the table's `before`, numbers and years belong; so does one unlisted word right after a listed one
    ("een [online] enquête"). A line break or punctuation other than a comma between adjectives ends the phrase.
    """
    before = cues[f"{table}.before"]
    sentence_start = doc[head].sent.start
    start = i = head
    skipped = 0
    while i > sentence_start:
        previous = doc[i - 1]
        if previous.lower_ in before or previous.like_num:
            start = i = i - 1
        elif previous.text in {",", "-"} and i - 2 > sentence_start and doc[i - 2].lower_ in before:
            i -= 1
        elif skipped < 1 and previous.is_alpha and i - 1 > sentence_start and doc[i - 2].lower_ in before:
            skipped += 1
            i -= 1
        else:
            break
    return start
