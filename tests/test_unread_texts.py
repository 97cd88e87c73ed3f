"""Which raw texts a network learns from that nobody annotated: those about health, once each, and no others."""

import gzip
from pathlib import Path

import pytest

from flows.unread_texts import richness, unread_lines
from transforms.lang import languages
from transforms.training_data import text_digest

HEALTH = "Magnesium verlicht migraine. " * 40
SOME = "Magnesium verlicht de migraine van de kapster en haar buurvrouw. " * 20
FOOTBALL = "De spits van de ploeg schoot de bal in de verre hoek. " * 20


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "nl.txt.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([FOOTBALL, SOME, HEALTH, HEALTH, "Magnesium."]) + "\n")
    return tmp_path


def test_the_richest_first_each_once(corpus: Path) -> None:
    lines = unread_lines(corpus, languages()["nl"], frozenset())
    assert [line["text"] for line in lines] == [HEALTH, SOME]
    assert all(line["claims"] is None and line["citations"] is None and line["lang"] == "nl" for line in lines)
    assert len({line["id"] for line in lines}) == 2


def test_not_what_was_annotated_and_no_more_words_than_asked_for(corpus: Path) -> None:
    left = unread_lines(corpus, languages()["nl"], {text_digest(HEALTH)})
    assert [line["text"] for line in left] == [SOME]
    assert [line["text"] for line in unread_lines(corpus, languages()["nl"], frozenset(), words=1)] == [HEALTH]
    assert unread_lines(corpus, languages()["nl"], frozenset(), words=0) == []


def test_a_language_without_raw_text_or_lexicon_has_none(corpus: Path) -> None:
    assert unread_lines(corpus, languages()["en"], frozenset()) == []
    (corpus / "nl.txt.gz").rename(corpus / "de.txt.gz")
    assert unread_lines(corpus, languages()["de"], frozenset()) == []


def test_richness_grows_with_the_share_and_is_none_for_the_very_short_and_long() -> None:
    known = frozenset({"pijn"})
    assert richness("pijn " * 100, known) > richness("pijn en " * 100, known) > 0
    assert richness("pijn " * 250, known) > richness("pijn " * 100, known)
    assert richness("pijn " * 10, known) == richness("pijn " * 2000, known) == richness("", known) == 0
