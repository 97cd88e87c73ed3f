"""Words and addresses in; the papers, trials, guidelines and books that they name out. Asks no network."""

from collections.abc import Iterator
from typing import Annotated

import typer

from flows.command_errors import told_in_a_line
from flows.logs import steady
from flows.streams import input_lines


def identify(
    text: Annotated[list[str] | None, typer.Argument(help="Addresses or texts; none: lines of standard input.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Say which paper, trial, guideline or book a text or link names, and how that is known.

    One line for each: scheme, value, the address that opens it, how it was found, and "guess" where it is one. A text
    that names none gives no line; with --json it gives one whose `found` is empty.
    """
    with told_in_a_line():
        import json

        for given in text or _lines_in():
            words = given.encode("utf-8", "replace").decode()  # an argument can hold bytes that are no text
            found = list(_told(words))
            if json_output:
                typer.echo(json.dumps({"text": words, "found": found}, ensure_ascii=False))
            else:
                for one in found:
                    shown = (one["scheme"], one["value"], one["url"] or "", one["how"])
                    typer.echo(steady("\t".join(map(str, (*shown, *([] if one["verified"] else ["guess"]))))))


def _told(words: str) -> Iterator[dict[str, str | bool | None]]:
    from transforms.identifier_forms import resolver_address
    from transforms.identifiers import identified

    for one in identified(words):
        yield {
            "scheme": one.scheme,
            "value": one.value,
            "url": resolver_address(one.scheme, one.value),
            "how": one.how,
            "verified": one.verified,
        }


def _lines_in() -> Iterator[str]:
    with input_lines(None) as lines:
        yield from (words for line in lines if (words := line.strip()))
