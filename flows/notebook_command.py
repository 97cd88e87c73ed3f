"""The published file in; a Jupyter notebook that asks it the first questions, ready to be changed, out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.command_errors import WrongUse, say, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data

# Each: a heading, and the code below it. Bars are pandas' own, so that no plotting library is needed.
_CELLS = (
    (
        "# Health claims and their sources\n\nA start; change what you like. The file is opened read-only, and a later "
        "publication is seen when this cell is run again. Needs `duckdb` and `pandas` with `jinja2`.",
        "import duckdb\n\ncon = duckdb.connect({path!r}, read_only=True)\n"
        'con.sql("select relation, grain, question from v_help").df()',
    ),
    (
        "## On what do claims stand?",
        'grades = con.sql("""\n    select support, count(*) as claims, count(*) / sum(count(*)) over () as share\n'
        '    from claims\n    group by support\n    order by claims desc\n""").df()\n'
        'grades.style.bar(subset=["claims"]).format({{"share": "{{:.1%}}"}})',
    ),
    (
        "## Which sites leave most claims without a source that can be opened?\n\nBeside each share is its count: a "
        "share of few claims says little.",
        'sites = con.sql("""\n    select site, article_count, claim_count, untraceable_share\n    from site_scorecard\n'
        '    where claim_count > 0\n    order by untraceable_share desc\n""").df()\n'
        'sites.style.bar(subset=["untraceable_share"], vmin=0, vmax=1).format({{"untraceable_share": "{{:.1%}}"}})',
    ),
    (
        "## How does that change by week of publication?",
        'weeks = con.sql("""\n    select week, sum(article_count) as articles, sum(claim_count) as claims,\n'
        "        1 - sum(traceable_count) / nullif(sum(claim_count), 0) as untraceable_share\n    from weekly_trends\n"
        '    where week is not null\n    group by week\n    order by week\n""").df()\n'
        'weeks.style.bar(subset=["claims"])',
    ),
    (
        "## Which sources do articles lean on?",
        'sources = con.sql("""\n    select scheme, value, title, article_count\n    from sources\n'
        '    order by article_count desc, value\n    limit 15\n""").df()\n'
        'sources.style.bar(subset=["article_count"])',
    ),
    (
        "## What does one article say, and what does it offer for it?",
        'con.sql("""\n    select articles.title, claims.text, claims.support, citations.text as citation\n'
        "    from claims\n    join articles using (article_id)\n    left join claim_citations using (claim_id)\n"
        "    left join citations using (citation_id)\n"
        '    order by articles.url, claims.start_char\n    limit 20\n""").df()',
    ),
)


def starter_notebook(published: Path) -> dict[str, Any]:
    """The notebook in nbformat 4.5, on the published file at its absolute path."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "cells": list(_cells(str(published.absolute()))),
    }


def _cells(path: str) -> Iterator[dict[str, Any]]:
    for number, (words, code) in enumerate(_CELLS):
        text = {"cell_type": "markdown", "id": f"text-{number}", "metadata": {}}
        yield text | {"source": words.splitlines(keepends=True)}
        source = code.format(path=path).splitlines(keepends=True)
        run: dict[str, Any] = {
            "cell_type": "code",
            "id": f"code-{number}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
        }
        yield run | {"source": source}


def notebook(
    output: Annotated[Path, typer.Option("--output", "-o", help="The notebook to write.")] = Path("claimtrace.ipynb"),
    data: Data = DATA,
) -> None:
    """Write a Jupyter notebook that opens the published file and asks it the first questions."""
    with told_in_a_line():
        published = DataFolder(data).published
        if not published.is_file():
            raise WrongUse(f"there is no published warehouse at {published}. Make one with `claimtrace demo`")
        if output.exists():
            raise WrongUse(f"{output} is there already, and may hold your work: name another with --output")
        if not output.absolute().parent.is_dir():
            raise WrongUse(f"there is no folder {output.parent}")
        output.write_text(json.dumps(starter_notebook(published), indent=1) + "\n", encoding="utf-8")
        say(f"{output}: open it with `jupyter lab {output}`")
