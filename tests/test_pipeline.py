"""The components as spaCy users meet them: by name, alone or together, on any text of a language that has a folder."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
import spacy

from tests.tagged_articles import make_article
from transforms import pipeline, tagging
from transforms.lang import languages, load_language
from transforms.pipeline import UnknownLanguageError, build_pipeline, language_of


@pytest.mark.parametrize("lang", sorted(languages()))
@pytest.mark.parametrize("name", ["article_sentences", "citation_tagger", "joint_tagger", "claim_merger"])
def test_entry_points(lang: str, name: str) -> None:
    nlp = spacy.blank(lang)
    nlp.add_pipe(name)
    assert nlp("Magnesium helpt.").text == "Magnesium helpt."


def test_what_is_found_stands_in_the_doc() -> None:
    text = "Volgens het RIVM vermindert gember de pijn."
    doc = build_pipeline("nl")(text)
    assert [(span.text, span.label_) for span in doc.spans["citations"]] == [("het RIVM", "organisation")]
    assert [span.text for span in doc.spans["claims"]] == [text]
    assert [c.kind for c in doc._.found_citations] == ["organisation"] and len(doc._.found_claims) == 1
    assert [sentence.text for sentence in doc.sents] == [text]


def test_the_citation_tagger_alone_splits_sentences_itself() -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("citation_tagger")
    doc = nlp("Rust helpt. Volgens het RIVM ook.")
    assert [c.text for c in doc._.found_citations] == ["het RIVM"] and len(list(doc.sents)) == 2


@pytest.mark.parametrize(("text", "claims"), [("Gember vermindert de pijn. Fijn zo.", 1), ("Gember", 0), ("", 0)])
def test_the_merger_alone_needs_no_other_component(text: str, claims: int) -> None:
    nlp = spacy.blank("nl")
    nlp.add_pipe("claim_merger")
    doc = nlp(text)
    assert len(doc._.found_claims) == len(doc.spans["claims"]) == claims


@pytest.mark.parametrize("code", ["xx", "", "NL", None])
def test_an_unknown_language_names_those_there_are(code: str | None) -> None:
    with pytest.raises(UnknownLanguageError, match=r"no rules for language .*; there are rules for: .*en.*nl"):
        language_of(code)


def test_a_pipeline_of_an_unknown_language() -> None:
    with pytest.raises(UnknownLanguageError):
        build_pipeline("xx")
    with pytest.raises(UnknownLanguageError, match="'fr'"):
        spacy.blank("fr").add_pipe("claim_merger")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Magnesium", "Magnesium\n", "?", "\u200b", "🧄🧄", "e\u0301"])
def test_hardly_any_text(text: str) -> None:
    doc = build_pipeline("nl")(text)
    assert doc.text == text and doc._.found_claims == () and doc._.found_citations == ()


@pytest.mark.parametrize("run", ["(" * 100_000, "a" + "!" * 100_000, "(a)!" * 25_000, "=-" * 50_000])
def test_runs_of_signs_in_time(run: str) -> None:
    started = time.process_time()
    assert build_pipeline("nl").make_doc(f"Rust helpt. {run} Echt.").text.endswith("Echt.")
    assert time.process_time() - started < 5  # spaCy takes one sign after the other off 100,000: minutes


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language that is nothing but a folder: Dutch word lists changed to a few French words, and no model."""
    folder = tmp_path / "fr"
    shutil.copytree(languages()["nl"].folder, folder, ignore=shutil.ignore_patterns("*.npz"))
    for name, old, new in [
        ("citations.toml", '"wetenschappelijk bewezen"', '"scientifiquement prouvé"'),
        ("claims.toml", '"help*"', '"soulage"'),
        ("claims.toml", '"veroorza*"', '"provoque"'),
    ]:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    known = MappingProxyType({**languages(), "fr": load_language(folder / "language.toml")})
    monkeypatch.setattr(pipeline, "languages", lambda: known)
    build_pipeline.cache_clear()
    yield "fr"
    build_pipeline.cache_clear()


def test_a_language_is_a_folder_and_needs_no_model(french: str) -> None:
    text = "Le miel soulage la toux. Le tabac provoque la toux. Le miel coule.\nCela est scientifiquement prouvé."
    found = tagging.tag_article(make_article(text=text, lang=french, blocks=()))
    assert [(c.kind, c.found_by, c.score) for c in found.claims] == [
        ("benefit", "rule:kind.benefit", None),
        ("harm", "rule:kind.harm", None),
    ]
    assert [c.text for c in found.citations] == ["scientifiquement prouvé"]
