"""A folder in; a new instance of claimtrace in it, with settings, sites, data and timers, out."""

import getpass
import shutil
import sys
from pathlib import Path
from string import Template

from flows.command_errors import CommandFailed
from spiders.site_config import packaged_sites

_TEMPLATES = Path(__file__).with_name("instance")


def set_up(folder: Path, *, add_only: bool = False) -> list[Path]:
    """Set up an instance in a new or empty folder; out: what was made. A file that is there is never changed.

    `add_only`: also in a folder that holds something; only what is missing is added.
    Raises CommandFailed for a folder that holds something, or that is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise CommandFailed(f"{folder} is no folder")
    if folder.exists() and any(folder.iterdir()) and not add_only:
        raise CommandFailed(
            f"{folder} is not empty: choose another folder; --force adds what is missing, changes nothing"
        )
    made = []
    for name in ("sites", "data", "timers"):
        if not (folder / name).is_dir():
            (folder / name).mkdir(parents=True)
            made.append(folder / name)
    link = folder / "data" / "sites"
    if not link.exists():  # sites are kept under version control, data are not: the one leads to the other
        link.symlink_to(Path("..") / "sites", target_is_directory=True)
        made.append(link)
    places = {"folder": folder.resolve(), "claimtrace": _command(), "user": getpass.getuser()}
    for source in sorted(path for path in _TEMPLATES.rglob("*") if path.is_file()):
        place = source.relative_to(_TEMPLATES)
        target = folder / (".gitignore" if place.name == "gitignore" else place)
        text = source.read_text(encoding="utf-8")
        made += _written(target, Template(text).substitute(places) if place.parts[0] == "timers" else text)
    template = packaged_sites() / "_template.toml"
    made += _written(folder / "sites" / template.name, template.read_text(encoding="utf-8"))
    return made


def _written(path: Path, text: str) -> list[Path]:
    """Write a file that is not there; out: the file, if it was not."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return []
    return [path]


def _command() -> str:
    """The absolute path of this claimtrace: cron and systemd search no PATH of a user's."""
    return (
        shutil.which("claimtrace", path=str(Path(sys.executable).parent)) or shutil.which("claimtrace") or "claimtrace"
    )
