"""A model learned from a handful of sentences: the same each time, kept in a file; what cannot be one is refused."""

from pathlib import Path

import numpy as np
import pytest

from tests.tagging_examples import words_of
from transforms.claim_features import ClaimCues, SentenceInArticle, sentences_in_article
from transforms.claim_model import ClaimModel, Judgement, judgements_of, load_model, save_model
from transforms.claim_training import train_claim_model
from transforms.gold import GoldArticle
from transforms.lang import languages

WORDS = words_of("en")
HEADS = {"claim", "kind", "polarity", "certainty"}
# sentence, kind or None where it is no claim, polarity, certainty
SENTENCES = [
    ("Ginger relieves nausea.", "benefit", "affirmed", "asserted"),
    ("Ginger does not relieve pain.", "benefit", "negated", "asserted"),
    ("Smoking may cause a cough.", "harm", "affirmed", "hedged"),
    ("Ginger contains gingerol.", "fact", "affirmed", "asserted"),
    ("Let us look at the root.", None, "", ""),
    ("Order it in our shop today.", None, "", ""),
    ("Photo by a reader.", None, "", ""),
]


def article(site: str, sentences: list[tuple[str, str | None, str, str]]) -> GoldArticle:
    """An annotated article with one sentence a line."""
    claims, start = [], 0
    for text, kind, polarity, certainty in sentences:
        if kind:
            span = {"start": start, "end": start + len(text)}
            claims.append({**span, "kind": kind, "polarity": polarity, "certainty": certainty})
        start += len(text) + 1
    text = "\n".join(sentence for sentence, *_ in sentences)
    return GoldArticle(text=text, title=None, lang="en", site=site, claims=tuple(claims))


def judged_by(model: ClaimModel, sentences: list[SentenceInArticle], cues: ClaimCues) -> list[Judgement]:
    return judgements_of(model.scores(sentences, cues))


def trained(sentences: list[tuple[str, str | None, str, str]] = SENTENCES) -> ClaimModel:
    return train_claim_model([article(site, sentences) for site in ("a", "b")], WORDS.sentences, WORDS.claim_cues)


@pytest.fixture(scope="module")
def model() -> ClaimModel:
    return trained()


def test_it_knows_what_it_has_learned(model: ClaimModel) -> None:
    assert set(model.heads) == HEADS
    probabilities: dict[bool, list[float]] = {True: [], False: []}
    for text, kind, polarity, certainty in SENTENCES:
        [judged] = judged_by(model, sentences_in_article(text, [(0, len(text))], None), WORDS.claim_cues)
        probabilities[kind is not None].append(judged.probability)
        if kind:
            assert (judged.kind, judged.polarity, judged.certainty) == (kind, polarity, certainty)
    assert min(probabilities[True]) > max(probabilities[False])
    assert judged_by(model, [], WORDS.claim_cues) == []


def test_the_same_data_give_the_same_file(model: ClaimModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "one.npz")
    save_model(trained(), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_file_gives_back_the_model(model: ClaimModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "claims.npz")
    kept = load_model(tmp_path / "claims.npz")
    assert kept.threshold == pytest.approx(model.threshold)
    for name, head in model.heads.items():
        assert kept.heads[name].answers == head.answers
        assert np.allclose(kept.heads[name].weights, head.weights, atol=1e-3)  # half floats
        assert kept.heads[name].weights.shape == head.weights.shape


def test_one_answer_alone_is_always_given() -> None:
    model = trained([sentence for sentence in SENTENCES if sentence[2] != "negated"])
    text = "Ginger does not relieve pain."
    [judged] = judged_by(model, sentences_in_article(text, [(0, len(text))], None), WORDS.claim_cues)
    assert judged.polarity == "affirmed"


@pytest.mark.parametrize(
    ("sites", "sentences"),
    [(["a"], SENTENCES), (["a", "b"], SENTENCES[:4]), (["a", "b"], SENTENCES[4:]), ([], [])],
)
def test_too_little_to_learn_from(sites: list[str], sentences: list[tuple[str, str | None, str, str]]) -> None:
    with pytest.raises(ValueError, match="two sites"):
        train_claim_model([article(site, sentences) for site in sites], WORDS.sentences, WORDS.claim_cues)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x05\x06" + b"\0" * 18, b"\x93NUMPY"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "claims.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="not a claim model"):
        load_model(path)
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.npz")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_shipped_models(lang: str) -> None:
    model = load_model(languages()[lang].folder / "claims.npz")
    assert set(model.heads) == HEADS and 0 < model.threshold < 1
    assert set(model.heads["kind"].answers) == {"benefit", "harm", "evidence", "fact"}
    assert set(model.heads["polarity"].answers) == {"affirmed", "negated"}
    assert set(model.heads["certainty"].answers) == {"asserted", "hedged"}
    text = "Magnesium."
    [judged] = judged_by(model, sentences_in_article(text, [(0, len(text))], None), words_of(lang).claim_cues)
    assert 0 <= judged.probability <= 1  # its weights fit the features that the cue lists give today
