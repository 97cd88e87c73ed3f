"""Topics, claims, sites and sources of a published file in; a page for each and the lists that lead there, out."""

from reports.article_lists import list_names
from reports.claims import CLAIMS_A_LIST, claim_pages, contradictions
from reports.downloads import site_json
from reports.frames import FEWEST_RANKED_CLAIMS, Row, report_rows
from reports.languages import spoken
from reports.links import file_stem
from reports.parts import Parts
from reports.site_pages import ARTICLES_A_PAGE, MOST_WEEKS, SiteRecord, articles_of_sites
from reports.source_lists import MOST_DOUBTED, source_families
from reports.sources import source_pages
from reports.topics import topic_groups, topic_pages

FEWEST_DRAWN_PERIODS = 3  # of fewer a row of bars says as much as a chart, at a thousandth of the time to draw


def write_topics(parts: Parts) -> int:
    """The list of topics by group, and a page for each."""
    topics, pages = parts.topics, parts.pages
    pages.write("topics/index.html", "topics.html", groups=topic_groups(topics), topic_count=len(topics))
    unit = parts.shown.trend.unit if parts.shown.trend else None
    for page in topic_pages(parts.data, topics, unit):
        name = f"topics/{file_stem(page.row['concept_id'])}.html"
        pages.write(name, "topic.html", page=page, unit=unit, listed=parts.listed_claims & _clusters(page.claims))
    return len(topics)


def _clusters(claims: tuple[dict[str, object], ...]) -> frozenset[str]:
    return frozenset(str(row["cluster_id"]) for row in claims)


def write_claims(parts: Parts) -> int:
    """The lists of claims that several articles make, and a page for each."""
    names = list_names("index", len(parts.claims), "list", CLAIMS_A_LIST)
    disputed = contradictions(parts.data)
    topics = frozenset(row["concept_id"] for row in parts.topics)
    for number, name in enumerate(names, 1):
        start = (number - 1) * CLAIMS_A_LIST
        parts.pages.write(
            f"claims/{name}",
            "claims.html",
            claims=parts.claims[start : start + CLAIMS_A_LIST],
            claim_count=len(parts.claims),
            names=names,
            number=number,
            rising=parts.rising if number == 1 else (),
            disputed=disputed if number == 1 else (),
            listed=parts.listed_claims if number == 1 else frozenset(),
        )
    for page in claim_pages(parts.data, parts.claims):
        parts.pages.write(
            f"claims/{file_stem(page.row['cluster_id'])}.html",
            "claim.html",
            page=page,
            stems={row["site"]: parts.stems[row["site"]] for row in page.sites},
            topics=topics & frozenset((page.row["agent_concept"], page.row["target_concept"])),
            listed=parts.listed_claims & frozenset(row["other_id"] for row in page.opposites),
        )
    return len(parts.claims)


def write_sites(parts: Parts) -> int:
    """The list of all sites and the pages of each, with a JSON file beside; how many pages of single sites."""
    shown = parts.shown
    parts.pages.write(
        "sites/index.html", "sites.html", sites=shown.sites, stems=parts.stems, fewest=FEWEST_RANKED_CLAIMS
    )
    cards = {row["site"]: row for row in report_rows(parts.data, "site_json")}
    figures_of = {figures.site: figures for figures in shown.sites}
    written = 0
    for site, articles in articles_of_sites(parts.data):
        figures, record = figures_of[site], parts.records.get(site) or SiteRecord()
        stem = parts.stems[site]
        names = list_names(stem, len(articles))
        periods = shown.trend.sites.get(site, ()) if shown.trend else ()
        about: Row = {
            "figures": figures,
            "record": record,
            "weeks": record.weeks[:MOST_WEEKS],
            "unit": shown.trend.unit if shown.trend else None,
            "periods": periods,
            "is_drawn": figures.is_ranked and sum(bool(one.claim_count) for one in periods) >= FEWEST_DRAWN_PERIODS,
            "grounds": shown.evidence.grounds(site),
            "mix": shown.evidence.site_mix(site),
            "has_retraction_list": bool(shown.evidence.retractions["list_count"]),
            "stem": stem,
            "names": names,
            "fewest": FEWEST_RANKED_CLAIMS,
        }
        for number, name in enumerate(names, 1):
            few = articles[(number - 1) * ARTICLES_A_PAGE : number * ARTICLES_A_PAGE]
            parts.pages.write(f"sites/{name}", "site.html", articles=few, number=number, **about)
            written += 1
        if spoken().code == parts.pages.codes[0]:
            told = {"without_traceable_source": figures.untraceable, "bolder_than_evidence": record.bold}
            parts.pages.folder.write(f"sites/{stem}.json", site_json(site, cards[site], told))
    return written


def write_sources(parts: Parts) -> int:
    """The first page of sources, the lists that it leads to, and a page for each listed source."""
    evidence, listed = parts.shown.evidence, parts.sources
    families = source_families(evidence.families, listed)
    doubted = [source for source in listed if source.is_doubted]
    parts.pages.write(
        "sources/index.html",
        "sources.html",
        evidence=evidence,
        families=families,
        source_count=sum(family.source_count for family in families),
        page_count=len(listed),
        doubted=doubted[:MOST_DOUBTED],
        doubted_count=sum(
            row["source_count"] for row in evidence.families if row["standing"] in {"retracted", "concern"}
        ),
        citations=parts.shown.citations,
        appeals=parts.shown.appeals,
    )
    for family in families:
        for name, number, sources in family.pages():
            about: Row = {"family": family, "names": family.names, "number": number}
            parts.pages.write(f"sources/{name}", "source_list.html", sources=sources, **about)
    for page in source_pages(parts.data, listed):
        chained = frozenset(chain["work_source_id"] for chain in page.works)
        parts.pages.write(
            f"sources/{file_stem(page.source.source_id)}.html",
            "source.html",
            page=page,
            listed=parts.listed_sources & chained,
            retractions=evidence.retractions,
        )
    return len(listed)
