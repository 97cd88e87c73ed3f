"""Annotated bibliographic entries in; the model that ships out, and its scores on entries that it has not seen.

    python -m flows.reference_training ENTRIES.xml

ENTRIES.xml is as anystyle's gold.xml: <dataset> of <sequence> of fields. 300 entries are held out of the training,
the same ones each time.
"""

import random
import sys
from pathlib import Path

from lxml import etree

from flows.command_errors import say
from transforms.reference_model import load_reference_model, save_reference_model
from transforms.reference_scoring import FieldScore, score_entries
from transforms.reference_training import Fields, train_reference_model

HELD_OUT = 300
_SEED = 2026


def read_entries(path: Path) -> list[Fields]:
    """The entries of a file, each its (field, text) in order of place. Raises OSError, or ValueError for no XML."""
    try:
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"{path}: no XML: {error}") from error
    return [[(str(field.tag), field.text or "") for field in entry] for entry in tree.getroot().iter("sequence")]


def held_out(entries: list[Fields]) -> tuple[list[Fields], list[Fields]]:
    """The entries to learn from, and those to score on, which are drawn by a fixed seed."""
    order = list(range(len(entries)))
    random.Random(_SEED).shuffle(order)  # noqa: S311
    kept = set(order[:HELD_OUT])
    return [entry for n, entry in enumerate(entries) if n not in kept], [entries[n] for n in order[:HELD_OUT]]


def score_line(name: str, score: FieldScore) -> str:
    """ "title: 0.943 (283 of 300; 280 of the 297 that have one)"."""
    share = score.right / score.entries if score.entries else 0.0
    of_given = f"{score.right_where_given} of the {score.given} that have one"
    return f"{name}: {share:.3f} ({score.right} of {score.entries}; {of_given})"


def main(arguments: list[str]) -> int:
    """Train, write the model beside the code that reads with it, print scores; exit code 0, or 2 for wrong use."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        say("usage: python -m flows.reference_training ENTRIES.xml")
        return 2
    learned, scored = held_out(read_entries(Path(arguments[0])))
    save_reference_model(train_reference_model(learned))
    load_reference_model.cache_clear()
    say(f"learned from {len(learned)} entries")
    for name, score in score_entries(scored).items():
        say(score_line(name, score))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
