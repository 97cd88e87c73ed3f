"""Two versions of a text in; the lines that changed, with what went and what came marked, out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from markupsafe import Markup

from reports.frames import Row

MOST_LINES = 30  # changed lines of one edit that are shown: about 20 kB
MOST_EDITS = 10  # edits of one article that are shown
LONGEST_LINE = 1_500  # characters of one line; what follows is cut
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedClaim:
    """A claim that an edit changed: how, and its sentence with what went and what came marked."""

    wording: str
    changes: tuple[str, ...]
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of an article: the row of `edits.sql`, its changed claims and lines; `left_out` lines are not shown."""

    row: Row
    claims: tuple[ChangedClaim, ...]
    lines: tuple[Markup, ...]
    left_out: int
    title: Markup | None


def edits(found: Sequence[Row], texts: Sequence[Row], claims: Sequence[Row]) -> tuple[Edit, ...]:
    """The edits of one article, the last first, from the rows of `edits`, `edit_texts` and `edit_claims`."""
    told = []
    for row in found[:MOST_EDITS]:
        text = next((one for one in texts if _is_same(one, row)), None)
        lines = list(changed_lines(text["from_text"], text["to_text"])) if text else []
        has_new_title = text is not None and text["from_title"] != text["to_title"]
        told.append(
            Edit(
                row=row,
                claims=tuple(_changed_claim(one) for one in claims if _is_same(one, row)),
                lines=tuple(lines[:MOST_LINES]),
                left_out=max(0, len(lines) - MOST_LINES),
                title=changed(text["from_title"] or "", text["to_title"] or "") if text and has_new_title else None,
            )
        )
    return tuple(told)


def _is_same(row: Mapping[str, Any], edit: Mapping[str, Any]) -> bool:
    return all(row[name] == edit[name] for name in ("from_version_id", "to_version_id", "changed_at"))


def _changed_claim(row: Row) -> ChangedClaim:
    return ChangedClaim(
        wording=row["wording"],
        changes=tuple((row["changes"] or "").split(", ")),
        html=changed(row["from_text"] or "", row["to_text"] or ""),
    )


def changed_lines(before: str, after: str) -> Iterator[Markup]:
    """Every line that went, came or changed, in the order of the text; lines that stayed are left out."""
    old, new = before.split("\n"), after.split("\n")
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        shared = min(high - low, end - start)
        for number in range(shared):
            yield changed(old[low + number], new[start + number])
        for line in old[low + shared : high]:
            if line.strip():
                yield changed(line, "")
        for line in new[start + shared : end]:
            if line.strip():
                yield changed("", line)


def changed(before: str, after: str) -> Markup:
    """One line with the words that went as `del` and those that came as `ins`: `helps` → `may help`."""
    old, new = (_WORDS.findall(line[:LONGEST_LINE]) for line in (before, after))
    html = []
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[low:high]), "".join(new[start:end])
        if tag == "equal":
            html.append(Markup.escape(came))
            continue
        if went:
            html.append(Markup("<del>{}</del>").format(went))
        if came:
            html.append(Markup("<ins>{}</ins>").format(came))
    return Markup("").join(html)
