"""A claim's identity: by what the tagger linked, by the only things its sentence names, or not known; and its id."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.claim_identity import SCORES, concept_cluster_id, identity_of
from transforms.concepts import concepts
from transforms.concepts.sentence import named_concepts
from transforms.records import ClaimKind, Polarity

# language, sentence, agent and target that the tagger linked; agent, target and method, or None
IDENTITIES = [
    # both are linked: the sentence is not asked, whatever else it names
    ("en", "Ginger and tea help.", "ginger", "nausea", ("ginger", "nausea", "concepts")),
    # the other one is the only one of its sort that the sentence names
    ("nl", "Magnesium helpt tegen spierkramp.", "magnesium", None, ("magnesium", "muscle_cramp", "sentence")),
    ("nl", "Magnesium helpt tegen spierkramp.", None, "muscle_cramp", ("magnesium", "muscle_cramp", "sentence")),
    ("en", "Leg cramps get better with magnesium.", None, None, ("magnesium", "muscle_cramp", "sentence")),
    # two that may act, or that may be acted on: nobody can tell
    ("en", "Zinc and magnesium relieve leg cramps.", None, "muscle_cramp", None),
    ("nl", "Magnesium helpt tegen spierkramp en hoofdpijn.", "magnesium", None, None),
    # both ailments of the tagger's, and one of them found in the sentence
    ("en", "Stress causes headaches.", "stress", "headache", ("stress", "headache", "concepts")),
    ("en", "Stress causes headaches.", "stress", None, None),
    # nothing acts on itself
    ("en", "Ginger helps against ginger.", "ginger", "ginger", None),
    # the pain of a disease is the disease, a headache beside one is not
    ("en", "Turmeric eases the pain of osteoarthritis.", "turmeric", None, ("turmeric", "osteoarthritis", "sentence")),
    ("en", "Turmeric eases headache and osteoarthritis.", "turmeric", None, None),
    ("en", "Turmeric eases the pain of gout and osteoarthritis.", "turmeric", None, None),
    # a lack of a thing is another thing, and what is not listed is none; what is denied is still spoken of
    ("nl", "Een tekort aan magnesium veroorzaakt kramp.", None, "muscle_cramp", None),
    ("nl", "Een gebrek aan broccoli veroorzaakt kramp.", None, "muscle_cramp", None),
    ("nl", "Magnesiumvrij water helpt tegen kramp.", None, "muscle_cramp", None),
    ("nl", "Vaccinatie veroorzaakt geen autisme.", "vaccination", None, ("vaccination", "autism", "sentence")),
    # "vrij" and "vermijden" are no forms of sex and feathers
    ("nl", "Houd de vloer vrij, dat helpt vallen te voorkomen.", None, "falls", None),
    ("nl", "Vermijden helpt tegen allergie.", None, "allergy", None),
    # a test that finds a disease does nothing to it; that it saves lives is another thing
    ("en", "Mammography helps to detect breast cancer.", "mammography", "breast_cancer", None),
    ("en", "Mammography prevents deaths.", "mammography", "mortality", ("mammography", "mortality", "concepts")),
    # what something is without it does not cause
    ("nl", "Kruiden zonder bijwerkingen, en niet schadelijk.", "herbs", "side_effects", None),
    # both stand there, and nothing is said of the one by the other
    ("nl", "Pijn bij het lopen.", None, "pain", None),
    # nor is more text about one thing
    ("en", f"Ginger relieves nausea, {'and ' * 30} so it is.", "ginger", None, None),
    # no concept, and a language that has none
    ("en", "It helps.", None, None, None),
    ("de", "Magnesium hilft.", None, None, None),
    # "pil" stands for two things
    ("nl", "Magnesium en de pil: pil tegen hoofdpijn.", None, "headache", None),
]


@pytest.mark.parametrize(("lang", "sentence", "agent", "target", "wanted"), IDENTITIES)
def test_identities(
    lang: str, sentence: str, agent: str | None, target: str | None, wanted: tuple[str, str, str] | None
) -> None:
    found = identity_of(sentence, lang, agent, target, "benefit")
    assert (found and (found.agent_concept, found.target_concept, found.method)) == wanted
    assert found is None or found.score == SCORES[found.method]


def test_a_fact_that_says_nothing_of_the_two_has_none() -> None:
    said = ("Nausea comes late, ginger early.", "en", "ginger", "nausea")
    assert identity_of(*said, "fact") is None
    # "many women had mammograms, many had breast cancer, says a study": nor does evidence
    assert identity_of(*said, "evidence") is None
    assert identity_of("There is no proof that ginger relieves nausea.", "en", "ginger", "nausea", "evidence")
    assert identity_of("Ginger relieves nausea.", "en", "ginger", "nausea", "fact") is not None


def test_of_a_line_the_narrowest_is_named() -> None:
    named = named_concepts("Vitamin C, like other vitamins, shortens a common cold.", "en")
    assert named.interventions == ("vitamin_c",)
    assert named.outcomes == ("common_cold",)


def test_an_id_is_the_same_in_every_run_and_language() -> None:
    dutch = identity_of("Magnesium helpt tegen spierkramp.", "nl", None, None, "benefit")
    english = identity_of("Magnesium relieves leg cramps.", "en", None, None, "fact")
    assert dutch is not None and english is not None
    # a warehouse keeps ids for years: one that comes out otherwise is another cluster
    assert concept_cluster_id(dutch, "affirmed") == "e6e83c66acf54d9c"
    assert concept_cluster_id(english, "affirmed") == "e6e83c66acf54d9c"


def test_kind_and_polarity_make_other_clusters() -> None:
    sentence = "It relieves one and causes another."  # words of both kinds: the tagger's is taken
    found = [identity_of(sentence, "en", "ginger", "nausea", kind) for kind in get_args(ClaimKind) if kind != "fact"]
    ids = {concept_cluster_id(one, polarity) for one in found if one for polarity in get_args(Polarity)}
    assert len(ids) == 6
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)


PIECES = ["magnesium", "zink", "tegen", "spierkramp", "hoofdpijn", "pil", "en", ",", "geen", "tekort", "\x00", "\ud800"]
LINKED = st.sampled_from([None, "magnesium", "headache", "stress"])


@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)),
    st.sampled_from(["nl", "en", "de"]),
    LINKED,
    LINKED,
)
def test_any_sentence_has_one_or_none(sentence: str, lang: str, agent: str | None, target: str | None) -> None:
    found = identity_of(sentence, lang, agent, target, "benefit")
    if found:
        assert found.agent_concept != found.target_concept
        assert {found.agent_concept, found.target_concept} <= concepts().keys()
        assert agent in {None, found.agent_concept} and target in {None, found.target_concept}
