"""German as its folder makes it, without a trained model: claims, citations, their pairs and disclosures by rules."""

import pytest

from tests.tagging_examples import assert_holds, cited, paired, tagged

# Written for this test.
ARTICLE = """Ingwer auf Reisen
Ingwer lindert die Übelkeit auf Reisen. Das ist wissenschaftlich bewiesen.
Laut Prof. Dr. med. Anna Weber, Ernährungsmedizinerin an der Charité Berlin, könnte er z. B. auch die Verdauung fördern.
Eine placebokontrollierte Studie aus dem Jahr 2019 zeigt, dass Ingwer Schwangeren nicht schadet.
Wusstest du, dass Ingwer hilft?
Wenn du über diesen Link kaufst, erhalten wir eine Provision."""


def test_a_small_article() -> None:
    found = tagged(ARTICLE, "de")
    assert_holds(found)
    assert [(c.text.split()[0], c.kind, c.polarity, c.certainty, c.support) for c in found.claims] == [
        ("Ingwer", "benefit", "affirmed", "asserted", "vague"),
        ("Laut", "benefit", "affirmed", "hedged", "named"),  # Konjunktiv
        ("Eine", "harm", "negated", "asserted", "named"),  # a denied harm
    ]
    assert [(c.kind, c.text, c.evidence, c.year) for c in found.citations] == [
        ("appeal", "wissenschaftlich bewiesen", "unspecified", None),
        (
            "expert",
            "Prof. Dr. med. Anna Weber, Ernährungsmedizinerin an der Charité Berlin",
            "expert_opinion",
            None,
        ),
        ("study", "Eine placebokontrollierte Studie aus dem Jahr 2019", "trial", 2019),
    ]
    assert {claim for claim, _ in paired(found)} == {"Ingwer lindert", "Laut Prof.", "Eine placebokontrollierte"}
    assert [d.kind for d in found.disclosures] == ["affiliate"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Laut der WHO hilft Bewegung.", [("organisation", "der WHO")]),
        ("Die DGE empfiehlt 300 mg.", [("organisation", "Die DGE")]),
        ("Nach Angaben von Stiftung Warentest hilft es.", [("organisation", "Stiftung Warentest")]),
        ("Das schreibt das Deutsche Ärzteblatt.", [("media", "das Deutsche Ärzteblatt")]),
        ("Das berichtet das Fachmagazin Sleep.", [("media", "das Fachmagazin Sleep")]),
        ("Viele Studien zeigen, dass es hilft.", [("study", "Viele Studien")]),
        ("Nach der Blutuntersuchung sind weitere Studien nötig.", []),
        ("Experten warnen vor Zucker.", [("appeal", "Experten")]),
        ("Viele Betroffene berichten von Schmerzen.", [("anecdote", "Viele Betroffene")]),
        ("Die aktuelle S3-Leitlinie rät davon ab.", [("guideline", "Die aktuelle S3-Leitlinie")]),
        ("„Das hilft“, sagt Kardiologe Jens Alt von der Charité.", [("expert", "Kardiologe Jens Alt von der Charité")]),
        # every noun has a capital: none of these is a person
        ("Frische Luft zeigt oft Wirkung.", []),
        ("Der Experte rät zu Ruhe und Wärme.", [("expert", "Der Experte")]),
        ("Regelmäßige Bewegung zeigt großen Nutzen.", []),
    ],
)
def test_citations(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text, "de") == expected
