"""Which pairs are within reach of each other, and that what is said of them does not grow out of hand."""

import time

import numpy as np
import pytest

from tests.tagging_examples import words_of
from tests.test_support import Place, citation
from transforms.pair_features import ROW_LENGTH, pair_rows
from transforms.quotations import quotations
from transforms.sentences import sentence_spans


def reach(text: str, *cited: tuple[str, str], listed: tuple[int, ...] = (), lang: str = "nl") -> set[tuple[int, str]]:
    """The pairs within reach where every sentence is a claim: (sentence number, the citation's words)."""
    data = words_of(lang)
    sentences = sentence_spans(text, data.sentences)
    claims = [Place(*sentence) for sentence in sentences]
    citations = [citation(words, kind, text) for words, kind in cited]
    quoted = quotations(text)
    found: set[tuple[int, str]] = set()
    for batch in pair_rows(text, sentences, claims, citations, frozenset(listed), quoted, data.support):
        assert batch.rows.shape == (len(batch.claims), ROW_LENGTH)
        assert batch.rows.dtype == np.float32
        assert np.isfinite(batch.rows).all()
        found |= {(int(n), citations[c].text) for n, c in zip(batch.claims, batch.citations, strict=True)}
    return found


def test_near_sentences_are_within_reach() -> None:
    assert reach("Een studie vond rust. Slaap ook.", ("Een studie", "study")) == {(0, "Een studie"), (1, "Een studie")}


def test_the_last_citation_is_within_reach_of_every_claim() -> None:
    text = "Rust helpt. " * 40 + "Volledig verslag: Lancet."
    assert len(reach(text, ("Lancet", "reference"))) == 41


def test_a_long_list_is_not_within_reach() -> None:
    text = "Rust helpt.\nAst A. 2011.\nBos B. 2012.\nCok C. 2013."
    entries = [(words, "reference") for words in ("Ast A. 2011.", "Bos B. 2012.", "Cok C. 2013.")]
    assert reach(text, *entries, listed=(0, 1, 2)) == set()
    assert (0, "Ast A. 2011.") in reach(text, *entries[:2], listed=(0, 1))  # a short one names what was told of


def test_nothing_without_claims_or_citations() -> None:
    assert reach("Rust helpt.") == set()
    assert reach("") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Rust helpt altijd. Slaap ook”, zegt hij.", ["“Rust helpt altijd. Slaap ook”"]),
        ("„Rust helpt altijd”, zegt hij.", ["„Rust helpt altijd”"]),
        ("«Rust helpt altijd», zegt hij.", ["«Rust helpt altijd»"]),
        ('"Rust helpt altijd", zegt hij.', ['"Rust helpt altijd"']),
        ("'Rust helpt altijd. Slaap ook', zegt hij.", ["'Rust helpt altijd. Slaap ook'"]),
        ("‘Rust helpt altijd’, zegt hij.", ["‘Rust helpt altijd’"]),
        ("It’s the baby's rest that doesn't help.", []),  # no quotation marks
        ("De 'rust' helpt.", []),  # a word set apart
        ("“Rust helpt altijd.\nSlaap ook.", ["“Rust helpt altijd."]),  # left open: to the line's end
        ("'Rust helpt altijd.\nSlaap ook.", []),  # a single mark left open may be no mark of quotation
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == expected


def test_thousands_of_claims_and_citations_in_time_that_grows_with_the_text() -> None:
    text = "“Een studie vond rust, zegt hij’ [1].\n" * 6000
    data = words_of("nl")
    sentences = sentence_spans(text, data.sentences)
    one = citation("Een studie", "study", text)
    from dataclasses import replace

    cited = [replace(one, start_char=s + 1, end_char=s + 11) for s, _ in sentences]
    started = time.process_time()
    rows = sum(
        len(batch.claims)
        for batch in pair_rows(
            text, sentences, [Place(*s) for s in sentences], cited, frozenset(), quotations(text), data.support
        )
    )
    assert rows < 20 * len(sentences)
    assert time.process_time() - started < 15
