"""What the rules propose and what the model reads, settled."""

import numpy as np

from tests.tagging_examples import words_in
from transforms.candidates import Candidate
from transforms.joint_model import TOKEN_ANSWERS, Scores
from transforms.joint_tagger import Reading
from transforms.merging import merged_citations

TEXT = "Volgens een studie van Jansen helpt rust, doi 10.5555/12345."


def reading(**spans: str) -> Reading:
    """A reading that is sure of some words: reading(study="een studie")."""
    words = words_in(TEXT)
    scores = np.zeros((len(words), len(TOKEN_ANSWERS)), dtype=np.float32)
    scores[:, 0] = 9
    for kind, phrase in spans.items():
        start = TEXT.index(phrase)
        inside = [i for i in range(len(words)) if start <= words.starts[i] < start + len(phrase)]
        for i in inside:
            scores[i, TOKEN_ANSWERS.index(f"{'B' if i == inside[0] else 'I'}-{kind}")] = 20
    return Reading(words, Scores(scores, scores, scores), np.array([0]))


def proposal(phrase: str, kind: str, rule: str) -> Candidate:
    start = TEXT.index(phrase)
    return Candidate(start, start + len(phrase), kind, rule)  # type: ignore[arg-type]


def settled(
    proposed: list[Candidate], read: Reading | None, listed: frozenset[int] = frozenset()
) -> list[tuple[str, str]]:
    merged = merged_citations(proposed, read, "nl-1", listed)
    return [(TEXT[one.start_char : one.end_char], one.found_by) for one in merged]


def test_without_a_model_the_rules_stand() -> None:
    assert settled([proposal("een studie", "study", "study.heads")], None) == [("een studie", "rule:study.heads")]


def test_the_model_finds_more_and_drops_what_it_doubts() -> None:
    found = settled([proposal("een studie", "study", "study.heads")], reading(expert="Jansen"))
    assert found == [("Jansen", "model:nl-1")]


def test_where_both_found_it_the_rule_is_named_and_the_model_scores() -> None:
    [one] = merged_citations(
        [proposal("een studie", "study", "study.heads")], reading(study="een studie"), "nl-1", frozenset()
    )
    assert one.found_by == "rule:study.heads" and one.score is not None and one.score > 0.9


def test_what_a_pattern_finds_exactly_is_the_rules() -> None:
    doi = proposal("10.5555/12345", "identifier", "identifier.doi")
    assert settled([doi], reading()) == [("10.5555/12345", "rule:identifier.doi")]
    assert settled([doi], reading(reference="doi 10.5555/12345")) == [("10.5555/12345", "rule:identifier.doi")]


def test_a_link_or_identifier_that_no_pattern_found_is_none() -> None:
    assert settled([], reading(link="een studie", identifier="doi 10.5555/12345")) == []


def test_an_entry_of_a_sources_list_is_the_rules() -> None:
    entry = proposal("Jansen helpt rust", "reference", "reference.entry")
    assert settled([entry], reading(), frozenset({0})) == [("Jansen helpt rust", "rule:reference.entry")]
    assert settled([entry], reading()) == []


def test_an_article_or_preposition_alone_names_no_source() -> None:
    stops = {"van", "een", "who"}
    assert merged_citations([], reading(expert="van"), "nl-1", frozenset(), stops) == ()
    [one] = merged_citations([], reading(expert="van Jansen"), "nl-1", frozenset(), stops)
    assert TEXT[one.start_char : one.end_char] == "van Jansen"
