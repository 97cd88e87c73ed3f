"""A slug and the text of a site file in; the file in the data folder out, whole, valid, and never outside of it."""

from pathlib import Path

from flows.command_errors import CommandFailed, WrongUse
from flows.data_folder import DataFolder
from spiders.site_config import SLUG, load_site
from spiders.surveys import new_site, slug_of


def checked_slug(url: str, slug: str | None) -> str:
    """The slug that was asked for, or the one that the address suggests. Raises WrongUse for what is none."""
    try:
        chosen = slug if slug is not None else slug_of(new_site(url, "new").homepage)
    except ValueError as error:
        raise WrongUse(str(error)) from error
    if not SLUG.match(chosen):
        raise WrongUse(f"{chosen!r} is no slug: use 1 to 64 of a-z, 0-9, _ and -, starting with a letter or digit")
    return chosen


def site_path(data: DataFolder, slug: str) -> Path:
    """Where the file of a site lies. Raises WrongUse where that is outside the data folder, as through a link."""
    path = data.sites / f"{slug}.toml"
    if not path.resolve().is_relative_to(data.root.resolve()):
        raise WrongUse(f"{path} leads to {path.resolve()}, outside the data folder {data.root}")
    return path


def write_site(path: Path, text: str, drafts: Path, *, overwrite: bool) -> None:
    """Write a site file, which appears whole or not at all, once it has been read back as one.

    drafts: a folder to write it in first. Raises SiteFileError where the text is no site file, CommandFailed where one
    is there already and `overwrite` is not said.
    """
    draft = drafts / path.name
    draft.write_text(text, encoding="utf-8")
    load_site(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not overwrite:
        try:
            path.open("x").close()  # keeps the name, where no file has come in between
        except FileExistsError as error:
            raise CommandFailed(f"{path} is there already: --overwrite replaces it") from error
    draft.replace(path)
