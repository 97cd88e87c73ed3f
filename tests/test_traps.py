"""Addresses that never end are seen; those of real sites are not taken for them."""

import pytest

from spiders.traps import MAX_CALENDAR_PAGES, MAX_FACETS, ShapeBudgets, trap_reason

SITE = "https://a.example"


@pytest.mark.fault("F29")
@pytest.mark.parametrize(
    ("path", "sign"),
    [
        ("/" + "x" * 1100, "characters"),
        ("/a/b" * 4, "repeats"),
        ("/" + "/".join(map(str, range(25))), "parts"),
        ("/shop?" + "&".join(f"f{n}=1" for n in range(9)), "parameters"),
        ("/nieuws?page=999999", "page number"),
        ("/nieuws/page/2001/", "page number"),
        ("/agenda/2199-12/", "calendar"),
        ("/events/1023/01", "calendar"),
        ("/x?date=2400-01-01", "calendar"),
    ],
)
def test_traps(path: str, sign: str) -> None:
    assert sign in str(trap_reason(SITE + path))


@pytest.mark.parametrize(
    "path",
    ["/", "/nieuws/2026/11/magnesium-helpt", "/nieuws?page=12", "/agenda/2026-12/", "/p/123456/hielspoor",
     "/index.php?id=123456&lang=nl", "/studie/1023-01-resultaten", "/zoek?start=20", "/a/b/a/b/a"],
)  # fmt: skip
def test_addresses_of_real_sites(path: str) -> None:
    assert trap_reason(SITE + path) is None


@pytest.mark.fault("F29")
def test_filters_and_calendars_have_a_budget_and_articles_have_none() -> None:
    budgets = ShapeBudgets()
    facets = [budgets.refusal(f"{SITE}/shop?kleur={n}&maat={n}") for n in range(MAX_FACETS + 5)]
    assert facets.count(None) == MAX_FACETS and "filters" in str(facets[-1])
    days = [
        budgets.refusal(f"{SITE}/agenda/{2026 + n // 365}-{n % 12 + 1}-1/{n}") for n in range(MAX_CALENDAR_PAGES + 5)
    ]
    assert days.count(None) == MAX_CALENDAR_PAGES and "calendar" in str(days[-1])
    assert not any(budgets.refusal(f"{SITE}/index.php?id={n}") for n in range(5000))
    assert budgets.refusal(f"{SITE}/winkel?kleur=1&maat=1") is None
