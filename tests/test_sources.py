"""The one thing that citations point to, under one id however they write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sources import source_of


@pytest.mark.parametrize(
    ("text", "kind", "href", "expected"),
    [
        (
            "doi 10.1136/BMJ.j5024",
            "identifier",
            None,
            ("doi", "10.1136/bmj.j5024", "https://doi.org/10.1136/bmj.j5024"),
        ),
        ("deze studie", "study", "https://doi.org/10.1136%2Fbmj.j5024", ("doi", "10.1136/bmj.j5024", None)),
        ("PMID 29146535", "identifier", "https://site.test/x", ("pmid", "29146535", None)),  # its words before its link
        (
            "lees meer",
            "link",
            "https://Site.test/a?utm_source=x#b",
            ("url", "https://site.test/a", "https://site.test/a"),
        ),
        ("ISBN 9780306406157", "reference", None, ("isbn", "9780306406157", None)),  # no address opens a book
        ("De  WHO", "organisation", None, ("name", "who", None)),
        ("the Lancet", "media", None, ("name", "lancet", None)),
        ("Het ziekenhuis", "organisation", None, None),  # any hospital
        ("Jansen", "expert", None, None),  # Jansen is many
        ("een studie", "study", None, None),
        ("de studie", "study", "mailto:a@b.nl", None),  # opens nothing
        ("de studie", "study", "http://[", None),
    ],
)
def test_source_of(text: str, kind: str, href: str | None, expected: tuple[str, str, str | None] | None) -> None:
    found = source_of(text, kind, href)  # type: ignore[arg-type]
    assert (found and (found.scheme, found.value)) == (expected and expected[:2])
    assert found is None or expected is None or expected[2] is None or found.url == expected[2]


def test_one_id_for_one_source() -> None:
    written = [
        ("10.1136/bmj.j5024", "identifier", None),
        ("(doi: 10.1136/BMJ.J5024).", "reference", None),
        ("deze studie", "study", "https://doi.org/10.1136/bmj.j5024"),
    ]
    ids = {s.source_id for text, kind, href in written if (s := source_of(text, kind, href))}  # type: ignore[arg-type]
    assert len(ids) == 1 and len(ids.pop()) == 16


@given(
    st.text(),
    st.sampled_from(["study", "organisation", "link"]),
    st.none() | st.text() | st.text().map("https://x.nl/".__add__),
)
def test_any_text(text: str, kind: str, href: str | None) -> None:
    found = source_of(text, kind, href)  # type: ignore[arg-type]
    assert found is None or len(found.source_id) == 16


TITLE = "Gember bij misselijkheid in de zwangerschap: een gerandomiseerd onderzoek"
VANCOUVER = f"1. Smit AB, de Jong C. {TITLE}. NTvG. 2019;163:D1."
APA = f"Smit, A. B., & de Jong, C. (2019). {TITLE}. NTvG, 163."


def test_two_styles_of_one_entry_are_one_source() -> None:
    one, other = source_of(VANCOUVER, "reference", None), source_of(APA, "reference", None)
    assert one is not None and other is not None
    assert one.scheme == "entry"
    assert one.value.startswith("smit 2019 gember bij misselijkheid")
    assert one.source_id == other.source_id
    assert (one.first_author, one.year, one.url) == ("Smit", 2019, None)


def test_an_entry_with_a_doi_is_known_by_it_and_described_by_its_words() -> None:
    source = source_of(f"{VANCOUVER} doi:10.1234/abc", "reference", None)
    assert source is not None
    assert (source.scheme, source.value, source.year) == ("doi", "10.1234/abc", 2019)
    assert source.title is not None and source.title == TITLE


def test_an_author_and_year_alone_are_no_source() -> None:
    assert source_of("Smit et al., 2019", "reference", None) is None
    assert source_of("Smit A. Brief. NTvG. 2019;163:D1. Geraadpleegd op 3 mei 2020.", "reference", None) is None
