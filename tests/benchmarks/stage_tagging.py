"""Tagging to spacy.blank with a sentencizer, language by language, on the articles of the same pages."""

from pathlib import Path

import spacy

from tests.benchmarks.bench_pages import pages_of
from tests.benchmarks.figures import Figure, interleaved, not_measured, ratios, summed_up
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Article
from transforms.tagging import tag_article

STAGE = "tagging"
PAGES = 60
# In a language with fewer words, a round is too short to be timed.
FEWEST_WORDS = 3_000


def figures(warc: Path) -> list[Figure]:
    """The speed of the whole pipeline as a share of the floor's."""
    articles = [one for page in pages_of(warc, PAGES) if isinstance(one := extract_article(page, languages()), Article)]
    found = []
    for code in languages():
        ours = [article for article in articles if article.lang == code]
        words = sum(len(article.text.split()) for article in ours)
        if words < FEWEST_WORDS:
            found.append(not_measured(STAGE, code, f"{words} words in these pages, fewer than {FEWEST_WORDS}"))
            continue
        nlp = spacy.blank(code)
        nlp.add_pipe("sentencizer")
        spent = interleaved(
            {
                "floor": lambda ours=ours, nlp=nlp: [nlp(article.text) for article in ours],
                "ours": lambda ours=ours: [tag_article(article) for article in ours],
            }
        )
        unit = "of spacy.blank's speed"
        found.append(summed_up(STAGE, code, ratios(spent["floor"], spent["ours"]), unit, goal=0.2))
    return found
