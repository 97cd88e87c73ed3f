"""The command that explains one article: of the published warehouse, or of a file of gold-format lines."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command_errors import WrongUse, told_in_a_line
from flows.data_folder import DataFolder
from flows.data_option import DATA, Data
from flows.streams import input_lines

if TYPE_CHECKING:
    from flows.explanation import Explanation

Names = Sequence[tuple[str, str]]  # (id, url)

_LISTED = 5


def explain(
    article: Annotated[str, typer.Argument(metavar="URL|ID", help="The article's URL or id, or a part of one.")],
    source: Annotated[
        Path | None, typer.Option("--from", help="Gold-format lines to find it in, tagged now; -: standard input.")
    ] = None,
    data: Data = DATA,
    json_output: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show one article sentence by sentence: what was found in it, by what, and on what each claim stands."""
    with told_in_a_line():
        explained = _of_file(article, source) if source else _of_warehouse(article, DataFolder(data).published)
        if json_output:
            import json
            from dataclasses import asdict

            typer.echo(json.dumps(asdict(explained), indent=1, ensure_ascii=False, default=str))
        else:
            from rich.console import Console

            from flows.explanation_lines import print_explanation

            print_explanation(Console(highlight=False), explained)


def _of_warehouse(asked: str, published: Path) -> "Explanation":
    from warehouse.one_article import article_rows, named_articles, nearest_articles
    from warehouse.queries import Published

    with Published(published) as opened:
        named = [(one.article_id, one.url) for one in named_articles(opened, asked)]
        if len(named) != 1:
            near = named or [(one.article_id, one.url) for one in nearest_articles(opened, asked)]
            raise _not_one(asked, named, near)
        rows = article_rows(opened, named[0][0])
    from flows.explanation import explain as explained

    return explained(rows, with_cues=False)


def _of_file(asked: str, source: Path) -> "Explanation":
    from flows.explanation import explain as explained
    from flows.explanation import rows_of_tagged
    from transforms.gold import article_of_line, gold_line
    from transforms.lang import languages
    from transforms.tagging import tag_article

    with input_lines(source) as lines:
        articles = [gold_line(text, number) for number, text in enumerate(lines, start=1) if text.strip()]
    line = chosen_line(articles, asked)
    if line["lang"] not in languages():
        raise WrongUse(f"{line['id']}: no rules for language {line['lang']!r}, only for {', '.join(languages())}")
    return explained(rows_of_tagged(tag_article(article_of_line(line))), with_cues=True)


def chosen_line(articles: Sequence[dict[str, Any]], asked: str) -> dict[str, Any]:
    """The line whose id or URL it is, else the only one of whose id or URL it is a part. Raises WrongUse otherwise."""
    named = [line for line in articles if asked in {line["id"], line.get("url")}]
    named = named or [line for line in articles if asked.lower() in f"{line['id']}\n{line.get('url') or ''}".lower()]
    if len(named) == 1:
        return named[0]
    names = {line["id"]: line.get("url") or "" for line in named or articles}
    by_url = {url: key for key, url in names.items() if url}
    near = list(names) if named else difflib.get_close_matches(asked, [*names, *by_url], _LISTED, cutoff=0)
    ids = dict.fromkeys(by_url.get(one, one) for one in near)
    raise _not_one(asked, [(line["id"], "") for line in named], [(key, names[key]) for key in ids])


def _not_one(asked: str, named: Names, near: Names) -> WrongUse:
    """What to say of a name that is no article's, or several articles'."""
    if not near:
        return WrongUse(f"no article is called {asked!r}: there are none")
    said = f"{asked!r} names several articles" if named else f"no article is called {asked!r}; the nearest are"
    listed = "\n".join(f"  {key}  {url}".rstrip() for key, url in near[:_LISTED])
    return WrongUse(f"{said}:\n{listed}" + ("\n  …" if len(near) > _LISTED else ""))
