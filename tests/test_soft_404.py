"""Soft 404 by probe: what a site answers to an address that does not exist, and what is that answer once more."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.soft_404 import MAX_OWN_PAIRS, PageFingerprint, is_soft_404, page_fingerprint

MENU = " ".join(
    f"<li><a href=/{word}>{word}</a></li>" for word in ["voeding", "bewegen", "slapen", "kruiden", "recepten"]
)
TYPE = "text/html; charset=utf-8"


def site_page(path: str, title: str, inside: str, more: str = "") -> PageFingerprint:
    """A page of a site with a menu, a newsletter form and a footer on all of its pages."""
    html = (
        f"<!doctype html><title>{title}</title><style>p {{ color: red }}</style><script>a = 'welkom'</script>"
        f"<nav><ul>{MENU}</ul></nav><main>{inside}</main>{more}<aside>Schrijf je in voor onze wekelijkse nieuwsbrief "
        "met tips van onze redactie</aside><footer>Over ons Contact Privacy Voorwaarden Colofon</footer>"
    )
    return page_fingerprint(f"https://www.voorbeeld.nl{path}", html.encode(), TYPE)


def error_page(path: str, more: str = "") -> PageFingerprint:
    """What the site says to any address that it does not have; it repeats the address, as many do."""
    said = path.strip("/").replace("-", " ")
    inside = (
        f"<h1>Oeps, {said}?</h1><p>De pagina <b>{path}</b> bestaat niet meer, of is verplaatst. Ga naar de start.</p>"
    )
    return site_page(path, f"{said} | Voorbeeld", inside, more)


PROBE = error_page("/3f9a0c71d2b84e65")
ARTICLE = (
    "<h1>Magnesium en kramp</h1><p>Wie vaak kramp heeft, denkt al gauw aan een tekort aan magnesium. Dat komt in "
    "Nederland weinig voor, want noten, groente en volkoren brood leveren er genoeg van. Een pil helpt dan niet.</p>"
)


@pytest.mark.fault("F32")
def test_the_error_page_is_known_under_any_address() -> None:
    for path in ("/weg", "/blog/magnesium-tegen-kramp", "/blog/wat-te-doen-bij-kramp/?pagina=3", "/caf%C3%A9-gemist"):
        assert is_soft_404(error_page(path), PROBE), path
    assert is_soft_404(error_page("/weg", more="<p>Foutnummer 8812-a3, 12:31 uur</p>"), PROBE)


@pytest.mark.fault("F32")
def test_an_article_of_the_same_template_is_none() -> None:
    assert not is_soft_404(site_page("/blog/magnesium-kramp", "Magnesium en kramp", ARTICLE), PROBE)


@pytest.mark.fault("F32")
def test_what_lacks_the_message_is_another_page() -> None:
    assert not is_soft_404(page_fingerprint("https://www.voorbeeld.nl/kort", b"<p>Even weg, tot zo.", TYPE), PROBE)


@pytest.mark.fault("F32")
def test_a_shell_that_javascript_fills_is_the_same_for_all_pages_and_says_nothing() -> None:
    shell = page_fingerprint(
        "https://a.nl/x", b"<title>Gezond leven</title><div id=root></div><script>x()</script>", TYPE
    )
    assert not is_soft_404(shell, shell)


def test_a_text_of_its_own_counts_from_a_few_words_on() -> None:
    words = [f"woord{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(60)]
    for count in (5, 15, 40, 60):
        page = error_page("/weg", more=f"<p>{' '.join(words[:count])}</p>")
        # two pairs more at the borders of the piece, one pair of the page fewer
        assert is_soft_404(page, PROBE) == (count + 1 <= MAX_OWN_PAIRS), count


def test_words_are_what_a_reader_sees_in_any_encoding() -> None:
    html = (
        "<!-- geen <b>woord</b> --><STYLE>a b</STYLE><p>Één café, l'été</p><svg><title>een plaatje</title></svg> slot"
    )
    seen = {"één café", "café l", "l été", "été slot"}
    assert page_fingerprint("https://a.nl/", html.encode(), TYPE) == seen
    assert page_fingerprint("https://a.nl/", html.encode("cp1252"), "text/html; charset=windows-1252") == seen
    assert page_fingerprint("https://a.nl/", html.encode("utf-16"), None) == seen
    declared = f"<meta charset='iso-8859-1'>{html}".encode("latin-1")
    assert page_fingerprint("https://a.nl/", declared, "text/html") == seen


@given(
    st.text(max_size=40),
    st.binary(max_size=400),
    st.sampled_from([None, TYPE, "charset=idna", "charset=x", "charset=é"]),
)
def test_no_page_raises(url: str, body: bytes, content_type: str | None) -> None:
    found = page_fingerprint(f"https://a.nl/{url}", b"<p>" + body, content_type)
    page_fingerprint(url, body, content_type)
    assert is_soft_404(found, found) == (len(found) >= 8)


@pytest.mark.parametrize(
    "body", [b"<style>" * 280_000, b"<a" * 1_000_000, b"<" * 2_000_000, b"<!--" * 500_000, b"&#" * 1_000_000]
)
def test_hostile_markup_takes_no_longer(body: bytes) -> None:
    before = time.process_time()
    page_fingerprint("https://a.nl/x", body, TYPE)
    assert time.process_time() - before < 2
