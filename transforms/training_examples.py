"""Annotated lines in; spaCy examples out: the reader `claimtrace.articles.v1` of training/config.cfg."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

from transforms.gold import article_of_line, gold_line
from transforms.lang import languages
from transforms.language_numbers import is_read
from transforms.tagging import article_doc

# The components whose work the network reads.
_BEFORE = ("article_sentences", "citation_tagger")
_ROLES = ("agent", "target")


@cache
def reading_pipeline(lang: str) -> Language:
    """What must read an article of one language before the network can: its sentences, and what the rules propose."""
    nlp = spacy.blank(lang)
    for name in _BEFORE:
        nlp.add_pipe(name)
    return nlp


@registry.readers("claimtrace.articles.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def article_reader(path: Path, every: int = 1) -> Callable[[Language], Iterator[Example]]:
    """What gives the examples of a file of annotated lines; of every second article where `every` is 2.

    Each article is read as its own language is, whatever that of the pipeline; those of a language that the network
    cannot read are left out.
    """

    def read(nlp: Language) -> Iterator[Example]:
        with Path(path).open(encoding="utf-8") as lines:
            for number, text in enumerate(lines, 1):
                if text.strip() and number % every == 0:
                    line = _line(text, number)
                    known = languages().get(line["lang"])
                    if known is not None and is_read(known) and line["text"].strip():
                        yield example_of(line, reading_pipeline(line["lang"]))

    return read


def _line(text: str, number: int) -> dict[str, Any]:
    """A line that was annotated, or one whose `claims` and `citations` are null: nobody looked."""
    line = gold_line(text, number)
    unread = all(line.get(key, ()) is None for key in ("claims", "citations"))
    return line if unread else gold_line(text, number, annotated=True)


def example_of(line: Mapping[str, Any], nlp: Language) -> Example:
    """An annotated line as an example: what the rules propose stands in the predicted doc, what is right in the other.

    A claim that has neither `agent` nor `target`, not even null, says nothing of them: nobody looked. So do all claims
    of an article where none names any. Of an article whose `claims` are null nothing is right or wrong.
    """
    doc = article_doc(article_of_line(line), nlp)
    for name in _BEFORE:
        component: Any = nlp.get_pipe(name)
        doc = component(doc)
    reference = Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    if line["claims"] is None:
        return Example(doc, reference)
    reference.spans["citations"] = _spans(reference, ((c["start"], c["end"], c["kind"]) for c in line["citations"]))
    labels = ((c["start"], c["end"], f"{c['kind']}|{c['polarity']}|{c['certainty']}") for c in line["claims"])
    reference.spans["claims"] = _spans(reference, labels)
    roles = {role: list(_places(line["claims"], role)) for role in _ROLES}
    if any(roles.values()):
        looked_at = (c for c in line["claims"] if any(role in c for role in _ROLES))
        reference.spans["with roles"] = _spans(reference, ((c["start"], c["end"], "") for c in looked_at))
        for role, places in roles.items():
            reference.spans[f"{role}s"] = _spans(reference, places)
    return Example(doc, reference)


def _places(claims: list[Mapping[str, Any]], role: str) -> Iterator[tuple[int, int, str]]:
    """Where the words of a role stand in their claim: the first time that they do."""
    for claim in claims:
        words: str = claim.get(role) or ""
        place = claim["text"].find(words) if words and claim.get("text") else -1
        if place >= 0:
            yield claim["start"] + place, claim["start"] + place + len(words), role


def _spans(doc: Doc, found: Iterator[tuple[int, int, str]] | list[tuple[int, int, str]]) -> list[Span]:
    spans = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in found)
    return [span for span in spans if span is not None]
