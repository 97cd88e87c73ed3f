"""Annotated articles of all languages in; the models that ship out: a step of `make train`.

    python -m flows.training FOLDER [joint] [pairs]

FOLDER holds nl.jsonl, en.jsonl, …, as flows.training_data writes them; without a model's name both are trained.
A language of fewer than 20 articles is left out of the joint model: it works by rules only.
"""

import json
import math
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flows.command_errors import say
from flows.evaluation import read_gold
from transforms.gold import annotations, article_of_line
from transforms.joint_tagger import JOINT_FILE
from transforms.joint_training import train_joint_tagger
from transforms.lang import languages
from transforms.pair_model import save_pair_model
from transforms.pair_training import train_pairs
from transforms.pipeline import build_pipeline
from transforms.tagging import tag_article

CONFIG = Path(__file__).parents[1] / "training" / "config.cfg"
MODELS = ("joint", "pairs")
# A model of fewer would know these by heart, and be worse than the rules.
_FEWEST = 20
# Of more articles a language in which no claim is paired with what a reader can open, pairs are learned from every
# second, third, …: beside too many of them it is forgotten what the few others teach of links and sources lists.
_MOST_PAIRED = 300
# Oftener than this a small language's articles would be known by heart.
_MOST_TIMES = 2


def train_joint(files: Mapping[str, Path]) -> None:
    """Train the one model that reads the languages of these files, and put it beside the code that reads with it.

    A language's lines are learned from as often as it takes to match the largest one's, at most `_MOST_TIMES`.
    """
    lines = {code: _lines(path, code) for code, path in files.items()}
    largest = max(sum(map(len, ours)) for ours in lines.values())
    with tempfile.TemporaryDirectory() as work:
        together = Path(work) / "lines.jsonl"
        times = {code: min(round(largest / sum(map(len, ours))), _MOST_TIMES) for code, ours in lines.items()}
        every = [line for code, ours in lines.items() for line in ours * times[code]]
        together.write_text("\n".join(every), encoding="utf-8")
        train_joint_tagger(CONFIG, together, len(every), Path(work), JOINT_FILE)
    for code, ours in lines.items():
        say(f"joint model: {len(ours)} articles of {code}, {times[code]} times")


def _lines(path: Path, code: str) -> list[str]:
    with path.open(encoding="utf-8") as file:
        return [json.dumps(line, ensure_ascii=False) for line in read_gold(file) if line["lang"] == code]


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
        opened = [line for line, traceable in graded if traceable]
        others = [line for line, traceable in graded if not traceable]
        for line in (*opened, *others[:: math.ceil(len(others) / _MOST_PAIRED) or 1]):
            lines.append(line)
            found[line["id"]] = annotations(tag_article(article_of_line(line), nlp))["citations"]
    save_pair_model(train_pairs(lines, found))
    say(f"pairing model of {len(lines)} articles")


def main(arguments: list[str]) -> int:
    """Train what is asked for and give the exit code: 0, 1 where no language has enough, 2 for wrong use."""
    folder = Path(arguments[0]) if arguments else None
    models = arguments[1:] or list(MODELS)
    files = {code: folder / f"{code}.jsonl" for code in languages()} if folder else {}
    files = {code: file for code, file in files.items() if file.exists()}
    if not files or not set(models) <= set(MODELS):
        say(f"usage: python -m flows.training FOLDER [{' | '.join(MODELS)}]: a folder that holds nl.jsonl or the like")
        return 2
    files = _large_enough(files)
    if not files:
        return 1
    if "joint" in models:
        train_joint(files)
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
