"""The published file in; a static site that opens from disk, in one or more languages, out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from reports.article_lists import write_articles
from reports.articles import BATCH
from reports.changes import changes, figures, figures_before
from reports.claims import listed_claims
from reports.data_files import SQL_FOLDER, write_assets, write_data, write_tables
from reports.digests import making_digest
from reports.evidence import evidence
from reports.frames import report_rows
from reports.front_pages import write_front
from reports.kept_charts import keeping_charts
from reports.languages import FIRST, in_language, language, language_codes
from reports.links import site_stems
from reports.overview import overview
from reports.page_folder import MARKER, LanguagePages, NotAReportError, PageFolder
from reports.parts import Facts, Parts
from reports.sources import MOST_PAGES, listed_sources
from reports.subject_pages import write_claims, write_sites, write_sources, write_topics
from warehouse.queries import Published

__all__ = ["MARKER", "NotAReportError", "ReportSummary", "build_report"]

Progress = Callable[[int, int], None]
Prints = Callable[[Path, Path], None]  # a page on disk, and the PDF to print it to


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """What was written: the page to open first, how many pages of which sort (of one language), how many files anew."""

    path: Path
    site_pages: int
    article_pages: int
    source_pages: int
    claim_pages: int
    topic_pages: int
    written_count: int


def build_report(
    published: Path,
    target: Path,
    progress: Progress | None = None,
    *,
    languages: Sequence[str] | None = None,
    address: str | None = None,
    contact: str | None = None,
    sql_assets: Path | None = None,
    prints: Prints | None = None,
    is_fresh: bool = False,
) -> ReportSummary:
    """Write the report on the published file into the folder `target`, replacing the report that stands there.

    languages: the first at the top of the folder, each other one in a folder of its name; None is those of the report
    that stands, else English. address: where the report will stand on the web, for feeds and mail; None as it was.
    contact: whom the owner of a site can write to, shown beside how to object; None as it was.
    sql_assets: a folder with DuckDB-WASM for the page that asks in SQL; None is that of the report that stands, if it
    has one. prints: prints the overview to `report.pdf`. is_fresh: take no page over.

    `progress(done, total)` is called after each article's page. All is written to `<target>.building` first and then
    swapped in: a build that is interrupted leaves the old report whole. Raises NotAReportError if `target` holds
    something else, UnknownLanguageError, and what `Published` raises if there is no published file.
    """
    folder = PageFolder(target, making_digest())
    folder.make_room()
    before = folder.standing
    if is_fresh:
        folder.standing = {}
    codes = tuple(languages or [code for code in before.get("languages", []) if code in language_codes()] or [FIRST])
    for code in codes:
        language(code)  # a language that there is not is told before anything is written
    address = before.get("address", "") if address is None else address
    contact = before.get("contact", "") if contact is None else contact
    if sql_assets is None and (target / SQL_FOLDER).is_dir():
        sql_assets = target / SQL_FOLDER
    shared = {"has_sql": sql_assets is not None, "has_pdf": prints is not None}
    with Published(published) as data:
        folder.begin()
        with keeping_charts(target, folder.building):
            parts, written = _all_languages(folder, codes, shared, data, before, (address, contact), progress)
        write_assets(parts, sql_assets)
        if prints:
            for page in (
                folder.building / "index.html",
                *(folder.building / code / "index.html" for code in codes[1:]),
            ):
                prints(page, page.with_name("report.pdf"))
        told = {
            "languages": list(codes),
            "address": address,
            "contact": contact,
            "figures": parts.figures,
            "before": figures_before(before, parts.figures),
            "claims": sorted(parts.listed_claims),
        }
    folder.end(told)
    return ReportSummary(path=target / "index.html", written_count=folder.written_count, **written)


def _all_languages(
    folder: PageFolder,
    codes: tuple[str, ...],
    shared: Mapping[str, bool],
    data: Published,
    before: Mapping[str, Any],
    where: tuple[str, str],
    progress: Progress | None,
) -> tuple[Parts, dict[str, int]]:
    """The pages of all languages, and the tables that they share: the parts of the first, and how many pages it has."""
    with in_language(codes[0]):
        parts = _read(LanguagePages(folder, codes[0], codes, shared), data, before, *where)
        written = _write(parts, progress)
        write_tables(parts)
    for code in codes[1:]:
        with in_language(code):
            _write(_told(parts, LanguagePages(folder, code, codes, shared)), None)
    return parts, written


def _read(pages: LanguagePages, data: Published, before: Mapping[str, Any], address: str, contact: str) -> Parts:
    """What all pages share, with that of the first language."""
    shown = overview(data)
    (last,) = report_rows(data, "last_load")
    now = figures(shown.counts, last["last_loaded"])
    kept = before.get("claims")
    claims = listed_claims(data, kept if isinstance(kept, list) else [])
    sources = listed_sources(data, shown.evidence.ladder, MOST_PAGES)
    facts = Facts(
        data=data,
        unit=shown.trend.unit if shown.trend else None,
        stems=site_stems(row.site for row in shown.sites),
        listed_sources=frozenset(source.source_id for source in sources),
        listed_claims=frozenset(row["cluster_id"] for row in claims),
    )
    pages = replace(pages, shared={**pages.shared, "has_feed": shown.runs["last_loaded"] is not None})
    changed = changes(data, figures_before(before, now), now)
    return Parts(
        facts=facts, pages=pages, shown=shown, sources=sources, claims=claims, figures=now, changes=changed,
        address=address, contact=contact,
    )  # fmt: skip


def _told(first: Parts, pages: LanguagePages) -> Parts:
    """The same in another language: what sources and rungs are called is of a language, all else is as it was read."""
    told = evidence(first.data)
    return replace(
        first,
        pages=replace(pages, shared=first.pages.shared),
        shown=replace(first.shown, evidence=told),
        sources=listed_sources(first.data, told.ladder, MOST_PAGES),
        address=f"{first.address}{pages.code}/" if first.address else "",
    )


def _write(parts: Parts, progress: Progress | None) -> dict[str, int]:
    """All pages of one language; how many of each sort come back."""
    total = parts.shown.counts["article_count"]
    counted = {
        "topic_pages": write_topics(parts),
        "claim_pages": write_claims(parts),
        "source_pages": write_sources(parts),
        "site_pages": write_sites(parts),
        "article_pages": write_articles(parts, BATCH, partial(_tell, progress, total)),
    }
    write_data(parts)
    write_front(parts)
    return counted


def _tell(progress: Progress | None, total: int, done: int) -> None:
    if progress:
        progress(done, total)
