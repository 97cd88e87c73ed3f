"""Pages of a site's business are no articles, however long; pages that only name it are."""

import pytest

from tests.test_extraction import TEXT, page, refused
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Article

SHELL = "<html lang=nl><head><title>{title}</title></head><body><article>{heading}{text}</article></body></html>"


@pytest.mark.parametrize("length", [1, 6])
@pytest.mark.parametrize(
    ("title", "heading", "said"),
    [
        ("Contact | Fysiotherapie Voorbeeld", "", "contact"),
        ("Privacyverklaring - Voorbeeld", "<h1>Uw gegevens</h1>", "privacyverklaring"),
        ("Maak een afspraak", "", "maak een afspraak"),
        ("Shipping policy - Example", "", "shipping policy"),
        ("Impressum", "", "impressum"),
    ],
)
def test_a_page_of_the_business_is_no_article(title: str, heading: str, said: str, length: int) -> None:
    text = "".join(TEXT.replace("Magnesium", f"Stof {number}") for number in range(length))
    found = refused(SHELL.format(title=title, heading=heading, text=text))
    assert (found.outcome, found.reason) == ("not_article", f'service page: "{said}"')


@pytest.mark.parametrize(
    "title",
    ["Hooikoorts door contact met katten", "Contact met katten | Voorbeeld", "Hooikoorts - Contact", "Over privacy"],
)
def test_an_article_that_names_it_is_one(title: str) -> None:
    found = extract_article(page(SHELL.format(title=title, heading=f"<h1>{title}</h1>", text=TEXT)), languages())
    assert isinstance(found, Article)


def test_a_heading_of_the_footer_makes_no_service_page() -> None:
    """Two real articles have "Impressum" and "Contact Us" as their second h1."""
    html = SHELL.format(title="Magnesium", heading="<h1>Magnesium</h1>", text=TEXT + "<h1>Contact</h1>")
    assert isinstance(extract_article(page(html), languages()), Article)
