"""The model cards that come with the taggers in; the figures measured on annotated articles, by language, out."""

import re
from dataclasses import dataclass
from importlib.resources import files

from reports.languages import spoken, t

_BLOCK = re.compile(r"<!-- figures: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
_CARD = "MODEL.md"
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_MEASURED = re.compile(
    r"(?P<articles>\d+) articles .*with (?P<claims>\d+) claims, (?P<citations>\d+) citations and (?P<pairs>\d+) pairs, "
    r"tagged by (?P<tagger>\S+) with (?P<model>\S+)\."
)


@dataclass(frozen=True, slots=True)
class QualityTable:
    """The figures of one language: what was measured, in a sentence, and rows of what is found and how well."""

    lang: str
    measured: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[tuple[str, ...], ...]

    @property
    def told(self) -> str:
        """What was measured, in the language that is spoken; in the card's own words where they are put otherwise."""
        found = _MEASURED.fullmatch(self.measured)
        if found is None:
            return self.measured
        numbers = {name: int(found[name]) for name in ("articles", "claims", "citations", "pairs")}
        return t("quality.measured", tagger=found["tagger"], model=found["model"], **numbers)


def quality_label(label: str) -> str:
    """A label of the cards in the language that is spoken."""
    told = spoken().messages.get(f"quality.{_NO_LETTER.sub('_', label).strip('_')}")
    return told if isinstance(told, str) else label


def quality_figures(cell: str) -> str:
    """`0.912 (0.900, 0.925)` as the language writes it: in Dutch `0,912 (0,900; 0,925)`."""
    mark = spoken().decimal
    return cell if mark == "." else cell.replace(",", ";").replace(".", mark)


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
