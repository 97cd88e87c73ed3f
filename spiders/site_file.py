"""The keys of a site file with their values and reasons in, its commented TOML text out, whatever a web page put in."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.clean_text import clean

Value = str | bool | int | float | tuple[str, ...]

MAX_LINE = 120
MAX_COMMENT = 300
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One key with its value, and why it is that."""

    key: str
    value: Value
    why: str = ""


def site_text(header: Sequence[str], tables: Mapping[str, Sequence[Line]]) -> str:
    """Return a TOML file: the header as comments, then the tables; the table called "" stands at the top."""
    blocks = ["\n".join(f"# {_comment(text)}".rstrip() for text in header)]
    for name, lines in tables.items():
        heading = [f"[{name}]"] if name else []
        blocks.append("\n".join([*heading, *(part for line in lines for part in _line(line))]))
    return "\n\n".join(filter(None, blocks)) + "\n"


def toml_string(text: str) -> str:
    """Return a text as a TOML basic string: what JSON writes is one, but for U+007F, which TOML wants escaped.

    A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD.
    """
    return json.dumps(_SURROGATES.sub("\ufffd", text), ensure_ascii=False).replace("\x7f", "\\u007F")


def toml_value(value: Value) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # a pattern reads better as '^/\d{4}/' than as "^/\\d{4}/"
        is_literal = "\\" in value and "'" not in value and value.isprintable()
        return f"'{value}'" if is_literal else toml_string(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return repr(value)


def _line(line: Line) -> list[str]:
    text = f"{line.key} = {toml_value(line.value)}"
    if isinstance(line.value, tuple) and len(text) > MAX_LINE - 20:
        items = [f"  {toml_value(item)}," for item in line.value]
        text = "\n".join([f"{line.key} = [", *items, "]"])
    why = _comment(line.why)
    if not why:
        return [text]
    if "\n" not in text and len(text) + len(why) + 4 <= MAX_LINE:
        return [f"{text}  # {why}"]
    return [*(f"# {part}" for part in textwrap.wrap(why, MAX_LINE - 2, break_on_hyphens=False)), text]


def _comment(text: str) -> str:
    """One line without anything that a reader or a parser cannot see, as TOML allows in a comment."""
    return _SURROGATES.sub("\ufffd", " ".join(clean(text).split()))[:MAX_COMMENT]
