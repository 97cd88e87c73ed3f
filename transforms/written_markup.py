"""Training articles in our own markup in; gold lines out, or which article is wrong and how.

    ### site: herb-shop | title: Turmeric for stiff joints
    <b+h @1> According to {@1 expert ex|dietitian Ann Smith} turmeric may loosen joints. <-> Care to try?

A line is a block; a tag opens each sentence: `<->` for no claim, else kind (b, h, e, f), polarity (+, -), certainty
(a, h) and the citations that are offered for it. training/README.md tells the rest.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from transforms.derived_labels import is_traceable, with_grades

_HEADER = re.compile(r"site:\s*+(?P<site>[^|\n]*+)\|\s*+title:\s*+(?P<title>.+)")
_TAG = re.compile(r"<(?:-|(?P<kind>[bhef])(?P<polarity>[+-])(?P<certainty>[ah])(?P<ids>(?:\s*@\w+)*))>\s*")
_MARKED = re.compile(
    r"\{@(?P<id>\w+)\s+(?P<kind>\w+)\s+(?P<evidence>\w+)(?:\s+(?P<year>\d{4}))?(?:\s+(?P<href>https?://\S+?))?"
    r"\|(?P<phrase>.*?)\}|\[(?P<anchor>[^\]]+)\]\((?P<url>https?://[^)\s]+)\)"
)
_LEFTOVER = re.compile(r"\{@|<-|<[bhef][+-]|\}")
_CLAIM_KINDS = {"b": "benefit", "h": "harm", "e": "evidence", "f": "fact"}
_CITATION_KINDS = frozenset(
    {"identifier", "reference", "link", "study", "guideline", "expert", "organisation", "media", "anecdote", "appeal"}
)
_EVIDENCE = {
    "sr": "systematic_review", "tr": "trial", "ob": "observational", "la": "laboratory", "gu": "guideline",
    "ex": "expert_opinion", "an": "anecdote", "un": "unspecified",
}  # fmt: skip


class WrittenArticleError(ValueError):
    """A written article with a fault; the message names the file, the article by its number, and what is wrong."""


@dataclass(slots=True)
class _Article:
    """An article as it grows, line by line."""

    text: str = ""
    claims: list[dict[str, Any]] = field(default_factory=list)
    cited: list[tuple[int, str]] = field(default_factory=list)  # claim index, id of a citation
    citations: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    hrefs: list[list[Any]] = field(default_factory=list)


def marked_up_lines(markup: str, lang: str, name: str) -> list[dict[str, Any]]:
    """The gold lines of one file's articles. Raises WrittenArticleError.

    name: what the file is called in ids, addresses and messages, such as "nl/01". Disclosures, agents and targets are
    not annotated in written articles: `disclosures` is null, and the claims lack the other two.
    """
    before, *articles = re.split(r"(?m)^###\s*", markup)
    if before.strip() or not articles:
        raise WrittenArticleError(f"{name}: must open with a line `### site: … | title: …`")
    return [_line(article, lang, name, number) for number, article in enumerate(articles, start=1)]


def _line(markup: str, lang: str, name: str, number: int) -> dict[str, Any]:
    try:
        head, _, body = markup.partition("\n")
        header = _HEADER.fullmatch(head.strip())
        if header is None:
            raise WrittenArticleError(f"must open with `site: … | title: …`, not {head[:80]!r}")
        article = _Article()
        for block in filter(None, map(str.strip, body.splitlines())):
            _add_block(article, block)
        support = [[claim, _index(article, key)] for claim, key in article.cited]
    except WrittenArticleError as error:
        raise WrittenArticleError(f"{name}, article {number}: {error}") from None
    return {
        "id": f"written-{name.replace('/', '-')}-{number}",
        "url": f"https://example.org/{name}/{number}",
        "lang": lang,
        "title": header["title"],
        "published": None,
        "text": article.text,
        "hrefs": article.hrefs,
        "claims": with_grades(article.claims, article.citations, support),
        "citations": article.citations,
        "support": support,
        "disclosures": None,
    }


def _add_block(article: _Article, block: str) -> None:
    tags = list(_TAG.finditer(block))
    if not tags or tags[0].start() != 0:
        raise WrittenArticleError(f"a line must begin with a tag: {block[:70]!r}")
    ends = [tag.start() for tag in tags[1:]] + [len(block)]
    for i, (tag, end) in enumerate(zip(tags, ends, strict=True)):
        if article.text:
            article.text += " " if i else "\n"
        _add_sentence(article, tag, block[tag.end() : end].strip())


def _add_sentence(article: _Article, tag: re.Match[str], sentence: str) -> None:
    if not sentence:
        raise WrittenArticleError(f"the tag {tag.group().strip()} has no sentence")
    start, at = len(article.text), 0
    for marked in _MARKED.finditer(sentence):
        article.text += sentence[at : marked.start()]
        at = marked.end()
        place = len(article.text)
        article.text += marked["phrase"] or marked["anchor"] or ""
        if url := marked["href"] or marked["url"]:
            article.hrefs.append([place, len(article.text), url])
        if marked["id"]:
            _add_citation(article, marked, place)
    article.text += sentence[at:]
    if leftover := _LEFTOVER.search(article.text, start):
        raise WrittenArticleError(f"markup that is none: {article.text[leftover.start() :][:70]!r}")
    if tag["kind"]:
        article.cited += [(len(article.claims), key) for key in re.findall(r"@(\w+)", tag["ids"])]
        article.claims.append(
            {
                "start": start,
                "end": len(article.text),
                "text": article.text[start:],
                "kind": _CLAIM_KINDS[tag["kind"]],
                "polarity": "affirmed" if tag["polarity"] == "+" else "negated",
                "certainty": "asserted" if tag["certainty"] == "a" else "hedged",
            }
        )


def _add_citation(article: _Article, marked: re.Match[str], start: int) -> None:
    kind, evidence, phrase = marked["kind"], _EVIDENCE.get(marked["evidence"]), marked["phrase"]
    if kind not in _CITATION_KINDS or evidence is None or not phrase:
        raise WrittenArticleError(f"a citation is {{@id kind evidence|phrase}}, not {marked.group()[:70]!r}")
    if marked["id"] in article.ids:
        raise WrittenArticleError(f"@{marked['id']} marks two citations")
    article.ids[marked["id"]] = len(article.citations)
    year = int(marked["year"]) if marked["year"] else None
    article.citations.append(
        {
            "start": start,
            "end": start + len(phrase),
            "text": phrase,
            "kind": kind,
            "evidence": evidence,
            "year": year,
            "href": marked["href"],
            "traceable": is_traceable(kind, marked["href"], year),
        }
    )


def _index(article: _Article, key: str) -> int:
    if key not in article.ids:
        raise WrittenArticleError(f"a claim points to @{key}, which marks no citation")
    return article.ids[key]
