"""Annotated lines as spaCy examples: what is right stands in the reference, what the rules propose beside it."""

import json
from pathlib import Path

import pytest

from tests.joint_examples import line, small_pipeline
from transforms.gold import GoldLineError
from transforms.training_examples import article_reader, example_of


def test_annotations_become_span_groups() -> None:
    reference = example_of(line(), small_pipeline()).reference
    told = {name: [(span.text, span.label_) for span in spans] for name, spans in reference.spans.items()}
    assert told["citations"] == [("a Danish study", "study")]
    assert told["claims"][1] == ("Garlic does not relieve pain.", "benefit|negated|asserted")
    assert told["agents"] == [("Ginger", "agent"), ("Garlic", "agent"), ("Smoking", "agent")]
    assert told["targets"] == [("nausea", "target"), ("pain", "target"), ("a cough", "target")]


def test_the_same_words_in_both_docs_and_the_rules_in_one() -> None:
    example = example_of(line(), small_pipeline())
    assert [t.text for t in example.reference] == [t.text for t in example.predicted]
    assert example.reference.text == example.predicted.text == line()["text"]
    assert [c.kind for c in example.predicted._.proposed_citations] == ["study"]
    assert not example.predicted.spans.get("claims")


def test_roles_that_nobody_annotated_are_unknown() -> None:
    without = [claim | {"agent": None, "target": None} for claim in line()["claims"]]
    assert "agents" not in example_of(line(claims=without), small_pipeline()).reference.spans
    some = [without[0] | {"agent": "Ginger"}, *without[1:]]
    spans = example_of(line(claims=some), small_pipeline()).reference.spans
    assert [len(spans[name]) for name in ("agents", "targets", "with roles")] == [1, 0, 3]
    nobody_looked = {key: value for key, value in some[1].items() if key not in {"agent", "target"}}
    reference = example_of(line(claims=[some[0], nobody_looked, some[2]]), small_pipeline()).reference
    assert [span.text for span in reference.spans["with roles"]] == [
        "Ginger relieves nausea.",
        "Smoking may cause a cough.",
    ]


@pytest.mark.parametrize("agent", ["what stands nowhere", ""])
def test_a_role_that_is_not_in_its_claim_is_left_out(agent: str) -> None:
    claims = [claim | {"agent": agent} for claim in line()["claims"]]
    spans = example_of(line(claims=claims), small_pipeline()).reference.spans
    assert [len(spans[name]) for name in ("agents", "targets")] == [0, 3]


def test_half_a_word_is_the_whole_word() -> None:
    [cited] = line()["citations"]
    example = example_of(line(citations=[cited | {"end": cited["end"] - 2}]), small_pipeline())
    assert [span.text for span in example.reference.spans["citations"]] == ["a Danish study"]


def written(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(json.dumps(one) if one else "" for one in lines), encoding="utf-8")
    return path


def test_each_article_is_read_as_its_own_language_is(tmp_path: Path) -> None:
    path = written(tmp_path / "lines.jsonl", line(1), None, line(2, lang="nl"), line(3, text=" "), line(4, lang="de"))
    read = list(article_reader(path)(small_pipeline()))
    assert [(example.text[-5:-1], example.predicted.lang_) for example in read] == [("2001", "en"), ("2002", "nl")]


def test_every_so_many_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "lines.jsonl", *(line(number) for number in range(1, 7)))
    read = article_reader(path, every=3)(small_pipeline())
    assert [example.text[-5:-1] for example in read] == ["2003", "2006"]


def test_a_line_that_is_none_is_told_by_its_number(tmp_path: Path) -> None:
    path = written(tmp_path / "lines.jsonl", line(1), {"id": "2"})
    with pytest.raises(GoldLineError, match="line 2"):
        list(article_reader(path)(small_pipeline()))


def test_an_article_that_nobody_annotated_is_read_and_says_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "lines.jsonl", line(1, claims=None, citations=None), line(2, claims=[], citations=[]))
    unread, without = article_reader(path)(small_pipeline())
    assert "claims" not in unread.reference.spans and "claims" in without.reference.spans
    path = written(tmp_path / "lines.jsonl", line(1, claims=None))
    with pytest.raises(GoldLineError, match="line 1: is not annotated"):
        list(article_reader(path)(small_pipeline()))
