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
    """Whether a token, or the hyphenated word that it ends, is one of the table's `heads` or ends like one.

    "slaaponderzoek", "meta-analysis": the English tokenizer makes three tokens of the latter.
    """
    words = {token.lower_, token.doc[word_start(token.doc, token.i) : token.i + 1].text.lower()}
    if words & cues.get(f"{table}.not_heads", frozenset()):
        return False
    endings = cues.get(f"{table}.head_endings", frozenset())
    return bool(words & cues[f"{table}.heads"]) or any(ends_like(word, endings) for word in words)


def word_start(doc: Doc, i: int) -> int:
    """The first token of the hyphenated word that ends with token `i`: "placebo - controlled" → that of "placebo"."""
    while i >= 2 and doc[i - 1].text == "-" and not (doc[i - 1].whitespace_ or doc[i - 2].whitespace_):
        i -= 2
    return i


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

    def listed(i: int) -> bool:
        """Whether the word that token `i` ends is listed, or its last part ("week-long" by "long")."""
        return doc[i].lower_ in before or doc[word_start(doc, i) : i + 1].text.lower() in before

    start = i = word_start(doc, head)
    skipped = 0
    while i > sentence_start:
        first = word_start(doc, i - 1)
        if listed(i - 1) or doc[i - 1].like_num:
            start = i = first
        elif doc[i - 1].text == "," and i - 2 > sentence_start and listed(i - 2):
            i -= 1
        elif skipped < 1 and doc[i - 1].is_alpha and first > sentence_start and listed(first - 1):
            skipped += 1
            i = first
        else:
            break
    return start
