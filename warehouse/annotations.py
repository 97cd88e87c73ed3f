"""The published file in; its claims and citations as a W3C Web Annotation collection, JSON-LD, out.

https://www.w3.org/TR/annotation-model/: each annotation has the page as its target, found by its words
(TextQuoteSelector) and by where they stand in the text that was extracted (TextPositionSelector). Positions are code
points of that text, which is not the page as served; so the words come first, and the position refines nothing.
"""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from warehouse.queries import Published
from warehouse.statements import query

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write_annotations(published: Published, stream: BinaryIO, site: str | None = None) -> int:
    """Write all annotations, or those of one site, as one AnnotationCollection with one page; out: how many.

    An annotation stands on a line of its own, so that a large collection can be read a line at a time too.
    """
    sql = query("annotations/spans")
    ((total,),) = published.rows(f"select count(*) from ({sql.rstrip()})", {"site": site})  # noqa: S608 -- ours
    name = "urn:claimtrace:annotations" + (f":{site}" if site else "")
    head = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Claims and citations{f' of {site}' if site else ''}, by claimtrace",
        "total": total,
    }
    page = {"id": f"{name}:page1", "type": "AnnotationPage", "partOf": name, "startIndex": 0}
    stream.write(f'{_inside(head)}, "first": {_inside(page)}, "items": ['.encode())
    for number, row in enumerate(published.stream(sql, {"site": site})):
        line = json.dumps(annotation(row), ensure_ascii=False)
        stream.write(f"{',' if number else ''}\n{line}".encode())
    stream.write(b"\n]}}\n")
    return int(total)


def annotation(row: Mapping[str, Any]) -> dict[str, Any]:
    """One claim or citation as an annotation of its page."""
    bodies = [_tag(row["part"]), *map(_tag, row["tags"])]
    if row["source_url"]:
        bodies.append({"type": "SpecificResource", "source": row["source_url"], "purpose": "linking"})
    bodies += [
        {"type": "SpecificResource", "source": f"urn:claimtrace:citation:{citation}", "purpose": "linking"}
        for citation in row["citation_ids"] or ()
    ]
    return {
        "@context": CONTEXT,
        "id": f"urn:claimtrace:{row['part']}:{row['id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {
            "type": "Software",
            "name": "claimtrace",
            "nickname": f"{row['found_by']} of {row['tagger_version']}",
        },
        "body": bodies,
        "target": {
            "source": row["url"],
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": row["text"],
                    "prefix": row["before"],
                    "suffix": row["after"],
                },
                {"type": "TextPositionSelector", "start": row["start_char"], "end": row["end_char"]},
            ],
        },
    }


def _tag(word: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": word, "purpose": "tagging"}


def _inside(head: Mapping[str, Any]) -> str:
    """A JSON object whose end is left open for more."""
    return json.dumps(head, ensure_ascii=False).removesuffix("}")
