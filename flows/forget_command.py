"""`claimtrace forget`: remove a page, a site or a domain for good, show what was removed, or let it come back."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command_errors import WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data

if TYPE_CHECKING:
    from flows.forgetting import Plan
    from spiders.suppressed_file import Forgotten

_SHOWN_ADDRESSES = 10


def forget(
    target: Annotated[
        str | None, typer.Argument(metavar="URL|SITE|DOMAIN", help="A page's address, a site's slug, or a domain.")
    ] = None,
    data: Data = DATA,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go; remove nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; kept in the audit, so no words of the page.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show what was forgotten, and when.")] = False,
    undo: Annotated[str | None, typer.Option(metavar="HASH", help="Lift the suppression of this hash.")] = None,
    allow: Annotated[str | None, typer.Option(metavar="URL|SITE|DOMAIN", help="Lift the suppression of this.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Remove a page, a site or a domain: archives, text, rows, published copies and the report. It does not come back.

    What is left is a hash, so that no crawl and no ingest brings it back, and a line of audit without content. Copies
    outside the data folder are not reached. Killed or failed, the same command goes on from there.
    """
    with told_in_a_line():
        if sum(map(bool, (target, listed, undo, allow))) != 1:
            raise WrongUse("name one thing to forget, or one of --list, --undo HASH, --allow URL")
        folder = DataFolder(data)
        if listed:
            _print_audit(folder, json_output)
        elif undo or allow:
            _lift(undo, allow, folder)
        elif target:
            _forget(target, folder, reason, dry_run, yes, json_output)


def _forget(asked: str, folder: DataFolder, reason: str | None, dry_run: bool, yes: bool, json_output: bool) -> None:
    from flows.forget_targets import target_of

    target = target_of(asked, folder)
    from flows.forgetting import forget as forget_planned
    from flows.forgetting import plan_forgetting, still_named

    if not folder.root.is_dir():
        raise WrongUse(f"there is no data folder {folder.root}")
    plan = plan_forgetting(target, folder)
    if dry_run or not yes:
        _print_plan(plan, json_output and dry_run)
    if dry_run:
        return
    if not yes and not typer.confirm("Remove all this for good?"):
        say("nothing was removed")
        raise typer.Exit(1)
    entry = forget_planned(plan, folder, reason, lambda: datetime.now(UTC), say)
    if json_output:
        import json

        typer.echo(json.dumps(_row(entry), default=str))
    else:
        counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in entry.counts.items())
        typer.echo(f"forgotten: {entry.kind} {entry.hash}: {counts or 'nothing was there'}")
        typer.echo(
            "It stays away until `claimtrace forget --undo` with that hash. Backups and copies elsewhere are yours"
        )
    for path in still_named(target, folder):
        say(f"{path} still names it; it is yours to change")


def _print_plan(plan: "Plan", json_output: bool) -> None:
    if json_output:
        import json

        shown = {"kind": plan.target.kind, "counts": plan.counts, "addresses": sorted(plan.addresses)}
        typer.echo(json.dumps(shown | {"notes": plan.words}))
        return
    typer.echo(f"{plan.target.kind} {plan.target.value}: would go")
    for name, count in plan.counts.items():
        typer.echo(f"  {count:>9,} {name.replace('_', ' ')}")
    addresses = sorted(plan.addresses)
    for url in addresses[:_SHOWN_ADDRESSES]:
        typer.echo(f"    {url}")
    if len(addresses) > _SHOWN_ADDRESSES:
        typer.echo(f"    … and {len(addresses) - _SHOWN_ADDRESSES:,} more (--dry-run --json lists them)")
    for words in plan.words:
        typer.echo(f"  {words}")


def _lift(undo: str | None, allow: str | None, folder: DataFolder) -> None:
    from flows.forget_targets import target_of
    from spiders.suppressed_file import SuppressedFile

    file = SuppressedFile(folder.suppressed)
    target = target_of(allow, folder) if allow else None
    hashed = file.suppressions.hash_of(target.kind, target.value) if target else str(undo)
    matching = [one.hash for one in file.entries if one.hash.startswith(hashed) and one.allowed_at is None]
    # a page can be suppressed as another address of one that was asked for
    matching = matching or [one.hash for one in file.entries if hashed in one.also and one.allowed_at is None]
    if len(matching) != 1:
        raise WrongUse(f"{undo or allow}: {len(matching)} suppressions fit; claimtrace forget --list shows them")
    file.allow(matching[0], datetime.now(UTC))
    typer.echo(f"{matching[0]} may come back; nothing does by itself: crawl or ingest it again")


def _print_audit(folder: DataFolder, json_output: bool) -> None:
    from spiders.suppressed_file import SuppressedFile

    rows = [_row(entry) for entry in SuppressedFile(folder.suppressed).entries]
    if json_output:
        import json

        typer.echo(json.dumps(rows, indent=1, default=str))
        return
    for row in rows:
        counts = ", ".join(f"{count} {name}" for name, count in row["counts"].items())
        state = (
            "allowed again" if row["allowed_at"] else "forgotten" if row["finished_at"] else "NOT FINISHED: ask again"
        )
        said = [f"{row['asked_at']:%Y-%m-%d %H:%M}", row["kind"], row["hash"], state, counts, row["reason"]]
        typer.echo("  ".join(filter(None, said)))
    if not rows:
        typer.echo("nothing was forgotten in this data folder")


def _row(entry: "Forgotten") -> dict[str, Any]:
    return {
        "asked_at": entry.asked_at,
        "kind": entry.kind,
        "hash": entry.hash,
        "other_addresses": len(entry.also),
        "reason": entry.reason,
        "counts": dict(entry.counts),
        "finished_at": entry.finished_at,
        "allowed_at": entry.allowed_at,
    }
