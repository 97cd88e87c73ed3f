"""What happens to each address of one run in, exactly one end for each out: a WARC record or a fetch log line."""

import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from spiders.fetch_log import FetchLog, fetch_log_path
from spiders.frontier import Frontier
from spiders.site_config import Site
from spiders.user_agent import ROBOTS_NAME, user_agent
from spiders.warc_file import Exchange, WarcFile
from transforms.records import Outcome, OutcomeKind

PROGRESS_SECONDS = 5.0


class Ledger:
    """The frontier, the WARC file and the fetch log of one run, kept in step."""

    def __init__(self, site: Site, run_id: str, warc: Path) -> None:
        """Open the WARC file and the fetch log. Raises FileExistsError where the run was made before."""
        self.frontier = Frontier(site.crawl)
        self.discovery_failures: list[dict[str, str]] = []
        self.retry_count = 0
        self._site = site
        self._run_id = run_id
        info = {
            "software": ROBOTS_NAME,
            "format": "WARC File Format 1.1",
            "run_id": run_id,
            "site": site.slug,
            "languages": ",".join(site.languages),
            "robots": "obey",
            "http-header-user-agent": user_agent(site),
        }
        self._warc = WarcFile(warc, info)
        self._log = FetchLog(fetch_log_path(warc))
        self._statuses: Counter[int] = Counter()
        self._started = self._reported = time.monotonic()

    def archive(self, exchange: Exchange) -> None:
        """Write a page's exchange to the WARC file, which from then on holds its outcome. Raises OSError."""
        self._warc.write(exchange)
        self._statuses[int(exchange.status_line.split()[0])] += 1
        self.frontier.end(exchange.url)
        self._report_progress()

    def end(self, url: str, kind: OutcomeKind, reason: str) -> None:
        """Log how a requested address ended, unless the WARC file holds it already. Raises OSError."""
        if self.frontier.end(url):
            self._write(url, kind, reason)

    def refuse(self, url: str, kind: OutcomeKind, reason: str) -> None:
        """Log an address that is not requested, unless it was met before. Raises OSError."""
        if self.frontier.refuse(url):
            self._write(url, kind, reason)

    def discovery_failed(self, url: str, reason: str) -> None:
        """Note that a robots.txt, sitemap or feed could not be used; it is no page and has no outcome."""
        self.discovery_failures.append({"url": url, "reason": reason})

    def close(self, finish_reason: str) -> dict[str, object]:
        """Log what was found and not fetched, close both files, and return the run's summary. Raises OSError."""
        for url, why in list(self.frontier.unfetched(finish_reason)):
            self._write(url, "limit", why)
        self._log.close()
        self._warc.close()
        return self.summary(finish_reason)

    def summary(self, finish_reason: str) -> dict[str, object]:
        """Return the run's counts as `spiders.crawling.CrawlSummary` names them."""
        return {
            "site": self._site.slug,
            "run_id": self._run_id,
            "warc": str(self._warc.path),
            "finish_reason": finish_reason,
            "pages_archived": self._statuses.total(),
            "statuses": {str(status): count for status, count in sorted(self._statuses.items())},
            "outcomes": dict(sorted(self._log.counts.items())),
            "retries": self.retry_count,
            "discovery_failures": self.discovery_failures,
            "seconds": round(time.monotonic() - self._started, 3),
        }

    def _write(self, url: str, kind: OutcomeKind, reason: str) -> None:
        at = datetime.now(UTC)
        self._log.write(Outcome(url=url, site=self._site.slug, run_id=self._run_id, outcome=kind, reason=reason, at=at))
        self._report_progress()

    def _report_progress(self) -> None:
        now = time.monotonic()
        if now - self._reported < PROGRESS_SECONDS:
            return
        self._reported = now
        others = "".join(f", {count} {kind}" for kind, count in sorted(self._log.counts.items()))
        waiting = self.frontier.waiting_count
        sys.stderr.write(f"{self._site.slug}: {self._statuses.total()} pages, {waiting} waiting{others}\n")
