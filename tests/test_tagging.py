"""A whole article tagged: offsets hold for any text, ids last, the tagger's version follows its files."""

import gc
import shutil
import time
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tests.tagged_articles import make_article
from tests.tagging_examples import assert_holds, paired, tagged
from transforms import tagging
from transforms.lang import languages
from transforms.pipeline import UnknownLanguageError, build_pipeline
from transforms.records import Block, Href, TaggedArticle
from transforms.tagger_version import tagger_version
from transforms.tagging import source_lines, tag_article

PARTS = ["Magnesium helpt. ", "Dat is bewezen. ", "Volgens Jan Bloem, ", "(Bos, 2012)", "een studie ", "doi 10.1234/ab"]
PARTS += ["Bronnen\n", "Bos B. Rust. 2012.", "“", "”", "[1]", "²", "🧄", "e\u0301"]
PARTS += ["\n", "\r\n", "\u2028", " ", "\x00", "\ud83d"]
SOME_TEXT = st.text(st.characters()) | st.lists(st.sampled_from(PARTS)).map("".join)


@settings(deadline=None)
@given(SOME_TEXT, st.sampled_from(sorted(languages())), st.none() | st.text(st.characters(), max_size=8))
def test_any_text(text: str, lang: str, title: str | None) -> None:
    found = tagged(text, lang, title=title)
    assert_holds(found)
    assert len(found.article.text) == len(text)


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    found = tagged(
        "Gember \ud83d vermindert de pijn.",
        title="\udc00",
        hrefs=(Href(start_char=0, end_char=6, url="https://x.nl/\ud83d"),),
    )
    assert found.article.text == "Gember \ufffd vermindert de pijn."
    assert [c.text for c in found.claims] == [found.article.text]
    assert found.article.text.encode() and found.article.hrefs[0].url.encode()


def test_an_unknown_language_is_refused_with_any_pipeline() -> None:
    for nlp in (None, spacy.blank("fr")):
        with pytest.raises(UnknownLanguageError, match="no rules for language 'fr'"):
            tag_article(make_article(lang="fr"), nlp)


def test_a_pipeline_of_ones_own() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("claim_merger")
    found = tag_article(make_article(text="Volgens het RIVM vermindert gember de pijn.", lang="nl"), nlp)
    assert len(found.claims) == 1 and found.citations == ()


def test_agent_and_target_are_the_words_at_their_places() -> None:
    class Placed:
        """Stands for a model: the claims of the doc, each with an agent."""

        def __call__(self, doc: Doc) -> Doc:
            doc._.found_claims = [replace(c, agent_start_char=12, agent_end_char=18) for c in doc._.found_claims]
            return doc

    nlp = spacy.blank("nl")
    nlp.add_pipe("claim_merger")
    spacy.Language.component("placed", func=Placed())
    nlp.add_pipe("placed")
    [claim] = tag_article(make_article(text="Elke gezonde gember vermindert de pijn.", lang="nl"), nlp).claims
    assert (claim.agent, claim.agent_start_char, claim.agent_end_char) == (claim.text[12:18], 12, 18)
    assert (claim.target, claim.target_start_char, claim.target_end_char) == (None, None, None)


@pytest.mark.fault("F50")
def test_a_very_long_text() -> None:
    unit = "Volgens het RIVM vermindert gember de pijn.\n" + "woord " * 350 + "\n"
    started = time.process_time()
    found = tagged((unit * 600)[:1_200_000])  # spaCy alone refuses more than a million characters
    assert time.process_time() - started < 60
    assert (
        len(found.article.text) == 1_200_000 and len(found.citations) == len(found.claims) == 1_200_000 // len(unit) + 1
    )


def test_ids_last_over_edits_elsewhere() -> None:
    before = tagged("Gember vermindert de pijn volgens het RIVM.")
    after = tagged("Nieuw hier.\nGember vermindert de pijn volgens het RIVM.")
    assert before.claims[0].claim_id == after.claims[-1].claim_id
    assert before.citations[0].citation_id == after.citations[0].citation_id
    assert before.citations[0].start_char != after.citations[0].start_char
    twice = tagged("Gember vermindert de pijn.\nGember vermindert de pijn.")
    assert len({c.claim_id for c in twice.claims}) == 2  # the second time has an id of its own


def test_a_claim_with_what_the_next_sentence_says_of_it() -> None:
    found = tagged("Magnesium vermindert kramp. Dat is wetenschappelijk aangetoond.")
    assert ("Magnesium vermindert", "wetenschappelijk aangetoond") in paired(found)
    assert found.claims[0].support == "vague"


def test_a_numbered_reference_makes_a_claim_traceable() -> None:
    text = "Gember vermindert de pijn.[2]\nBronnen\n1. Ast A. Rust. 2011.\n2. Bos B. Gember. 2012."
    found = tagged(text)
    assert [(c.text, c.support) for c in found.claims] == [("Gember vermindert de pijn.[2]", "traceable")]
    assert paired(found) == {("Gember vermindert", "Bos B. Gember. 2012.")}
    assert {s.scheme for s in found.sources} <= {"doi", "name", "url"}


def test_lines_of_a_source_list() -> None:
    words = frozenset({"bronnen"})
    text = "Rust helpt.\nBronnen\nRIVM, 2012\n\nBos B. 2013\n" + "woord " * 50 + "\nNog iets"
    lines = source_lines(make_article(text=text, blocks=()), words)
    assert {text[start:].partition("\n")[0] for start in lines} == {"RIVM, 2012", "Bos B. 2013"}  # prose ends the list
    block = Block(start_char=12, end_char=19, kind="reference")
    assert source_lines(make_article(text=text, blocks=(block,)), words) == {12}  # the page itself knows better


@pytest.mark.fault("F52")
def test_the_version_follows_every_file_that_can_change_a_tag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "transforms"
    shutil.copytree(Path(tagging.__file__).parent, folder)
    monkeypatch.setattr("transforms.tagger_version._FOLDER", folder)
    seen = set()
    for pattern in ("support.py", "support.toml", "joint.npz", "claims.toml", "nothing"):
        tagger_version.cache_clear()
        version = tagger_version()
        assert version not in seen and version.startswith("tagger-1-") and len(version) == 17
        seen.add(version)
        for path in list(folder.rglob(pattern))[:1]:
            path.write_bytes(path.read_bytes() + b"\n")
    tagger_version.cache_clear()
    assert tagger_version() == version  # no file changed last
    (folder / "notes.md").write_text("no tag depends on this", encoding="utf-8")
    tagger_version.cache_clear()
    assert tagger_version() == version
    monkeypatch.undo()
    tagger_version.cache_clear()


@pytest.mark.fault("F51")
def test_words_are_forgotten_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline that has seen so many words gives way to a new one, which says the same and lets the old one go."""
    text = "Volgens het RIVM vermindert gember de pijn."

    def read(words: str) -> TaggedArticle:
        return tag_article(make_article(text=words, lang="nl"))

    before = read(text)
    old = weakref.ref(build_pipeline("nl"))
    monkeypatch.setattr(tagging, "_MOST_WORDS", len(build_pipeline("nl").vocab.strings) + 100)
    for number in range(5):
        read(" ".join(f"woord{number}x{word}" for word in range(40)))
    gc.collect()
    assert old() is None
    assert len(build_pipeline("nl").vocab.strings) <= tagging._MOST_WORDS + 100
    assert read(text) == before
