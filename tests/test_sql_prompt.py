"""The prompt of `claimtrace sql`: queries over several lines, errors that end nothing, names that Tab completes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from flows.sql_prompt import completed, completions, typed_queries
from tests.conftest import claimtrace
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_fileset
from warehouse.queries import Published


def typed(text: str) -> list[str]:
    lines: Iterator[str | None] = iter([*text.split("\n"), None])
    return list(typed_queries(lambda _: next(lines)))


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("select 1;", ["select 1"]),
        ("select 1\n, 2;\nselect 3;", ["select 1\n, 2", "select 3"]),
        ("select 1\n\nselect 2", ["select 1", "select 2"]),
        (".views\nfrom claims;", [".views", "from claims"]),
        ("select ';'\n;", ["select ';'"]),
        ("\n\n;\n", []),
        ("select\n.5;", ["select\n.5"]),  # within a query a dot is no command
        ("", []),
    ],
)
def test_queries_are_put_together_from_lines(text: str, queries: list[str]) -> None:
    assert typed(text) == queries


def test_tab_completes_views_columns_questions_and_words(tmp_path: Path) -> None:
    with Published(publish_articles(tmp_path, [full_example()])) as published:
        names = completions(published)
    assert {"claims", "untraceable_share", "sites_ranked", "select", ".ask"} <= set(names)
    assert [completed(names, "CLAIM_CIT", number) for number in range(2)] == ["claim_citations", None]
    assert completed(names, "zzz", 0) is None


def test_a_session(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    session = (
        "select count(*) as n\nfrom claims;\nselekt;\n.nonsense\n.ask claims_by_grade\n.questions\n.quit\nselect 99;\n"
    )
    done = claimtrace("sql", "--data", data.root, stdin=session)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == ["n", "─", "3"]
    assert "Parser Error" in done.stderr and "no command .nonsense" in done.stderr
    assert "traceable" in done.stdout and "sites_ranked: Which sites" in done.stdout
    assert "99" not in done.stdout
