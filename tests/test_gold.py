"""Lines in the annotators' format: which are articles, what is wrong with the others, and the way back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import tagged
from transforms.gold import GoldLineError, annotations, article_of_line, gold_line, site_of

GOOD = {"id": "a", "lang": "nl", "text": "Rust helpt."}
CLAIM = {"start": 0, "end": 11, "kind": "benefit", "polarity": "affirmed", "certainty": "asserted"}
CITED = {"start": 0, "end": 4, "kind": "study", "evidence": "trial"}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({}, None),
        ({"hrefs": None, "url": None, "title": None}, None),  # null is unknown
        ({"hrefs": [[0, 4, "https://x.nl"], [11, 11, ""]]}, None),
        ({"text": None}, "needs a string under text"),
        ({"id": 5, "lang": None}, "needs a string under id, lang"),
        ({"url": 5}, "string or null under url"),
        ({"title": ["Rust"]}, "string or null under title"),
        ({"text": "\ud83d"}, "surrogate"),
        ({"hrefs": 5}, "hrefs"),
        ({"hrefs": [[0, 12, "https://x.nl"]]}, "hrefs"),  # out of the text
        ({"hrefs": [[4, 0, "https://x.nl"]]}, "hrefs"),
        ({"hrefs": [[True, 4, "https://x.nl"]]}, "hrefs"),
        ({"hrefs": [[0, 4]]}, "hrefs"),
    ],
)
def test_lines(changed: dict[str, object], problem: str | None) -> None:
    text = json.dumps(GOOD | changed)
    if problem is None:
        assert gold_line(text, 3)["id"] == "a"
        return
    with pytest.raises(GoldLineError, match=rf"^line 3: .*{problem}"):
        gold_line(text, 3)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "5", "[" * 100_000, "9" * 5000, '{"id": "a"'])
def test_no_line_at_all(text: str) -> None:
    with pytest.raises(GoldLineError, match="line 1: "):
        gold_line(text, 1)


@pytest.mark.parametrize(
    ("changed", "good"),
    [
        ({"claims": [CLAIM], "citations": [CITED]}, True),
        ({"claims": [], "citations": [], "support": None, "disclosures": None}, True),  # not annotated in these
        ({}, False),
        ({"claims": [CLAIM], "citations": None}, False),
        ({"claims": ["Rust helpt."], "citations": []}, False),
        ({"claims": [CLAIM | {"start": None}], "citations": []}, False),
        ({"claims": [CLAIM | {"kind": None}], "citations": []}, False),
        ({"claims": [], "citations": [{"start": 0, "end": 4}]}, False),
    ],
)
def test_annotated_lines(changed: dict[str, object], good: bool) -> None:
    text = json.dumps(GOOD | changed)
    if good:
        assert gold_line(text, 1, annotated=True)["claims"] == changed["claims"]
    else:
        with pytest.raises(GoldLineError):
            gold_line(text, 1, annotated=True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "hrefs", "url"]), inner),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_any_json_is_an_article_or_says_why(url: object, hrefs: object, published: object) -> None:
    text = json.dumps(GOOD | {"url": url, "hrefs": hrefs, "published": published})
    try:
        line = gold_line(text, 1)
    except GoldLineError:
        return
    assert article_of_line(line).text == "Rust helpt."


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2026-11-02", date(2026, 11, 2)), ("2026-11-02T08:00:00Z", date(2026, 11, 2)), ("gisteren", None), (None, None)],
)
def test_dates(published: str | None, expected: date | None) -> None:
    assert article_of_line(GOOD | {"published": published}).published == expected


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.rivm.nl/a", "rivm.nl"),
        ("https://example.org/a", "a"),  # an address that hides the site: each article is a group of its own
        (None, "a"),
        ("http://[", "a"),
    ],
)
def test_training_groups(url: str | None, site: str) -> None:
    assert site_of(GOOD | {"url": url, "claims": [CLAIM]}) == site


def test_annotations_are_a_line_again() -> None:
    found = tagged("Volgens een studie uit 2022 vermindert gember de pijn.\nIk ontvang een commissie.")
    line = json.loads(json.dumps(annotations(found)))
    assert gold_line(json.dumps(GOOD | {"text": found.article.text} | line), 1, annotated=True)
    [claim], [citation], [told] = line["claims"], line["citations"], line["disclosures"]
    assert claim["text"] == found.article.text[claim["start"] : claim["end"]]
    assert (claim["support"], citation["kind"], citation["year"], told["kind"]) == ("named", "study", 2022, "affiliate")
    assert line["support"] == [[0, 0]]
    assert (claim["found_by"], claim["score"]) == ("rule:kind.benefit", None)
    assert (citation["found_by"], citation["score"]) == ("rule:study.named", None)
