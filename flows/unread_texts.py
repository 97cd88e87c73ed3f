"""Raw text in; the articles that tell most of health, which a network learns from as its teachers read them, out."""

import gzip
import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from transforms.lang import Language
from transforms.tagger_data import tagger_data
from transforms.training_data import text_digest

# So many words a language: of Dutch, half as many as are annotated. Further down the raw text speaks of other things.
WORDS = 440_000
# The classes of lexicon.toml whose words tell that a text is about health.
_CLASSES = ("condition", "symptom", "nutrient", "medicine", "therapy", "function", "improves", "worsens")
_SHORTEST, _LONGEST = 80, 900
# A long text has room for both much and little of health, so its length counts, but no further than this.
_LONG = 300
_LENGTH_COUNTS = 0.3
_WORD = re.compile(r"[^\W\d_]+")


def unread_lines(corpus: Path, language: Language, read: Set[str], words: int = WORDS) -> list[dict[str, Any]]:
    """The texts of the corpus's `<code>.txt.gz` that are richest in words of health, as lines that nobody annotated.

    One article a line of the file. read: digests of texts that are annotated or measured on, which are left out.
    words: as many texts as hold these; none where a language has no lexicon or no raw text.
    """
    lexicon = tagger_data(language.folder).lexicon
    known = frozenset().union(*(lexicon[name] for name in _CLASSES))
    rated = [(richness(text, known), text) for path in _files(corpus, language.code) for text in _texts(path)]
    lines: list[dict[str, Any]] = []
    done = set(read)
    for rating, text in sorted(rated, reverse=True):
        if words <= 0 or rating <= 0:
            break
        digest = text_digest(text)
        if digest not in done:
            done.add(digest)
            words -= len(_WORD.findall(text))
            lines.append(unread_line(language.code, text))
    return lines


def unread_line(lang: str, text: str) -> dict[str, Any]:
    """A line of a text that nobody annotated."""
    return {"id": f"unread-{text_digest(text)[:12]}", "lang": lang, "text": text, "claims": None, "citations": None}


def richness(text: str, known: Set[str]) -> float:
    """How rich a text is in known words, 0 for one that is too short or too long."""
    words = _WORD.findall(text.lower())
    if not _SHORTEST < len(words) < _LONGEST:
        return 0.0
    share = sum(word in known for word in words) / len(words)
    rating: float = share * min(len(words), _LONG) ** _LENGTH_COUNTS
    return rating


def _files(corpus: Path, code: str) -> list[Path]:
    return sorted(corpus.rglob(f"{code}.txt.gz"))


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")
