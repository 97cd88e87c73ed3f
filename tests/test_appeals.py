"""Appeals that name nothing, and reported experience."""

import pytest

from tests.tagging_examples import cited


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        (
            "nl",
            "Magnesium is wetenschappelijk bewezen.",
            [("appeal", "wetenschappelijk bewezen")],
        ),  # not "bewezen" alone
        ("nl", "Artsen zeggen dat rust helpt.", [("appeal", "Artsen")]),
        ("nl", "De artsen in het ziekenhuis werken hard.", []),  # they say nothing
        ("nl", "Volgens veel fysiotherapeuten helpt rekken.", [("appeal", "veel fysiotherapeuten")]),
        ("nl", "Veel gebruikers merken verschil.", [("anecdote", "Veel gebruikers")]),
        ("nl", "Heel veel mensen ervaren rust.", [("anecdote", "Heel veel mensen")]),  # the longest quantifier
        ("nl", "Veel gebruikers wonen in Utrecht.", []),  # no experience
        ("nl", "Gebruikers ervaren minder pijn.", []),  # these need a quantifier …
        ("nl", "Velen ervaren minder pijn.", [("anecdote", "Velen")]),  # … this is one
        ("en", "Ginger is scientifically proven to help.", [("appeal", "scientifically proven")]),
        ("en", "Doctors say that rest helps.", [("appeal", "Doctors")]),
        ("en", "Many users report less pain.", [("anecdote", "Many users")]),
        ("en", "Many users live in Leeds.", []),
    ],
)
def test_appeals(lang: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text, lang) == expected
