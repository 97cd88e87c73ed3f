"""A data folder and a finished run in; what Prometheus reads of it, in one file that is whole at any moment, out.

Point the node exporter's textfile collector at the data folder, or link metrics.prom into its own. A site's figures are
those of its last run in the published file, so that a site that is no longer crawled goes stale and does not vanish.
"""

import glob
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from flows.clock import now
from flows.configuration import configuration
from flows.data_folder import DataFolder
from warehouse.queries import Published, named_query

_HEALTHS = ("ok", "degraded", "failed")
_PAGE_COUNTS = (
    "article", "unchanged", "not_due", "not_article", "gone", "error", "refused", "opted_out", "limit", "walled",
)  # fmt: skip
_SUPPORTS = ("traceable", "named", "vague", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """The run that just ended: how long it lasted, how many problems it told of, and alert targets that failed."""

    seconds: float
    problem_count: int
    failing_target_count: int = 0


def write_metrics(data: DataFolder, run: RunFigures) -> Path:
    """Write the metrics anew: the run, each site's last run in the published file, and the sizes of what is kept.

    To the file that claimtrace.toml names, else to metrics.prom in the data folder. Raises OSError, as on a full disk;
    the old file stands then.
    """
    metrics = _Metrics()
    metrics.set("build_info", "Which claimtrace wrote this.", 1, version=version("claimtrace"))
    metrics.set("run_finished_timestamp_seconds", "When the last run ended.", now().timestamp())
    metrics.set("run_duration_seconds", "How long the last run lasted.", run.seconds)
    metrics.set("run_problems", "How many problems the last run told of.", run.problem_count)
    metrics.set("alert_targets_failing", "Alert targets that did not take theirs.", run.failing_target_count)
    metrics.set("disk_free_bytes", "Free bytes on the data folder's disk.", shutil.disk_usage(data.root).free)
    for name, path in (("warehouse", data.warehouse), ("published", data.published)):
        if path.exists():
            metrics.set("file_bytes", "Size of a file that is kept.", path.stat().st_size, file=name)
    with Published(data.published) as published:
        for row in published.records(named_query("latest_runs")):
            _add_site(metrics, row)
    path = configuration().metrics.file or data.metrics
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_to_textfile(str(path), metrics.registry)  # beside it, then renamed
    except BaseException:
        for left in path.parent.glob(f"{glob.escape(path.name)}.*"):
            left.unlink(missing_ok=True)
        raise
    return path


def _add_site(metrics: "_Metrics", row: dict[str, Any]) -> None:
    site = str(row["site"])
    for health in _HEALTHS:
        is_it = float(row["health"] == health)
        metrics.set("site_health", "1 for the health of the site's last run.", is_it, site=site, health=health)
    metrics.set("site_run_started_timestamp_seconds", "When its last run began.", row["started_epoch"], site=site)
    for outcome in _PAGE_COUNTS:
        count = row[f"{outcome}_count"]
        metrics.set("site_pages", "Addresses of the site's last run.", count, site=site, outcome=outcome)
    for support in _SUPPORTS:
        count = row[f"{support}_count"] or 0
        metrics.set("site_claims", "Claims of its articles' latest versions.", count, site=site, support=support)
    metrics.set("site_requests", "Requests of the site's last run.", row["request_count"], site=site)
    metrics.set("site_bytes", "Bytes that its last run fetched.", row["byte_count"], site=site)
    metrics.set("site_retries", "Retries of the site's last run.", row["retry_count"], site=site)
    if row["crawl_seconds"] is not None:
        metrics.set("site_crawl_seconds", "How long its last crawl lasted.", row["crawl_seconds"], site=site)


class _Metrics:
    """Gauges called `claimtrace_<name>`, each made when it is first set."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._gauges: dict[str, Gauge] = {}

    def set(self, name: str, words: str, value: float, **labels: str) -> None:
        if name not in self._gauges:
            self._gauges[name] = Gauge(f"claimtrace_{name}", words, sorted(labels), registry=self.registry)
        gauge = self._gauges[name].labels(**labels) if labels else self._gauges[name]
        gauge.set(float(value))
