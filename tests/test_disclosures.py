"""Words in which a publisher tells of its own interest, and that such a sentence is no claim."""

import pytest

from tests.tagging_examples import tagged
from transforms.disclosures import ORDER, disclosure_patterns, find_disclosures


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("nl", "Ik ontvang een commissie als je via deze link koopt.", "affiliate"),
        ("nl", "Dit is een gesponsord bericht.", "sponsored"),
        ("nl", "Bestel nu in onze webshop.", "sells_product"),
        ("nl", "Schrijf je nu in voor mijn nieuwsbrief.", "newsletter"),
        ("nl", "Ik krijg een commissie, en hier is mijn nieuwsbrief.", "affiliate"),  # the commission weighs more
        ("nl", "Neem contact met ons op, wij helpen u graag.", "sells_product"),
        ("nl", "Voor dry needling kunt u bij ons terecht.", "sells_product"),
        ("nl", "Dit artikel is mede mogelijk gemaakt door een bedrijf.", "sponsored"),
        ("nl", "De commissie onderzocht magnesium.", None),
        ("nl", "Dat adviseert een commissie die onderzoek deed.", None),
        ("nl", "De pijn wordt mede mogelijk gemaakt door angst.", None),
        ("en", "As an affiliate we earn a commission.", "affiliate"),
        ("en", "Subscribe to our newsletter.", "newsletter"),
        ("en", "Magnesium helps.", None),
    ],
)
def test_kinds(lang: str, text: str, kind: str | None) -> None:
    found = tagged(f"Welkom hier.\n{text}", lang).disclosures
    assert [(d.kind, d.text) for d in found] == ([(kind, text)] if kind else [])


def test_a_disclosure_is_no_claim() -> None:
    text = "Magnesium vermindert kramp en bestel nu ons product tegen pijn."
    found = tagged(text)
    assert [d.kind for d in found.disclosures] == ["sells_product"] and found.claims == ()


def test_a_language_may_leave_lists_empty() -> None:
    patterns = disclosure_patterns({kind: [] for kind in ORDER})
    assert find_disclosures("Alles is goed.", [(0, 14)], patterns) == ()
