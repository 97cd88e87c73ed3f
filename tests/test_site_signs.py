"""What gives a site away: every sign fits its own example, and the signs are read in their order."""

import re
import tomllib
from urllib.parse import urlsplit

import pytest

from spiders.site_signs import PLACES, SIGNS_FILE, guessed_publisher, is_no_article, is_no_name, is_terms_link

SIGNS = tomllib.loads(SIGNS_FILE.read_text(encoding="utf-8"))


def seen(sign: dict[str, str]) -> str:
    """What the sign looks at in its example: a type or a generator out of markup, the path of a link."""
    found = re.search(r'"@type": "(\w+)"|content="([^"]+)"', sign["example"])
    if found:
        return found[1] or found[2]
    return urlsplit(sign["example"]).path if sign["where"] == "link" else sign["example"]


@pytest.mark.parametrize("sign", SIGNS["publisher"], ids=lambda sign: f"{sign['kind']}-{sign['where']}")
def test_a_publishers_sign_fits_its_example(sign: dict[str, str]) -> None:
    assert sign["where"] in PLACES and sign["why"]
    assert guessed_publisher({sign["where"]: [seen(sign)]})[0] == sign["kind"]


@pytest.mark.parametrize("sign", SIGNS["not_article"], ids=lambda sign: sign["example"])
def test_what_is_no_article_is_known_by_its_address(sign: dict[str, str]) -> None:
    assert sign["why"] and is_no_article(sign["example"])


def test_terms_and_names_of_pages_fit_their_examples() -> None:
    assert all(is_terms_link(sign["example"], "") for sign in SIGNS["terms"])
    assert is_terms_link("https://x.nl/p/12", "Algemene voorwaarden") and not is_terms_link(
        "https://x.nl/griep", "Griep"
    )
    assert all(is_no_name(sign["example"].partition(" | ")[0]) for sign in SIGNS["no_name"])
    assert not is_no_name("Thuisarts") and not is_no_name("Home care for everyone in the north")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"host": ["www.rivm.nl"], "name": ["RIVM"]}, "other"),
        ({"host": ["www.rivm.nl"], "name": ["Rijksinstituut voor Volksgezondheid en Milieu"]}, "public_body"),
        ({"host": ["uzleuven.be"], "name": ["UZ Leuven"], "link": ["/winkelwagen"]}, "hospital"),
        ({"type": ["WebSite", "NewsMediaOrganization"], "link": ["/cart"]}, "news"),
        ({"name": ["Huisartsenpraktijk De Linde"]}, "practice"),
        ({"name": ["Lekker Gezond"], "link": ["/affiliate-disclaimer/"]}, "commercial_blog"),
        ({"name": ["Lekker Gezond"]}, "other"),
    ],
)
def test_the_surest_sign_decides(said: dict[str, list[str]], kind: str) -> None:
    found, why = guessed_publisher(said)
    assert found == kind and why


@pytest.mark.parametrize(
    "url",
    [
        "https://x.nl/voeding/appelazijn-afvallen/",
        "https://x.nl/overgewicht",  # starts like "over"
        "https://x.nl/contactallergie",
        "https://nl.wikipedia.org/wiki/Magnesium",
        "https://x.nl/2026/11/23/vitamine-d.html",
    ],
)
def test_articles_are_not_taken_for_lists(url: str) -> None:
    assert not is_no_article(url)


@pytest.mark.parametrize("url", ["https://x.nl/feed.xml", "https://x.nl/TAG/zink/", "https://x.nl/a/winkelwagen.php"])
def test_endings_and_case_do_not_matter(url: str) -> None:
    assert is_no_article(url)
