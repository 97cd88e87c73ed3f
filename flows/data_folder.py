"""A data folder in; where in it each room keeps its files out."""

import glob
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder that `--data` names. Nothing is made until something is written."""

    root: Path

    @property
    def sites(self) -> Path:
        """The user's own site files."""
        return self.root / "sites"

    @property
    def warehouse(self) -> Path:
        """The pipeline's own DuckDB file: nobody else opens it."""
        return self.root / "warehouse" / "claimtrace.duckdb"

    @property
    def published(self) -> Path:
        """The DuckDB file that analysts open."""
        return self.root / "published" / "claimtrace.duckdb"

    @property
    def suppressed(self) -> Path:
        """Hashes of what was asked to be forgotten and is not to come back, and the audit of its removal."""
        return self.root / "suppressed.jsonl"

    @property
    def report(self) -> Path:
        """The folder of the static report."""
        return self.root / "report"

    @property
    def registries(self) -> Path:
        """What the registries of works answered, once and for all runs."""
        return self.root / "registries"

    @property
    def registry_answers(self) -> Path:
        """The SQLite file that remembers every answer of a registry."""
        return self.registries / "answers.sqlite"

    @property
    def prefect(self) -> Path:
        """Where Prefect keeps its database when no server and no home is configured."""
        return self.root / "prefect"

    @property
    def leases(self) -> Path:
        """Who runs what in this folder at the moment: a file a run."""
        return self.root / "leases"

    @property
    def log(self) -> Path:
        """The structured logs, a file a day."""
        return self.root / "log"

    @property
    def metrics(self) -> Path:
        """What Prometheus reads of the last run, in its text format."""
        return self.root / "metrics.prom"

    @property
    def alert_rules(self) -> Path:
        """The user's own rules of what to be told of, and where to."""
        return self.root / "alerts.toml"

    @property
    def alerts(self) -> Path:
        """The folder of what was told to whom."""
        return self.root / "alerts"

    @property
    def told_alerts(self) -> Path:
        """Which alert was sent to which target: so that nobody is told twice."""
        return self.alerts / "told.jsonl"

    def survey_folder(self, slug: str) -> Path:
        """Where the last look at one site is kept: its pages, and what was found."""
        return self.root / "surveys" / slug

    def warc_folder(self, slug: str) -> Path:
        """Where the crawls of one site are kept for good."""
        return self.root / "warc" / slug

    def warc(self, slug: str, run_id: str) -> Path:
        """The WARC file of one crawl."""
        return self.warc_folder(slug) / f"{run_id}.warc.gz"

    def fileset(self, stem: str, digest: str, tagger_version: str) -> Path:
        """The Parquet files of one WARC as one version of the tagger read it."""
        return self.root / "tagged" / f"{stem}-{digest}--{tagger_version}"

    def filesets_of(self, stem: str, tagger_version: str = "*") -> list[Path]:
        """The finished file sets of one WARC, by any or by one version of the tagger."""
        found = (self.root / "tagged").glob(f"{glob.escape(stem)}-????????--{tagger_version}")
        return sorted(path for path in found if not path.name.endswith(".open"))  # a killed reader leaves those

    def all_filesets(self) -> list[Path]:
        """The folders of all file sets that were finished, by name, and any other folder beside them."""
        tagged = self.root / "tagged"
        return sorted(one for one in tagged.glob("*/") if not one.name.endswith(".open"))


def crawl_run_id(slug: str, now: datetime) -> str:
    """`<slug>-<YYYYmmddTHHMMSSZ>` in UTC: a name that sorts by time and says whose run it is."""
    return f"{slug}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def warc_stem(path: Path) -> str:
    """The name of a WARC file without its endings: `day1.warc.gz` → `day1`."""
    name = path.name
    for ending in (".gz", ".warc", ".arc", ".wacz", ".html", ".htm"):
        name = name.removesuffix(ending)
    return name


def file_digest(path: Path) -> str:
    """8 hexadecimal digits of a sha256 over the bytes of a file, read a megabyte at a time."""
    return _digest([path], names=False)


def folder_digest(folder: Path, paths: list[Path]) -> str:
    """8 hexadecimal digits of a sha256 over files of a folder and over their names in it."""
    return _digest(paths, names=True, folder=folder)


def _digest(paths: list[Path], names: bool, folder: Path = Path()) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if names:
            digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()[:8]
