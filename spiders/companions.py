"""A WARC file's path in; where the files that a crawl keeps beside it lie out."""

from pathlib import Path


def companion_path(warc: Path, ending: str) -> Path:
    """Return the path beside a WARC file, open or finished, that has its name and `ending`: `<run_id>.run.json`."""
    stem = warc.name.removesuffix(".open").removesuffix(".gz").removesuffix(".warc")
    return warc.with_name(f"{stem}.{ending}")
