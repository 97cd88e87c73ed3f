"""A page's bytes and its Content-Type in; its text out. The bytes are believed before what is declared of them.

A site that moved from windows-1252 to UTF-8 often kept the header or the meta element of before; read as declared, its
"één" is "Ã©Ã©n". Text in another encoding is hardly ever valid UTF-8 by chance, so what is valid is UTF-8.
"""

import codecs

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

# For pages that declare nothing and are not UTF-8: the first part is enough and keeps the guess fast
_GUESSED_BYTES = 20_000
# In UTF-16, every second byte of markup and of Latin text is zero; in all else none is
_SAMPLE_BYTES = 1_000
_MIN_ZEROS = 0.25
# Codecs of Python's that are no charset of the web (`charset=idna`): some raise, others read "+AGk-" as a letter
_NOT_OF_THE_WEB = frozenset(("idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined"))
# The families for Latin letters that a guess over a few accents takes for one another: "ï" in windows-1252 is "ď" in
# cp1250. The languages that are read here (English, Dutch, German) were all written in windows-1252.
_LIKE_WINDOWS_1252 = frozenset((
    "ascii", "cp1250", "cp1254", "cp1257", "cp1258", "latin_1", "hp_roman8", "iso8859_2", "iso8859_3", "iso8859_4",
    "iso8859_9", "iso8859_10", "iso8859_13", "iso8859_14", "iso8859_15", "iso8859_16",
))  # fmt: skip


def page_text(content_type: str | None, body: bytes) -> str:
    """Return the text of a page; U+FFFD stands for bytes that are no character. Never raises.

    Asked in this order: a byte order mark, zeros as UTF-16 has them, whether it is UTF-8, the Content-Type, the page's
    own `<meta charset>`, and a guess. A declaration that names no charset, or UTF-16 for bytes without zeros, is none.
    """
    name, mark = read_bom(body)
    if name and mark:
        return to_unicode(body[len(mark) :], name)
    if wide := _wide_charset(body):
        return to_unicode(body, wide)
    said = _declared(content_type, body)
    if body.isascii():
        return to_unicode(body, said[0] if said else "utf-8")
    if _is_utf8(body):
        return to_unicode(body, "utf-8")
    # on 5 of 551 pages as crawled the header said UTF-8, the page windows-1252, and the page was right
    return to_unicode(body, next((name for name in said if name != "utf-8"), None) or _guess(body))


def _wide_charset(body: bytes) -> str | None:
    sample = body[:_SAMPLE_BYTES]
    least = _MIN_ZEROS * len(sample)
    if sample[1::2].count(0) > least > sample[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > least > sample[1::2].count(0) else None


def _declared(content_type: str | None, body: bytes) -> list[str]:
    """What the header and the page say, as Python calls it; less what is no charset or cannot be it."""
    found = []
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        if name is None or name in _NOT_OF_THE_WEB or name.startswith(("utf-16", "utf-32")):
            continue
        try:
            b"x".decode(name)
        except (LookupError, UnicodeError):  # "charset=hex" is a codec, but of bytes to bytes
            continue
        found.append(codecs.lookup(name).name)
    return found


def _is_utf8(body: bytes) -> bool:
    """Whether more of what is not ASCII is a letter as UTF-8 than is not: one byte of an old comment spoils no page."""
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - wrong > wrong


def _guess(body: bytes) -> str:
    best = from_bytes(body[:_GUESSED_BYTES]).best()
    return "windows-1252" if best is None or best.encoding in _LIKE_WINDOWS_1252 else best.encoding
