"""What the overview shows in; the week's summary as Markdown, and as HTML that mail programs show, out."""

import re

from markupsafe import Markup

from reports.changes import Changes
from reports.claims import shortened
from reports.frames import Row
from reports.languages import t
from reports.overview import Overview
from reports.pages import day, page_html

MOST_RISING = 10
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def markdown_text(text: str) -> str:
    """Words from the web as Markdown shows them: no mark of theirs is one, and no line of theirs begins a list."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def weekly_markdown(shown: Overview, changed: Changes | None, rising: tuple[Row, ...], address: str) -> str:
    """The summary: the share, what changed, what rises; `address` is where the report stands, or empty."""
    counts = shown.counts
    lines = [f"# {_plain(t('weekly.title', day=day(shown.runs['last_loaded'])))}", ""]
    lines += [
        _plain(
            t(
                "weekly.share",
                share=shown.untraceable.percent,
                of=shown.untraceable.denominator,
                interval=shown.untraceable.interval_text,
                articles=counts["article_count"],
                sites=counts["site_count"],
            )
        ),
        "",
    ]
    if changed:
        lines += [f"## {_plain(t('changes.title'))}", "", *(f"- {_plain(line)}" for line in change_lines(changed)), ""]
    lines += [f"## {_plain(t('rising.title'))}", ""]
    for row in rising[:MOST_RISING]:
        lines.append(f"- “{markdown_text(shortened(row['example']))}” – {_plain(rising_line(row))}")
    if not rising:
        lines.append(_plain(t("rising.none")))
    lines += ["", _plain(t("weekly.more")) + f" {address}index.html", "", _plain(t("base.foot_plain")), ""]
    return "\n".join(lines)


def weekly_html(shown: Overview, changed: Changes | None, rising: tuple[Row, ...], address: str) -> str:
    """The same as HTML for a mail: styles in the tags and one column, since mail programs drop style sheets."""
    return page_html(
        "weekly.html",
        shown=shown,
        changes=change_lines(changed) if changed else (),
        rising=[(shortened(row["example"]), row["cluster_id"], rising_line(row)) for row in rising[:MOST_RISING]],
        address=address,
    )


def rising_line(row: Row) -> Markup:
    """How much a claim rises, in words."""
    return t(
        "rising.told",
        recent=int(row["recent_count"]),
        days=int(row["window_days"]),
        before=int(row["baseline_count"]),
        baseline_days=int(row["baseline_days"]),
    )


def change_lines(changed: Changes) -> tuple[Markup, ...]:
    """What changed, a sentence each; what did not is not told, but for the share, which always is."""
    share = t(
        f"changes.share_{changed.direction}",
        then=changed.then.percent,
        now=changed.now.percent,
        then_interval=changed.then.interval_text,
        now_interval=changed.now.interval_text,
    )
    told = [share]
    found = changed.found
    for name in ("new_article", "gone_article", "edit", "softened", "strengthened"):
        if count := int(found[f"{name}_count"]):
            told.append(t(f"changes.{name}", count=count))
    if changed.claim_count:
        told.append(t("changes.more_claims" if changed.claim_count > 0 else "changes.fewer_claims",
                      count=abs(changed.claim_count)))  # fmt: skip
    if changed.site_count > 0:
        told.append(t("changes.new_sites", count=changed.site_count))
    return tuple(told)


def _plain(text: Markup | str) -> str:
    """A message without its markup, escapes undone."""
    return Markup(text).striptags().replace("\xa0", " ")  # noqa: S704 -- striptags takes the markup out again
