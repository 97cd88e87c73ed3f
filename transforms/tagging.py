"""An article in; the same article with its claims, citations, their pairs, disclosures and sources out."""

import re
from collections import Counter
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import ThreadpoolController

from transforms.citations import Surroundings, content_id, listed_citations
from transforms.claims import FoundClaim
from transforms.concepts import Role, link_concept
from transforms.disclosures import find_disclosures
from transforms.pair_model import load_pair_model
from transforms.pipeline import build_pipeline, language_of, sentences_of
from transforms.records import Article, Citation, Claim, Source, TaggedArticle
from transforms.source_sections import is_source_heading
from transforms.sources import source_of
from transforms.support import support_grade, support_pairs
from transforms.tagger_data import tagger_data
from transforms.tagger_version import tagger_version

_HALF_PAIR = re.compile("[\ud800-\udfff]")
# Where only plain text is known, a line of so many words ends the list that a sources heading began.
_PROSE_WORDS = 45
# spaCy keeps each word that it ever saw, some 250 bytes: a run of weeks would hold the vocabulary of the web. Half a
# million words are those of some ten thousand articles; a pipeline is built anew in a second. Its own remedy, a memory
# zone, would take the words of a thread that is tagging from under it.
_MOST_WORDS = 500_000
# The network's matrices are small: a second thread of NumPy's costs more than it brings (0.8 CPU seconds for 13,000
# words became 3.1 on two busy cores), and archives are read side by side anyway.
_ONE_THREAD = ThreadpoolController()


def tag_article(article: Article, nlp: Language | None = None) -> TaggedArticle:
    """Tag one article with the pipeline of its language, or with `nlp`.

    Every offset holds: `article.text[start_char:end_char] == text`, of the article that is returned: there U+FFFD
    stands for each half of a surrogate pair, which is no character. `agent` and `target` are None without a place.
    Raises transforms.pipeline.UnknownLanguageError for a language without a folder.
    """
    with _ONE_THREAD.limit(limits=1, user_api="blas"):
        return _tagged(article, nlp or _pipeline(article.lang))


def _tagged(article: Article, nlp: Language) -> TaggedArticle:
    language = language_of(article.lang)
    article = _of_characters(article)
    data = tagger_data(language.folder)
    doc = nlp(article_doc(article, nlp))
    around: Surroundings = doc._.surroundings
    sentences = sentences_of(doc, data.sentences)
    disclosures = find_disclosures(article.text, sentences, data.disclosures)
    told = {disclosure.start_char for disclosure in disclosures}
    found = [claim for claim in doc._.found_claims if claim.start_char not in told]
    citations = _with_ids(article, doc._.found_citations)
    listed = listed_citations(citations, article.text, around.source_lines)
    model = load_pair_model()
    pairs = support_pairs(article.text, sentences, found, citations, listed, data.support, model)
    return TaggedArticle(
        article=article,
        claims=_claims(article, found, citations, pairs),
        citations=citations,
        support=pairs,
        disclosures=disclosures,
        sources=_sources(citations),
        tagger_version=tagger_version(),
    )


def _pipeline(lang: str) -> Language:
    """The pipeline of a language, a new one where the last has seen too many words."""
    nlp = build_pipeline(lang)
    if len(nlp.vocab.strings) > _MOST_WORDS:
        build_pipeline.cache_clear()
        nlp = build_pipeline(lang)
    return nlp


def article_doc(article: Article, nlp: Language) -> Doc:
    """The words of an article with what the components must know besides: links and lines of source lists."""
    headings = language_of(article.lang).source_headings
    doc = nlp.make_doc(article.text)
    doc._.surroundings = Surroundings(article.hrefs, source_lines(article, headings), article.url)
    doc._.joined_text = article.text
    return doc


def source_lines(article: Article, headings: frozenset[str]) -> frozenset[int]:
    """Where the lines begin that are entries of a sources list: by the page's blocks, or guessed from plain text."""
    if article.blocks:
        return frozenset(block.start_char for block in article.blocks if block.kind == "reference")
    lines, position, listing = set(), 0, False
    for line in article.text.split("\n"):
        if is_source_heading(line, headings):
            listing = True
        elif listing and line.strip():
            listing = len(line.split()) < _PROSE_WORDS
            if listing:
                lines.add(position)
        position += len(line) + 1
    return frozenset(lines)


def _of_characters(article: Article) -> Article:
    """The article with U+FFFD, as long, for every half of a surrogate pair: spaCy, Parquet and UTF-8 refuse those."""
    hrefs = tuple(replace(href, url=_HALF_PAIR.sub("\ufffd", href.url)) for href in article.hrefs)
    title = _HALF_PAIR.sub("\ufffd", article.title) if article.title else article.title
    return replace(article, text=_HALF_PAIR.sub("\ufffd", article.text), title=title, hrefs=hrefs)


def _with_ids(article: Article, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    seen: Counter[str] = Counter()
    return tuple(replace(c, citation_id=_span_id(article, "citation", c.text, seen)) for c in citations)


def _claims(
    article: Article, found: list[FoundClaim], citations: tuple[Citation, ...], pairs: tuple[tuple[int, int], ...]
) -> tuple[Claim, ...]:
    seen: Counter[str] = Counter()
    offered: list[list[Citation]] = [[] for _ in found]
    for i, c in pairs:
        offered[i].append(citations[c])
    claims = []
    for i, claim in enumerate(found):
        text = article.text[claim.start_char : claim.end_char]
        agent = _words(article, claim.agent_start_char, claim.agent_end_char)
        target = _words(article, claim.target_start_char, claim.target_end_char)
        claims.append(
            Claim(
                claim_id=_span_id(article, "claim", text, seen),
                start_char=claim.start_char,
                end_char=claim.end_char,
                text=text,
                kind=claim.kind,
                polarity=claim.polarity,
                certainty=claim.certainty,
                agent=agent,
                agent_start_char=claim.agent_start_char,
                agent_end_char=claim.agent_end_char,
                target=target,
                target_start_char=claim.target_start_char,
                target_end_char=claim.target_end_char,
                agent_concept=_concept(agent, article.lang, "agent"),
                target_concept=_concept(target, article.lang, "target"),
                support=support_grade(offered[i]),
                found_by=claim.found_by,
                score=claim.score,
            )
        )
    return tuple(claims)


def _words(article: Article, start: int | None, end: int | None) -> str | None:
    return None if start is None or end is None else article.text[start:end]


def _concept(words: str | None, lang: str, role: Role) -> str | None:
    match = link_concept(words, lang, role) if words else None
    return match.concept_id if match else None


def _span_id(article: Article, what: str, text: str, seen: Counter[str]) -> str:
    """The same words of an article keep their id over edits elsewhere in it; their second occurrence has its own."""
    seen[text] += 1
    return content_id(article.article_id, what, text, str(seen[text]))


def _sources(citations: tuple[Citation, ...]) -> tuple[Source, ...]:
    found = (source_of(citation.text, citation.kind, citation.href) for citation in citations)
    return tuple({source.source_id: source for source in found if source}.values())
