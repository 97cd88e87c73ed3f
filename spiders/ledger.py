"""What happens to each address of one run in, exactly one end for each out: a WARC record or a fetch log line."""

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spiders.fetch_log import FetchLog, fetch_log_path
from spiders.found_journal import FoundJournal, journal_path
from spiders.frontier import MAX_FOUND, Frontier
from spiders.run_file import run_path, write_run
from spiders.site_config import Site
from spiders.user_agent import ROBOTS_NAME, user_agent
from spiders.warc_file import Exchange, RevisitProfile, WarcFile
from transforms.records import Outcome, OutcomeKind, Run
from transforms.suppression import NOTHING_SUPPRESSED, REASON, Suppressions

PROGRESS_SECONDS = 5.0


class Ledger:
    """The frontier, the WARC file, the fetch log, the journal and the run file of one run, kept in step."""

    def __init__(
        self,
        site: Site,
        run_id: str,
        warc: Path,
        now: datetime,
        suppressed: Suppressions = NOTHING_SUPPRESSED,
    ) -> None:
        """Open the files; the run's clock starts at `now`. Raises FileExistsError where the run was made before."""
        self.frontier = Frontier(site.crawl)
        self.discovery_failures: list[dict[str, str]] = []
        self.retry_count = 0
        self.request_count = 0
        self.byte_count = 0
        self._site = site
        self._run_id = run_id
        info = {
            "software": ROBOTS_NAME,
            "run_id": run_id,
            "site": site.slug,
            "languages": ",".join(site.languages),
            "robots": "obey",
            "http-header-user-agent": user_agent(site),
        }
        self._warc = WarcFile(warc, info)
        self._log = FetchLog(fetch_log_path(warc))
        self._journal = FoundJournal(journal_path(warc))
        self._suppressed = suppressed
        self._labels: set[str] = set()  # of suppressed addresses that were logged: two forms of one are one
        self._resting: dict[str, str] = {}  # address -> why it is not asked for in this run
        self._statuses: Counter[int] = Counter()
        self._started_at = now.astimezone(UTC)
        self._started = self._reported = time.monotonic()
        self._write_run(None, "killed")

    @property
    def seconds(self) -> float:
        """How long the run has lasted."""
        return time.monotonic() - self._started

    def now(self) -> datetime:
        """Return the time by the run's clock: everything that a run writes is dated by it (UTC)."""
        return self._started_at + timedelta(seconds=self.seconds)

    def is_suppressed(self, url: str) -> bool:
        """Return whether an address was asked to be forgotten: it is neither requested nor written down."""
        return self._suppressed.covering(url, self._site.slug) is not None

    def admit(self, url: str, depth: int, *, is_free: bool = False) -> bool:
        """Return whether to request `url` now, as the frontier says, and journal it. Raises OSError."""
        beyond_before = self.frontier.beyond_count
        is_admitted = self.frontier.admit(url, depth, is_free=is_free)
        if is_admitted or self.frontier.beyond_count > beyond_before:
            self._journal.write(url, self.frontier.why_beyond(url))
        if is_admitted:
            self._resting.pop(url, None)
        return is_admitted

    def rest(self, url: str, reason: str) -> None:
        """Note a known address that is not to be asked for unless something says that it has changed."""
        self._resting[url] = reason

    def archive(self, exchange: Exchange) -> None:
        """Write a page's exchange to the WARC file, which from then on holds its outcome. Raises OSError."""
        self._warc.write(exchange)
        self._archived(exchange)

    def archive_revisit(
        self, exchange: Exchange, profile: RevisitProfile, since: datetime | None, payload_digest: str | None
    ) -> None:
        """Write that a page is as it was (at `since`); its body lies in an earlier file. Raises OSError."""
        self._warc.write_revisit(exchange, profile=profile, refers_to_date=since, payload_digest=payload_digest)
        self._archived(exchange)

    def end(self, url: str, kind: OutcomeKind, reason: str) -> None:
        """Log how a requested address ended, unless the WARC file holds it already. Raises OSError."""
        if self.frontier.end(url):
            self._write(url, kind, reason)

    def refuse(self, url: str, kind: OutcomeKind, reason: str) -> None:
        """Log an address that is not requested, unless it was met before. Raises OSError."""
        if self.frontier.refuse(url):
            self._resting.pop(url, None)
            self._write(url, kind, reason)

    def discovery_failed(self, url: str, reason: str) -> None:
        """Note that a robots.txt, sitemap or feed could not be used; it is no page and has no outcome."""
        self.discovery_failures.append({"url": url, "reason": reason})

    def close(self, finish_reason: str, words: str | None = None) -> dict[str, object]:
        """Log what was found and not fetched, close all files, and return the run's summary. Raises OSError.

        `words` say more of the reason to whoever reads the outcomes: `limit` is `max_minutes = 30 is used up`.
        """
        for url, why in list(self.frontier.unfetched(words or finish_reason)):
            self._resting.pop(url, None)
            self._write(url, "limit", why)
        for url, why in self._resting.items():
            if not self.frontier.is_met(url):
                self._write(url, "not_due", why)
        if dropped := self.frontier.overflow_count:
            why = f"addresses beyond a limit were met {dropped} times after {MAX_FOUND} were kept: they have no outcome"
            self.discovery_failed(self._site.homepage, why)
            sys.stderr.write(f"{self._site.slug}: {why}\n")
        self._log.close()
        self._warc.close()
        self._write_run(self.now(), finish_reason)
        self._journal.close()
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
            "requests": self.request_count,
            "bytes": self.byte_count,
            "retries": self.retry_count,
            "dropped_addresses": self.frontier.overflow_count,
            "discovery_failures": self.discovery_failures,
            "seconds": round(self.seconds, 3),
        }

    def _archived(self, exchange: Exchange) -> None:
        self._statuses[int(exchange.status_line.split()[0])] += 1
        self.frontier.end(exchange.url)
        self._report_progress()

    def _write(self, url: str, kind: OutcomeKind, reason: str) -> None:
        site, run_id, at = self._site.slug, self._run_id, self.now()
        reason = self._suppressed.without_addresses(reason)
        if self.is_suppressed(url):
            url, kind, reason = self._suppressed.label(url), "suppressed", REASON
            if url in self._labels:
                return
            self._labels.add(url)
        self._log.write(Outcome(url=url, site=site, run_id=run_id, outcome=kind, reason=reason, at=at))
        self._report_progress()

    def _write_run(self, finished_at: datetime | None, finish_reason: str) -> None:
        expect = self._site.expect
        run = Run(
            run_id=self._run_id,
            site=self._site.slug,
            started_at=self._started_at,
            finished_at=finished_at,
            finish_reason=finish_reason,
            request_count=self.request_count,
            byte_count=self.byte_count,
            retry_count=self.retry_count,
            discovery_failure_count=len(self.discovery_failures),
            expected_articles=expect.min_articles,
            expected_dated_share=expect.dated_share,
            expected_authored_share=expect.authored_share,
            expected_languages=",".join(self._site.languages),
        )
        write_run(run_path(self._warc.path), run)

    def _report_progress(self) -> None:
        now = time.monotonic()
        if now - self._reported < PROGRESS_SECONDS:
            return
        self._reported = now
        others = "".join(f", {count} {kind}" for kind, count in sorted(self._log.counts.items()))
        waiting = f", {count} waiting" if (count := self.frontier.waiting_count) else ""
        total = self._statuses.total()
        pages = "1 page" if total == 1 else f"{total} pages"
        sys.stderr.write(f"{self._site.slug}: {pages}{waiting}{others}\n")
