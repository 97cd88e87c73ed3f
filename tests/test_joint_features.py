"""What the joint model is told of an article: a row for each token and each sentence, whatever the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.joint_examples import small_pipeline, tagger_of
from tests.tagging_examples import words_in, words_of
from transforms import joint_features
from transforms.citations import Surroundings
from transforms.joint_features import ArticleFeatures, FormRows, WordForms, tokens_between
from transforms.records import Href
from transforms.tagger_data import CITATION_LISTS, LEXICON_CLASSES

NLP = small_pipeline("nl")
PLACES_OF_HREF = slice(-4, -2)  # begin and inside; those of lines of a sources list come after


def features(text: str, hrefs: tuple[Href, ...] = (), source_lines: frozenset[int] = frozenset()) -> ArticleFeatures:
    doc = NLP.make_doc(text)
    doc._.surroundings = Surroundings(hrefs, source_lines, "https://x.test/")
    for name in ("article_sentences", "citation_tagger"):
        doc = NLP.get_pipe(name)(doc)
    found = tagger_of(NLP).features(doc)
    assert found
    return found


def test_a_row_for_each_token_and_sentence() -> None:
    found = features("Rust helpt. Volgens het RIVM ook.\n\nEcht waar.")
    assert found.starts.tolist()[:2] == [0, 3] and len(found.sentences) == len(found.starts) == 3
    assert len(found.ids) == len(found.places) == int(found.lengths.sum())
    assert found.sentence_of.tolist() == [0, 1, 2]
    assert np.flatnonzero(found.places[:, 0]).tolist() == found.starts.tolist()


def test_links_and_source_lines_have_a_begin_and_an_inside() -> None:
    text = "Rust helpt echt goed.\nBos B. 2012"
    href = Href(start_char=5, end_char=15, url="https://y.test/")
    found = features(text, (href,), frozenset({text.index("Bos")}))
    assert found.places[:, PLACES_OF_HREF].nonzero()[0].tolist() == [1, 2]
    assert found.places[1:3, PLACES_OF_HREF].tolist() == [[1, 0], [0, 1]]
    assert found.places[-3:, -2:].sum() == 3 and not found.places[:5, -2:].any()


@pytest.mark.parametrize("place", [(-3, 4), (4, 4), (9, 3), (0, 10_000)])
def test_a_link_outside_of_the_text_is_no_link(place: tuple[int, int]) -> None:
    href = Href(start_char=place[0], end_char=place[1], url="https://y.test/")
    assert not features("Rust helpt echt goed.", (href,)).places[:, PLACES_OF_HREF].any()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text(text: str) -> None:
    found = features(f"Rust helpt. {text} Slaap ook.")
    assert len(found.starts) == len(found.sentences) and found.starts[0] == 0
    assert (found.lengths > 0).all() and found.lengths.sum() == len(found.ids) == len(found.places)
    assert np.isfinite(found.places).all() and np.isfinite(found.sentences).all()
    assert found.sentence_of.min() >= 0 and found.sentence_of.max() < len(found.sentences)


def test_a_word_form_is_its_lists_and_how_it_is_written() -> None:
    data = words_of("nl")
    forms = WordForms(None, data.lexicon, data.citation_cues)
    word = min(data.lexicon["condition"])
    rows = forms.numbers([word, word.upper(), "2012", "🧄"])
    lists = len(LEXICON_CLASSES) + len(CITATION_LISTS)
    assert rows[0, LEXICON_CLASSES.index("condition")] == 1
    assert rows[0, :lists].tolist() == rows[1, :lists].tolist() and rows[0, lists:].tolist() != rows[1, lists:].tolist()
    assert np.isfinite(rows).all() and not rows[3, :lists].any()


def test_tokens_that_touch_characters() -> None:
    words = words_in("Rust helpt echt.")
    assert tokens_between(words, 5, 10) == (1, 2)
    assert tokens_between(words, 7, 12) == (1, 3)  # halves count
    first, after = tokens_between(words, 4, 5)  # the space alone
    assert first >= after


@pytest.mark.fault("F51")
def test_rows_of_forms_are_made_once_and_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[list[str]] = []

    def lengths(texts: list[str], ids: np.ndarray) -> np.ndarray:
        made.append(texts)
        assert len(ids) == len(texts)
        return np.array([[len(text)] for text in texts], dtype=np.float32)

    monkeypatch.setattr(joint_features, "_FORMS", 5)
    rows = FormRows(lengths)

    def of(*texts: str) -> list[float]:
        return list(rows.of(texts, np.zeros((len(texts), 3), dtype=np.uint64))[:, 0].tolist())

    assert of("een", "twee", "een") == [3, 4, 3]
    assert of("twee", "twaalf", "honderd", "duizend", "nul") == [4, 6, 7, 7, 3]
    assert made == [["een", "twee"], ["twaalf", "honderd", "duizend", "nul"]]
    assert of("een") == [3] and made[2:] == [["een"]]  # six forms were one too many: all are made anew
