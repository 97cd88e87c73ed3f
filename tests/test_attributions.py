"""In whose mouth a sentence is laid: persons with their role, bodies, media."""

import pytest

from tests.tagging_examples import cited


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Volgens het RIVM is dat veilig.", [("organisation", "het RIVM")]),  # with its article
        ("De WHO waarschuwt voor suiker.", [("organisation", "De WHO")]),
        ("Hoogleraar neurologie Jan Bloem zegt dat slaap helpt.", [("expert", "Hoogleraar neurologie Jan Bloem")]),
        (
            "“Het werkt goed”, zegt Jan Bloem, fysioloog bij het Radboudumc.",  # role and house after the name
            [("expert", "Jan Bloem, fysioloog bij het Radboudumc")],
        ),
        (
            "Prof. dr. Jansen van het UMC Utrecht waarschuwt voor magnesium.",
            [("expert", "Prof. dr. Jansen van het UMC Utrecht")],
        ),
        (
            "Jan Bloem zegt dat rust helpt. Bloem zegt dat rust alles is.",  # the surname alone, once named in full
            [("expert", "Jan Bloem"), ("expert", "Bloem")],
        ),
        ("Jeroen de Baaij zegt dat magnesium helpt.", [("expert", "Jeroen de Baaij")]),  # a small word inside a name
        ("Jan Bloem woont in Utrecht.", []),  # neither role nor speech
        ("De hoogleraar zegt dat het werkt.", [("expert", "De hoogleraar")]),
        ("Dat meldt de Volkskrant.", [("media", "de Volkskrant")]),
        ("Het stond in het tijdschrift Sleep.", [("media", "het tijdschrift Sleep")]),
    ],
)
def test_dutch(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "According to the World Health Organization sugar is bad.",
            [("organisation", "the World Health Organization")],
        ),
        (
            "“It works,” said Dr. Jane Lee, a cardiologist at Yale.",
            [("expert", "Dr. Jane Lee, a cardiologist at Yale")],
        ),
        ("Jane Lee lives in Leeds.", []),
        ("The lead author said so.", [("expert", "The lead author")]),
        (
            "It was in the Journal of Clinical Sleep Medicine.",
            [("media", "the Journal of Clinical Sleep Medicine")],
        ),
        (
            "The University of Southern California said so.",
            [("organisation", "The University of Southern California")],
        ),
    ],
)
def test_english(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text, "en") == expected
