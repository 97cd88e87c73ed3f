"""The published file in; an index of claims and sites in small files that a page can load from disk, out.

A page opened from disk may load scripts beside it and nothing else, so each piece of the index is a script of one call:
`claimtraceTerms(3, {...})` has words and the documents they stand in, `claimtraceDocuments(7, [...])` has what to show.
The pieces hold JSON in ASCII, with `<` written as an escape: a text from the web is a string in them and nothing else.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import sub
from typing import Any

from reports.frames import Row
from reports.links import file_stem
from reports.sources import cut

DOCUMENTS_A_FILE = 200  # about 40 kB
TERM_FILE_BYTES = 60_000  # where a file of terms is ended
MOST_OF_A_TERM = 1_000  # documents under one word: those that most articles make
LONGEST_SHOWN = 240
LOOKED_OVER = 5_000  # documents after which words that have their most are taken no further
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class IndexFile:
    """One file of the index: its name, and its script."""

    name: str
    script: str


def terms_of(text: str) -> set[str]:
    """The words of a text as they are searched for: small letters without accents. One letter is a word: vitamin D."""
    plain = unicodedata.normalize("NFKD", text.lower())
    if not plain.isascii():  # its few different signs are looked at, not each of its letters
        for sign in set(plain):
            if unicodedata.combining(sign):
                plain = plain.replace(sign, "")
    return set(_WORD.findall(plain))


def script_json(value: Any) -> str:
    """JSON that is safe in a script, whatever the strings hold: ASCII, without `<`."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def index_files(documents: Iterable[Row], listed: frozenset[str], stems: dict[str, str]) -> Iterator[IndexFile]:
    """All files of the index over the rows of `search_documents.sql`, in their order; `listed` claims have a page."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    shown: list[list[Any]] = []
    count = 0
    full: frozenset[str] = frozenset()
    for number, row in enumerate(documents):
        for term in terms_of(row["text"]) - full:
            postings[term].append(number)
        if number % LOOKED_OVER == 0:  # not for each of a million words: what is over the most is cut at the end
            full = frozenset(term for term, found in postings.items() if len(found) >= MOST_OF_A_TERM)
        shown.append(_document(row, listed, stems))
        count = number + 1
        if len(shown) == DOCUMENTS_A_FILE:
            yield _documents_file(number // DOCUMENTS_A_FILE, shown)
            shown = []
    if shown:
        yield _documents_file(count // DOCUMENTS_A_FILE, shown)
    firsts: list[str] = []
    for terms in _term_files(postings):
        yield IndexFile(f"terms-{len(firsts)}.js", f"claimtraceTerms({len(firsts)},{script_json(terms)});\n")
        firsts.append(next(iter(terms)))
    about = {"firsts": firsts, "documents": count, "size": DOCUMENTS_A_FILE, "most": MOST_OF_A_TERM}
    yield IndexFile("index.js", f"claimtraceIndex({script_json(about)});\n")


def _document(row: Row, listed: frozenset[str], stems: dict[str, str]) -> list[Any]:
    """What is shown of a document: its address within a language, its text, its site, how many articles make it."""
    if row["sort"] == "site":
        address = f"sites/{stems[row['key']]}.html"
    elif row["key"] in listed:
        address = f"claims/{file_stem(row['key'])}.html"
    else:
        address = f"articles/{file_stem(row['article_id'])}.html#claim-{row['number']}"
    return [address, cut(row["text"], LONGEST_SHOWN), row["site"] or "", int(row["article_count"])]


def _documents_file(number: int, shown: list[list[Any]]) -> IndexFile:
    return IndexFile(f"documents-{number}.js", f"claimtraceDocuments({number},{script_json(shown)});\n")


def _term_files(postings: dict[str, list[int]]) -> Iterator[dict[str, list[int]]]:
    """The terms in their order, in pieces of a bounded size; the numbers of a term are steps from one to the next."""
    piece: dict[str, list[int]] = {}
    size = 0
    for term in sorted(postings):
        numbers = postings[term][:MOST_OF_A_TERM]
        steps = [numbers[0], *map(sub, numbers[1:], numbers)]
        piece[term] = steps
        size += len(term) + 6 + 4 * len(steps)
        if size > TERM_FILE_BYTES:
            yield piece
            piece, size = {}, 0
    if piece:
        yield piece
