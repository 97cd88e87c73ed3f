"""Annotated articles of all languages in; the models that ship out: a step of `make train`.

    python -m flows.training FOLDER [joint] [onward] [pairs]

FOLDER holds nl.jsonl, en.jsonl, …, as flows.training_data writes them. Without a name `joint` and `pairs` are trained;
`onward` goes on from the joint model that is there.
A language of fewer than 20 articles is left out of the joint model: it works by rules only.
"""

import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.command_errors import say
from flows.evaluation import read_gold
from flows.training_data import SENTENCES, UNREAD
from transforms.gold import annotations, article_of_line
from transforms.joint_tagger import JOINT_FILE
from transforms.joint_training import train_joint_tagger
from transforms.lang import languages
from transforms.pair_model import save_pair_model
from transforms.pair_training import train_pairs
from transforms.pipeline import build_pipeline
from transforms.tagging import tag_article

TRAINING = Path(__file__).parents[1] / "training"
CONFIG = TRAINING / "config.cfg"
# What a large encoder believes of the same texts; training/encoder_teacher makes it.
BELIEFS = TRAINING / "beliefs.npz"
MODELS = ("joint", "onward", "pairs")
_BY_ITSELF = ("joint", "pairs")
# A model of fewer would know these by heart, and be worse than the rules.
_FEWEST = 20
# Of more articles a language in which no claim is paired with what a reader can open, pairs are learned from every
# second, third, …: beside too many of them it is forgotten what the few others teach of links and sources lists.
_MOST_PAIRED = 300
# Oftener than this a small language's articles would be known by heart.
_MOST_TIMES = 2
# Gold articles are annotated as those are that we measure on: our readers err otherwise than their annotators.
GOLD_TIMES = 2
_TEACHER_SEEDS = (1, 2)
# It has learned already, so its steps are smaller; but what the encoder believes took three rounds to learn.
_AS_PUPIL = {"training.max_epochs": 3, "training.optimizer.learn_rate.initial_rate": 0.002}
_ONWARD = _AS_PUPIL | {"training.max_steps": 9000}


def train_joint(files: Mapping[str, Path], folder: Path) -> None:
    """Train the one model that reads the languages of these files, and put it beside the code that reads with it.

    First its teachers, networks of the same size that begin otherwise; then one that goes on from the first of them
    and learns what they believe beside what was annotated, also of the unread articles of `folder`, which nobody
    annotated, and sentences that stand alone.
    """
    every = _every_line(files)
    with tempfile.TemporaryDirectory() as made:
        work, together = Path(made), Path(made) / "lines.jsonl"
        together.write_text("\n".join(every), encoding="utf-8")
        teachers = [work / f"teacher-{seed}.npz" for seed in _TEACHER_SEEDS]
        for seed, teacher in zip(_TEACHER_SEEDS, teachers, strict=True):
            train_joint_tagger(CONFIG, together, len(every), work, teacher, {"system.seed": seed})
        _train_pupil(every, folder, work, teachers, _AS_PUPIL)


def train_onward(files: Mapping[str, Path], folder: Path) -> None:
    """Go on from the joint model that is there, which is its own teacher, and put the new one in its place."""
    with tempfile.TemporaryDirectory() as made:
        before = Path(made) / "before.npz"
        before.write_bytes(JOINT_FILE.read_bytes())
        _train_pupil(_every_line(files), folder, Path(made), [before], _ONWARD)


def _train_pupil(
    every: Sequence[str], folder: Path, work: Path, teachers: Sequence[Path], steps: Mapping[str, Any]
) -> None:
    """Train the network that ships: it goes on from the first of its teachers."""
    unread, sentences = (_text_lines(folder / name) for name in (UNREAD, SENTENCES))
    lines = [*every, *unread, *sentences]
    together = work / "lines.jsonl"
    together.write_text("\n".join(lines), encoding="utf-8")
    taught = {
        **steps,
        "components.joint_tagger.taught_by": [str(teacher) for teacher in teachers],
        "components.joint_tagger.starts_as": str(teachers[0]),
        "components.joint_tagger.believed": str(BELIEFS) if BELIEFS.exists() else "",
    }
    train_joint_tagger(CONFIG, together, len(lines), work, JOINT_FILE, taught)
    say(f"joint model: {len(unread)} articles that nobody annotated, {len(sentences)} sentences that stand alone")


def _every_line(files: Mapping[str, Path]) -> list[str]:
    """The lines of all files, those of a language as often as it takes to match the largest, at most `_MOST_TIMES`."""
    lines = {code: _lines(path, code) for code, path in files.items()}
    largest = max(sum(map(len, ours)) for ours in lines.values())
    times = {code: min(round(largest / sum(map(len, ours))), _MOST_TIMES) for code, ours in lines.items()}
    for code, ours in lines.items():
        say(f"joint model: {len(ours)} lines of {code}, {times[code]} times")
    return [line for code, ours in lines.items() for line in ours * times[code]]


def _text_lines(path: Path) -> list[str]:
    """The lines of a file, none where there is no file; a text may hold line ends other than "\\n"."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n") if path.exists() and path.stat().st_size else []


def _lines(path: Path, code: str) -> list[str]:
    """The file's lines of its language; those of gold files `GOLD_TIMES`."""
    with path.open(encoding="utf-8") as file:
        known = [line for line in read_gold(file) if line["lang"] == code]
    return [json.dumps(line, ensure_ascii=False) for line in known for _ in range(1 if is_ours(line) else GOLD_TIMES)]


def is_ours(line: Mapping[str, Any]) -> bool:
    """Whether an article is annotated in training/, not in a gold file."""
    return str(line["id"]).startswith(("page-", "written-"))


def train_pairing(files: Mapping[str, Path]) -> None:
    """Train the one model that pairs claims with citations, of all languages together.

    It learns from the citations that the rules find too, which err as a tagger does; the joint tagger knows these very
    articles by heart.
    """
    lines = []
    found = {}
    for code, path in files.items():
        nlp = build_pipeline(code, joint=False)
        with path.open(encoding="utf-8") as file:
            drawn = [line for line in read_gold(file) if line.get("support") is not None]  # null: nobody drew pairs
        graded = [(line, any(claim.get("support") == "traceable" for claim in line["claims"])) for line in drawn]
        # pairs of gold articles are few, and so are claims that can be traced: none is left out
        whole = [line for line, traceable in graded if traceable or not is_ours(line)]
        others = [line for line, traceable in graded if not traceable and is_ours(line)]
        for line in (*whole, *others[:: math.ceil(len(others) / _MOST_PAIRED) or 1]):
            lines.append(line)
            found[line["id"]] = annotations(tag_article(article_of_line(line), nlp))["citations"]
    save_pair_model(train_pairs(lines, found))
    say(f"pairing model of {len(lines)} articles")


def main(arguments: list[str]) -> int:
    """Train what is asked for and give the exit code: 0, 1 where no language has enough, 2 for wrong use."""
    folder = Path(arguments[0]) if arguments else None
    models = arguments[1:] or list(_BY_ITSELF)
    files = {code: folder / f"{code}.jsonl" for code in languages()} if folder else {}
    files = {code: file for code, file in files.items() if file.exists()}
    if not files or not set(models) <= set(MODELS):
        say(f"usage: python -m flows.training FOLDER [{' | '.join(MODELS)}]: a folder that holds nl.jsonl or the like")
        return 2
    files = _large_enough(files)
    if not files:
        return 1
    folder = next(iter(files.values())).parent
    if "joint" in models:
        train_joint(files, folder)
    if "onward" in models:
        train_onward(files, folder)
    if "pairs" in models:
        train_pairing(files)
    return 0


def _large_enough(files: Mapping[str, Path]) -> dict[str, Path]:
    """The files of languages that have articles enough to train on; of the others it is said that they have not."""
    counts = {}
    for code, path in files.items():
        with path.open(encoding="utf-8") as file:
            counts[code] = sum(line["lang"] == code for line in read_gold(file))
        if counts[code] < _FEWEST:
            say(f"{code}: {counts[code]} articles, fewer than {_FEWEST}: no model, the language works by rules only")
    return {code: path for code, path in files.items() if counts[code] >= _FEWEST}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
