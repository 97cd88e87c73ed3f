"""What a large encoder believes: kept by text in a file, and learned beside what was annotated."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language

from flows.training import BELIEFS
from tests.joint_examples import examples, line, small_pipeline, tagger_of, taught
from transforms.addresses import short_hash
from transforms.beliefs import Belief, load_beliefs, save_beliefs
from transforms.joint_features import ArticleFeatures, Floats
from transforms.joint_model import SENTENCE_SCORES, TOKEN_ANSWERS, Scores
from transforms.joint_targets import JointLabels, believed_targets
from transforms.joint_weights import save_weights

TEXT = "Ginger helps. So says Ann."


def tagged(*answers: str) -> Floats:
    """Log-odds of tokens that are surely these."""
    scores = np.zeros((len(answers), len(TOKEN_ANSWERS)), dtype=np.float32)
    scores[np.arange(len(answers)), [TOKEN_ANSWERS.index(answer) for answer in answers]] = 20
    return scores


def judged(*claims: float) -> Floats:
    """Log-odds of sentences to be claims; all else is as likely as not."""
    scores = np.zeros((len(claims), SENTENCE_SCORES), dtype=np.float32)
    scores[:, 0] = claims
    return scores


def learned_by(nlp: Language, article: dict[str, Any]) -> tuple[str, ArticleFeatures, JointLabels]:
    """What a tagger reads of an article to learn from it."""
    [one] = tagger_of(nlp)._learned(examples(nlp, [article]))
    return one


def test_beliefs_are_found_by_the_text_that_they_are_of(tmp_path: Path) -> None:
    file = tmp_path / "beliefs.npz"
    tokens = tagged("O", "O", "O", "O", "O", "B-expert", "O")
    found = {short_hash(TEXT): (judged(3.0, -40.0), tokens), short_hash("Other."): (judged(1.0), tagged("O", "O"))}
    save_beliefs(found, file)
    beliefs = load_beliefs(file)
    belief = beliefs.of(TEXT, sentences=2, tokens=7)
    assert len(beliefs) == 2 and belief is not None
    assert belief.sentences[:, 0] == pytest.approx([3, -8], abs=0.04)  # further than 8 is as sure
    assert belief.tokens.argmax(axis=1).tolist() == [0, 0, 0, 0, 0, TOKEN_ANSWERS.index("B-expert"), 0]
    assert belief.tokens.sum(axis=1) == pytest.approx(np.ones(7))
    assert beliefs.of("Another text.", sentences=2, tokens=7) is None


@pytest.mark.parametrize(("sentences", "tokens"), [(3, 7), (2, 8)])
def test_a_text_that_is_cut_otherwise_by_now_has_no_belief(tmp_path: Path, sentences: int, tokens: int) -> None:
    save_beliefs({short_hash(TEXT): (judged(3.0, -3.0), tagged(*["O"] * 7))}, tmp_path / "beliefs.npz")
    assert load_beliefs(tmp_path / "beliefs.npz").of(TEXT, sentences, tokens) is None


def test_the_encoder_counts_beside_the_teachers_but_not_on_roles() -> None:
    of_one = Scores(tagged("O", "O"), np.zeros((2, 5), dtype=np.float32), judged(-30.0))
    teachers = believed_targets([of_one], np.array([2], dtype=np.int32))
    both = Belief(judged(30.0), np.eye(len(TOKEN_ANSWERS), dtype=np.float32)[[0, 1]]).beside(teachers)
    assert both.claims == pytest.approx(np.array([[0.1, 0.9]])) and both.kinds.sum() == pytest.approx(0.9)
    assert both.negated.sum() == pytest.approx(0.2)
    assert both.tokens[1, :2] == pytest.approx([0.5, 0.5])
    assert np.array_equal(both.roles, teachers.roles)


def test_a_word_that_the_teachers_see_in_an_appeal_stays_in_it() -> None:
    appeal, study = TOKEN_ANSWERS.index("B-appeal"), TOKEN_ANSWERS.index("B-study")
    unsure = tagged("B-appeal", "O")
    unsure[1, appeal] = unsure[1, 0] + np.log(1 / 3)  # a quarter
    of_one = Scores(unsure, np.zeros((2, 5), dtype=np.float32), judged(30.0))
    teachers = believed_targets([of_one], np.array([2], dtype=np.int32))
    both = Belief(judged(30.0), np.eye(len(TOKEN_ANSWERS), dtype=np.float32)[[study, study]]).beside(teachers)
    assert both.tokens[0, appeal] == pytest.approx(1, abs=0.01) and both.tokens[0, study] == pytest.approx(0, abs=0.01)
    assert both.tokens[1, study] == pytest.approx(0.25, abs=0.01)


def test_a_pupil_learns_what_the_encoder_believes(tmp_path: Path) -> None:
    article = line(claims=None, citations=None)
    teacher = small_pipeline()
    tagger_of(teacher).initialize(lambda: examples(teacher, [line()]))
    save_weights(tagger_of(teacher).model, tmp_path / "teacher.npz")
    text, features, _ = learned_by(teacher, article)
    surely = judged(*[20.0] * len(features.starts)), tagged(*["O"] * len(features.ids))
    save_beliefs({short_hash(text): surely}, tmp_path / "beliefs.npz")
    claims = []
    for believed in ("", str(tmp_path / "beliefs.npz")):
        pupil = small_pipeline(taught_by=[str(tmp_path / "teacher.npz")], believed=believed)
        taught(pupil, [line()], steps=1)  # it takes its teacher's weights when it begins
        claims.append(tagger_of(pupil)._wanted(*learned_by(pupil, article)).claims[:, 1])
    assert (claims[1] >= 0.9).all() and (claims[0] < claims[1]).all()


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", rows=np.zeros(3))
    with pytest.raises(ValueError, match="no beliefs of an encoder"):
        load_beliefs(tmp_path / "other.npz")
    with pytest.raises(ValueError, match="scores of another network"):
        save_beliefs({"x": (np.zeros((1, 3), dtype=np.float32), tagged("O"))}, tmp_path / "x.npz")


def test_the_beliefs_that_lie_in_training_can_be_read() -> None:
    assert len(load_beliefs(BELIEFS)) > 4000
