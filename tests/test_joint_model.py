"""A small network learns a handful of sentences, is kept in a file, and reads one article as it reads several."""

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from tests.joint_examples import CITED, CLAIMS, SMALL, examples, features_of, line, small_pipeline, tagger_of, taught
from transforms.joint_model import (
    ROLE_ANSWERS,
    SENTENCE_SCORES,
    TOKEN_ANSWERS,
    JointModel,
    Scores,
    build_joint_model,
    mean_scores,
    row_between,
    rows_beside,
)
from transforms.joint_tagger import Reading
from transforms.joint_targets import annotated_targets
from transforms.joint_weights import load_weights, save_weights
from transforms.judgements import CLAIM_KINDS


@pytest.fixture(scope="module")
def learned() -> Language:
    nlp = small_pipeline()
    losses = taught(nlp, [line(number) for number in range(3)])
    assert losses[-1] < losses[0] / 10
    return nlp


def reading_of(nlp: Language, text: str) -> Reading:
    reading: Reading = nlp(text)._.reading
    return reading


def same(one: Scores, other: Scores, within: float = 1e-4) -> bool:
    parts = ("tokens", "roles", "sentences")
    return all(np.allclose(getattr(one, part), getattr(other, part), atol=within) for part in parts)


def test_it_knows_what_it_has_learned(learned: Language) -> None:
    read = reading_of(learned, line()["text"])
    claims = read.scores.sentences[read.sentence_of]
    assert (claims[:, 0] > 0).tolist() == [True, False, True, False, True, False, False]
    for row, (_, kind, polarity, certainty, *_) in zip(claims[[0, 2, 4]], CLAIMS, strict=True):
        assert CLAIM_KINDS[row[1:-2].argmax()] == kind
        assert (row[-2] > 0, row[-1] > 0) == (polarity == "negated", certainty == "hedged")
    tags = [TOKEN_ANSWERS[n] for n in read.scores.tokens.argmax(axis=1)]
    cited = [word for word, tag in zip(read.words.texts, tags, strict=True) if tag.endswith(CITED[1])]
    assert " ".join(cited) == CITED[0]
    roles = [ROLE_ANSWERS[n] for n in read.scores.roles.argmax(axis=1)]
    assert roles[:3] == ["B-agent", "O", "B-target"]


def test_each_article_alone_or_all_together(learned: Language) -> None:
    """Only the windows at the seams may differ, of tokens and of sentences; their mean is all sentences' a little."""
    model = tagger_of(learned).model
    one, two = (
        features_of(learned, line(1)),
        features_of(learned, line(2, claims=[], text="Garlic is a plant. It is tall.", citations=[])),
    )
    [alone], [together] = model.predict([one]), model.predict([one, two])
    assert together.tokens.shape == (len(one.ids) + len(two.ids), len(TOKEN_ANSWERS))
    assert together.sentences.shape == (len(one.lengths) + len(two.lengths), SENTENCE_SCORES)
    assert np.allclose(alone.tokens[:-3], together.tokens[: len(alone.tokens) - 3], atol=1e-4)
    assert np.allclose(alone.sentences[:-3], together.sentences[: len(alone.sentences) - 3], atol=0.3)


def test_a_row_stands_between_those_so_far_before_and_behind_it() -> None:
    rows = np.arange(1.0, 5.0, dtype=np.float32)[:, None]
    assert rows_beside(rows, 1).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 0]]
    assert rows_beside(rows, 2).tolist() == [[0, 1, 3], [0, 2, 4], [1, 3, 0], [2, 4, 0]]
    assert rows_beside(rows[:1], 2).tolist() == [[0, 1, 0]]


def test_what_is_learned_of_a_row_is_learned_of_the_rows_beside_it() -> None:
    layer = row_between(2)
    wide, backprop = layer.begin_update(np.arange(1.0, 6.0, dtype=np.float32)[:, None])
    gradient = np.zeros_like(wide)
    gradient[3] = (1, 10, 100)
    assert backprop(gradient)[:, 0].tolist() == [0, 1, 0, 10, 0]
    gradient[2] = (1, 10, 100)
    assert backprop(gradient)[:, 0].tolist() == [1, 1, 10, 10, 100]


def test_the_members_begin_otherwise_and_their_mean_counts() -> None:
    nlp = small_pipeline(members=2)
    taught(nlp, [line()], steps=1)
    one, two = tagger_of(nlp).model.predict([features_of(nlp, line())])
    assert not same(one, two)
    assert np.allclose(mean_scores([one, two]).tokens, (one.tokens + two.tokens) / 2)
    assert same(reading_of(nlp, line()["text"]).scores, mean_scores([one, two]))


def test_a_file_gives_back_the_model(learned: Language, tmp_path: Path) -> None:
    save_weights(tagger_of(learned).model, tmp_path / "joint.npz")
    nlp = small_pipeline()
    tagger_of(nlp).load(tmp_path / "joint.npz")
    text = line()["text"]
    assert same(reading_of(nlp, text).scores, reading_of(learned, text).scores, within=0.05)  # half floats
    save_weights(tagger_of(nlp).model, tmp_path / "again.npz")
    with np.load(tmp_path / "joint.npz") as first, np.load(tmp_path / "again.npz") as second:
        assert all(np.array_equal(first[name], second[name]) for name in first.files)


def test_reading_is_as_the_model_says(learned: Language, tmp_path: Path) -> None:
    """What was loaded is read by plain NumPy, what was just taught by thinc."""
    save_weights(tagger_of(learned).model, tmp_path / "joint.npz")
    nlp = small_pipeline()
    tagger_of(nlp).load(tmp_path / "joint.npz")
    for one in (line(5), line(6, claims=[], citations=[], text="Ginger helps. Jan said so.\n\nBuy it now!")):
        says = mean_scores(tagger_of(nlp).model.predict([features_of(nlp, one)]))
        assert same(reading_of(nlp, one["text"]).scores, says, within=1e-3)


def test_learning_twice_is_learning_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        nlp = small_pipeline()
        taught(nlp, [line()], steps=3)
        save_weights(tagger_of(nlp).model, tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def small_model(**sizes: int) -> JointModel:
    return build_joint_model(**(SMALL | sizes))


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x05\x06" + b"\0" * 18, b"\x93NUMPY"])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "joint.npz").write_bytes(content)
    with pytest.raises(ValueError, match="not the weights of this joint model"):
        load_weights(small_model(), tmp_path / "joint.npz")
    with pytest.raises(FileNotFoundError):
        load_weights(small_model(), tmp_path / "none.npz")


@pytest.mark.parametrize("sizes", [{"members": 2}, {"width": 8}, {"distances": [1, 2, 1, 1]}, {"embed_rows": 100}])
def test_weights_of_another_shape_are_refused(learned: Language, tmp_path: Path, sizes: dict[str, int]) -> None:
    save_weights(tagger_of(learned).model, tmp_path / "joint.npz")
    with pytest.raises(ValueError, match="not the weights of this joint model"):
        load_weights(small_model(**sizes), tmp_path / "joint.npz")


def test_a_pupil_goes_on_from_its_teacher_and_learns_of_what_nobody_annotated(
    learned: Language, tmp_path: Path
) -> None:
    save_weights(tagger_of(learned).model, tmp_path / "teacher.npz")
    unread = [line(number, claims=None, citations=None) for number in range(3)]
    pupil = small_pipeline(taught_by=[str(tmp_path / "teacher.npz")])
    losses = taught(pupil, unread)
    assert losses[-1] < losses[0] / 2
    says, believes = (reading_of(nlp, line()["text"]).scores.sentences[:, 0] > 0 for nlp in (pupil, learned))
    assert says.tolist() == believes.tolist()
    goes_on = small_pipeline(starts_as=str(tmp_path / "teacher.npz"))
    taught(goes_on, unread, steps=1)  # without teachers nothing is wanted of such articles
    text = line()["text"]
    assert same(reading_of(goes_on, text).scores, reading_of(learned, text).scores, within=0.05)


def test_the_usual_sentence_is_learned_and_weighs_most_in_a_short_article(learned: Language) -> None:
    [member] = tagger_of(learned).model.layers
    usual = member.get_param("usual").copy()
    assert np.abs(usual).max() > 0
    one = line(claims=[], citations=[], text="Ginger helps a lot.")
    many = line(claims=[], citations=[], text="Ginger helps a lot. " * 40)
    before = [mean_scores(tagger_of(learned).model.predict([features_of(learned, x)])).sentences for x in (one, many)]
    member.set_param("usual", usual + 1)
    after = [mean_scores(tagger_of(learned).model.predict([features_of(learned, x)])).sentences for x in (one, many)]
    member.set_param("usual", usual)
    moved = [np.abs(old - new).mean() for old, new in zip(before, after, strict=True)]
    assert moved[0] > 3 * moved[1] > 0


def test_the_gradient_of_the_usual_sentence_is_its_slope(learned: Language) -> None:
    model = tagger_of(learned).model
    [member] = model.layers
    batch = [features_of(learned, line(1)), features_of(learned, line(2))]
    [scores], back = model.begin_update(batch)
    ones = Scores(np.zeros_like(scores.tokens), np.zeros_like(scores.roles), np.ones_like(scores.sentences))
    member.set_grad("usual", np.zeros_like(member.get_param("usual")))
    back([ones])
    gradient, usual = member.get_grad("usual").copy(), member.get_param("usual").copy()
    step = 1e-2 * np.sign(gradient)
    sums = []
    for moved in (usual + step, usual - step):
        member.set_param("usual", moved)
        sums.append(float(model.predict(batch)[0].sentences.sum()))
    member.set_param("usual", usual)
    assert (sums[0] - sums[1]) / 2 == pytest.approx(float(gradient @ step), rel=0.1)


def test_teachers_are_not_asked_of_a_sentence(learned: Language, tmp_path: Path) -> None:
    save_weights(tagger_of(learned).model, tmp_path / "teacher.npz")
    pupil = small_pipeline(taught_by=[str(tmp_path / "teacher.npz")])
    taught(pupil, [line()], steps=1)
    lone = line(text="It is a root.", claims=[], citations=[])
    for one, own in ((line(), False), (lone, True)):
        [(text, features, labels)] = tagger_of(pupil)._learned(examples(pupil, [one]))
        wanted = tagger_of(pupil)._wanted(text, features, labels)
        assert (wanted.claims == annotated_targets(labels).claims).all() == own
