"""`claimtrace config`: what is configured and from where; secrets are never shown."""

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command_errors import say, told_in_a_line

if TYPE_CHECKING:
    from flows.configuration import InForce

_HIDDEN = "set, not shown"
# user:password@ of an address, also of one without a user; and what stands in a query, such as ?token=
_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s]*@")
_QUERY = re.compile(r"\?\S+")


def config(
    json_output: Annotated[bool, typer.Option("--json", help="Print the settings as JSON.")] = False,
) -> None:
    """Show every setting, its value and where it is from: default, claimtrace.toml or the environment.

    The file is claimtrace.toml in the current folder, or the one that CLAIMTRACE_CONFIG names. Passwords and keys are
    never shown.
    """
    with told_in_a_line():
        from flows.configuration import in_force, settings, value_of, variable_of

        told = in_force()
        rows: list[dict[str, Any]] = [
            {
                "setting": name,
                "value": shown(value_of(told.values, name)),
                "from": told.origins[name],
                "variable": variable_of(name),
            }
            for name in settings()
        ]
        if json_output:
            import json

            typer.echo(json.dumps({"file": str(told.file) if told.file else None, "settings": rows}, indent=1))
        else:
            _print(told, rows)
        _warn(told, {str(row["variable"]) for row in rows})


def shown(value: Any) -> str | int | list[str] | None:
    """A setting as it may be shown: no secret, and no password in an address."""
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return _HIDDEN if value.get_secret_value() else None
    if isinstance(value, tuple):
        return [str(shown(one)) for one in value]
    if isinstance(value, int) or value is None:
        return value
    text = str(value)
    return _QUERY.sub("?…", _IN_ADDRESS.sub("…@", text)) if "://" in text else text


def _print(told: "InForce", rows: list[dict[str, Any]]) -> None:
    widths = [max(len(_cell(row[key])) for row in rows) for key in ("setting", "value", "from")]
    for row in rows:
        cells = [_cell(row[key]).ljust(width) for key, width in zip(("setting", "value", "from"), widths, strict=True)]
        typer.echo("  ".join([*cells, row["variable"]]))
    typer.echo(f"\nfile: {told.file or 'none; `claimtrace init DIR` makes one'}")


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _warn(told: "InForce", variables: set[str]) -> None:
    """Tell of variables that look like ours and are none, and of a file with secrets that others can read."""
    from flows.configuration import FILE_VARIABLE, settings, value_of

    for name in sorted(os.environ):
        if name.startswith("CLAIMTRACE_") and name not in {*variables, FILE_VARIABLE}:
            near = get_close_matches(name, variables, n=1, cutoff=0.8)
            say(f"{name}: no setting of claimtrace" + (f"; did you mean {near[0]}?" if near else ""))
    from_file = [name for name in settings() if told.origins[name] == "file"]
    if told.file and any(shown(value_of(told.values, name)) == _HIDDEN for name in from_file):
        mode = Path(told.file).stat().st_mode
        if mode & 0o044:
            say(f"{told.file}: holds secrets and others on this machine can read it: chmod 600 {told.file}")
