"""The trained model: what the guideline plainly says, files that are none, and that training is repeatable."""

from pathlib import Path

import numpy as np
import pytest

from tests.tagging_examples import words_of
from tests.test_support import Place, citation
from transforms.pair_features import ROW_LENGTH
from transforms.pair_model import PairModel, load_pair_model, save_pair_model
from transforms.pair_training import same_citations, train_pairs
from transforms.sentences import sentence_spans
from transforms.support import support_pairs


def pairs(
    text: str, *cited: tuple[str, str], listed: tuple[int, ...] = (), no_claims: tuple[int, ...] = (), lang: str = "nl"
) -> set[tuple[int, str]]:
    """What the shipped model pairs: (sentence number, words)."""
    data, model = words_of(lang), load_pair_model()
    assert model
    sentences = sentence_spans(text, data.sentences)
    numbers = [n for n in range(len(sentences)) if n not in no_claims]
    citations = [citation(words, kind, text) for words, kind in cited]
    claims = [Place(*sentences[n]) for n in numbers]
    found = support_pairs(text, sentences, claims, citations, frozenset(listed), data.support, model)
    assert list(found) == sorted(set(found))
    return {(numbers[claim], citations[c].text) for claim, c in found}


def test_in_the_same_sentence() -> None:
    text = "Volgens het RIVM helpt rust tegen hoofdpijn.\nSlapen is goed voor je."
    assert pairs(text, ("het RIVM", "organisation")) == {(0, "het RIVM")}


def test_that_has_been_shown_speaks_of_the_claim_before() -> None:
    text = "Magnesium helpt tegen kramp. Dat is wetenschappelijk aangetoond."
    found = pairs(text, ("wetenschappelijk aangetoond", "appeal"), no_claims=(1,))
    assert found == {(0, "wetenschappelijk aangetoond")}
    text = "Ginger helps against nausea. That is scientifically proven."
    found = pairs(text, ("scientifically proven", "appeal"), no_claims=(1,), lang="en")
    assert found == {(0, "scientifically proven")}


def test_results_of_one_study_told_on_until_another_source_speaks() -> None:
    text = (
        "A new study looked at sleep. The researchers followed 200 patients for two years. "
        "Patients who slept less had more pain. "
        "The World Health Organization advises adults to rest."
    )
    cited = ("A new study", "study"), ("The researchers", "study"), ("The World Health Organization", "organisation")
    found = pairs(text, *cited, lang="en")
    assert (2, "The researchers") in found
    assert (2, "A new study") not in found  # the latest naming carries on
    assert {words for n, words in found if n == 3} == {"The World Health Organization"}


@pytest.mark.parametrize(
    "text",
    [
        "“Rust helpt tegen stress. Slapen doet dat ook”, zegt Jan Bloem.",
        "'Rust helpt tegen stress. Slapen doet dat ook', zegt Jan Bloem.",
        "„Rust helpt tegen stress. Slapen doet dat ook”, zegt Jan Bloem.",
        "Jan Bloem zegt: “Rust helpt tegen stress. Slapen doet dat ook.”",
    ],
)
def test_every_claim_of_a_quotation_with_its_speaker(text: str) -> None:
    assert {n for n, _ in pairs(text, ("Jan Bloem", "expert"))} == {0, 1}


LIST = "\nBronnen\n1. Ast A. 2011.\n2. Bos B. 2012.\n3. Cok C. 2013."


@pytest.mark.parametrize(("sentence", "expected"), [("Rust helpt [1].", "A"), ("Rust helpt.²", "B"), ("Rust.", "")])
def test_a_marker_with_its_entry_whatever_the_model_says(sentence: str, expected: str) -> None:
    entries = [(entry, "reference") for entry in ("Ast A. 2011.", "Bos B. 2012.", "Cok C. 2013.")]
    found = pairs(sentence + LIST, *entries, listed=(0, 1, 2), no_claims=(1, 2, 3, 4))
    assert {words[0] for _, words in found} == set(expected)


def test_saved_and_loaded_it_says_the_same(tmp_path: Path) -> None:
    model = load_pair_model()
    assert model
    save_pair_model(model, tmp_path / "pairs.npz")
    again = load_pair_model(tmp_path / "pairs.npz")
    assert again
    assert np.array_equal(model.hidden, again.hidden)
    assert (model.answer_bias, model.threshold) == (again.answer_bias, again.threshold)


def test_no_file_is_no_model_and_another_file_is_told(tmp_path: Path) -> None:
    assert load_pair_model(tmp_path / "none.npz") is None
    (tmp_path / "other.npz").write_bytes(b"no archive")
    with pytest.raises(ValueError, match="not a model of pairs"):
        load_pair_model(tmp_path / "other.npz")
    ones = np.ones(2, dtype=np.float32)
    narrow = PairModel(np.ones((ROW_LENGTH - 1, 2), dtype=np.float32), ones, ones, 0.0, 0.5, 0.5)
    save_pair_model(narrow, tmp_path / "narrow.npz")
    with pytest.raises(ValueError, match=str(ROW_LENGTH)):
        load_pair_model(tmp_path / "narrow.npz")


def line(number: int) -> dict[str, object]:
    text = f"Een studie vond {number} keer minder pijn. Rust is goed voor je."
    claims = [{"start": 0, "end": text.index(".") + 1}, {"start": text.index("Rust"), "end": len(text)}]
    for claim in claims:
        claim |= {"kind": "benefit", "polarity": "affirmed", "certainty": "asserted"}  # type: ignore[dict-item]
    cited = {"start": 0, "end": 10, "kind": "study", "evidence": "unspecified", "year": None, "traceable": False}
    return {
        "id": str(number), "lang": "nl", "url": f"https://s{number}.test/", "text": text, "title": None,
        "claims": claims, "citations": [cited], "support": [[0, 0]],
    }  # fmt: skip


def test_training_twice_gives_one_model_and_it_learns() -> None:
    lines = [line(number) for number in range(40)]
    model, again = train_pairs(lines), train_pairs(lines)
    assert np.array_equal(model.hidden, again.hidden)
    assert np.array_equal(model.answer, again.answer)
    assert model.threshold == again.threshold
    without = train_pairs([*lines, {**line(41), "support": None}, {**line(42), "lang": "xx"}])
    assert np.array_equal(model.hidden, without.hidden)  # what is not known teaches nothing


def test_lines_without_pairs_cannot_teach() -> None:
    with pytest.raises(ValueError, match="no annotated line"):
        train_pairs([{**line(1), "support": []}])


def test_found_citations_are_those_that_share_most() -> None:
    own = {"citations": [{"start": 0, "end": 10}, {"start": 20, "end": 30}]}
    assert same_citations(own, [{"start": 0, "end": 9}, {"start": 2, "end": 10}, {"start": 28, "end": 60}]) == {0: 0}
    assert same_citations(own, [{"start": 19, "end": 31}]) == {0: 1}
    assert same_citations(own, []) == {}
