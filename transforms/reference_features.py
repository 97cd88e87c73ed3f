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
_STOPS = " .,;:?!"
BORDERS = 2 * len(_STOPS) + 1
_MARKS = ".,;:()[]{}\"“”‘’'«»„?!"
_SINGLE_END = re.compile(r"['’][.,;:)]{0,3}$")
_QUOTE_END = re.compile(r"[\"”»’“][.,;:)]{0,3}$")


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
    """For each token the names of what holds of it: its word and form, its neighbours', its place in the entry."""
    bases = [_base(token.text) for token in tokens]
    seen = _Seen()
    rows = []
    for n, token in enumerate(tokens):
        kind, word, closing = bases[n]
        row = ["1", f"k={kind}", f"w={word}", f"c={closing}", f"kc={kind}{closing}", f"suf={word[-3:]}"]
        if kind in {"title", "lower"}:
            row.append(f"x={token.text.strip(_MARKS)[:_LONGEST_WORD]}")  # "In" begins what "in" goes on with
        for away in (-2, -1, 1, 2):
            if 0 <= n + away < len(tokens):
                other = bases[n + away]
                row += [f"k{away}={other[0]}", f"c{away}={other[2]}", f"kk{away}={kind}|{other[0]}{other[2]}"]
                if abs(away) == 1:
                    row.append(f"w{away}={other[1]}")
            else:
                row.append(f"k{away}=none")
        if 0 < n < len(tokens) - 1:
            row.append(f"kkk={bases[n - 1][0]}{bases[n - 1][2]}|{kind}{closing}|{bases[n + 1][0]}")
        seen.open(token.text)
        row += [
            f"at={min(n, 6)}",
            f"end={min(len(tokens) - n - 1, 4)}",
            f"part={10 * n // len(tokens)}",
            f"s={min(seen.sentences, 5)}",
            f"sk={min(seen.sentences, 5)}{kind}",
            f"y={seen.year}",
            f"ys={seen.year}{min(seen.sentences, 5)}",
            f"q={seen.quoted}",
            f"qs={seen.quoted}{min(seen.sentences, 5)}",
            f"b={min(seen.brackets, 1)}",
            f"col={seen.colon}",
            f"open={token.text[:1] if not token.text[:1].isalnum() else 'a'}",
        ]
        rows.append(row)
        seen.close(token.text, kind, closing)
    return rows


def borders_of(tokens: Sequence[Token]) -> list[int]:
    """For each token what may end after it, below `BORDERS`: a field seldom ends between words, often after a stop."""
    return [_border(token.text) for token in tokens]


def _border(text: str) -> int:
    if _QUOTE_END.search(text):
        return BORDERS - 1
    kind, _, closing = _base(text)
    return 2 * _STOPS.index(closing or " ") + (kind in {"initial", "short", "capitals"})


class _Seen:
    """What was read so far of an entry."""

    def __init__(self) -> None:
        self.sentences = self.brackets = 0
        self.year = self.colon = False
        self.quoted = "no"
        self.closing = _QUOTE_END

    def open(self, text: str) -> None:
        if text[:1] in "\"“«„‘'" and self.quoted != "in":
            self.quoted = "in"
            self.closing = _SINGLE_END if text[:1] in "‘'" else _QUOTE_END

    def close(self, text: str, kind: str, closing: str) -> None:
        self.year = self.year or kind == "year"
        self.colon = self.colon or closing == ":"
        self.brackets = max(0, self.brackets + text.count("(") - text.count(")"))
        if self.quoted == "in" and self.closing.search(text):
            self.quoted = "after"
        if closing in {".", "?", "!"} and kind not in {"initial", "short"}:
            self.sentences += 1


def _base(text: str) -> tuple[str, str, str]:
    """The kind of a token, its word in lower case, and the punctuation that closes it."""
    word = text.strip(_MARKS).casefold()[:_LONGEST_WORD]
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
