"""Which kind of evidence a citation names: by its own words, its sentence's, the study named before."""

import pytest

from tests.tagging_examples import tagged
from transforms.evidence import evidence_of, evidence_patterns, word_pattern

PATTERNS = evidence_patterns(
    {"systematic_review": ["meta-analys*"], "trial": ["trial", "placebo*"], "guideline": ["panel"]}
)


@pytest.mark.parametrize(
    ("phrase", "sentence", "kind", "rule", "before", "expected"),
    [
        (
            "a meta-analysis",
            "A meta-analysis of each trial",
            "study",
            "study.named",
            "unspecified",
            "systematic_review",
        ),
        ("a study", "A study with a placebo", "study", "study.named", "unspecified", "trial"),  # the sentence says it
        ("the study", "The study found so", "study", "study.named", "trial", "trial"),  # it was named before
        ("the study", "The study found so", "study", "study.named", "unspecified", "unspecified"),
        (
            "Lee, 2019",
            "In a trial (Lee, 2019)",
            "reference",
            "reference.in_text",
            "trial",
            "unspecified",
        ),  # own words only
        ("WHO", "A WHO panel says", "organisation", "organisation.names", "trial", "guideline"),
        ("WHO", "WHO says", "organisation", "organisation.names", "trial", "expert_opinion"),
        ("doctors", "doctors say", "appeal", "appeal.groups", "trial", "expert_opinion"),
        ("proven", "it is proven", "appeal", "appeal.phrases", "trial", "unspecified"),
        ("users", "users report", "anecdote", "anecdote.people", "trial", "anecdote"),
        ("the protocol", "the protocol says", "guideline", "guideline.heads", "trial", "guideline"),
    ],
)
def test_evidence_of(phrase: str, sentence: str, kind: str, rule: str, before: str, expected: str) -> None:
    assert evidence_of(phrase, sentence, kind, rule, before, PATTERNS) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uit een onderzoek met muizen blijkt dat.", "laboratory"),
        ("Uit een cohortstudie blijkt dat.", "observational"),
        ("Uit een dubbelblind onderzoek blijkt dat.", "trial"),
        ("Uit een Cochrane-review blijkt dat.", "systematic_review"),
        ("Uit een studie blijkt dat.", "unspecified"),
    ],
)
def test_dutch_words(text: str, expected: str) -> None:
    assert [c.evidence for c in tagged(text).citations] == [expected]


def test_the_study_is_the_one_named_before() -> None:
    text = "Een meta-analyse uit 2022 vond effect. Volgens de studie helpt rust."
    assert [c.evidence for c in tagged(text).citations] == ["systematic_review"] * 2


@pytest.mark.parametrize(
    ("words", "text", "matches"),
    [
        (["verminder*"], "Het verminderde.", True),  # a star ends a stem
        (["verminder"], "Het verminderde.", False),  # whole words only
        (["goed voor"], "GOED VOOR u", True),
        (["a.b"], "axb", False),  # words, no patterns
        ([], "", False),  # a language may leave a list empty
        ([], "iets", False),
    ],
)
def test_word_pattern(words: list[str], text: str, matches: bool) -> None:
    assert bool(word_pattern(words).search(text)) == matches
