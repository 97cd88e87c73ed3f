"""Gold lines that have no pairs get those that we drew, which stand off as the articles are not ours."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from flows.training_data import main
from transforms.drawn_pairs import read_drawn_pairs, with_drawn_pairs
from transforms.training_data import AnnotationError

TEXT = "Gember helpt tegen misselijkheid. Dat blijkt uit een proef uit 2019. Peper niet."
LINE: dict[str, Any] = {
    "id": "g1", "lang": "nl", "title": "Gember", "text": TEXT, "hrefs": [], "disclosures": [], "support": None,
    "claims": [
        {"start": 0, "end": 33, "text": TEXT[:33], "kind": "benefit", "polarity": "affirmed", "certainty": "asserted"},
        {"start": 69, "end": 80, "text": TEXT[69:], "kind": "benefit", "polarity": "negated", "certainty": "asserted"},
    ],
    "citations": [{"start": 49, "end": 67, "text": TEXT[49:67], "kind": "study", "evidence": "trial"}],
}  # fmt: skip


def drawn(**changed: object) -> dict[str, Any]:
    digest = sha256(TEXT.encode()).hexdigest()
    return {"text_sha256": digest, "claims": 2, "citations": 1, "support": [[0, 0]]} | changed


def file_of(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "nl.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_the_pairs_bring_grades_and_the_year_that_the_words_name(tmp_path: Path) -> None:
    line = with_drawn_pairs(LINE, read_drawn_pairs(file_of(tmp_path, drawn())))
    assert line["support"] == [[0, 0]]
    assert [claim["support"] for claim in line["claims"]] == ["named", "none"]
    assert (line["citations"][0]["year"], line["citations"][0]["traceable"]) == (2019, False)


@pytest.mark.parametrize(
    "line",
    [
        LINE | {"support": []},  # its annotators found none
        LINE | {"text": TEXT + " "},  # another article
        LINE | {"claims": LINE["claims"][:1]},  # annotated anew since
    ],
)
def test_other_lines_stay_as_they_are(line: dict[str, Any], tmp_path: Path) -> None:
    assert with_drawn_pairs(line, read_drawn_pairs(file_of(tmp_path, drawn()))) == line


@pytest.mark.parametrize("changed", [{"support": [[2, 0]]}, {"support": [[0, 1]]}, {"support": [[0]]}, {"claims": "2"}])
def test_a_wrong_line_is_told_with_its_number(changed: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"^nl\.jsonl, line 2: "):
        read_drawn_pairs(file_of(tmp_path, drawn(), drawn(**changed)))


def test_they_are_among_what_is_brought_together(tmp_path: Path) -> None:
    (training := tmp_path / "training" / "pairs").mkdir(parents=True)
    file_of(training, drawn())
    (gold := tmp_path / "gold.jsonl").write_text(json.dumps(LINE) + "\n", encoding="utf-8")
    assert main(["--gold", str(gold), "--training", str(training.parent), "--out", str(tmp_path / "out")]) == 0
    [line] = (tmp_path / "out" / "nl.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["support"] == [[0, 0]]
