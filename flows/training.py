"""Annotated articles of each language in; the models in the languages' folders out: a step of `make train`.

    python -m flows.training FOLDER [linear] [joint] [pairs]

FOLDER holds nl.jsonl, en.jsonl, …, as flows.training_data writes them; without a model's name all are trained.
A language of fewer than 20 articles is left out: it works by rules only.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.command_errors import say
from flows.evaluation import read_gold
from transforms.claim_model import MODEL_FILE, save_model
from transforms.claim_training import train_claim_model
from transforms.gold import annotations, article_of_line, training_article
from transforms.joint_tagger import JOINT_FILE
from transforms.joint_training import train_joint_tagger
from transforms.lang import languages
from transforms.pair_model import save_pair_model
from transforms.pair_training import train_pairs
from transforms.pipeline import build_pipeline
from transforms.tagger_data import tagger_data
from transforms.tagging import tag_article

CONFIG = Path(__file__).parents[1] / "training" / "config.cfg"
MODELS = ("linear", "joint", "pairs")
# A model of fewer would know these by heart, and be worse than the rules.
_FEWEST = 20


def train_language(code: str, lines: Path, models: Sequence[str] = MODELS) -> None:
    """Train the models of one language on a file of annotated lines, and put them into its folder."""
    language = languages()[code]
    data = tagger_data(language.folder)
    with lines.open(encoding="utf-8") as file:
        articles = [article for line in read_gold(file) if (article := training_article(line)).lang == code]
    if "linear" in models:
        model = train_claim_model(articles, data.sentences, data.claim_cues)
        save_model(model, language.folder / MODEL_FILE)
        say(f"{code}: linear claim model of {len(articles)} articles")
    if "joint" in models:
        with tempfile.TemporaryDirectory() as work:
            train_joint_tagger(CONFIG, lines, code, len(articles), Path(work), language.folder / JOINT_FILE)
        say(f"{code}: joint tagger of {len(articles)} articles")


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
            for line in read_gold(file):
                if line.get("support") is not None:  # null where nobody drew pairs
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
    for code, file in files.items():
        train_language(code, file, models)
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
