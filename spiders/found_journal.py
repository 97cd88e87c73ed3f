"""Addresses as a crawl finds them in, a file of them out, so that a killed crawl's next run knows what had waited."""

from pathlib import Path

from spiders.companions import companion_path


def journal_path(warc: Path) -> Path:
    """Return where the journal of a WARC file lies while its crawl runs: `<run_id>.found.txt` beside it."""
    return companion_path(warc, "found.txt")


class FoundJournal:
    """A journal being written, an address a line, each flushed; it is removed when the crawl ends by itself."""

    def __init__(self, path: Path) -> None:
        """Open a new journal. Raises FileExistsError where there is one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("x", encoding="utf-8")

    def write(self, url: str) -> None:
        """Append one address. Raises OSError."""
        self._file.write(url + "\n")
        self._file.flush()

    def close(self) -> None:
        """Remove the file: by now every address has its outcome elsewhere."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def read_journal(path: Path) -> list[str]:
    """Return the addresses of a journal, each once, in order; a torn last line is left out; none for no file."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    whole, _, _torn = text.rpartition("\n")
    return list(dict.fromkeys(line for line in whole.split("\n") if line.startswith(("http://", "https://"))))
