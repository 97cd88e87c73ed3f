"""The installed packages in; those that are known not to go together out."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from flows.doctor.findings import Finding

# What breaks without a word when it does not fit, and why: Prefect's scheduler dies on SQLAlchemy 2.1, no flow starts
# with FastAPI 0.155, and DuckDB before 1.5.3 lost all rows on a full disk.
WATCHED = ("prefect", "fastapi", "sqlalchemy", "duckdb", "scrapy", "spacy")


def version_findings() -> Iterator[Finding]:
    """The watched packages that do not fit what claimtrace asks for, by its own metadata."""
    for wanted in map(Requirement, requires("claimtrace") or ()):
        name = wanted.name.lower()
        if name not in WATCHED or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        try:
            installed = version(name)
        except PackageNotFoundError:
            installed = None
        if installed is None or not wanted.specifier.contains(installed, prereleases=True):
            yield Finding(
                kind="version_mismatch",
                what=f"{name} {installed or 'is not installed'}; claimtrace is proven with {name}{wanted.specifier}",
                remedy=f'install what fits: pip install "{name}{wanted.specifier}" or `make install`',
            )
