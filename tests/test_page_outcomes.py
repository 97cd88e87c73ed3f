"""The outcome of a page tells where the page leads, by its header or by its markup."""

import pytest

from flows.page_outcomes import page_outcome
from flows.reading import read_page
from tests.test_extraction import TEXT, page
from transforms.lang import languages

REFRESH = '<html lang=nl><head><meta http-equiv="refresh" content="0; url=/nieuw"></head><body><p>Verhuisd.</p>'


@pytest.mark.fault("F21")
@pytest.mark.parametrize(
    ("html", "changes", "outcome", "location"),
    [
        (REFRESH, {}, "redirected", "https://www.voorbeeld.nl/nieuw"),
        ("", {"status": 301, "location": "https://www.voorbeeld.nl/nu"}, "redirected", "https://www.voorbeeld.nl/nu"),
        (f"<html lang=nl><article>{TEXT}</article>", {}, "article", None),
        (REFRESH.replace("/nieuw", "file:///etc/hostname"), {}, "not_article", None),
    ],
)
def test_where_a_page_leads(html: str, changes: dict[str, object], outcome: str, location: str | None) -> None:
    one = page(html, **changes)
    found = page_outcome(one, "run-1", read_page(one, languages()))
    assert (found.outcome, found.location) == (outcome, location)
