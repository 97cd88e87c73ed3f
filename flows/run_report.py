"""A run's summary in; the same as JSON for scripts, and as Markdown for Prefect's page of the run, out."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.site_runs import RunSummary, SiteRun

_MOST_CHARACTERS = 500  # of a problem on Prefect's page


def run_json(summary: "RunSummary") -> dict[str, Any]:
    """The summary as `claimtrace run --json` prints it."""
    return {
        "is_well": not summary.problems,
        "seconds": round(summary.seconds, 1),
        "sites": [_site_json(site) for site in summary.sites],
        "outcomes": summary.outcomes,
        "problems": list(summary.problems),
        "warnings": list(summary.warnings),
        "alerts": [{**asdict(one), "raised_at": one.raised_at.isoformat()} for one in summary.alerts],
        "unsent": list(summary.unsent),
    }


def _site_json(site: "SiteRun") -> dict[str, Any]:
    crawl = site.summary
    return {
        "site": site.slug,
        "health": site.health,
        "problem": site.problem,
        "run_id": crawl.run_id if crawl else None,
        "finish_reason": crawl.finish_reason if crawl else None,
        "pages_archived": crawl.pages_archived if crawl else None,
        "requests": crawl.requests if crawl else None,
        "bytes": crawl.bytes if crawl else None,
        "retries": crawl.retries if crawl else None,
        "crawl_seconds": crawl.seconds if crawl else None,
        "warcs": [str(archive.path) for archive in site.archives],
    }


def run_markdown(summary: "RunSummary") -> str:
    """The summary as Prefect shows it; slugs and outcomes are our own words, a problem is quoted as code."""
    lines = ["| site | health | pages | requests | seconds |", "| --- | --- | --- | --- | --- |"]
    for site in summary.sites:
        crawl = site.summary
        figures = (crawl.pages_archived, crawl.requests, round(crawl.seconds)) if crawl else ("–", "–", "–")
        lines.append(f"| {site.slug} | {site.health} | " + " | ".join(map(str, figures)) + " |")
    lines += ["", "| outcome | pages |", "| --- | --- |"]
    lines += [f"| {outcome} | {count} |" for outcome, count in sorted(summary.outcomes.items())]
    failures = [
        f"{url}: {why}" for site in summary.sites if site.summary for url, why in site.summary.discovery_failures
    ]
    told = [*summary.problems, *failures, *summary.warnings, *summary.unsent]
    told += [f"alert ({alert.severity}): {alert.text}" for alert in summary.alerts]
    return "\n".join([*lines, "", *(f"- `{_quoted(one)}`" for one in told)])


def _quoted(text: str) -> str:
    """A text on one line for a code span, which a backtick would end, and an empty line ("failed:\n\n<img …>") too."""
    return " ".join(text.replace("`", "'").split())[:_MOST_CHARACTERS]
