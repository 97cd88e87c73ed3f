"""What a page declares of its bytes is often wrong; its letters are read all the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.charsets import page_text

WORDS = "Magnesium é kost € 5 – “goed” ïjsvrij, coördinatie één"
HTML = f"<html><head>%s<title>Été</title></head><body><p>{WORDS}</p></body></html>"
PLAIN = HTML % ""
LATIN_META = HTML % "<meta charset=iso-8859-1>"
UTF_16_META = HTML % "<meta charset=utf-16>"
UTF_8_META = HTML % "<meta charset=utf-8>"
GREEK = "<html><head><meta charset=iso-8859-7></head><body><p>Το μαγνήσιο βοηθά τους μύες</p></body></html>"
LATE_META = HTML % f"<!--{'x' * 5_000}--><meta charset=utf-8>"


@pytest.mark.fault("F27")
@pytest.mark.parametrize(
    ("html", "encoding", "declared"),
    [
        (PLAIN, "utf-8", "; charset=iso-8859-1"),  # the header is of before
        (UTF_8_META, "utf-8", "; charset=windows-1252"),  # header and meta disagree
        (LATIN_META, "utf-8", ""),  # the meta is of before
        (UTF_8_META, "windows-1252", "; charset=utf-8"),  # the file is of before
        (LATIN_META, "windows-1252", "; charset=utf-8"),  # the header is wrong, the page right
        (GREEK, "iso-8859-7", "; charset=utf-8"),
        (GREEK, "iso-8859-7", "; charset=iso-8859-7"),
        (PLAIN, "windows-1252", "; charset=iso-8859-1"),  # as browsers read it: € is 0x80
        (PLAIN, "windows-1252", "; charset=foo"),  # no such name, and a guess took "ï" for "ď"
        (PLAIN, "utf-8", "; charset=utf8mb4"),
        (PLAIN, "utf-8", "; charset=idna"),  # raised UnicodeError
        (PLAIN, "utf-8", "; charset=hex"),
        (PLAIN, "utf-8", '; charset="utf-8"'),
        (UTF_16_META, "utf-8", ""),  # a meta that says UTF-16 could be read, so it is not
        (PLAIN, "utf-8", "; charset=utf-16"),
        (PLAIN, "utf-16-le", "; charset=utf-16"),  # was read as UTF-16BE
        (PLAIN, "utf-16-be", ""),
        (PLAIN, "utf-16", "; charset=utf-8"),  # with a byte order mark
        (PLAIN, "utf-32", ""),
        (PLAIN, "utf-8-sig", "; charset=iso-8859-1"),
        (LATE_META, "utf-8", ""),  # declared too late, and 4 kB of ASCII before the first accent
        (PLAIN, "utf-8", ""),
    ],
)
def test_the_letters_are_those_that_were_written(html: str, encoding: str, declared: str) -> None:
    assert page_text(f"text/html{declared}", html.encode(encoding)) == html


@pytest.mark.fault("F27")
@pytest.mark.parametrize("declared", ["", "; charset=utf-8", "; charset=iso-8859-1"])
def test_one_byte_that_is_wrong_spoils_no_page(declared: str) -> None:
    body = PLAIN.encode().replace(b"kost", b"kost \xff")
    assert page_text(f"text/html{declared}", body) == PLAIN.replace("kost", "kost \ufffd")


@pytest.mark.fault("F27")
@given(st.binary(max_size=400), st.sampled_from(["", *(f"; charset={name}" for name in ("utf-16", "utf-7", "rot13"))]))
def test_any_bytes_are_valid_text(body: bytes, declared: str) -> None:
    assert isinstance(page_text(f"text/html{declared}", body), str)
