"""What all pages share in; the overview, how it was made, the search, the week's summary and the feed, out."""

from datetime import date

from reports.charts import Break
from reports.feeds import rising_feed
from reports.frames import FEWEST_RANKED_CLAIMS, report_rows
from reports.overview import MOST_RANKED_SITES, MOST_SMALL_CHARTS, ranked_sites
from reports.parts import Parts
from reports.quality import quality_tables
from reports.site_pages import all_gaps
from reports.weekly import change_lines, weekly_html, weekly_markdown
from reports.words import vocabulary

MOST_TOPICS = 16  # on the overview
MOST_RISING = 8
MOST_BOLD = 5  # claims shown as examples of bold wording


def write_front(parts: Parts) -> None:
    """The pages that a reader comes in by, and what is sent to those who do not come."""
    shown, pages = parts.shown, parts.pages
    topics = [row for row in parts.topics if row["claim_count"] >= FEWEST_RANKED_CLAIMS]
    sides = {
        side: [row for row in topics if vocabulary()["concept_group"].get(row["concept_group"]) == side][:MOST_TOPICS]
        for side in ("agent", "target")
    }
    found_breaks = breaks(parts)
    pages.write(
        "index.html",
        "index.html",
        shown=shown,
        stems=parts.stems,
        small_charts=list(shown.trend.sites.items())[:MOST_SMALL_CHARTS] if shown.trend else [],
        ranked=ranked_sites(shown.sites).first(MOST_RANKED_SITES),
        boldest=report_rows(parts.data, "boldest_claims", {"most": MOST_BOLD}),
        register=parts.facts.register,
        changed=parts.changes,
        changes=change_lines(parts.changes) if parts.changes else (),
        rising=parts.rising[:MOST_RISING],
        rising_count=len(parts.rising),
        breaks=found_breaks,
        topics=sides,
        gaps=all_gaps(parts.records),
        fewest=FEWEST_RANKED_CLAIMS,
    )
    tables = quality_tables()
    unmeasured = [row for row in shown.langs if row["lang"] not in {table.lang for table in tables}]
    pages.write(
        "methods/index.html",
        "methods.html",
        shown=shown,
        unmeasured=unmeasured,
        contact=parts.contact,
        tables=tables,
        breaks=found_breaks,
        fewest=FEWEST_RANKED_CLAIMS,
    )
    pages.write("search/index.html", "search.html")
    folder, prefix = pages.folder, pages.prefix
    folder.put(f"{prefix}weekly.md", weekly_markdown(shown, parts.changes, parts.rising, parts.address))
    folder.put(f"{prefix}weekly.html", weekly_html(shown, parts.changes, parts.rising, parts.address))
    if shown.runs["last_loaded"]:
        folder.put(f"{prefix}rising.atom", rising_feed(parts.rising, shown.runs["last_loaded"], parts.address))


def breaks(parts: Parts) -> tuple[Break, ...]:
    """The days from which the record is not what it was, in their order."""
    found = []
    for row in report_rows(parts.data, "breaks"):
        found.append(Break(row["sort"], date.fromisoformat(row["day"]), int(row["site_count"])))
    return tuple(found)
