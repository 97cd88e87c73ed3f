"""The model cards that come with the taggers in; the figures measured on annotated articles, by language, out."""

import re
from dataclasses import dataclass
from importlib.resources import files

_BLOCK = re.compile(r"<!-- figures: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
_CARD = "MODEL.md"


@dataclass(frozen=True, slots=True)
class QualityTable:
    """The figures of one language: what was measured, in a sentence, and rows of what is found and how well."""

    lang: str
    measured: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[tuple[str, ...], ...]


def quality_tables() -> tuple[QualityTable, ...]:
    """One table a language whose model has a card; `make quality` writes the cards, and a test holds them to it."""
    tables = []
    for folder in sorted(files("transforms").joinpath("lang").iterdir(), key=lambda path: path.name):
        card = folder.joinpath(_CARD)
        if card.is_file():
            blocks = dict(_BLOCK.findall(card.read_text(encoding="utf-8")))
            heads, *found = _cells(blocks["languages"])
            _, *labels = _cells(blocks["labels"])
            measured = " ".join(blocks["measured"].split())
            tables.append(QualityTable(folder.name, measured, heads, tuple(found), tuple(labels)))
    return tuple(tables)


def _cells(table: str) -> list[tuple[str, ...]]:
    lines = [line for line in table.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
