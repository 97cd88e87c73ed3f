"""The published file in; its claims and citations as W3C Web Annotations out."""

from pathlib import Path
from typing import Annotated

import typer

from flows.command_errors import WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.streams import standard_output


def annotations(
    site: Annotated[str | None, typer.Option(help="The slug of one site; else all.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file to write; else stdout.")] = None,
    data: Data = DATA,
) -> None:
    """Write claims and citations as a W3C Web Annotation collection (JSON-LD), an annotation a line."""
    with told_in_a_line():
        from warehouse.annotations import write_annotations
        from warehouse.queries import Published

        if output and not output.absolute().parent.is_dir():
            raise WrongUse(f"there is no folder {output.parent}")
        with Published(DataFolder(data).published) as published:
            if output is None:
                write_annotations(published, standard_output(), site)
                return
            building = output.with_name(output.name + ".open")
            with building.open("wb") as stream:
                count = write_annotations(published, stream, site)
            building.replace(output)
            say(f"{count:,} annotations in {output}")
