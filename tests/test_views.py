"""The views: the columns that analysts were promised, and numbers that a hand count gives too."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.tagged_articles import (
    day,
    full_example,
    make_article,
    make_claim,
    make_fileset,
    make_outcome,
    make_tagged,
    new_warehouse,
)
from transforms.records import Section
from warehouse.load import load_fileset
from warehouse.statements import sql_files

PROMISED = {
    "articles": "article_id version_id url site lang title author published modified reviewed text word_count "
    "first_seen_at last_seen_at gone_at missing_since moved_to version_count extractor_version tagger_version "
    "cluster_id",
    "claims": "claim_id article_id version_id start_char end_char text kind polarity certainty agent agent_start_char "
    "agent_end_char target target_start_char target_end_char agent_concept target_concept support found_by score "
    "tagger_version cluster_id cluster_method cluster_score cluster_kind cluster_agent_concept "
    "cluster_target_concept",
    "fact_check_claims": "review_id verdict claim_id article_id site text stance certainty agent_concept "
    "target_concept kind review_method claim_method score",
    "claim_clusters": "cluster_id agent_concept target_concept agent_nl agent_en target_nl target_en kind polarity "
    "example claim_count article_count statement_count site_count languages first_seen_at first_site first_published "
    "asserted_count hedged_count traceable_count none_count by_concepts_count least_score",
    "claim_spread": "cluster_id month site claim_count article_count statement_count asserted_count hedged_count "
    "traceable_count none_count first_seen_at",
    "rising_claims": "cluster_id window_days baseline_days recent_count baseline_count recent_site_count "
    "all_recent_count all_count recent_share "
    "z",
    "contradictions": "agent_concept target_concept agent_nl agent_en target_nl target_en kind affirming_article_count "
    "denying_article_count affirming_sites denying_sites both_article_count",
    "citations": "citation_id article_id version_id start_char end_char text kind evidence year href traceable "
    "source_id found_by score tagger_version publisher_kind is_self_citation",
    "publishers": "domain kind name owner country reason citation_count article_count",
    "claim_citations": "claim_id citation_id article_id",
    "sources": "source_id scheme value url work title year journal first_author evidence_level evidence_basis "
    "is_preprint is_animal standing announced_on standing_basis publisher_domain publisher_kind citation_count "
    "article_count site_count citation_kinds self_citation_count",
    "source_records": "source_id registries doi pmid title year journal first_author types evidence_level "
    "evidence_basis is_preprint is_animal is_retracted retracted_on",
    "source_standings": "source_id standing announced_on reasons notice_doi standing_basis",
    "second_hand": "citation_id article_id source_id page_article_id page_url page_publisher_kind work_source_id "
    "scheme value",
    "claim_evidence": "claim_id article_id kind polarity certainty support citation_count best_level best_rank "
    "best_basis is_best_preprint publisher_kinds retracted_count is_self_cited_only second_hand_count",
    "food_health_claims": "register entry_id claim_type substance wording_en wording_nl conditions regulation "
    "standing checked checked_nl list_date",
    "claim_register": "claim_id article_id site publisher_kind text polarity certainty standing register entry_id "
    "method score substance wording conditions regulation",
    "fact_checks": "review_id url claim claimant claimed_on appearance verdict verdict_basis rating rating_value "
    "worst_rating best_rating reviewer reviewer_url reviewed_on origin article_id page_url site list_date",
    "strength_gap": "claim_id article_id site text kind polarity certainty best_level best_basis gap reason",
    "source_mix": "site month publisher_kind citation_count article_count self_citation_count all_citation_count "
    "citation_share",
    "disclosures": "article_id version_id start_char end_char text kind",
    "sections": "article_id version_id start_char end_char heading kind entry_count link_count",
    "blocks": "article_id version_id start_char end_char kind level",
    "hrefs": "article_id version_id start_char end_char url",
    "outcomes": "url site run_id outcome reason at record article_id location directives",
    "article_addresses": "article_id url role first_seen_at last_seen_at",
    "article_clusters": "cluster_id article_count site_count sites first_seen_at first_site first_published",
    "article_copies": "article_id cluster_id url site title published first_seen_at is_first similarity",
    "unique_articles": "article_id version_id url site lang title author published modified reviewed text word_count "
    "first_seen_at last_seen_at gone_at missing_since moved_to version_count extractor_version tagger_version "
    "cluster_id",
    "article_moves": "from_url to_url from_article_id to_article_id first_seen_at",
    "runs": "run_id site started_at finished_at finish_reason health health_reason url_count article_count "
    "unchanged_count not_due_count not_article_count gone_count error_count refused_count opted_out_count limit_count "
    "walled_count described_count dated_count dated_share authored_count authored_share median_words "
    "request_count byte_count retry_count "
    "discovery_failure_count crawl_seconds claim_count citation_count loaded_at",
    "share_moves": "site lang week support support_count claim_count support_share baseline_week_count "
    "baseline_support_count baseline_claim_count usual_share z",
    "alerts": "alert_id raised_at rule severity site subject text",
    "retractions": "scheme value standing announced_on reasons notice_doi title list_date",
    "retracted_citations": "citation_id article_id site url text source_id scheme value standing announced_on timing "
    "claim_count reasons notice_doi standing_basis",
    "claim_changes": "article_id site url seen_before_at changed_at kind wording similarity changes from_text to_text "
    "from_certainty to_certainty from_polarity to_polarity from_support to_support added_citations removed_citations "
    "from_version_id to_version_id from_claim_id to_claim_id tagger_version",
    "article_edits": "article_id site url from_version_id to_version_id seen_before_at changed_at tagger_version "
    "from_claim_count to_claim_count unchanged_claim_count reworded_count dropped_count added_count softened_count "
    "strengthened_count turned_count citation_added_count citation_removed_count",
    "loads": "fileset run_id site tagger_version loaded_at page_count article_count claim_count citation_count",
    "site_scorecard": "site article_count claim_count traceable_count named_count vague_count none_count "
    "traceable_share named_share vague_share none_share untraceable_share vague_appeal_count disclosure_article_count "
    "empty_sources_article_count first_published last_published",
    "weekly_trends": "site lang week article_count claim_count traceable_count named_count vague_count none_count "
    "benefit_count harm_count evidence_count fact_count negated_count hedged_count untraceable_share "
    "tagger_versions is_tagger_break",
    "tagger_breaks": "site since tagger_version article_count previous_tagger_version previous_article_count",
    "coverage": "site week run_count degraded_run_count failed_run_count is_degraded health_reason url_count "
    "asked_count article_count seen_count seen_share new_count edited_count unchanged_count duplicate_count "
    "not_due_count other_page_count gone_count opted_out_count error_count blocked_count walled_count failed_count "
    "failed_share robots_count limit_count",
    "v_help": "relation grain column_count question example",
}


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    yield con
    con.close()


def test_every_view_has_the_promised_columns_in_order(con: duckdb.DuckDBPyConnection) -> None:
    views = con.execute("select view_name from duckdb_views() where not internal").fetchall()
    assert {name for (name,) in views} == set(PROMISED)
    for view, columns in PROMISED.items():
        described = con.execute(f"describe {view}").fetchall()
        assert [row[0] for row in described] == columns.split(), view


def test_views_of_an_empty_warehouse_are_empty(con: duckdb.DuckDBPyConnection) -> None:
    # what comes with claimtrace is always there: publishers.csv, eu_health_claims.csv
    told = {"publishers": "where citation_count > 0", "food_health_claims": "where list_date is not null"}
    for view in PROMISED.keys() - {"v_help"}:
        assert con.execute(f"from {view} {told.get(view, '')}").fetchall() == [], view


def test_every_view_and_load_step_opens_with_its_grain() -> None:
    for folder in ("views", "loads", "ledger", "migrations"):
        for path in sql_files(folder):
            assert path.read_text().startswith(("-- One row", "-- One table")), path.name


def sources_section(text: str, entries: int) -> Section:
    start = text.index("Sources")
    return Section(
        start_char=start, end_char=len(text), heading="Sources", kind="sources", entry_count=entries, link_count=entries
    )


def test_the_scorecard_counts_what_a_hand_counts(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    text = "Tea helps.\nSources\nOne."
    filled = make_article("https://site.test/filled", text, sections=(sources_section(text, 1),), published=None)
    text = "Milk helps.\nSources\nSources again"
    twice = make_article(
        "https://site.test/twice", text, sections=(sources_section(text, 0), sources_section(text, 2)),
        published=date(2025, 1, 31),
    )  # fmt: skip
    silent = make_tagged(make_article("https://silent.test/", "Nothing is claimed.", site="silent.test"))
    tagged = [full_example(), make_tagged(filled, [make_claim(filled, "Tea helps.")]), make_tagged(twice), silent]
    load_fileset(
        con, make_fileset(tmp_path, tagged, others=[make_outcome("https://empty.test/", "error", site="empty.test")])
    )
    rows = con.execute("from site_scorecard order by site").fetchall()
    quiet = (
        "silent.test",
        1,
        0,
        0,
        0,
        0,
        0,
        None,
        None,
        None,
        None,
        None,
        0,
        0,
        0,
        date(2026, 10, 28),
        date(2026, 10, 28),
    )
    full = ("site", 3, 4, 1, 0, 1, 2, 0.25, 0.0, 0.25, 0.5, 0.75, 1, 1, 1, date(2025, 1, 31), date(2026, 10, 28))
    assert rows == [quiet, full]


def test_weeks_begin_on_monday_and_undated_articles_have_none(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    dates = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 8), date(2025, 12, 31), None, None]
    tagged = []
    for number, published in enumerate(dates):
        article = make_article(f"https://site.test/{number}", f"Thing {number} helps.", published=published)
        kind, polarity = ("harm", "negated") if number == 2 else ("benefit", "affirmed")
        tagged.append(make_tagged(article, [make_claim(article, article.text, kind=kind, polarity=polarity)]))
    load_fileset(con, make_fileset(tmp_path, tagged))
    sql = (
        "select week, article_count, claim_count, benefit_count, harm_count, negated_count, untraceable_share "
        "from weekly_trends order by week nulls last"
    )
    assert con.execute(sql).fetchall() == [
        (date(2025, 12, 29), 1, 1, 1, 0, 0, 1.0),
        (date(2026, 10, 26), 1, 1, 1, 0, 0, 1.0),
        (date(2026, 11, 2), 2, 2, 1, 1, 1, 1.0),
        (None, 2, 2, 2, 0, 0, 1.0),
    ]


def test_an_article_gone_from_its_site_stays_in_the_numbers(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path, [full_example()]))
    load_fileset(
        con, make_fileset(tmp_path, [], "run-2", [make_outcome("https://site.test/full", "gone", "run-2", day(2))])
    )
    assert con.execute("select claim_count from site_scorecard").fetchall() == [(3,)]
    assert con.execute("select count(*) from articles where gone_at is not null").fetchall() == [(1,)]


def test_words_are_counted_between_any_white_space(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_fileset(con, make_fileset(tmp_path, [make_tagged(make_article(text="Één  twee\ndrie-vier, 5."))]))
    assert con.execute("select word_count from articles").fetchall() == [(4,)]
