"""The published file in DuckDB 1.5, which many tools bundle: it opens, and every view and question says the same.

DuckDB 1.5 cannot be installed beside ours, so it needs an environment of its own; where CLAIMTRACE_DUCKDB_15 does not
name its Python, this is skipped:

    uv venv old && uv pip install --python old/bin/python 'duckdb==1.5.*'
    CLAIMTRACE_DUCKDB_15=old/bin/python pytest tests/test_old_duckdb.py
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_tagged
from warehouse.queries import Published, questions
from warehouse.statements import sql_files

OLD = os.environ.get("CLAIMTRACE_DUCKDB_15")

# Every table macro, asked something that has an answer.
MACROS = (
    "articles_as_of('2027-01-01')",
    "claims_as_of('2027-01-01')",
    "citations_as_of('2027-01-01')",
    "tagger_diff('tagger-1', 'tagger-2')",
    "tagger_totals('tagger-1', 'tagger-2')",
)

# Answers every query of a JSON object by name; the rows as text, in any order, since only some queries sort.
ASK = """
import duckdb, json, sys
con = duckdb.connect(sys.argv[1], read_only=True)
asks = json.load(sys.stdin)
answers = {name: sorted(map(repr, con.execute(ask).fetchall())) for name, ask in asks.items()}
print(json.dumps({"version": duckdb.__version__, "answers": answers}))
"""


@pytest.mark.parametrize("folder", ["views", "questions", "macros"])
def test_nothing_is_asked_with_words_that_1_5_lacks(folder: str) -> None:
    """DuckDB 2 keeps `if(a, b, c)` in a view as a function of that name, which 1.5 has not: `case` says it in both."""
    for path in sql_files(folder):
        sql = re.sub(r"--.*|'[^']*'", "", path.read_text())
        assert not re.search(r"\bif\s*\(", sql), f"{path.name}: write `case when … then … else … end`"


@pytest.mark.fault("F43")
@pytest.mark.skipif(not OLD, reason="CLAIMTRACE_DUCKDB_15 names no Python that has DuckDB 1.5")
def test_the_published_file_says_the_same_in_duckdb_1_5(tmp_path: Path) -> None:
    published = publish_articles(tmp_path, [full_example(), make_tagged(make_article())])
    asks = {name: kept.sql for name, kept in questions().items() if not re.search(r"\$[a-z]", kept.sql)}
    with Published(published) as asked:
        views = [
            row[0]
            for row in asked.rows("select view_name from duckdb_views() where schema_name = 'main' and not internal")
        ]
        asks |= {f"view {name}": f"from {name}" for name in views}
        examples = {row["relation"]: row["example"] for row in asked.records("from v_help")}
        # ten rows in no order are any ten
        asks |= {f"example {view}": sql.replace("limit 10", "limit 0") for view, sql in examples.items()}
        asks |= {macro: f"from {macro}" for macro in MACROS}
        assert {macro.partition("(")[0] for macro in MACROS} == {
            row[0]
            for row in asked.rows(
                "select function_name from duckdb_functions() where not internal and function_type = 'table_macro'"
            )
        }
        wanted = {name: sorted(map(repr, asked.rows(ask))) for name, ask in asks.items()}
    done = subprocess.run(
        [str(OLD), "-c", ASK, str(published)], input=json.dumps(asks), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["version"].startswith("1.5.")
    assert told["answers"] == wanted
    assert all(wanted[macro] for macro in MACROS if "as_of" in macro)
