"""What the tagger did wrong, beside what the annotators marked."""

import json
from pathlib import Path
from typing import Any

from flows.error_listing import error_lines, errors_of, listed_errors
from tests.conftest import claimtrace
from transforms.comparison import compared

TEXT = "Ginger helps. Experts say so. It cures colds. Buy it now."


def span(words: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **fields}


def claim(words: str, **fields: Any) -> dict[str, Any]:
    return span(
        words, **{"kind": "benefit", "polarity": "affirmed", "certainty": "asserted", "support": "none"} | fields
    )


def article(claims: list[Any], citations: list[Any], support: Any = (), name: str = "one") -> dict[str, Any]:
    known = {"id": name, "url": None, "lang": "en", "text": TEXT}
    return {**known, "claims": claims, "citations": citations, "support": support}


EXPERTS = span("Experts", kind="appeal", evidence="unspecified", traceable=False)
GOLD = article([claim("Ginger helps."), claim("It cures colds.")], [EXPERTS], [[0, 0]])


def test_each_kind_of_error_beside_the_truth() -> None:
    found = article(
        [claim("Ginger helps.", kind="fact", score=0.9), claim("Buy it now.", score=0.4)],
        [{**EXPERTS, "kind": "expert"}, span("it now", kind="study", evidence="trial", traceable=True)],
    )
    errors = {error.what: error for error in errors_of(compared(GOLD, found))}
    assert set(errors) == {
        "missed claim", "false claim", "wrong kind", "wrong citation kind", "false citation", "missed pair",
    }  # fmt: skip
    assert errors["missed claim"].sentence == "It cures colds." and errors["missed claim"].found is None
    assert (errors["false claim"].gold, errors["false claim"].score) == (None, 0.4)
    assert (errors["wrong kind"].gold, errors["wrong kind"].found) == ("benefit", "fact")
    assert (errors["missed pair"].text, errors["missed pair"].gold) == ("Ginger helps.", "Experts")
    assert errors["false claim"].sentence_number == 4


def test_a_pair_with_a_missed_end_is_told_as_that_end_alone() -> None:
    assert [error.what for error in errors_of(compared(GOLD, article(GOLD["claims"], [])))] == ["missed citation"]
    unpaired = {**GOLD, "support": None}  # pairs were not annotated
    assert not list(errors_of(compared(unpaired, article(GOLD["claims"], [EXPERTS], [[1, 0]]))))


def test_a_false_claim_that_the_model_was_sure_of_is_worse() -> None:
    found = article([*GOLD["claims"], claim("Buy it now.", score=0.95)], [EXPERTS], [[0, 0]])
    doubted = article([*GOLD["claims"], claim("Buy it now.", score=0.35)], [EXPERTS], [[0, 0]])
    [sure], [unsure] = (list(errors_of(compared(GOLD, one))) for one in (found, doubted))
    assert sure.harm > unsure.harm > 0


def test_the_worst_article_comes_first_and_no_more_than_asked() -> None:
    good = compared(article([], [EXPERTS], [], "good"), article([], []))
    bad = compared({**GOLD, "id": "bad"}, None)
    listed = listed_errors([good, bad], 2)
    assert [(one.id, one.error_count, len(one.errors)) for one in listed] == [("bad", 3, 2)]
    assert [one.id for one in listed_errors([good, bad], 9)] == ["bad", "good"]
    assert listed_errors([compared(GOLD, GOLD)], 9) == []
    lines = list(error_lines(listed))
    assert lines[1:3] == ["bad    (3 errors, the worst 2 of them)", "  1  Ginger helps."]
    assert lines[3].split() == ["missed", "claim", "benefit,", "affirmed,", "asserted,", "none", "→", "–"]


def test_evaluate_lists_errors_for_people_and_for_scripts(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**GOLD, "title": "Ginger", "claims": [claim("Buy it now.")], "support": []}))
    assert "missed claim" in claimtrace("evaluate", path, "--errors").stdout
    figures = json.loads(claimtrace("evaluate", path, "--errors", "--most", "1", "--json").stdout)
    assert len(figures["errors"][0]["errors"]) == 1
    assert figures["tagger_version"].startswith("tagger-")
    assert figures["by_article"]["one"]["claims"]["gold"] == 1
    assert figures["en"]["claims_by_kind"]["benefit"]["gold"] == 1
