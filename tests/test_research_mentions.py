"""Mentions of research and guidelines, with year, design and maker."""

import pytest

from tests.tagging_examples import cited


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Een meta-analyse uit 2022 laat zien dat het helpt.", "study", "Een meta-analyse uit 2022"),
        ("Een rct (2016) vond niets.", "study", "Een rct (2016)"),
        ("In een grote, placebo-gecontroleerde studie hielp het.", "study", "een grote, placebo-gecontroleerde studie"),
        ("Uit slaaponderzoek blijkt dat licht wakker houdt.", "study", "slaaponderzoek"),  # a compound
        ("Dit blijkt uit een Britse studie.", "study", "een Britse studie"),
        ("Volgens de NHG-richtlijn is rust genoeg.", "guideline", "de NHG-richtlijn"),
        ("De arts doet lichamelijk onderzoek.", None, None),  # an examination
        ("De huisarts vraagt bloedonderzoek aan.", None, None),
        ("Meer onderzoek is nodig.", None, None),  # points to none
    ],
)
def test_dutch(text: str, kind: str | None, words: str | None) -> None:
    assert cited(text) == ([(kind, words)] if kind else [])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("A 2022 meta-analysis found that ginger helps.", "study", "A 2022 meta-analysis"),
        ("In a randomized, placebo-controlled trial it helped.", "study", "a randomized, placebo-controlled trial"),
        ("Studies show that ginger helps.", "study", "Studies"),
        ("The guidelines recommend rest.", "guideline", "The guidelines"),
        ("More research is needed.", None, None),
        ("They report less pain.", None, None),  # a verb
    ],
)
def test_english(text: str, kind: str | None, words: str | None) -> None:
    assert cited(text, "en") == ([(kind, words)] if kind else [])


def test_a_house_is_a_citation_of_its_own() -> None:
    assert cited("Onderzoekers van de Universiteit van Utrecht zagen dat.") == [
        ("study", "Onderzoekers"),
        ("organisation", "de Universiteit van Utrecht"),
    ]
