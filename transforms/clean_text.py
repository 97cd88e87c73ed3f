"""Text as a page holds it in; text that a reader could see, in one spelling, out."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
# Control, zero-width, soft-hyphen, bidi, annotation and tag characters: no reader sees them; they hide or forge text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

_TO_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def clean(text: str) -> str:
    """Return the text in NFC, without invisible characters, each run of white space as one space; ends are kept."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most of a page's pieces: nothing to do
        return text
    return unicodedata.normalize("NFC", _SPACE.sub(" ", _INVISIBLE.sub("", text)))


def letters(text: str) -> str:
    """Return the case-folded letters and digits of a text and nothing else; "trials¹" and "trials1" are alike."""
    return "".join(filter(str.isalnum, text.translate(_FROM_SUPERSCRIPT).casefold()))


def raised(text: str) -> str:
    """Return the text with its digits as superscripts, as a reader sees the mark of a footnote: "trials¹"."""
    return text.translate(_TO_SUPERSCRIPT)
