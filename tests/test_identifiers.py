"""Identifiers as they stand in texts and addresses: punctuation, encoding, brackets and check digits."""

import csv
import string
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.address_identifiers import identifier_in_address
from transforms.identifier_forms import normal_form, resolver_address
from transforms.identifiers import find_identifiers, identified

FORMS = Path(__file__).with_name("identified_forms.csv")
PIECES = st.sampled_from(
    [
        "https://", "doi.org/", "10.1136/bmj.j5024", "%2F", "www-bmj-com.proxy.x.nl", "/content/347/bmj.f6104", "?url=",
        "PMID ", "29146535", " ", ".", ")", "(", "PMC5689595", "ISBN 0-306-40615-2", "CD006400", "NICE NG59", ";",
        "arXiv:2101.00001", "S0140-6736(20)30183-5", "nature.com/articles/nature12373", "/full", "NCT01234567", "doi:",
        "\u200b", "Trialregister: NL82",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zie doi 10.1136/bmj.j5024.", ("doi", "10.1136/bmj.j5024", "doi 10.1136/bmj.j5024")),
        ("(https://doi.org/10.1136/BMJ.J5024).", ("doi", "10.1136/bmj.j5024", "https://doi.org/10.1136/BMJ.J5024")),
        (
            "DOI: 10.1016/S0140-6736(05)66545-0)",
            ("doi", "10.1016/s0140-6736(05)66545-0", None),
        ),  # its own brackets stay
        ("“10.1002/14651858.CD006400”, 2018", ("doi", "10.1002/14651858.cd006400", "10.1002/14651858.CD006400")),
        ("PMID: 29146535;", ("pmid", "29146535", "PMID: 29146535")),
        ("https://pubmed.ncbi.nlm.nih.gov/29146535/ is it", ("pmid", "29146535", None)),
        ("PMC5689595", ("pmcid", "PMC5689595", "PMC5689595")),
        ("trial NCT01234567 began", ("nct", "NCT01234567", "NCT01234567")),
        ("ISRCTN12345678", ("isrctn", "ISRCTN12345678", None)),
        ("arXiv:2101.00001v2", ("arxiv", "2101.00001", "arXiv:2101.00001v2")),  # a version is the same paper
        ("ISBN 978-0-306-40615-7", ("isbn", "9780306406157", "ISBN 978-0-306-40615-7")),
        ("ISBN-10: 0-8044-2957-X", ("isbn", "9780804429573", None)),  # X is ten; one book, one number
    ],
)
def test_in_text(text: str, expected: tuple[str, str, str | None]) -> None:
    scheme, value, words = expected
    [found] = find_identifiers(text)
    assert (found.scheme, found.value) == (scheme, value)
    assert words is None or text[found.start_char : found.end_char] == words


@pytest.mark.parametrize(
    "text",
    [
        "29146535",  # a bare number is none
        "ISBN 978-0-306-40615-8",  # the check digit is wrong
        "ISBN 0-8044-2957-1",
        "NCT0123",
        "10.1234/...",  # nothing is left without the punctuation
        "10.1234/)",
        "in 10/2022",
        "",
    ],
)
def test_none_in_text(text: str) -> None:
    assert list(find_identifiers(text)) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://doi.org/10.1136/bmj.j5024", ("doi", "10.1136/bmj.j5024")),
        ("https://dx.doi.org/10.1136%2Fbmj.j5024", ("doi", "10.1136/bmj.j5024")),
        ("https://doi.org/10.1016/S0140-6736%2805%2966545-0", ("doi", "10.1016/s0140-6736(05)66545-0")),
        (
            "https://www.cochranelibrary.com/cdsr/doi/10.1002/14651858.CD006400.pub3/full",
            ("doi", "10.1002/14651858.cd006400.pub3"),
        ),
        ("https://link.springer.com/content/pdf/10.1007/s00394-017-1.pdf", ("doi", "10.1007/s00394-017-1")),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1111/jsr.12345?x=1#top", ("doi", "10.1111/jsr.12345")),
        (
            "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15%3C1661::AID-SIM968%3E3.0.CO;2-2",
            ("doi", "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"),
        ),
        ("https://doi-org.proxy.example/10.1136/bmj.j5024", ("doi", "10.1136/bmj.j5024")),  # through a library's proxy
        ("https://pubmed.ncbi.nlm.nih.gov/29146535/", ("pmid", "29146535")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/29146535", ("pmid", "29146535")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5689595/", ("pmcid", "PMC5689595")),
        ("https://clinicaltrials.gov/study/NCT01234567", ("nct", "NCT01234567")),
        ("https://arxiv.org/abs/2101.00001v2", ("arxiv", "2101.00001")),
        ("https://example.org/29146535", None),
        ("http://[", None),
        ("https://doi.org/10.1136/", None),
        ("", None),
    ],
)
def test_in_address(url: str, expected: tuple[str, str] | None) -> None:
    found = identifier_in_address(url)
    assert (found and (found.scheme, found.value)) == expected


with FORMS.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


@pytest.mark.fault("F54")
@pytest.mark.parametrize("row", ROWS, ids=[row["form"] for row in ROWS])
def test_every_form_of_the_table(row: dict[str, str]) -> None:
    found = identified(row["form"])
    assert " | ".join(f"{one.scheme} {one.value}" for one in found) == row["expected"], row["why"]
    assert {one.how for one in found} <= {row["how"]}
    assert {one.verified for one in found} <= {row["verified"] == "y"}


def test_the_table_is_large_and_has_what_is_none() -> None:
    assert len({row["form"] for row in ROWS}) == len(ROWS) >= 150
    assert sum(not row["expected"] for row in ROWS) >= 50


WILD = st.text() | st.text(alphabet="10.1234/()];%25:?&=isbnPMIDdoiX -97") | st.lists(PIECES, max_size=8).map("".join)


@given(WILD)
def test_any_text(text: str) -> None:
    end = 0
    for found in sorted(find_identifiers(text), key=lambda one: one.start_char):
        assert end <= found.start_char < found.end_char <= len(text)  # none overlap
        end = found.end_char
        again = [(one.scheme, one.value) for one in find_identifiers(text[found.start_char : found.end_char])]
        assert again == [(found.scheme, found.value)]  # the slice is what was found, no more and no less
    identifier_in_address(text)


@given(WILD)
def test_the_address_that_opens_an_identifier_is_identified_as_it(text: str) -> None:
    for found in identified(text):
        if address := resolver_address(found.scheme, found.value):
            again = identifier_in_address(address)
            assert again and (again.scheme, again.value) == (found.scheme, found.value)
        assert normal_form(found.scheme, found.value) == (found.scheme, found.value)


@pytest.mark.parametrize(
    "unit",
    [
        "10.1234/", "10.1234/a;", "10.1234/a,10.1234/", "doi ", "doi:", "doi.org/", "https://", "http://a.nl/", "a.nl/",
        "www.", ".nl/", "%25", "a.nl/%2525", "?url=", "https://a.nl/?url=", "&a=1", "(", "10.1234/(", "/full", "PMID ",
        "ISBN 9", "ISBN 97", "9-", "trial registry ", "trialregist NTR ", "NICE ", "S0140-6736(20)", "PMC1234567 ",
        "PII", "arXiv a-", "a-", "a.", "<1::", "proxy.", "10.1234/<1::a>", "CD0",
    ],
)  # fmt: skip
def test_hostile_texts_are_read_in_one_pass(unit: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        text = unit * (size // len(unit))
        list(find_identifiers(text))
        identifier_in_address(text)
        return time.process_time() - started

    assert seconds(200_000) < 0.5 + 8 * seconds(50_000)  # four times the text; a second pass would take 16 times


@pytest.mark.fault("F54")
@given(
    st.text(alphabet=string.ascii_lowercase + string.digits + "._-", min_size=1).filter(lambda s: s[-1] not in "._-")
)
def test_a_doi_is_the_same_in_text_and_in_any_address(suffix: str) -> None:
    doi = f"10.1234/x{suffix}9"
    assert [i.value for i in find_identifiers(f"Zie ({doi.upper()}).")] == [doi]
    found = identifier_in_address(f"https://doi.org/{quote(doi, safe='')}?x=1")
    assert found and (found.scheme, found.value) == ("doi", doi)


@given(st.text(alphabet=string.digits, min_size=12, max_size=12), st.integers(0, 9))
def test_one_check_digit_of_ten_holds(digits: str, last: int) -> None:
    isbn = f"978{digits[3:]}"
    right = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(isbn)) % 10  # ISO 2108
    assert bool(list(find_identifiers(f"ISBN {isbn}{last}"))) == (last == right)
