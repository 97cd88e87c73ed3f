"""A bibliographic entry in; its tokens, and for each what a reader goes by, out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# "2013;346:f6104." is a year, a volume and pages
_TOKEN = re.compile(r"[^\s;]{0,20}?\d[^\s;:]{0,20}[;:](?=\S)|[^\s;]{1,60};(?=\S)|\S+")
_YEAR = re.compile(r"\(?\[?(?:1[5-9]|20)\d\d[a-z]?(?:[-–/]\d{2,4})?[\])]{0,2}[.,;:]{0,2}$")
_PAGES = re.compile(r"\(?(?:pp?\.?)?[a-zA-Z]?\d+[-–—][a-zA-Z]?\d+\)?[.,;]?$")
_VOLUME = re.compile(r"\d{1,4}\s?\(\S{1,12}\)[.,:;]?$")
_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.-?){1,4}[,;:)]{0,2}$")
_CAPITALS = re.compile(r"[^\W\d_a-z]{1,4}[,;.:]{0,2}$")
_MONTHS = frozenset(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february",
     "march", "april", "june", "july", "august", "september", "october", "november", "december", "januari", "februari",
     "maart", "mrt", "mei", "juni", "juli", "augustus", "oktober", "okt", "spring", "summer", "autumn", "winter")
)  # fmt: skip
_JOINING = frozenset(("&", "and", "en", "und", "et"))
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Token:
    """One token of an entry and where it stands (code points, half open)."""

    start_char: int
    end_char: int
    text: str


def tokens_of(entry: str, longest: int = 400) -> list[Token]:
    """The tokens of an entry, at most `longest`: words with the punctuation that closes them."""
    found = []
    for match in _TOKEN.finditer(entry):
        found.append(Token(match.start(), match.end(), match[0]))
        if len(found) == longest:
            break
    return found


def features_of(tokens: Sequence[Token]) -> list[list[str]]:
    """For each token the names of what holds of it: its word and form, its neighbours', where in the entry it stands."""
    bases = [_base(token.text) for token in tokens]
    sentence = quotes = brackets = 0
    year_seen = colon_seen = 0
    rows = []
    for n, token in enumerate(tokens):
        kind, word, closing = bases[n]
        row = ["1", f"k={kind}", f"w={word}", f"c={closing}", f"kc={kind}{closing}", f"suf={word[-3:]}"]
        for away in (-2, -1, 1, 2):
            if 0 <= n + away < len(tokens):
                other = bases[n + away]
                row += [f"k{away}={other[0]}", f"c{away}={other[2]}", f"kk{away}={kind}|{other[0]}{other[2]}"]
                if abs(away) == 1:
                    row += [f"w{away}={other[1]}"]
            else:
                row.append(f"k{away}=none")
        opens = token.text[:1] in "\"“”‘'«„"
        quotes += opens
        row += [
            f"at={min(n, 6)}",
            f"end={min(len(tokens) - n - 1, 4)}",
            f"part={10 * n // len(tokens)}",
            f"s={min(sentence, 5)}",
            f"sk={min(sentence, 5)}{kind}",
            f"y={year_seen}",
            f"ys={year_seen}{min(sentence, 5)}",
            f"q={min(quotes, 2)}",
            f"b={min(brackets, 1)}",
            f"col={min(colon_seen, 1)}",
            f"open={token.text[:1] if not token.text[:1].isalnum() else 'a'}",
        ]
        rows.append(row)
        year_seen = year_seen or kind == "year"
        colon_seen += closing == ":"
        brackets = max(0, brackets + token.text.count("(") - token.text.count(")"))
        quotes += token.text.rstrip(".,;:")[-1:] in '"”’»“' and len(token.text) > 1
        if (closing in ".?!" and closing) and kind not in {"initial", "short"}:
            sentence += 1
    return rows


def _base(text: str) -> tuple[str, str, str]:
    """The kind of a token, its word in lower case, and the punctuation that closes it."""
    word = text.strip(".,;:()[]{}\"“”‘’'«»„?!").casefold()[:_LONGEST_WORD]
    stripped = text.rstrip('"”’»)]')
    closing = stripped[-1:] if stripped[-1:] in ".,;:?!" else ""
    return _kind(text, word, closing), re.sub(r"\d", "0", word) if len(word) > 4 or word.isdigit() else word, closing


def _kind(text: str, word: str, closing: str) -> str:
    if not word:
        return "joining" if "&" in text else "mark"
    kinds = (
        ("year", bool(_YEAR.match(text))),
        ("month", word in _MONTHS),
        ("joining", word in _JOINING),
        ("etal", word in {"et", "al"}),
        ("initial", bool(_INITIAL.match(text))),
        ("pages", bool(_PAGES.match(text))),
        ("volume", bool(_VOLUME.match(text))),
        ("number", word.isdigit()),
        ("digits", any(map(str.isdigit, word))),
        ("capitals", bool(_CAPITALS.match(text))),
        ("upper", word.upper() in text and len(word) > 1),
        ("short", closing == "." and len(word) <= 5 and text[:1].isupper()),
        ("title", text.lstrip("(\"“‘'«[„")[:1].isupper()),
    )
    return next((kind for kind, holds in kinds if holds), "lower")
