"""What the words alone make of a sentence, what asserts nothing, and how model and rules meet."""

import numpy as np
import pytest

from tests.tagging_examples import words_in, words_of
from transforms.claims import FoundClaim, asserts_nothing, find_claims, judged_by_cues, with_roles
from transforms.joint_model import ROLE_ANSWERS, Scores
from transforms.joint_tagger import Reading
from transforms.judgements import Judgement


@pytest.mark.parametrize(
    ("lang", "sentence", "expected"),
    [
        ("nl", "Magnesium helpt tegen kramp.", ("benefit", "affirmed", "asserted")),
        ("nl", "Magnesium helpt niet tegen kramp.", ("benefit", "negated", "asserted")),
        ("nl", "Magnesium kan helpen tegen kramp.", ("benefit", "affirmed", "hedged")),  # a "kan" of ability too
        ("nl", "Magnesium kan niet helpen.", ("benefit", "negated", "asserted")),  # "kan niet" is sure
        ("nl", "Gember helpt niet alleen tegen kramp.", ("benefit", "affirmed", "asserted")),  # "not only"
        ("nl", "Roken veroorzaakt hoest.", ("harm", "affirmed", "asserted")),
        ("nl", "Een appel bevat vezels.", ("fact", "affirmed", "asserted")),
        ("en", "Ginger relieves nausea.", ("benefit", "affirmed", "asserted")),
        ("en", "Ginger does not relieve nausea.", ("benefit", "negated", "asserted")),
        ("en", "Ginger may relieve nausea.", ("benefit", "affirmed", "hedged")),
        ("en", "Ginger cannot cure a cold.", ("benefit", "negated", "asserted")),
        ("en", "Smoking causes a cough.", ("harm", "affirmed", "asserted")),
        ("en", "An apple contains fibre.", ("fact", "affirmed", "asserted")),
    ],
)
def test_judged_by_cues(lang: str, sentence: str, expected: tuple[str, str, str]) -> None:
    judged = judged_by_cues(sentence, words_of(lang).claim_cues)
    assert (judged.kind, judged.polarity, judged.certainty) == expected
    assert judged.probability == float(judged.kind != "fact")


@pytest.mark.parametrize(
    ("lang", "sentence", "nothing"),
    [
        ("nl", "Wist je dat magnesium helpt?", True),  # a question
        ("nl", "Wist je dat magnesium tegen kramp helpt.", True),  # a question told as a sentence
        ("nl", "“Helpt magnesium tegen kramp?”", True),  # in quotes
        ("nl", "Overleg met je arts over pijn.", True),  # an imperative
        ("nl", "Zet de ellebogen tegen elkaar onder je kin.", True),  # of an exercise
        ("nl", "Kook de quinoa volgens de verpakking.", True),  # of a recipe
        ("nl", "Laat de armen vervolgens weer zakken.", True),
        ("nl", "Eet je geen koolhydraten, dan maakt je lever glucose.", False),  # a condition, not an imperative
        ("nl", "Laat eten verhoogt je bloedsuiker.", False),
        ("nl", "Minder pijn", True),  # no predicate
        ("nl", "Magnesium helpt tegen kramp.", False),
        ("nl", "Met de code RUST15 krijg je korting op magnesium.", True),  # promotion
        ("en", "Use code CALM15 for a discount on ginger.", True),
        ("en", "Did you know that ginger helps.", True),
        ("en", "Ask your doctor about pain.", True),
        ("en", "Ice packs", True),
        ("en", "Ginger relieves nausea.", False),
    ],
)
def test_asserts_nothing(lang: str, sentence: str, nothing: bool) -> None:
    assert asserts_nothing(sentence, words_of(lang).claim_cues) == nothing


@pytest.mark.parametrize(
    ("probability", "sentence", "found_by"),
    [
        (0.9, "Gember groeit in Azië.", "model:nl-1"),
        (0.1, "Gember vermindert de pijn.", None),  # the model, which has seen the word of benefit, decides
        (0.9, "Vermindert gember de pijn?", None),  # a question is none, whatever the model says
        (None, "Gember vermindert de pijn.", "rule:kind.benefit"),  # a language without a model
        (None, "Gember veroorzaakt pijn.", "rule:kind.harm"),
        (None, "Gember groeit in Azië.", None),
    ],
)
def test_model_and_rules(probability: float | None, sentence: str, found_by: str | None) -> None:
    judged = None if probability is None else [Judgement(probability, "fact", "affirmed", "asserted")]
    found = find_claims(sentence, [(0, len(sentence))], frozenset(), judged, "nl-1", words_of("nl").claim_cues)
    assert [claim.found_by for claim in found] == ([found_by] if found_by else [])
    assert all(claim.score == probability for claim in found)  # a rule has none


def test_the_likeliest_words_are_agent_and_target() -> None:
    text = "Dus gember vermindert de pijn."
    words = words_in(text)  # Dus | gember | vermindert | de | pijn | .
    roles = np.zeros((len(words), len(ROLE_ANSWERS)), dtype=np.float32)
    roles[:, 0] = 5
    for token, answer in ((1, "B-agent"), (3, "B-target"), (4, "I-target")):
        roles[token, ROLE_ANSWERS.index(answer)] = 12
    none = np.zeros((len(words), 1), dtype=np.float32)
    claim = FoundClaim(0, len(text), "benefit", "affirmed", "asserted", "model:nl-1")
    [claim] = with_roles([claim], Reading(words, Scores(none, roles, none), np.array([0])), words_of("nl").role_edges)
    assert text[claim.agent_start_char : claim.agent_end_char] == "gember"
    assert text[claim.target_start_char : claim.target_end_char] == "de pijn"


def test_a_role_of_words_that_are_none_is_not_named() -> None:
    text = "Dat komt door de pijn."
    words = words_in(text)
    roles = np.zeros((len(words), len(ROLE_ANSWERS)), dtype=np.float32)
    roles[:, 0] = 5
    roles[1:4, ROLE_ANSWERS.index("I-agent")] = 12  # "komt door de"
    none = np.zeros((len(words), 1), dtype=np.float32)
    claim = FoundClaim(0, len(text), "harm", "affirmed", "asserted", "model:nl-1")
    [claim] = with_roles([claim], Reading(words, Scores(none, roles, none), np.array([0])), words_of("nl").role_edges)
    assert (claim.agent_start_char, claim.agent_end_char) == (None, None)


def test_entries_of_a_source_list_are_no_claims() -> None:
    text = "Gember vermindert de pijn."
    assert find_claims(text, [(0, len(text))], frozenset({0}), None, "", words_of("nl").claim_cues) == ()
    assert find_claims("", [], frozenset(), None, "", words_of("nl").claim_cues) == ()
