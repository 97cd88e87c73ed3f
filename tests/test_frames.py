from datetime import date

import pandas as pd
import pytest

from reports import frames
from reports.overview import overview, trend
from reports.shares import wilson_interval
from reports.site_pages import articles_of_sites
from tests.published_files import publish_articles
from tests.tagged_articles import (
    day,
    full_example,
    make_article,
    make_citation,
    make_claim,
    make_outcome,
    make_tagged,
)
from warehouse.queries import Published

SENTENCES = [f"Herb number {n} helps." for n in range(30)]


def article(url, site, published, grades, **fields):
    """An article whose first claims have these grades; a traceable one has a study with a link beside it."""
    sentences = SENTENCES[: len(grades)]
    text = " ".join(f"{sentence} (study {n})" for n, sentence in enumerate(sentences)) or "Nothing is claimed."
    made = make_article(url, text, site=site, published=published, **fields)
    kinds = {"traceable": "study", "named": "organisation", "vague": "appeal"}
    claims, citations, pairs = [], [], []
    for n, grade in enumerate(grades):
        claims.append(make_claim(made, sentences[n], support=grade, kind="harm" if n % 2 else "benefit"))
        if grade != "none":
            pairs.append((n, len(citations)))
            citations.append(make_citation(made, f"(study {n})", kind=kinds[grade], traceable=grade == "traceable"))
    return make_tagged(made, claims, citations, pairs)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    tagged = [
        article("https://a.test/1", "a", date(2026, 11, 2), ["traceable"] * 5 + ["none"] * 15),
        article("https://a.test/2", "a", date(2026, 11, 8), ["named", "vague", "vague", "none"], fetched_at=day(8)),
        article("https://a.test/3", "a", None, ["none"] * 6),
        article("https://b.test/1", "b", date(2026, 10, 19), ["none"] * 24),
        article("https://c.test/1", "c", date(1246, 1, 1), ["none"] * 3),
        article("https://c.test/2", "c", date(2026, 11, 2), []),
        article("https://c.test/3", "c", date(2027, 1, 1), ["none"] * 2),
        full_example("https://d.test/full", site="d"),
    ]
    others = [
        make_outcome("https://a.test/short", "not_article", reason="short: 31 words"),
        make_outcome("https://a.test/short2", "not_article", reason="short: 12 words"),
        make_outcome("https://a.test/pdf", "not_article", reason="not HTML: application/pdf"),
        make_outcome("https://a.test/gone", "gone", reason="HTTP 404"),
    ]
    path = publish_articles(tmp_path_factory.mktemp("frames"), tagged, others)
    with Published(path) as opened:
        yield opened


def test_the_headline_counts_every_article_and_claim_once(published):
    counts = frames.headline(published)
    assert counts["article_count"] == 8
    assert counts["site_count"] == 4
    assert counts["claim_count"] == 20 + 4 + 6 + 24 + 3 + 0 + 2 + 3
    assert (counts["traceable_count"], counts["named_count"], counts["vague_count"], counts["none_count"]) == (
        6,
        1,
        3,
        52,
    )
    assert counts["vague_appeal_count"] == 3
    assert counts["disclosure_article_count"] == 1
    assert counts["empty_sources_article_count"] == 1
    assert all(isinstance(value, int) for value in counts.values())


def test_sites_are_ranked_by_share_and_small_ones_follow(published):
    ranking = frames.site_ranking(published)
    assert list(ranking["site"]) == ["b", "a", "c", "d"]
    assert list(ranking["is_ranked"]) == [True, True, False, False]
    a = ranking[ranking["site"] == "a"].iloc[0]
    assert a["untraceable_share"] == pytest.approx(25 / 30)
    assert (a["untraceable_low"], a["untraceable_high"]) == pytest.approx(wilson_interval(25, 30))


def test_weekly_trends_are_the_analysts_view_with_intervals(published):
    frame = frames.weekly_trends(published)
    week = frame[(frame["site"] == "a") & (frame["week"] == pd.Timestamp(2026, 11, 2))].iloc[0]
    assert (week["article_count"], week["claim_count"], week["traceable_count"]) == (2, 24, 5)
    assert week["untraceable_share"] == pytest.approx(19 / 24)
    assert (week["untraceable_low"], week["untraceable_high"]) == pytest.approx(wilson_interval(19, 24))
    undated = frame[(frame["site"] == "a") & frame["week"].isna()].iloc[0]
    assert undated["claim_count"] == 6
    nothing = frame[(frame["site"] == "c") & (frame["week"] == pd.Timestamp(2026, 11, 2))].iloc[0]
    assert nothing["claim_count"] == 0
    assert pd.isna(nothing["untraceable_share"])
    assert pd.isna(nothing["untraceable_low"])


def test_the_drawn_weeks_agree_with_the_analysts_view(published):
    drawn = frames.site_trend(published, "week").rename(columns={"period": "week"})
    view = frames.weekly_trends(published)
    placed = (view["week"] >= pd.Timestamp(1991, 1, 1)) & (view["week"] <= pd.Timestamp(2026, 11, 10))
    view = view[placed & (view["claim_count"] > 0)]
    columns = ["site", "week", "article_count", "claim_count", "traceable_count", "named_count", "vague_count"]
    columns += ["none_count"]
    left, right = (frame.sort_values(["site", "week"])[columns].reset_index(drop=True) for frame in (drawn, view))
    pd.testing.assert_frame_equal(left, right, check_dtype=False)


def test_all_sites_together_add_up_with_the_interval_of_the_sum(published):
    weeks = frames.overall_trend(frames.site_trend(published, "week")).set_index("period")
    # site d's example is dated Wednesday 28 October: 3 claims, one of them traceable
    assert list(weeks["claim_count"]) == [24, 3, 24]
    last = weeks.loc[pd.Timestamp(2026, 11, 2)]
    assert last["untraceable_share"] == pytest.approx(19 / 24)
    assert (last["untraceable_low"], last["untraceable_high"]) == pytest.approx(wilson_interval(19, 24))


def test_a_trend_says_what_it_cannot_place_and_keeps_weeks_without_claims(published):
    drawn = trend(published)
    assert drawn is not None
    assert drawn.unit == "week"
    assert [period.start for period in drawn.overall] == [date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2)]
    assert [period.claim_count for period in drawn.sites["b"]] == [24, 0, 0]
    assert drawn.undated_claim_count == 6
    assert drawn.impossible_claim_count == 5  # three of the year 1246, two dated after the page was fetched
    assert "c" not in drawn.sites


def test_months_and_years_count_the_same_claims(published):
    for unit in ("month", "year"):
        assert frames.site_trend(published, unit)["claim_count"].sum() == 51


def test_support_by_kind(published):
    by_kind = frames.support_by_kind(published).set_index("kind")
    assert by_kind["claim_count"].sum() == 62
    assert by_kind.loc["harm", "traceable_count"] == 2  # every second claim of a.test/1
    assert by_kind.loc["benefit", "hedged_count"] == 1


def test_citations_and_vague_appeals(published):
    kinds = frames.citations_by_kind(published).groupby("kind")["citation_count"].sum().to_dict()
    assert kinds == {"study": 5, "appeal": 3, "organisation": 1, "identifier": 1}
    appeals = frames.vague_appeals(published)
    assert list(appeals["wording"]) == ["(study 1)", "(study 2)", "experts say"]
    assert len(frames.vague_appeals(published, most=1)) == 1


def test_outcomes_are_counted_by_reason_without_its_numbers(published):
    found = {
        (row["outcome"], row["reason"]): row["visit_count"] for row in frames.rows(frames.outcome_counts(published))
    }
    assert found == {
        ("article", None): 8,
        ("not_article", "short"): 2,
        ("not_article", "not HTML: application/pdf"): 1,
        ("gone", "HTTP 404"): 1,
    }


def test_top_articles_have_most_claims_without_a_traceable_source(published):
    top = frames.top_articles(published, most=2)
    assert list(top["site"]) == ["b", "a"]
    assert list(top["claim_count"]) == [24, 20]


def test_a_sites_articles_come_newest_first(published):
    articles = dict(articles_of_sites(published))["a"]
    assert [row["published"] for row in articles] == ["2026-11-08", "2026-11-02", None]


def test_every_query_opens_with_its_grain():
    for path in frames.QUERIES.glob("*.sql"):
        assert path.read_text("utf-8").startswith(("-- One row per ", "-- One row:")), path.name


def test_an_empty_file_gives_zeros_and_no_trend(tmp_path):
    with Published(publish_articles(tmp_path, [])) as empty:
        shown = overview(empty)
    assert shown.counts["claim_count"] == 0
    assert shown.untraceable.percent == "–"
    assert shown.trend is None
    assert shown.sites == ()
