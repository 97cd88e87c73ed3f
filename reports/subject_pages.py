"""Topics, claims, sites and sources of a published file in; a page for each and the lists that lead there, out."""

from itertools import islice

from reports.article_lists import article_pieces, list_names
from reports.claims import CLAIMS_A_LIST, claim_pages, contradictions
from reports.downloads import site_json
from reports.frames import FEWEST_RANKED_CLAIMS, Row, report_rows
from reports.languages import spoken
from reports.links import file_stem
from reports.overview import ranked_sites
from reports.parts import Parts
from reports.quality import quality_tables
from reports.register_standings import MOST_ABSENT, absent_claims
from reports.site_pages import MOST_WEEKS, SiteRecord, articles_of_sites
from reports.source_lists import MOST_DOUBTED, source_families
from reports.sources import ListedSource, source_pages
from reports.topics import topic_groups, topic_pages

MOST_DISPUTED = 25  # relations that articles disagree on, on the page of claims; a file has them all
FEWEST_DRAWN_PERIODS = 3  # of fewer a row of bars says as much as a chart, at a thousandth of the time to draw


def write_topics(parts: Parts) -> int:
    """The list of topics by group, and a page for each."""
    topics, pages = parts.topics, parts.pages
    pages.write("topics/index.html", "topics.html", groups=topic_groups(topics), topic_count=len(topics))
    unit = parts.shown.trend.unit if parts.shown.trend else None
    rows = parts.facts.topic_digests
    made_of = {row["concept_id"]: pages.digest(rows.get(row["concept_id"], ""), row=row, unit=unit) for row in topics}
    changed = [row for row in topics if not pages.keeps(_topic(row), made_of[row["concept_id"]])]
    for page in topic_pages(parts.data, changed, unit, parts.listed_claims):
        pages.write(_topic(page.row), "topic.html", made_of[page.row["concept_id"]], page=page, unit=unit)
    return len(topics)


def _topic(row: Row) -> str:
    return f"topics/{file_stem(row['concept_id'])}.html"


def write_claims(parts: Parts) -> int:
    """The lists of claims that several articles make, and a page for each."""
    wide = [row for row in parts.claims if row["article_count"] > 1]  # others have a page as one side of a dispute
    names = list_names("index", len(wide), "list", CLAIMS_A_LIST)
    disputed = contradictions(parts.data)
    topics = frozenset(row["concept_id"] for row in parts.topics)
    for number, name in enumerate(names, 1):
        start = (number - 1) * CLAIMS_A_LIST
        parts.pages.write(
            f"claims/{name}",
            "claims.html",
            claims=wide[start : start + CLAIMS_A_LIST],
            claim_count=len(wide),
            names=names,
            number=number,
            rising=parts.rising if number == 1 else (),
            disputed=disputed[:MOST_DISPUTED] if number == 1 else (),
            disputed_count=len(disputed) if number == 1 else 0,
            listed=parts.listed_claims if number == 1 else frozenset(),
            register=parts.facts.register if number == 1 else None,
        )
    write_register(parts)
    made_of = {}
    for row in parts.claims:
        of = {"row": row, "topics": sorted(topics & {row["agent_concept"], row["target_concept"]})}
        rows = parts.facts.claim_digests.get(row["cluster_id"], "")
        made_of[row["cluster_id"]] = parts.pages.digest(rows, stems=parts.facts.odd_stems, **of)
    changed = [row for row in parts.claims if not parts.pages.keeps(_claim(row), made_of[row["cluster_id"]])]
    for page in claim_pages(parts.data, changed, parts.listed_claims):
        parts.pages.write(
            _claim(page.row),
            "claim.html",
            made_of[page.row["cluster_id"]],
            page=page,
            stems=parts.stems,
            topics=topics,
        )
    return len(parts.claims)


def write_register(parts: Parts) -> None:
    """Claims on food beside the EU register, with those on commercial sites that it does not have."""
    register = parts.facts.register
    claims = absent_claims(parts.data, parts.listed_claims) if register.commercial else ()
    parts.pages.write("claims/register.html", "register.html", register=register, claims=claims, most=MOST_ABSENT)


def _claim(row: Row) -> str:
    return f"claims/{file_stem(row['cluster_id'])}.html"


def write_sites(parts: Parts) -> int:
    """The list of all sites and the pages of each, with a JSON file beside; how many pages of single sites."""
    shown = parts.shown
    parts.pages.write(
        "sites/index.html",
        "sites.html",
        ranked=ranked_sites(shown.sites),
        disclosing=report_rows(parts.data, "disclosing_support"),
        tables=quality_tables(),
        stems=parts.stems,
        fewest=FEWEST_RANKED_CLAIMS,
    )
    cards = {row["site"]: row for row in report_rows(parts.data, "site_json")}
    figures_of = {figures.site: figures for figures in shown.sites}
    records = parts.records  # before the articles: nothing can be asked while they are read
    written = 0
    for site, articles in articles_of_sites(parts.data):
        figures, record = figures_of[site], records.get(site) or SiteRecord()
        stem = parts.stems[site]
        pieces = article_pieces(stem, len(articles))
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
            "names": [name for name, _ in pieces],
            "fewest": FEWEST_RANKED_CLAIMS,
        }
        remaining = iter(articles)
        for number, (name, size) in enumerate(pieces, 1):
            few = list(islice(remaining, size))
            parts.pages.write(f"sites/{name}", "site.html", articles=few, number=number, **about)
            written += 1
        if spoken().code == parts.pages.codes[0]:
            told = {"without_traceable_source": figures.untraceable, "bolder_than_evidence": record.bold}
            parts.pages.folder.put(f"sites/{stem}.json", site_json(site, cards[site], told))
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
            # not the family, which has all its sources; its counts on the first list alone: on every list they would
            # change them all each day
            counts = (family.page_count, family.source_count) if number == 1 else None
            about: Row = {"family": family.word, "counts": counts, "names": family.names, "number": number}
            parts.pages.write(f"sources/{name}", "source_list.html", sources=sources, **about)
    # what a source is called hangs on its row and on words of ours, which the digest of the code covers
    # and of what was held against lists of retractions a page says whether and when, not how many were found
    retractions = {name: evidence.retractions[name] for name in ("list_count", "list_date", "work_count")}
    common = parts.pages.digest(ladder=evidence.ladder, retractions=retractions)
    made_of = {
        source.source_id: parts.pages.digest(
            parts.facts.source_digests[source.source_id], row=source.row, common=common
        )
        for source in listed
    }
    changed = [source for source in listed if not parts.pages.keeps(_source(source), made_of[source.source_id])]
    for page in source_pages(parts.data, changed, parts.listed_sources):
        parts.pages.write(
            _source(page.source),
            "source.html",
            made_of[page.source.source_id],
            page=page,
            retractions=retractions,
        )
    return len(listed)


def _source(source: ListedSource) -> str:
    return f"sources/{file_stem(source.source_id)}.html"
