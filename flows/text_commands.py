"""The commands that need no data folder: annotate lines of text, and measure that against annotated ones."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import CommandFailed, say, told_in_a_line
from flows.streams import input_lines, output_writer


def tag(
    file: Annotated[Path | None, typer.Argument(help="Gold-format lines; none or -: standard input.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; else standard output.")] = None,
) -> None:
    """Fill in claims, citations, support and disclosures of articles, one JSON line each."""
    with told_in_a_line():
        lost = 0
        with input_lines(file) as lines, output_writer(output) as write:
            from flows.line_tagging import LineProblem, tag_lines

            for tagged in tag_lines(lines):
                if isinstance(tagged, LineProblem):
                    say(tagged.message)
                    lost += tagged.lost
                else:
                    write(tagged + "\n")
        if lost:
            raise CommandFailed(f"{lost} lines were no articles and are missing from the output")


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated articles, one JSON line each; -: standard input.")],
    json_output: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
) -> None:
    """Tag annotated articles and print precision, recall and F1 against the annotations."""
    with told_in_a_line(), input_lines(gold) as lines:
        import json

        from flows.evaluation import evaluate as scores_of
        from flows.evaluation import score_lines

        scores = scores_of(lines)
        typer.echo(json.dumps(scores, indent=1) if json_output else "\n".join(score_lines(scores)))
