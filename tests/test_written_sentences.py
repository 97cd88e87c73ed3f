"""Sentences by patterns: each says what its tag says, of concepts of the right kind, the same every time."""

import json
from collections import Counter
from pathlib import Path

import pytest

from flows.training_data import TRAINING
from tests.test_lone_sentences import rows
from transforms.concepts.vocabulary import concepts
from transforms.gold import gold_line
from transforms.written_sentences import SentencePatternError, written_sentences

FILES = sorted((TRAINING / "sentences").glob("*.toml"))
GROUPS = {term: c.group for c in concepts().values() for terms in c.terms.values() for term in terms[:1]}


def group_of(words: str) -> str:
    return GROUPS.get(words) or GROUPS[words[:1].lower() + words[1:]]


def patterns(folder: Path, text: str) -> Path:
    (folder / "en.toml").write_text(text, encoding="utf-8")
    return folder / "en.toml"


def test_a_tag_is_what_a_sentence_says(tmp_path: Path) -> None:
    path = patterns(
        tmp_path, '[complaint]\n"h-h" = ["{target} may not come from {agent}."]\n[none]\n"-" = ["{agent}?"]'
    )
    claimed, other = written_sentences(path, 2)
    [claim] = claimed["claims"]
    assert (claim["kind"], claim["polarity"], claim["certainty"]) == ("harm", "negated", "hedged")
    assert claimed["text"] == f"{claim['target']} may not come from {claim['agent']}." == claim["text"]
    assert (claim["start"], claim["end"]) == (0, len(claimed["text"]))
    assert group_of(claim["agent"]) in {"exposure", "food", "drug", "supplement", "diet"}
    assert group_of(claim["target"]) in {"disease", "symptom"}
    assert other["claims"] == [] and other["text"][0].isupper() and other["text"].endswith("?")


def test_a_role_without_a_place_is_none(tmp_path: Path) -> None:
    [line] = written_sentences(patterns(tmp_path, '[function]\n"f+a" = ["Many know {target}."]'), 1)
    assert line["claims"][0]["agent"] is None and line["claims"][0]["target"] in line["text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[complaint", "en.toml: "),
        ("", "no patterns"),
        ('[other]\n"b+a" = ["{agent}"]', "'other'"),
        ('[none]\n"x+a" = ["{agent}"]', "'x\\+a'"),
        ('[none]\n"-" = ["Nothing."]', "Nothing"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SentencePatternError, match=says):
        written_sentences(patterns(tmp_path, text), 1)


def test_a_language_without_concepts_has_no_sentences(tmp_path: Path) -> None:
    patterns(tmp_path, '[none]\n"-" = ["{agent}?"]').rename(tmp_path / "xx.toml")
    with pytest.raises(SentencePatternError, match="'xx'"):
        written_sentences(tmp_path / "xx.toml", 1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_ships_is_annotated_well(path: Path) -> None:
    lines = written_sentences(path, 2000)
    assert lines == written_sentences(path, 2000) != written_sentences(path, 2000, seed=1)
    for number, line in enumerate(lines, start=1):
        assert gold_line(json.dumps(line), number, annotated=True)
    counts = Counter(
        (c["kind"], c["polarity"], c["certainty"]) if (c := next(iter(line["claims"]), None)) else () for line in lines
    )
    assert (
        counts[()] > 100
        and counts["benefit", "negated", "asserted"] > 100
        and counts["harm", "affirmed", "hedged"] > 80
    )
    for line in lines:
        for claim in line["claims"]:
            assert all(claim[role] is None or claim[role] in line["text"] for role in ("agent", "target")), line


def test_no_sentence_that_is_measured_on_is_learned_from() -> None:
    learned = {line["text"] for path in FILES for line in written_sentences(path, 2000)}
    assert learned.isdisjoint(row["text"] for row in rows())
