"""An explained article in; what a person reads of it on the terminal out, coloured where colours can be shown."""

import re
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from flows.explanation import ExplainedCitation, ExplainedClaim, ExplainedSentence, Explanation

_GRADES = {"traceable": "green", "named": "cyan", "vague": "yellow", "none": "red"}
# What each cue list is called, those first that say how sure a claim is and whether it denies.
_CUES = {
    "certainty.hedges": "hedges",
    "certainty.asserted": "no hedge",
    "polarity.negations": "negations",
    "polarity.affirmed": "no negation",
    "kind.benefit": "benefit",
    "kind.harm": "harm",
}
_VETO = "veto.openings"
# A line of a file may hold what moves a terminal's cursor or paints over other lines.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")


def print_explanation(console: Console, explained: Explanation) -> None:
    """Print the article; on a terminal lines are wrapped under themselves, elsewhere each stays whole."""
    for margin, text in explanation_lines(explained):
        text.plain = _CONTROL.sub("\ufffd", text.plain)  # as long, so that the styles stay where they are
        lines = text.wrap(console, max(console.width - len(margin), 20)) if console.is_terminal else [text]
        for n, line in enumerate(lines or [Text("")]):
            console.print(Text.assemble((margin if n == 0 else " " * len(margin), "dim"), line), soft_wrap=True)


def explanation_lines(explained: Explanation) -> Iterator[tuple[str, Text]]:
    """The article's name and counts, then each sentence with its number and, below it, its findings.

    Each line comes with what stands in its margin: the number of a sentence, or blanks.
    """
    article, sentences = explained.article, explained.sentences
    claims = [claim for sentence in sentences for claim in sentence.claims]
    citations = [citation for sentence in sentences for citation in sentence.citations]
    yield "", Text(article["title"] or "(no title)", "bold")
    yield "", Text(article["url"] or "(no address)")
    told = ("lang", "published", "article_id", "tagger_version")
    yield "", Text(", ".join(str(article[key]) for key in told if article[key]), "dim")
    grades = Counter(claim.support for claim in claims)
    shares = ", ".join(f"{grades[grade]} {grade}" for grade in _GRADES)
    yield "", Text(f"{len(sentences)} sentences, {len(claims)} claims ({shares}), {len(citations)} citations")
    width = len(str(len(sentences)))
    for sentence in sentences:
        yield f"{sentence.number:>{width}}  ", marked_sentence(sentence)
        for finding in _findings(sentence):
            yield " " * (width + 4), finding


def marked_sentence(sentence: ExplainedSentence) -> Text:
    """The sentence on one line with its citations in it, `[c3: a study]`; dim where it is no claim."""
    edges: list[tuple[int, int, int, str]] = []
    for citation in sentence.citations:
        start, end = citation.start_char - sentence.start_char, citation.end_char - sentence.start_char
        edges += [(start, 1, -end, f"[c{citation.number}: "), (min(end, len(sentence.text)), 0, -start, "]")]
    text, done = Text(style="" if sentence.claims else "dim"), 0
    for position, _, _, mark in sorted(edges):
        text.append(sentence.text[done:position])
        text.append(mark, "bold magenta")
        done = position
    return text.append(sentence.text[done:])


def _findings(sentence: ExplainedSentence) -> Iterator[Text]:
    for claim in sentence.claims:
        yield _claim_line(claim)
        yield _support_line(claim)
    cues = sentence.cues or {}
    if sentence.claims and (told := [f"{name}: {', '.join(cues[key])}" for key, name in _CUES.items() if key in cues]):
        yield Text("words: " + "; ".join(told), "dim")
    if not sentence.claims and _VETO in cues:
        yield Text(f"no claim: opens with {cues[_VETO][0]!r}", "dim")
    yield from map(_citation_line, sentence.citations)
    for kind in sentence.disclosures:
        yield Text(f"disclosure: {kind}", "blue")


def _claim_line(claim: ExplainedClaim) -> Text:
    line = Text().append(f"claim {claim.number}: {claim.kind}, {claim.polarity}, {claim.certainty}", "bold")
    for name, words in (("agent", claim.agent), ("target", claim.target)):
        line.append(f"; {name}: {words}" if words else "")
    return line.append(_finder(claim))


def _support_line(claim: ExplainedClaim) -> Text:
    line = Text("support: ").append(claim.support, _GRADES.get(claim.support, ""))
    return line.append("".join(f"; c{one.citation} {distance_words(one.sentences_away)}" for one in claim.citations))


def distance_words(sentences_away: int) -> str:
    """How close a citation stands to its claim: "in the same sentence", "3 sentences later"."""
    if abs(sentences_away) <= 1:
        return ("in the same sentence", "in the next sentence", "in the sentence before")[sentences_away]
    return f"{abs(sentences_away)} sentences {'later' if sentences_away > 0 else 'before'}"


def _citation_line(citation: ExplainedCitation) -> Text:
    line = Text().append(f"c{citation.number}: ", "bold magenta").append(citation.kind)
    line.append(f", evidence {citation.evidence}" + (f", {citation.year}" if citation.year else ""))
    line.append("; traceable: " if citation.traceable else "; not traceable: ").append(citation.why)
    line.append("".join(f"; {told}" for told in (citation.source, citation.href) if told))
    line.append(f"; for claim {', '.join(map(str, citation.claims))}" if citation.claims else "; for no claim")
    return line.append(_finder(citation))


def _finder(found: ExplainedClaim | ExplainedCitation) -> str:
    score = "" if found.score is None else f", score {found.score:.2f}"
    return f"; found by {found.found_by}{score}"
