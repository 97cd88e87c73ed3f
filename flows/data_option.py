"""The option that says where the data are, the same for every command that touches them."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path, typer.Option("--data", envvar="CLAIMTRACE_DATA", help="The folder that holds crawls, warehouse and report.")
]
DATA = Path("data")
