"""The published file in; a static site that opens from disk, with a page per site, article and source, out."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.articles import BATCH, article_pages
from reports.frames import Row, site_article_pages
from reports.links import file_stem, site_stems
from reports.overview import MOST_RANKED_SITES, MOST_SMALL_CHARTS, Overview, SiteFigures, overview
from reports.pages import page_html
from reports.source_lists import MOST_DOUBTED, source_families
from reports.sources import MOST_PAGES, ListedSource, listed_sources, source_pages
from warehouse.queries import Published

# Without this file a folder is not ours to replace: `--target ~/Documents` must not cost anybody their documents.
MARKER = ".claimtrace-report"
ARTICLES_A_PAGE = 500  # a list of 500 rows is about 250 kB of HTML, which a phone still opens at once

Progress = Callable[[int, int], None]


class NotAReportError(Exception):
    """The target is a folder (or file) that no report stands in, so it is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSummary:
    """What was written: the page to open first, and how many pages of which sort."""

    path: Path
    site_pages: int
    article_pages: int
    source_pages: int


def build_report(published: Path, target: Path, progress: Progress | None = None) -> ReportSummary:
    """Write the report on the published file into the folder `target`, replacing the report that stands there.

    `progress(done, total)` is called after each article's page. All is written to `<target>.building` first and then
    swapped in: a build that is interrupted leaves the old report whole. Raises NotAReportError if `target` holds
    something else, and what `Published` raises if there is no published file.
    """
    building, old = (target.with_name(target.name + ending) for ending in (".building", ".old"))
    _make_room(target, building, old)
    with Published(published) as data:
        shown = overview(data)
        stems = site_stems(figures.site for figures in shown.sites)
        _begin(building)
        listed = listed_sources(data, shown.evidence.ladder, MOST_PAGES)
        _write_sources(building, data, shown, listed)
        site_pages = _write_sites(building, data, shown, stems)
        written = _write_articles(building, data, shown, stems, frozenset(one.source_id for one in listed), progress)
        _write(building / "index.html", "index.html", **_common(shown, stems, root=""))
    _swap_in(building, target, old)
    return ReportSummary(
        path=target / "index.html", site_pages=site_pages, article_pages=written, source_pages=len(listed)
    )


def _make_room(target: Path, building: Path, old: Path) -> None:
    """Refuse folders that are not ours; finish the swap of a build that was killed between its two renames."""
    for folder in (target, building, old):
        if folder.exists() and not (folder / MARKER).is_file() and not (folder.is_dir() and not any(folder.iterdir())):
            raise NotAReportError(f"{folder} is there and is no claimtrace report; name another folder or move it away")
    if old.exists() and not target.exists():
        old.rename(target)


def _begin(building: Path) -> None:
    if building.exists():
        shutil.rmtree(building)
    building.mkdir(parents=True)
    (building / MARKER).write_text("This folder is written by claimtrace and is replaced as a whole.\n", "utf-8")
    for folder in ("sites", "articles", "sources"):
        (building / folder).mkdir()
    shutil.copyfile(Path(__file__).with_name("assets") / "report.css", building / "report.css")


def _swap_in(building: Path, target: Path, old: Path) -> None:
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    building.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _common(shown: Overview, stems: dict[str, str], root: str) -> dict[str, object]:
    return {
        "root": root,
        "shown": shown,
        "stems": stems,
        "small_charts": list(shown.trend.sites.items())[:MOST_SMALL_CHARTS] if shown.trend else [],
        "ranked_sites": shown.sites[:MOST_RANKED_SITES],
    }


def _write_sites(building: Path, data: Published, shown: Overview, stems: dict[str, str]) -> int:
    """One list of all sites and the pages of each; the number of pages of single sites comes back."""
    _write(building / "sites" / "index.html", "sites.html", **_common(shown, stems, root="../"))
    written = 0
    for figures in shown.sites:
        for name, page in _site_pages(data, shown, figures, stems[figures.site]):
            _write(building / "sites" / name, "site.html", **page)
            written += 1
    return written


def _site_pages(
    data: Published, shown: Overview, figures: SiteFigures, stem: str
) -> Iterator[tuple[str, dict[str, object]]]:
    """File name and contents of each page of a site: `<stem>.html`, then `<stem>~2.html`, a name no site can have."""
    page_count = max(1, -(-int(figures.row["article_count"]) // ARTICLES_A_PAGE))
    names = [f"{stem}.html", *(f"{stem}~{number}.html" for number in range(2, page_count + 1))]
    lists: Iterator[list[Row]] = site_article_pages(data, figures.site, ARTICLES_A_PAGE)
    for number, name in enumerate(names, 1):
        yield (
            name,
            {
                "root": "../",
                "shown": shown,
                "figures": figures,
                "articles": next(lists, []),
                "periods": shown.trend.sites.get(figures.site) if shown.trend else None,
                "names": names,
                "number": number,
                "grounds": shown.evidence.grounds(figures.site),
                "mix": shown.evidence.site_mix(figures.site),
            },
        )


def _write_sources(building: Path, data: Published, shown: Overview, listed: Sequence[ListedSource]) -> None:
    """The first page of sources, the lists that it leads to, and a page for each listed source."""
    folder = building / "sources"
    families = source_families(shown.evidence.families, listed)
    doubted = [source for source in listed if source.is_doubted]
    _write(
        folder / "index.html",
        "sources.html",
        root="../",
        evidence=shown.evidence,
        families=families,
        source_count=sum(family.source_count for family in families),
        page_count=len(listed),
        doubted=doubted[:MOST_DOUBTED],
        doubted_count=sum(
            row["source_count"] for row in shown.evidence.families if row["standing"] in {"retracted", "concern"}
        ),
    )
    for family in families:
        for name, number, sources in family.pages():
            _write(
                folder / name,
                "source_list.html",
                root="../",
                family=family,
                names=family.names,
                number=number,
                sources=sources,
            )
    known = {"listed": frozenset(source.source_id for source in listed), "retractions": shown.evidence.retractions}
    for page in source_pages(data, listed):
        _write(folder / f"{file_stem(page.source.source_id)}.html", "source.html", root="../", page=page, **known)


def _write_articles(
    building: Path,
    data: Published,
    shown: Overview,
    stems: dict[str, str],
    listed: frozenset[str],
    progress: Progress | None,
) -> int:
    written = 0
    for page in article_pages(data, shown.evidence.ladder, BATCH):
        name = f"{file_stem(page.row['article_id'])}.html"
        known = {"root": "../", "page": page, "site_stem": stems[page.row["site"]], "listed": listed}
        _write(building / "articles" / name, "article.html", **known)
        written += 1
        if progress:
            progress(written, shown.counts["article_count"])
    return written


def _write(path: Path, template: str, **shown: object) -> None:
    # xmlcharrefreplace: a lone surrogate becomes a reference and not an exception that ends the report
    path.write_text(page_html(template, **shown), "utf-8", errors="xmlcharrefreplace", newline="\n")
