"""A data folder in; what is wrong with it as lines or JSON, set right where `--fix` asks for it, out."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command_errors import Degraded, WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data

if TYPE_CHECKING:
    from flows.doctor.examination import Examined


def doctor(
    data: Data = DATA,
    fix: Annotated[bool, typer.Option("--fix", help="Set right what can be set right; nothing is lost by it.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look for what crashes, full disks and other programs left behind, and say (or, with --fix, do) what helps.

    Dead runs, Prefect's records of them and the slots they held, half-written files, file sets that are not loaded or
    not there, the disk, the warehouse's lock and versions, and the published file. Ends with 0 where all is well, 3
    where something is wrong (after --fix: still wrong).
    """
    with told_in_a_line():
        folder = DataFolder(data)
        if not folder.root.is_dir():
            raise WrongUse(f"there is no data folder {folder.root}: --data names it, `claimtrace demo` makes one")
        from flows.prefect_settings import prepare_prefect

        prepare_prefect(folder)
        from flows.doctor.examination import Examined, examine, mend

        done = mend(folder, say) if fix else Examined((), (), examine(folder))
        if json_output:
            import json

            typer.echo(json.dumps(_as_json(done), indent=1, ensure_ascii=False))
        else:
            _print(done, fix)
        if not done.is_well:
            count = sum(finding.is_wrong for finding in done.left)
            raise Degraded(f"{count} {'thing is' if count == 1 else 'things are'} wrong" + (" still" if fix else ""))


def _as_json(done: "Examined") -> dict[str, Any]:
    return {
        "is_well": done.is_well,
        "findings": [finding.as_json() for finding in done.left],
        "mended": [finding.as_json() for finding in done.mended],
        "in_vain": [{**finding.as_json(), "reason": reason} for finding, reason in done.in_vain],
    }


def _print(done: "Examined", is_fixing: bool) -> None:
    for finding in done.left:
        mark = "wrong" if finding.is_wrong else "open "
        typer.echo(f"{mark}  {finding.kind}: {finding.what}")
        does = "--fix would" if finding.is_mendable and not is_fixing else "to do:"
        typer.echo(f"       {does} {finding.remedy}")
    if done.mended:
        typer.echo(f"{len(done.mended)} mended")
    if not done.left:
        typer.echo("all is well")
