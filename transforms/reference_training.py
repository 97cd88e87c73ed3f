"""Annotated bibliographic entries in; the model that tells their fields apart out.

An averaged structured perceptron (Collins 2002, "Discriminative training methods for hidden Markov models").
"""

import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from transforms.author_names import WORDS_FILE, split_authors
from transforms.reference_features import BORDERS, Token, borders_of, features_of, tokens_of
from transforms.reference_model import ReferenceModel, best_path

# What anystyle's fields are called here; others ("genre", "edition") are notes.
FIELDS = {
    "author": "author", "title": "title", "journal": "journal", "container-title": "container", "date": "date",
    "volume": "volume", "pages": "pages", "publisher": "publisher", "location": "publisher", "editor": "editor",
    "citation-number": "number", "url": "url", "doi": "url", "isbn": "url", "note": "note",
}  # fmt: skip
_FEWEST = 2  # entries in which a feature must stand: others are known by heart
_ROUNDS = 10

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    rows: list[NDArray[np.int64]]
    borders: list[int]
    gold: list[int]


def train_reference_model(entries: Sequence[Fields], seed: int = 1) -> ReferenceModel:
    """Learn from entries, each its (field, text) in order of place as in anystyle's XML; again in other styles too."""
    chance = random.Random(seed)  # noqa: S311
    every = [*entries, *(one for entry in entries for one in _rewritten(entry, chance))]
    labels = tuple(sorted({FIELDS.get(field, "note") for entry in every for field, _ in entry}))
    read = [read_fields(entry) for entry in every]
    named = [(features_of(tokens), borders_of(tokens), gold) for tokens, gold in read]
    counts = Counter(name for rows, _, _ in named for name in {name for row in rows for name in row})
    known = {name: n for n, name in enumerate(sorted(name for name, count in counts.items() if count >= _FEWEST))}
    examples = [
        _Example(
            [np.array([known[name] for name in row if name in known]) for row in rows],
            borders,
            [labels.index(one) for one in gold],
        )
        for rows, borders, gold in named
        if rows
    ]
    return _averaged(examples, labels, known, chance)


def _averaged(
    examples: list[_Example],
    labels: tuple[str, ...],
    known: dict[str, int],
    chance: random.Random,
) -> ReferenceModel:
    shapes = ((len(known), len(labels)), (BORDERS, len(labels), len(labels)), (len(labels),))
    weights, steps, start = (np.zeros(shape, dtype=np.float32) for shape in shapes)
    late_weights, late_steps, late_start = (np.zeros(shape, dtype=np.float64) for shape in shapes)
    time = 1
    for _ in range(_ROUNDS):
        chance.shuffle(examples)
        for one in examples:
            rows, gold = one.rows, one.gold
            guess = best_path(np.stack([weights[row].sum(axis=0) for row in rows]), steps[one.borders], start)
            if guess != gold:
                for n, row in enumerate(rows):
                    for label, by in ((gold[n], 1), (guess[n], -1)) if gold[n] != guess[n] else ():
                        weights[row, label] += by
                        late_weights[row, label] += by * time
                for path, by in ((gold, 1), (guess, -1)):
                    start[path[0]] += by
                    late_start[path[0]] += by * time
                    for border, (before, after) in zip(one.borders, pairwise(path), strict=False):
                        steps[border, before, after] += by
                        late_steps[border, before, after] += by * time
            time += 1
    averaged = (weights - late_weights / time).astype(np.float32)
    kept = [n for n in range(len(averaged)) if np.abs(averaged[n]).max() > 0.05]  # the others decide nothing
    names = list(known)
    return ReferenceModel(
        labels=labels,
        rows={names[n]: row for row, n in enumerate(kept)},
        weights=averaged[kept],
        steps=(steps - late_steps / time).astype(np.float32),
        start=(start - late_start / time).astype(np.float32),
    )


def read_fields(entry: Fields) -> tuple[list[Token], list[str]]:
    """The tokens of an annotated entry, and the field of each."""
    borders: list[tuple[int, str]] = []
    text = ""
    for field, written in entry:
        text += (" " if text else "") + " ".join(written.split())
        borders.append((len(text), FIELDS.get(field, "note")))
    tokens = tokens_of(text)
    return tokens, [next(label for end, label in borders if token.start_char < end) for token in tokens]


def _rewritten(entry: Fields, chance: random.Random) -> list[Fields]:
    """The same article as medical journals and Dutch sites write it, of which anystyle's entries have few."""
    given = {field: " ".join(written.split()).strip(' .,;:“”"') for field, written in entry}
    digits = [word for word in given.get("date", "").replace("(", " ").replace(")", " ").split() if word[:4].isdigit()]
    if {"title", "publisher"} <= set(given) and digits:
        return [_of_a_body(given["title"], digits[0][:4], chance)]
    if not {"author", "title", "journal"} <= set(given) or not digits:
        return []
    authors, _ = split_authors(given["author"])
    names = [(one.surname, [part[0] for part in one.given.replace(".", ". ").replace("-", " ").split()])
             for one in authors if one.given]  # fmt: skip
    if not names or len(names) != len(authors):
        return []
    year, volume, pages = (
        digits[0][:4],
        str(chance.randint(1, 400)),
        f"{chance.randint(1, 999)}-{chance.randint(1, 99)}",
    )
    close = ", ".join(f"{surname} {''.join(initials)}" for surname, initials in names)
    apart = [f"{surname}, {' '.join(f'{one}.' for one in initials)}" for surname, initials in names]
    few = names[0][0] + (" et al." if len(names) > 1 else "")
    also = chance.choice([" en ", " & ", ", & ", " and "]).join(
        [", ".join(apart[:-1]), apart[-1]] if apart[1:] else apart
    )
    journal, title = given["journal"], given["title"]
    styles: list[Fields] = [
        [("author", f"{close}."), ("title", f"{title}."), ("journal", f"{journal}."), ("date", f"{year};"),
         ("volume", f"{volume}:"), ("pages", f"{pages}.")],
        [("author", f"{names[0][0]} {''.join(names[0][1])}, et al."), ("title", f"{title}."), ("journal", journal),
         ("date", f"{year};"), ("volume", f"{volume}({chance.randint(1, 12)}):"), ("pages", f"{pages}.")],
        [("author", also), ("date", f"({year})."), ("title", f"{title}."), ("journal", f"{journal},"),
         ("volume", f"{volume}({chance.randint(1, 12)}),"), ("pages", f"{pages}.")],
        [("author", also), ("date", f"({year})"), ("title", f"‘{title}’,"), ("journal", f"{journal},"),
         ("volume", f"{volume},"), ("pages", f"pp. {pages}.")],
        [("author", f"{few},"), ("title", f"{title},"), ("journal", f"{journal},"), ("date", year)],
        [("journal", f"{journal},"), ("date", year)],
        [("author", f"{few},"), ("journal", f"{journal},"), ("date", year)],
        [("title", f"{title}."), ("author", f"{close}."), ("journal", f"{journal},"), ("date", f"{year}.")],
        [("author", f"{close}:"), ("title", f"{title}."), ("journal", journal), ("date", f"{year};"),
         ("volume", f"{volume}:"), ("pages", f"{pages}")],
        [("author", f"{close}."), ("title", f"{title}."), ("journal", f"{journal}."), ("date", f"{year}"),
         ("date", chance.choice(["Jan 3;", "mei;", "Dec;", "Mar 12."])), ("volume", f"{volume}:"), ("pages", pages)],
    ]  # fmt: skip
    return chance.sample(styles, 2)


def _of_a_body(title: str, year: str, chance: random.Random) -> Fields:
    """A book as if a body had published it."""
    with WORDS_FILE.open("rb") as file:
        body, _, place = chance.choice(tomllib.load(file)["bodies"]).partition(": ")
    styles: list[Fields] = [
        [("author", f"{body}."), ("date", f"({year})."), ("title", f"{title}."), ("publisher", f"{place}: {body}.")],
        [("author", f"{body}."), ("title", f"{title}."), ("publisher", f"{place}: {body},"), ("date", f"{year}.")],
        [("author", body), ("date", f"({year})."), ("title", f"{title}.")],
        [("author", f"{body}."), ("title", f"{title}."), ("date", f"{year}.")],
        [("author", f"{body},"), ("title", f"{title},"), ("date", f"{year}")],
        [("author", f"{body},"), ("date", f"{year}")],
    ]
    return chance.choice(styles)
