"""Addresses as a crawl finds them in, a file of them out, so that a killed crawl's next run knows what had waited."""

from pathlib import Path

from spiders.companions import companion_path


def journal_path(warc: Path) -> Path:
    """Return where the journal of a WARC file lies while its crawl runs: `<run_id>.found.txt` beside it."""
    return companion_path(warc, "found.txt")


class FoundJournal:
    """A journal being written, an address a line, each flushed; it is removed when the crawl ends by itself.

    What lies beyond a limit has the reason behind a tab, so that the run after a killed one does not take it for
    waiting.
    """

    def __init__(self, path: Path) -> None:
        """Open a new journal. Raises FileExistsError where there is one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("x", encoding="utf-8")

    def write(self, url: str, beyond: str | None = None) -> None:
        """Append one address; `beyond` says which limit it lies beyond. Raises OSError."""
        self._file.write(f"{url}\t{beyond}\n" if beyond else f"{url}\n")
        self._file.flush()

    def close(self) -> None:
        """Remove the file: by now every address has its outcome elsewhere."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def read_journal(path: Path) -> dict[str, str | None]:
    """Return address -> the limit that it lies beyond (None: it waited), as last said, in order of finding.

    A torn last line is left out; no file gives none.
    """
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8", errors="replace")
    whole, _, _torn = text.rpartition("\n")
    lines = (line.partition("\t") for line in whole.split("\n") if line.startswith(("http://", "https://")))
    return {url: beyond or None for url, _, beyond in lines}
