"""Sentences, claims and citations of one article in; which citation is offered for which claim, and grades, out.

The rules follow GUIDELINE.md, "Support of a claim"; the words they look for are support.toml of the language.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from transforms.derived_labels import grade_of
from transforms.pair_features import PairRows, Spanned, pair_rows
from transforms.pair_model import PairModel
from transforms.pair_sentences import SupportCues
from transforms.quotations import quotations
from transforms.records import Citation, Grade

__all__ = ["SupportCues", "rows_of_pairs", "support_grade", "support_pairs"]

# The results of one study told on: not beyond so many sentences without a word of it.
_TOLD_ON_AT_MOST = 3
_MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\]|(?<=[.\w”\"])(?<!\bm)(?<!\b[kcmd]m)([¹²³⁴⁵⁶⁷⁸⁹⁰]+)")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_AUTHOR_YEAR = re.compile(r"([A-ZÀ-Þ][\w’'À-ÿ-]+).{0,80}?((?:19|20)\d\d)", re.DOTALL)


def support_pairs(
    text: str,
    sentences: Sequence[tuple[int, int]],
    claims: Sequence[Spanned],
    citations: Sequence[Citation],
    listed: frozenset[int],
    cues: SupportCues,
    model: PairModel | None = None,
) -> tuple[tuple[int, int], ...]:
    """The pairs (claim index, citation index), sorted; by the rules alone where there is no model.

    sentences: (start, end) of every sentence in order. listed: indices of the citations that are entries of a
    sources list: the rules pair them only through a marker ("[1]") or an author and year in the text, and these
    pairs hold whatever the model says.
    """
    if model is None:
        by_rules, by_marks = _by_rules(text, sentences, claims, citations, listed, quotations(text), cues)
        return tuple(sorted(by_rules | by_marks))
    batches, pairs = rows_of_pairs(text, sentences, claims, citations, listed, cues)
    for batch in batches:
        pairs |= model.chosen(batch, listed)
    return tuple(sorted(pairs))


def rows_of_pairs(
    text: str,
    sentences: Sequence[tuple[int, int]],
    claims: Sequence[Spanned],
    citations: Sequence[Citation],
    listed: frozenset[int],
    cues: SupportCues,
) -> tuple[Iterator[PairRows], set[tuple[int, int]]]:
    """What a model judges, of the same things as support_pairs takes; and the pairs that hold whatever it says.

    Those are what a marker draws, and a claim that the next sentence calls proven: "Dat is wetenschappelijk
    aangetoond.", GUIDELINE.md's own example.
    """
    if not (claims and citations):
        return iter(()), set()
    quoted = quotations(text)
    by_rules, by_marks = _by_rules(text, sentences, claims, citations, listed, quoted, cues)
    proven = {
        (i, c) for i, c in by_rules if citations[c].kind == "appeal" and claims[i].end_char <= citations[c].start_char
    }
    return pair_rows(text, sentences, claims, citations, listed, quoted, cues, by_rules, by_marks), by_marks | proven


def _by_rules(
    text: str,
    sentences: Sequence[tuple[int, int]],
    claims: Sequence[Spanned],
    citations: Sequence[Citation],
    listed: frozenset[int],
    quoted: list[tuple[int, int]],
    cues: SupportCues,
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs of the rules, and those of a marker or an author and year with an entry."""
    claim_at = {claim.start_char: i for i, claim in enumerate(claims)}
    cited = _citations_by_sentence(sentences, citations, listed)
    pairs: set[tuple[int, int]] = set()
    carried: list[int] = []
    distance = 0
    for n, (start, end) in enumerate(sentences):
        own, claim = cited[n], claim_at.get(start)
        new_line = n > 0 and "\n" in text[sentences[n - 1][1] : start]
        opening = text[start:end].lstrip("\"“”„‘’'( ").lower()
        if own:
            carried, distance = own, 0
            if claim is not None:
                pairs.update((claim, c) for c in own)
            previous = claim_at.get(sentences[n - 1][0]) if n and not new_line else None
            if previous is not None and opening.startswith(cues.refers_back) and not cited[n - 1]:
                pairs.update((previous, c) for c in own)
            continue
        distance += 1
        if new_line:
            introduced = text[sentences[n - 1][1] - 1] == ":"
            keeps = distance == 1 and (introduced or opening.startswith(cues.continues))
            carried = carried if keeps else []
        if claim is None or not carried or distance > _TOLD_ON_AT_MOST:
            continue
        same_study = not new_line and any(citations[c].kind == "study" for c in carried)
        follows_mention = distance == 1 and claim_at.get(sentences[n - 1][0]) is None
        told_on = same_study or follows_mention or opening.startswith(cues.continues)
        if told_on and any(citations[c].kind not in {"appeal", "identifier"} for c in carried):
            pairs.update((claim, c) for c in carried)
    pairs |= _spoken(sentences, claim_at, cited, citations, quoted, text)
    return pairs, _marked(text, sentences, claim_at, citations, listed, cited)


def support_grade(citations: Sequence[Citation]) -> Grade:
    """The grade that a claim has by the citations paired with it, as GUIDELINE.md orders them."""
    return grade_of((citation.kind, citation.year, citation.traceable) for citation in citations)


def _citations_by_sentence(
    sentences: Sequence[tuple[int, int]], citations: Sequence[Citation], listed: frozenset[int]
) -> list[list[int]]:
    cited: list[list[int]] = [[] for _ in sentences]
    n = 0
    for i in sorted(range(len(citations)), key=lambda i: citations[i].start_char):
        while n + 1 < len(sentences) and sentences[n + 1][0] <= citations[i].start_char:
            n += 1
        if i not in listed and sentences:
            cited[n].append(i)
    return cited


def _spoken(
    sentences: Sequence[tuple[int, int]],
    claim_at: dict[int, int],
    cited: list[list[int]],
    citations: Sequence[Citation],
    quoted: list[tuple[int, int]],
    text: str,
) -> set[tuple[int, int]]:
    """Every claim of a quotation with its speaker, named in it or in the next or previous sentence of the line."""
    pairs = set()
    starts, ends = [start for start, _ in sentences], [end for _, end in sentences]
    for start, end in quoted:
        inside = range(bisect_right(ends, start), bisect_left(starts, end))
        if not inside:
            continue
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        near = [n for n in (*inside, inside[-1] + 1, inside[0] - 1) if 0 <= n < len(sentences)]
        speakers = [
            c
            for n in near
            if line_start <= sentences[n][0] < line_end
            for c in cited[n]
            if citations[c].kind in {"expert", "organisation", "anecdote"}
        ]
        if speakers:
            pairs |= {(claim_at[sentences[n][0]], speakers[0]) for n in inside if sentences[n][0] in claim_at}
    return pairs


def _marked(
    text: str,
    sentences: Sequence[tuple[int, int]],
    claim_at: dict[int, int],
    citations: Sequence[Citation],
    listed: frozenset[int],
    cited: list[list[int]],
) -> set[tuple[int, int]]:
    """Claims whose sentence carries "[1]" with the first entry of the list, "(Smith, 2019)" with Smith's of 2019."""
    entries = sorted((i for i in listed if citations[i].kind == "reference"), key=lambda i: citations[i].start_char)
    if not entries:
        return set()
    pairs = set()
    by_author = {m.groups(): i for i in entries if (m := _AUTHOR_YEAR.search(citations[i].text))}
    first = citations[entries[0]].start_char
    for n, (start, end) in enumerate(sentences):
        claim = claim_at.get(start)
        if claim is None or start >= first:
            continue
        stop = sentences[n + 1][0] if n + 1 < len(sentences) else len(text)
        for marker in _MARKER.finditer(text, start, min(stop, end + 8)):
            pairs |= {(claim, entries[k - 1]) for k in _numbers(marker) if 0 < k <= len(entries)}
        for c in cited[n]:
            if (m := _AUTHOR_YEAR.search(citations[c].text)) and m.groups() in by_author:
                pairs.add((claim, by_author[m.groups()]))
    return pairs


def _numbers(marker: re.Match[str]) -> set[int]:
    """ "[1, 3–5]" → {1, 3, 4, 5}."""
    numbers: set[int] = set()
    for part in (marker.group(1) or marker.group(2).translate(_SUPERSCRIPT)).split(","):
        ends = [int(x) for x in re.split(r"[–-]", part) if x.strip()]
        numbers.update(range(ends[0], ends[-1] + 1) if ends and ends[-1] - ends[0] < 50 else ends)
    return numbers
