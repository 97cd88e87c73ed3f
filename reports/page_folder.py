"""Pages and files of a report in; a folder that is swapped in whole, with what did not change taken over, out.

Beside the pages lies MARKER: what each was made of. A page that would be made of the same is linked from the report
that stands, not written anew, so that a day's report costs what the day brought.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from reports.digests import shown_digest
from reports.pages import page_html

# Without this file a folder is not ours to replace: `--target ~/Documents` must not cost anybody their documents.
MARKER = ".claimtrace-report"
NOTE = "This folder is written by claimtrace and is replaced as a whole."


class NotAReportError(Exception):
    """The target is a folder (or file) that no report stands in, so it is left alone."""


def standing_marker(folder: Path) -> dict[str, Any]:
    """What the report that stands there says of itself; nothing where there is none, or one of an older make."""
    try:
        told = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@dataclass(slots=True)
class PageFolder:
    """The folder `<target>.building`, which takes the target's place at the end."""

    target: Path
    making: str
    standing: dict[str, Any] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    written_count: int = 0

    @property
    def building(self) -> Path:
        """Where it is written."""
        return self.target.with_name(f"{self.target.name}.building")

    @property
    def old(self) -> Path:
        """What the report that stood is called between two renames."""
        return self.target.with_name(f"{self.target.name}.old")

    def make_room(self) -> None:
        """Refuse folders that are not ours; finish the swap of a build that was killed between its two renames."""
        for folder in (self.target, self.building, self.old):
            is_empty = folder.is_dir() and not any(folder.iterdir())
            if folder.exists() and not (folder / MARKER).is_file() and not is_empty:
                raise NotAReportError(
                    f"{folder} is there and is no claimtrace report; name another folder or move it away"
                )
        if self.old.exists() and not self.target.exists():
            self.old.rename(self.target)
        self.standing = standing_marker(self.target)

    def begin(self) -> None:
        """Begin anew; what an interrupted build left is thrown away."""
        if self.building.exists():
            shutil.rmtree(self.building)
        self.building.mkdir(parents=True)
        (self.building / MARKER).write_text("{}", "utf-8")

    def keeps(self, name: str, digest: str) -> bool:
        """Take the file over from the report that stands, if it was made of just this; else say that it was not."""
        made = self.making + digest
        if self.standing.get("pages", {}).get(name) != made:
            return False
        path = self._place(name)
        try:
            os.link(f"{self.target}/{name}", path)
        except OSError:  # a disk without links, or a file that somebody took away
            if not (self.target / name).is_file():
                return False
            shutil.copyfile(self.target / name, path)
        self.made[name] = made
        return True

    def _place(self, name: str) -> str:
        """Where a file is written, its folder made; as text, since this is asked for twenty thousand times."""
        path = f"{self.building}/{name}"
        folder = path.rpartition("/")[0]
        if folder not in self.folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        return path

    def keeps_group(self, folder: str, ending: str, digest: str) -> bool:
        """Take over all files of a folder with that ending, if they were made together of just this."""
        made = self.making + digest
        standing = self.standing.get("pages", {})
        names = [name for name in standing if name.startswith(f"{folder}/") and name.endswith(ending)]
        return bool(names) and all(standing[name] == made and self.keeps(name, digest) for name in names)

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file, unless the one that stands holds the same."""
        data = content if isinstance(content, bytes) else content.encode("utf-8", "xmlcharrefreplace")
        digest = sha256(data).hexdigest()[:16]
        if not self.keeps(name, digest):
            self.write(name, data, digest)

    def write(self, name: str, content: str | bytes, digest: str | None = None) -> None:
        """Write a file; with a digest, the next report may take it over."""
        path = self._place(name)
        # xmlcharrefreplace: a lone surrogate becomes a reference and not an exception that ends the report
        data = content.encode("utf-8", "xmlcharrefreplace") if isinstance(content, str) else content
        Path(path).write_bytes(data)
        self.written_count += 1
        if digest is not None:
            self.made[name] = self.making + digest

    def end(self, told: Mapping[str, Any]) -> None:
        """Write down what was made of what, and take the target's place."""
        marker = {"note": NOTE, **told, "pages": self.made}
        (self.building / MARKER).write_text(json.dumps(marker) + "\n", "utf-8")
        if self.old.exists():
            shutil.rmtree(self.old)
        if self.target.exists():
            self.target.rename(self.old)
        self.building.rename(self.target)
        shutil.rmtree(self.old, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class LanguagePages:
    """The pages of one language: the first one at the top of the folder, any other in a folder of its name."""

    folder: PageFolder
    code: str
    codes: tuple[str, ...]
    shared: Mapping[str, Any]

    @property
    def prefix(self) -> str:
        """`` or `nl/`."""
        return "" if self.code == self.codes[0] else f"{self.code}/"

    def keeps(self, name: str, digest: str) -> bool:
        """Take the page over, if it was made of just this."""
        return self.folder.keeps(self.prefix + name, digest)

    def digest(self, rows: str = "", **about: Any) -> str:
        """A digest for a page that is made of `about` and of rows whose digest is `rows`."""
        return shown_digest({"rows": rows, **about, **self.shared})

    def write(self, name: str, template: str, digest: str | None = None, **shown: Any) -> None:
        """Write a page, unless the one that stands was made of the same; `name` is its path within the language."""
        digest = digest or shown_digest(shown | dict(self.shared))
        if not self.keeps(name, digest):
            self.folder.write(self.prefix + name, self.html(name, template, **shown), digest)

    def html(self, name: str, template: str, **shown: Any) -> str:
        """The page filled in; `root` leads to the top of its language, `base` to the top of the report."""
        root = "../" * name.count("/")
        base = "../" * (self.prefix + name).count("/")
        tongues = [(code, f"{base}{'' if code == self.codes[0] else code + '/'}{name}") for code in self.codes]
        about = {"root": root, "base": base, "tongues": tongues, "page_name": name}
        return page_html(template, **about, **self.shared, **shown)
