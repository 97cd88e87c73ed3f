"""A page that would take minutes is told by the limit that it is over, before a tree is built of it."""

import pytest

from tests.test_extraction import TEXT, article, page, refused
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.page_limits import (
    MAX_ALL_ATTRIBUTES,
    MAX_ATTRIBUTES,
    MAX_BYTES,
    MAX_ELEMENTS,
    MAX_LEVEL_SUM,
    MAX_LEVELS,
    over_a_limit,
    too_many_bytes,
)
from transforms.records import Article


def attributes(count: int) -> str:
    return "<div " + " ".join(f"a{number}=1" for number in range(count)) + ">"


HOSTILE = {
    "half a million attributes on one element": (
        attributes(500_000) + TEXT, "too many attributes: more than 1,000 on one element",
    ),
    "900 attributes on each of 300 elements": (
        (attributes(900) + "</div>") * 300 + TEXT, "too many attributes: more than 200,000",
    ),
    "200,000 unclosed <p>": ("<p>" * 200_000 + TEXT, "too many elements: more than 30,000"),
    "200,000 unclosed <div>": ("<div>" * 200_000 + TEXT, "too deep: 500 levels or more"),
    "200,000 unclosed <b> in paragraphs": ("<b><p>" * 200_000 + TEXT, "too many elements: more than 30,000"),
    "10,000 paragraphs under 400 levels": (
        "<div>" * 400 + "<p>woord</p>" * 10_000,
        "too deep: the levels of its elements add up to more than 1,000,000",
    ),
}  # fmt: skip


@pytest.mark.fault("F26")
@pytest.mark.parametrize("form", HOSTILE)
def test_what_a_page_holds_too_much_of_is_told(form: str) -> None:
    html, reason = HOSTILE[form]
    found = refused(f"<html lang=nl><body>{html}")
    assert (found.outcome, found.reason) == ("error", reason)


@pytest.mark.fault("F25")
def test_a_page_of_too_many_bytes_is_told() -> None:
    assert too_many_bytes(b"x" * (MAX_BYTES + 1_000_000)) == "too large: 11.0 MB"
    assert too_many_bytes(b"x" * MAX_BYTES) is None


@pytest.mark.fault("F26")
@pytest.mark.parametrize(
    ("under", "over"),
    [
        ("<p>" * (MAX_ELEMENTS - 10), "<p>" * (MAX_ELEMENTS + 1)),
        ("<div>" * (MAX_LEVELS - 10), "<div>" * MAX_LEVELS),
        (attributes(MAX_ATTRIBUTES), attributes(MAX_ATTRIBUTES + 1)),
        ((attributes(100) + "</div>") * (MAX_ALL_ATTRIBUTES // 100), (attributes(100) + "</div>") * 2_001),
        ("<div>" * 98 + "<p>" * (MAX_LEVEL_SUM // 101 - 100), "<div>" * 98 + "<p>" * (MAX_LEVEL_SUM // 101 + 1)),
    ],
)
def test_each_limit_lets_through_what_is_under_it(under: str, over: str) -> None:
    assert over_a_limit(f"<html><body>{under}".encode()) is None
    assert over_a_limit(f"<html><body>{over}".encode())


@pytest.mark.fault("F26")
@pytest.mark.parametrize("form", ["<!-- <p> -->", "&lt;p&gt;", "<script>'<p>'</script>"])
def test_only_elements_are_counted(form: str) -> None:
    """Neither what comments and scripts hold nor what is written of markup makes a page large."""
    assert over_a_limit(f"<html><body>{form * (MAX_ELEMENTS // 2)}".encode()) is None


@pytest.mark.fault("F26")
def test_plaintext_and_nul_lose_no_article() -> None:
    found = article(TEXT.replace("Magnesium", "Mag\0nesium") + "<plaintext>&lt;<p>")
    assert found.text.startswith("Magnesium helpt")


@pytest.mark.fault("F26")
@pytest.mark.parametrize("end", ["</body></html>", "</html>", "</div></div></body>"])
def test_what_stands_after_the_end_of_the_page_is_read(end: str) -> None:
    """An article that is cut in two by one `</body>` too many."""
    first, second = TEXT.split("</p>", 1)
    found = extract_article(page(f"<html lang=nl><body><div>{first}</p></div>{end}{second}"), languages())
    assert isinstance(found, Article) and "Een tekort kan krampen" in found.text


@pytest.mark.fault("F25")
def test_an_article_as_long_as_a_book_is_told() -> None:
    parts = (TEXT.replace("Magnesium", f"Stof {n}").replace("Een tekort", f"Tekort {n}") for n in range(1_000))
    book = f"<html lang=nl><body><article>{''.join(parts)}"
    found = refused(book)
    assert (found.outcome, found.reason) == ("error", "too long: 0.5 million characters")
