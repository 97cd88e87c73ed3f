"""Text in; the identifiers that stand in it, in its words and its addresses, out."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.address_identifiers import identifier_in_address
from transforms.identifier_forms import (
    DOI_PREFIX,
    How,
    Identification,
    normal_form,
    normal_pii,
    trimmed_doi,
    without_punctuation,
)

_DASH = "[-\u2010-\u2015 ]?"
_NUMBER = r"(?:[ -]?(?:nummers?|numbers?|nr\.?|no\.?))?[:.]?\s{0,3}"
_SLASH = "(?:/|%(?:25)?2F)"
# A DOI ends where the next one begins: "10.1136/bmj.j5024;10.1001/jama.2010.250", "…j5024PMID: 29146535"; old DOIs of
# Wiley hold "<1661::AID-SIM968>". 300 characters: the longest in use have some 200.
_DOI_BODY = (
    rf"(?:(?![;,|](?:{DOI_PREFIX}/|doi))(?!https?:/|PMC?ID\b)(?!&\w{{1,20}}=)[^\s\"'<>«»?#\u200b\ufeff]"
    r"|<\d{1,6}::[^\s<>]{1,40}>){1,300}"
)
_DOI = re.compile(
    rf"(?:\bdoi(?:\s?[:=.]|%(?:25)?3A)?\s{{0,3}}|\b(?:https?://)?(?:dx\.)?doi\.org/)?"
    rf"(?<!\d)(?<!\d\.)({DOI_PREFIX}{_SLASH}{_DOI_BODY})",
    re.IGNORECASE,
)
_HAS_DOI = re.compile(rf"{DOI_PREFIX}{_SLASH}", re.IGNORECASE)
_PLAIN_SUFFIX = re.compile(r"(?=.*\d)[\w.()/:;<>+-]{4,}$")
_ADDRESS = re.compile(r"\.[A-Za-z]{2,18}(?::\d{2,5})?/")
_BEFORE_ADDRESS = re.compile(r"(?:https?://)?[A-Za-z0-9.-]{1,200}$")
_AFTER_ADDRESS = re.compile(r"[^\s<>\"«»“”\u200b\ufeff]{0,2000}")
_ADDRESS_REACH = 210

# The sign stands in every text with such an identifier; most texts have none, and are not read further. One in capitals
# is sought as it is ("NCT": "function" has none), another in whatever case.
# The first group is the identifier; what is in front says what it is.
_BY_WORDS: tuple[tuple[str, str, bool, re.Pattern[str]], ...] = (
    ("pmid", "pmid", True, re.compile(r"PMIDs?(?:\s?[:=#]|\.)?\s{0,3}(\d{1,8})\b", re.IGNORECASE)),
    ("pmid", "pubmed", True, re.compile(r"\bPub ?Med(?: ?ID)?: ?(\d{4,8})\b", re.IGNORECASE)),
    ("pmcid", "pmcid", True, re.compile(r"PMCID(?:\s?[:=#])?\s{0,3}((?:PMC)?\d{4,8})\b", re.IGNORECASE)),
    ("pmcid", "PMC", True, re.compile(r"\b(PMC ?\d{6,8})\b")),  # with a space on Wikipedia
    ("pmcid", "PMC", False, re.compile(r"\b(PMC\d{5})\b")),
    ("nct", "NCT", True, re.compile(r"\b(NCT\d{8})\b")),
    ("isrctn", "ISRCTN", True, re.compile(r"\b(ISRCTN ?\d{8})\b")),
    ("eudract", "eudract", True, re.compile(rf"\bEudraCT{_NUMBER}(20\d\d{_DASH}\d{{6}}{_DASH}\d\d)\b")),
    ("euct", "eu ct", True, re.compile(rf"\bEU CT{_NUMBER}(20\d\d-5\d{{5}}-\d\d-\d\d)\b")),
    ("euct", "ctis", True, re.compile(rf"\bCTIS{_NUMBER}(20\d\d-5\d{{5}}-\d\d-\d\d)\b")),
    ("ntr", "NTR", True, re.compile(r"\b(NTR\d{2,4})\b")),
    ("ntr", "trial", True, re.compile(
        r"\btrial ?regist\w{1,4}[^\n]{0,30}?\b((?:NTR|NL)[ -]?\d{3,5})\b", re.IGNORECASE
    )),
    ("arxiv", "arxiv", True, re.compile(
        r"\barXiv(?:\.org)?[:\s]\s{0,2}(\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,8}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b",
        re.IGNORECASE,
    )),
    ("isbn", "isbn", True, re.compile(
        rf"\bISBN(?:[- ]?1[03])?{_NUMBER}((?:97[89]{_DASH})?\d(?:{_DASH}\d){{8}}{_DASH}[\dX])\b", re.IGNORECASE
    )),
    ("pii", ")", True, re.compile(r"(S(?<!\wS)\d{4}-\d{3}[\dX]\(\d\d\)\d{5}-[\dX])(?![\dX])")),
    ("pii", "pii", True, re.compile(r"\bPII:?\s{0,2}(S\d{4}-?\d{3}[\dX]\(?\d\d\)?\d{5}-?[\dX])\b", re.IGNORECASE)),
    ("nice", "NICE", True, re.compile(
        r"\bNICE\b[^.\n]{0,40}?\b((?:NG|CG|PH|QS|TA|DG|IPG|MTG)\d{1,4})\b"
    )),
    ("cochrane", "CD0", True, re.compile(r"\b(CD0[01]\d{4})\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and where it stands; `value` is in its normal form (DOI lower case, ISBN as 13 digits)."""

    start_char: int
    end_char: int
    scheme: str
    value: str
    how: How = "text"
    verified: bool = True


def find_identifiers(text: str) -> Iterator[Identifier]:
    """Every identifier of `text`, those in addresses first, then scheme by scheme; none overlap.

    A bare number is none, an ISBN must have its check digit. What stands in an address is the whole address; of one
    that tells none (a button that shares a paper) no part is an identifier either.
    """
    taken: list[tuple[int, int]] = []  # in order of place, so that only the neighbours can overlap
    for start, end, found in _in_addresses(text):
        taken.append((start, end))
        if found:
            yield Identifier(start, end, found.scheme, found.value, found.how, found.verified)
    for one in _in_words(text):
        n = bisect(taken, (one.start_char, one.end_char))
        if (n == 0 or taken[n - 1][1] <= one.start_char) and (n == len(taken) or one.end_char <= taken[n][0]):
            taken.insert(n, (one.start_char, one.end_char))
            yield one


def identified(words: str) -> list[Identification]:
    """What one text or address tells, each identifier once, in order of place: what `claimtrace identify` answers."""
    if not re.search(r"\s", words.strip()) and (found := identifier_in_address(words)):
        return [found]
    inside = sorted(find_identifiers(words), key=lambda one: one.start_char)
    return list(dict.fromkeys(Identification(one.scheme, one.value, one.how, one.verified) for one in inside))


def _in_words(text: str) -> Iterator[Identifier]:
    yield from _dois(text)
    lowered = text.lower()
    for scheme, sign, verified, pattern in _BY_WORDS:
        if sign not in (text if sign.isupper() else lowered):
            continue
        for match in pattern.finditer(text):
            if found := _by_words(scheme, match[1], verified):
                yield Identifier(match.start(), match.end(), found.scheme, found.value, found.how, found.verified)


def _by_words(scheme: str, written: str, verified: bool) -> Identification | None:
    if scheme == "cochrane":  # the review without its version
        return Identification("doi", f"10.1002/14651858.{written.lower()}", "derived", verified)
    if scheme == "pii":
        pii = normal_pii(written)
        return Identification("pii", pii[0], "text", pii[1]) if pii else None
    normal = normal_form(scheme, written)
    return Identification(*normal, how="text", verified=verified) if normal else None


def _in_addresses(text: str) -> Iterator[tuple[int, int, Identification | None]]:
    """Where addresses stand and what they open: "https://…", and "bmj.com/content/347/bmj.f6104" without it."""
    done = 0
    for match in _ADDRESS.finditer(text):
        before = _BEFORE_ADDRESS.search(text, max(done, match.start() - _ADDRESS_REACH), match.start())
        if match.start() < done or before is None:
            continue
        after = _AFTER_ADDRESS.match(text, match.end())
        end = after.end() if after else match.end()
        token = without_punctuation(text[before.start() : end])
        done = end
        found = identifier_in_address(token)
        if found or token.startswith(("http", "www.")):
            yield before.start(), before.start() + len(token), found


def _dois(text: str) -> Iterator[Identifier]:
    if not _HAS_DOI.search(text):
        return
    at = 0
    while match := _DOI.search(text, at):
        kept = trimmed_doi(match[1])
        at = match.start(1) + max(len(kept), 1)
        if normal := normal_form("doi", kept):
            said = match.start() < match.start(1)  # "doi: 10.…"
            plain = said or _PLAIN_SUFFIX.match(kept.partition("/")[2]) is not None
            yield Identifier(match.start(), match.start(1) + len(kept), *normal, how="text", verified=plain)
