"""The published file and a person at a terminal in; their questions answered one after the other, out.

Python's own readline gives history and completion; where it is missing (Windows), the prompt does without them.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.command_errors import say
from warehouse.errors import QueryError
from warehouse.queries import Published, named_query, questions

HISTORY = Path("~/.claimtrace_history")
HISTORY_LINES = 1_000

_WORDS = "select from where join left on using group by order having limit count distinct describe and or not null like"

GREETING = (
    "A query ends with ; or an empty line. .views lists the views, .questions the kept questions, .ask NAME asks one, "
    ".quit ends; Tab completes."
)


def prompt(published: Published) -> None:
    """Read queries from standard input and print their answers, until .quit or the end of the input."""
    names = completions(published)
    with line_editing(names):
        if sys.stdin.isatty():
            say(GREETING)
        for query in typed_queries(_read_line):
            if query in (".quit", ".exit"):
                return
            try:
                answer(published, query)
            except QueryError as error:
                say(str(error))


def answer(published: Published, query: str) -> None:
    """Print the answer to a query or a command that begins with a dot. Raises QueryError."""
    command, _, name = query.partition(" ")
    if command == ".views":
        query = "select relation, grain from v_help"
    elif command == ".questions":
        for kept in questions().values():
            sys.stdout.write(f"{kept.name}: {kept.question}\n")
        return
    elif command == ".ask":
        query = named_query(name.strip())
    elif query.startswith("."):
        raise QueryError(f"there is no command {command}. {GREETING}")
    sys.stdout.flush()
    published.export(query, "table", sys.stdout.buffer)
    sys.stdout.buffer.flush()


def typed_queries(read_line: Callable[[str], str | None]) -> Iterator[str]:
    """Whole queries from lines: up to a `;` at a line's end, an empty line, or the end of the input.

    read_line: is given what to print before the line; gives None at the end. A line that begins with a dot is a
    command.
    """
    lines: list[str] = []
    while (line := read_line("   ...> " if lines else "claims> ")) is not None:
        if not lines and line.strip().startswith("."):
            yield line.strip()
            continue
        lines.append(line)
        if line.rstrip().endswith(";") or not line.strip():
            if query := "\n".join(lines).strip().rstrip(";").strip():
                yield query
            lines = []
    if query := "\n".join(lines).strip():
        yield query


def completions(published: Published) -> list[str]:
    """Every word that Tab can complete: SQL's, the views', their columns' and the questions' names."""
    rows = published.rows(
        "select relation from v_help union select column_name from duckdb_columns() where not internal"
    )
    return sorted({*_WORDS.split(), *(row[0] for row in rows), *questions(), ".views", ".questions", ".ask", ".quit"})


def completed(names: list[str], begun: str, number: int) -> str | None:
    """The word of this number among those that go on as begun, as readline asks for them; None after the last."""
    fitting = [name for name in names if name.lower().startswith(begun.lower())]
    return fitting[number] if number < len(fitting) else None


@contextmanager
def line_editing(names: list[str]) -> Iterator[None]:
    """History and completion while inside, where a person types."""
    try:
        import readline
    except ImportError:
        yield
        return
    if not sys.stdin.isatty():
        yield
        return
    history = HISTORY.expanduser()
    with suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(HISTORY_LINES)
    readline.set_completer(lambda begun, number: completed(names, begun, number))
    readline.set_completer_delims(re.sub(r"[.]", "", readline.get_completer_delims()))
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        with suppress(OSError):
            readline.write_history_file(history)


def _read_line(words: str) -> str | None:
    """A line that was typed, or from a pipe, where nothing is printed before it."""
    try:
        return input(words if sys.stdin.isatty() else "")
    except EOFError:
        return None
