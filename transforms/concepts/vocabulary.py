"""The tables of this folder in; concepts with their terms, and what a modifier makes of them, out."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Role = Literal["agent", "target"]

FOLDER = Path(__file__).parent
TABLES = ("interventions.csv", "outcomes.csv")
INTERVENTION_GROUPS = (
    "nutrient", "food", "herb", "supplement", "drug", "vaccine", "therapy", "exposure", "diet", "body_practice",
)  # fmt: skip
OUTCOME_GROUPS = ("disease", "symptom", "body_function", "measure")
# Ids of other lists, where a script found the very term in that list; empty else.
REGISTERS = ("doid", "hpo", "mesh", "wikidata")
_TERMS = "_terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that claims are about. `terms` has the words of each language, the preferred one first.

    parent: the id of a broader concept. external: ids of other lists, such as {"doid": "DOID:9352"}.
    """

    concept_id: str
    group: str
    terms: Mapping[str, tuple[str, ...]]
    parent: str | None
    external: Mapping[str, str]
    note: str | None


@cache
def concepts() -> Mapping[str, Concept]:
    """The concepts by their id, read once. Raises ValueError where an id is there twice or a parent is unknown."""
    found: dict[str, Concept] = {}
    for table in TABLES:
        for row in rows_of(table):
            concept = _concept(row)
            if concept.concept_id in found:
                raise ValueError(f"{table}: the id {concept.concept_id} is there twice")
            found[concept.concept_id] = concept
    lost = sorted(c.concept_id for c in found.values() if c.parent is not None and c.parent not in found)
    if lost:
        raise ValueError(f"the parent is no concept: {', '.join(lost)}")
    return MappingProxyType(found)


def modified(concept_id: str, modifier: str, role: Role) -> str | None:
    """What a concept becomes by a modifier: "vitamin_d" by "lack" is "vitamin_d_deficiency".

    None where that is not told. Told by the concept, or else by its group ("group:food"); "=" leaves it as it is.
    A row may be of one role: "minder stress" is stress as what a claim is about, and not as what acts.
    """
    table = _modified()
    for name in (concept_id, f"group:{concepts()[concept_id].group}"):
        for one in (role, ""):
            if becomes := table.get((name, modifier, one)):
                return concept_id if becomes == "=" else becomes
    return None


@cache
def _modified() -> Mapping[tuple[str, str, str], str]:
    rows = rows_of("modified.csv")
    return MappingProxyType({(row["concept"], row["modifier"], row["role"]): row["becomes"] for row in rows})


@cache
def ambiguous_terms(lang: str) -> frozenset[str]:
    """Terms of a language that stand for two things, and so for none by themselves: "cold", "de pil"."""
    return frozenset(row["term"] for row in rows_of("ambiguous.csv") if row["lang"] == lang)


@cache
def broad_concepts() -> frozenset[str]:
    """Concepts so broad that a word before them makes another thing of them: "cardiometabolic diseases"."""
    return frozenset(row["concept"] for row in rows_of("broad.csv"))


@cache
def term_languages() -> frozenset[str]:
    """The languages that the tables have terms of, by their columns."""
    columns = next(rows_of(TABLES[0]))
    return frozenset(name.removesuffix(_TERMS) for name in columns if name.endswith(_TERMS))


def broader(concept_id: str) -> Iterator[str]:
    """The concepts above one, nearest first."""
    parent = concepts()[concept_id].parent
    while parent is not None:
        yield parent
        parent = concepts()[parent].parent


def rows_of(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table of this folder."""
    with (FOLDER / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _concept(row: Mapping[str, str]) -> Concept:
    languages = [name.removesuffix(_TERMS) for name in row if name.endswith(_TERMS)]
    terms = {
        lang: tuple(term.strip() for term in (row[lang], *row[lang + _TERMS].split(";")) if term.strip())
        for lang in languages
    }
    return Concept(
        concept_id=row["id"],
        group=row["group"],
        terms=MappingProxyType(terms),
        parent=row["parent"] or None,
        external=MappingProxyType({name: row[name] for name in REGISTERS if row[name]}),
        note=row["note"] or None,
    )
