"""The dictionary and the kept questions in; `v_help`, which tells an analyst in the file itself where to begin, out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.statements import ROOM, grain_and_question, sql_files, sql_text

SKELETON = ROOM / "help_view" / "v_help.sql"

# The row of the skeleton that the real ones replace.
ROW = "($relation, $grain, $column_count, $question, $example)"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with: what it asks, None for a plain look at the view, and its SQL without the comments."""

    question: str | None
    sql: str


def help_files() -> list[Path]:
    """The files that decide what `v_help` says, besides the dictionary."""
    return [SKELETON, *sql_files("questions")]


def help_statement(columns: Mapping[str, int], grains: Mapping[str, str]) -> str:
    """The statement that makes `v_help`: a row for each view by name, with its number of columns and its grain."""
    examples = kept_examples()
    rows = []
    for relation in sorted({*columns, "v_help"}):
        example = example_of(relation, examples)
        count = columns.get(relation, 5)  # of v_help itself, where it is not made yet
        question = "null" if example.question is None else sql_text(example.question)
        rows.append(
            f"({sql_text(relation)}, {sql_text(grains[relation])}, {count}, {question}, {sql_text(example.sql)})"
        )
    return SKELETON.read_text(encoding="utf-8").replace(ROW, ", ".join(rows))


def kept_examples() -> list[Example]:
    """The kept questions that an analyst can ask as they are: of views alone, without parameters."""
    kept = []
    for path in sql_files("questions"):
        text = path.read_text(encoding="utf-8")
        _, question = grain_and_question(text)
        sql = "\n".join(text.splitlines()[2:]).strip()
        if "core." not in sql and not re.search(r"\$[a-z]", sql):
            kept.append(Example(question, sql))
    return kept


def example_of(relation: str, examples: Iterable[Example]) -> Example:
    """The query to begin with: of the questions that read the view, that of fewest other views, then the shortest."""
    reading = [(views_read(example.sql), example) for example in examples]
    fitting = [(len(read), len(example.sql), example) for read, example in reading if relation in read]
    if not fitting:
        return Example(None, f"from {relation} limit 10")
    return min(fitting, key=lambda one: one[:2])[2]


def views_read(sql: str) -> set[str]:
    """The names after `from` and `join`: views, and what the query itself calls so."""
    return set(re.findall(r"\b(?:from|join)\s+([a-z_]+)", sql))
