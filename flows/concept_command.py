"""Words in; the concepts that they link to, and how, out."""

from collections.abc import Mapping
from typing import Annotated

import typer

from flows.command_errors import WrongUse, told_in_a_line
from flows.logs import steady


def concepts(
    text: Annotated[list[str], typer.Argument(help="Words of an agent or target, each as one argument.")],
    lang: Annotated[str, typer.Option(help="The language of the words.")] = "nl",
    json_output: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Show which concept words link to, and how: "een tekort aan vitamine D" is vitamin_d_deficiency."""
    with told_in_a_line():
        from transforms.concepts import concepts as all_concepts
        from transforms.concepts import link_concept
        from transforms.concepts.vocabulary import term_languages

        if lang not in term_languages():
            raise WrongUse(f"no concepts in language {lang!r}, only in {', '.join(sorted(term_languages()))}")
        rows = []
        for words in text:
            match = link_concept(words, lang)
            concept = all_concepts()[match.concept_id] if match else None
            rows.append(
                {
                    "text": words,
                    "concept": match.concept_id if match else None,
                    "method": match.method if match else None,
                    "score": match.score if match else None,
                    "group": concept.group if concept else None,
                    "parent": concept.parent if concept else None,
                    "terms": {code: terms[0] for code, terms in concept.terms.items()} if concept else None,
                    "external": dict(concept.external) if concept else None,
                }
            )
        if json_output:
            import json

            typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        else:
            for row in rows:
                typer.echo(steady(_line(row)))


def _line(row: Mapping[str, object]) -> str:
    if row["concept"] is None:
        return f"{row['text']}: none"
    external = row["external"]
    ids = "".join(f", {value}" for value in external.values()) if isinstance(external, dict) else ""
    return f"{row['text']}: {row['concept']} ({row['group']}{ids}), {row['method']}, {row['score']}"
