"""The numbers of the views, worked out a second time: slowly and simply, in pandas, from the files that were loaded."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.tagged_articles import (
    day,
    make_article,
    make_citation,
    make_claim,
    make_fileset,
    make_outcome,
    make_tagged,
    new_warehouse,
    short_hash,
)
from transforms.records import Outcome, Source, TaggedArticle
from warehouse.checks import run_checks
from warehouse.load import load_fileset

SITES = ("kruid", "nieuws", "winkel")
RUNS = 5
GRADES = ("traceable", "named", "vague", "none")
FAILURES = (
    ("error", "timeout"), ("blocked", "status 403"), ("robots", None), ("limit", "max_depth"), ("opted_out", "noindex"),
    ("not_article", "consent wall: x"), ("not_article", "listing: x"), ("redirected", "status 301"), ("not_due", None),
    ("blocked", "bot challenge: x"),
)  # fmt: skip


def random_article(chance: random.Random, site: str, number: int, at: datetime, tagger: str) -> TaggedArticle:
    """An article of claims of every kind and grade, each with what its grade rests on; its text is new each time."""
    lines = [f"Claim {n} of {site} {number} as of {at:%d}, {chance.random()}." for n in range(chance.randrange(5))]
    cited = [f"Citation {n} of {number}, {chance.random()}." for n in range(3)]
    born = date(2026, 9, 1) + timedelta(days=number * 5)
    article = make_article(
        f"https://{site}.test/{number}", "\n".join([*lines, *cited]), site=site, fetched_at=at,
        published=None if number % 7 == 0 else born, lang="nl" if number % 3 else "en",
    )  # fmt: skip
    source = Source(source_id=short_hash(site), scheme="url", value=site, url=f"https://source.test/{site}")
    citations = (
        make_citation(article, cited[0], kind="link", traceable=True, source_id=source.source_id, href=source.url),
        make_citation(article, cited[1], kind="study"),
        make_citation(article, cited[2], kind="appeal"),
    )
    claims, pairs = [], []
    for place, line in enumerate(lines):
        grade = chance.choice(GRADES)
        if grade != "none":  # the best citation of a claim is its grade; it may have poorer ones besides
            best = GRADES.index(grade)
            pairs += [(place, cite) for cite in range(best, 3) if cite == best or chance.random() < 0.5]
        claims.append(
            make_claim(
                article, line, support=grade, kind=chance.choice(("benefit", "harm", "evidence", "fact")),
                polarity=chance.choice(("affirmed", "negated")), certainty=chance.choice(("asserted", "hedged")),
            )
        )  # fmt: skip
    return make_tagged(article, claims, citations, pairs, (), (source,), tagger)


def runs(chance: random.Random, folder: Path) -> Iterator[Path]:
    """A run a site every four days: new pages, edited ones, 304s, pages that went away and every kind of failure."""
    for run in range(RUNS):
        tagger = "tagger-1" if run < 3 else "tagger-2"
        for site in SITES:
            at, run_id, answers, read = day(1 + 4 * run), f"{site}-{run}", list[Outcome](), list[TaggedArticle]()
            for number in range(6 + 3 * run):
                seen = at + timedelta(seconds=number)
                known = number < 6 + 3 * (run - 1)
                url = f"https://{site}.test/{number}"
                what = chance.choice(("edit", "304", "304", "gone", "fail")) if known else "new"
                if what in ("new", "edit"):
                    read.append(random_article(chance, site, number, seen, tagger))
                else:
                    kind, reason = {"304": ("unchanged", "304"), "gone": ("gone", "status 404")}.get(
                        what, chance.choice(FAILURES)
                    )
                    answers.append(make_outcome(url, kind, run_id, seen, site=site, reason=reason))  # type: ignore[arg-type]
            for n, (kind, reason) in enumerate(FAILURES):
                url = f"https://{site}.test/other/{run}/{n}"
                answers.append(make_outcome(url, kind, run_id, at, site=site, reason=reason))  # type: ignore[arg-type]
            yield make_fileset(folder, read, run_id, answers, tagger, site=site)


@pytest.fixture(scope="module", params=[1, 2])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:  # type: ignore[type-arg]
    """A warehouse, and the file sets that it was loaded from as frames by table."""
    folder = tmp_path_factory.mktemp("truth")
    con = new_warehouse(folder / "claimtrace.duckdb")
    sets = list(runs(random.Random(request.param), folder / "tagged"))
    for fileset in sets:
        load_fileset(con, fileset)
    names = ("articles", "claims", "citations", "claim_citations", "outcomes")
    tables = {
        name: pd.concat(
            [pd.read_parquet(one / f"{name}.parquet").assign(tagger_version=one.name.split("--")[1]) for one in sets]
        )
        for name in names
    }
    assert [result.name for result in run_checks(con) if result.offending_count and result.severity == "error"] == []
    yield con, tables
    con.close()


def latest(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The articles as they were last fetched, with the Monday of their publication."""
    found = tables["articles"].sort_values("fetched_at").groupby("article_id").tail(1).copy()
    published = pd.to_datetime(found["published"])
    found["week"] = published - pd.to_timedelta(published.dt.day_of_week, unit="D")
    return found


def counted(claims: pd.DataFrame) -> dict[str, object]:
    """Claims by grade, and the shares of them; None where there is no claim."""
    total = len(claims)
    by_grade = {grade: int((claims["support"] == grade).sum()) for grade in GRADES}
    row: dict[str, object] = {"claim_count": total} | {f"{grade}_count": by_grade[grade] for grade in GRADES}
    row |= {f"{grade}_share": by_grade[grade] / total if total else None for grade in GRADES}
    return row | {"untraceable_share": 1 - by_grade["traceable"] / total if total else None}


def view(
    con: duckdb.DuckDBPyConnection, name: str, keys: tuple[str, ...]
) -> dict[tuple[object, ...], dict[str, object]]:
    """A view's rows by some of their columns."""
    asked = con.execute(f"select * from {name}")
    names = [column[0] for column in asked.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    return {tuple(row[key] for key in keys): row for row in rows}


def assert_same(found: dict[str, object], expected: dict[str, object]) -> None:
    """Equal to the last digit, in every column that was worked out."""
    assert {name: found[name] for name in expected} == expected


def test_the_scorecard(corpus: tuple) -> None:  # type: ignore[type-arg]
    con, tables = corpus
    articles, found = latest(tables), view(con, "site_scorecard", ("site",))
    assert {site for (site,) in found} == set(SITES)
    for site, of_site in articles.groupby("site"):
        claims = tables["claims"][tables["claims"]["version_id"].isin(of_site["version_id"])]
        cited = tables["citations"][tables["citations"]["version_id"].isin(of_site["version_id"])]
        assert len(claims) > 10
        expected = counted(claims) | {
            "article_count": len(of_site),
            "vague_appeal_count": int((cited["kind"] == "appeal").sum()),
            "first_published": of_site["published"].dropna().min(),
            "last_published": of_site["published"].dropna().max(),
        }
        assert_same(found[(site,)], expected)


def test_weekly_trends(corpus: tuple) -> None:  # type: ignore[type-arg]
    con, tables = corpus
    articles, found = latest(tables), view(con, "weekly_trends", ("site", "lang", "week"))
    groups = articles.groupby(["site", "lang", "week"], dropna=False)
    assert len(found) == len(groups) > 10
    for (site, lang, week), of_week in groups:
        claims = tables["claims"][tables["claims"]["version_id"].isin(of_week["version_id"])]
        row = found[(site, lang, None if pd.isna(week) else week.date())]
        expected = {name: value for name, value in counted(claims).items() if name in row}
        for column, words in (("kind", ("benefit", "harm", "evidence", "fact")), ("polarity", ("negated",)),
                              ("certainty", ("hedged",))):  # fmt: skip
            expected |= {f"{word}_count": int((claims[column] == word).sum()) for word in words}
        expected |= {"article_count": len(of_week), "tagger_versions": sorted(of_week["tagger_version"].unique())}
        assert_same(row, expected)


def test_pairs_of_claims_and_citations(corpus: tuple) -> None:  # type: ignore[type-arg]
    con, tables = corpus
    pairs = tables["claim_citations"]
    expected = pairs[pairs["version_id"].isin(latest(tables)["version_id"])]
    by_claim = expected.groupby("claim_id").size().to_dict()
    assert by_claim == dict(con.execute("select claim_id, count(*) from claim_citations group by 1").fetchall())
    assert max(by_claim.values()) > 1
    grades = tables["citations"].set_index("citation_id")
    for claim in tables["claims"].itertuples():
        of_claim = grades.loc[list(pairs.loc[pairs["claim_id"] == claim.claim_id, "citation_id"])]
        is_named = (~of_claim["traceable"] & (of_claim["kind"] != "appeal")).any()
        best = (
            "traceable"
            if of_claim["traceable"].any()
            else "named"
            if is_named
            else "vague"
            if len(of_claim)
            else "none"
        )
        assert claim.support == best


CLASSES = ("new", "edited", "unchanged", "duplicate", "not_due", "other_page", "gone", "opted_out", "error", "blocked",
           "walled", "robots", "limit")  # fmt: skip


def classed(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each outcome with the Monday of its week and its one class."""
    outcomes = tables["outcomes"].copy()
    outcomes["at"] = pd.to_datetime(outcomes["at"], utc=True)
    outcomes = outcomes.sort_values("at", kind="stable")
    outcomes["week"] = outcomes["at"].dt.floor("D") - pd.to_timedelta(outcomes["at"].dt.day_of_week, unit="D")
    kinds, articles, last_body = (
        list[str](),
        set[str](),
        dict[str, str](),
    )  # a 304 is about the last answer that had a body
    for one in outcomes.itertuples():
        kind = one.outcome
        if str(one.reason).startswith(("consent wall", "bot challenge", "paywall", "login page")):
            kind = "walled"
        elif kind == "article":
            kind = "edited" if one.url in articles else "new"
            articles.add(one.url)
        elif kind in ("not_article", "redirected") or (kind == "unchanged" and last_body.get(one.url) != "article"):
            kind = "other_page"
        if one.outcome in ("article", "not_article", "opted_out"):
            last_body[one.url] = one.outcome
        kinds.append(kind)
    return outcomes.assign(kind=kinds)


def test_coverage(corpus: tuple) -> None:  # type: ignore[type-arg]
    con, tables = corpus
    found = view(con, "coverage", ("site", "week"))
    seen_classes, by_week = ("new", "edited", "unchanged", "duplicate"), classed(tables).groupby(["site", "week"])
    assert len([row for row in found.values() if row["url_count"]]) == len(by_week) > 5
    for (site, week), of_week in by_week:
        kinds = of_week["kind"]
        asked = int((~kinds.isin(["not_due", "limit", "robots"])).sum())
        seen, failed = int(kinds.isin(seen_classes).sum()), int(kinds.isin(["error", "blocked", "walled"]).sum())
        expected: dict[str, object] = {f"{name}_count": int((kinds == name).sum()) for name in CLASSES}
        expected |= {
            "run_count": of_week["run_id"].nunique(), "url_count": int((kinds != "not_due").sum()),
            "asked_count": asked, "seen_count": seen, "failed_count": failed,
            "article_count": of_week.loc[kinds.isin(seen_classes), "url"].nunique(),
            "seen_share": seen / asked if asked else None, "failed_share": failed / asked if asked else None,
        }  # fmt: skip
        assert_same(found[(site, week.date())], expected)
