"""The index of the search: every document is found by its words, and no text in it is more than text."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from reports.search_index import index_files, script_json, terms_of


def row(text, key="k", sort="claim", **fields):
    return {
        "sort": sort,
        "key": key,
        "text": text,
        "article_id": "a1",
        "number": 3,
        "site": "a.nl",
        "article_count": 2,
    } | fields


def index(rows, listed=frozenset(), stems=None):
    """The files of an index as what their scripts hand over."""
    read = {}
    for file in index_files(rows, listed, stems or {}):
        found = re.fullmatch(r"claimtrace(Terms|Documents|Index)\((?:(\d+),)?(.*)\);\n", file.script, re.S)
        assert found, file.name
        read[file.name] = json.loads(found[3])
    return read


def numbers(read, term):
    """The documents that a word stands in."""
    steps = next((terms[term] for name, terms in read.items() if name.startswith("terms") and term in terms), [])
    at, found = 0, []
    for step in steps:
        at += step
        found.append(at)
    return found


def test_a_document_is_found_by_each_of_its_words():
    read = index([row("Gember helpt tegen misselijkheid"), row("Ginger relieves nausea"), row("Gember geneest alles")])
    assert numbers(read, "gember") == [0, 2]
    assert numbers(read, "nausea") == [1]
    assert read["documents-0.js"][1][1] == "Ginger relieves nausea"


def test_a_claim_leads_to_its_page_or_to_its_sentence_and_a_site_to_its_own():
    read = index([row("a b", "c1"), row("x y", "c2"), row("a.nl", "a.nl", "site")], frozenset({"c1"}), {"a.nl": "a.nl"})
    assert [one[0] for one in read["documents-0.js"]] == [
        "claims/c1.html",
        "articles/a1.html#claim-3",
        "sites/a.nl.html",
    ]


def test_accents_and_case_do_not_matter():
    assert terms_of("Crème BRÛLÉE, vitamine B12 à gogo") == {"creme", "brulee", "vitamine", "b12", "a", "gogo"}


def test_many_documents_are_many_files_of_a_bounded_size():
    rows = [row(f"word{number} shared text of some length about number {number}") for number in range(5_000)]
    files = list(index_files(rows, frozenset(), {}))
    assert max(len(file.script) for file in files) < 150_000
    read = index(rows)
    assert read["index.js"]["documents"] == 5_000
    assert numbers(read, "shared") == list(range(1_000))  # the most widely made of them
    assert numbers(read, "word4999") == [4_999]


@given(st.text())
def test_any_text_is_a_string_in_the_script(text):
    script = script_json([text])
    assert json.loads(script) == [text]
    assert script.isascii()
    assert "<" not in script and "\u2028" not in script
