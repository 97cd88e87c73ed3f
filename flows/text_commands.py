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
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, invented or called wrongly.")] = False,
    most: Annotated[int, typer.Option(min=1, help="How many errors to list, the worst articles first.")] = 200,
) -> None:
    """Tag annotated articles and print precision, recall and F1 against the annotations."""
    with told_in_a_line(), input_lines(gold) as lines:
        import json
        from dataclasses import asdict

        from flows.error_listing import error_lines, listed_errors
        from flows.evaluation import every_figure, score_lines, tag_gold
        from transforms.scoring import score_by_language

        tagged = tag_gold(lines)
        listed = listed_errors(tagged.compared(), most) if errors else []
        if json_output:
            told = every_figure(tagged) | ({"errors": [asdict(article) for article in listed]} if errors else {})
            typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
        else:
            lines_out = [*score_lines(score_by_language(tagged.gold, tagged.found)), *error_lines(listed)]
            typer.echo("\n".join(lines_out))
