"""A language in; a spaCy pipeline that tags claims and citations out. Each component is a thin shell over functions.

Entry points make `nlp.add_pipe("citation_tagger")` and the others work on any pipeline of a language that has a folder.
What rules and models propose stands in the span groups `citations.rules`, `citations.model` and `claims.model`; what
is settled in `doc.spans["citations"]`, `doc.spans["claims"]`, and as records in `doc._.found_citations`,
`doc._.found_claims`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from transforms.candidates import Candidate
from transforms.citations import CitationRules, Surroundings, citations_of, listed_citations, proposed_citations
from transforms.claims import find_claims, with_roles
from transforms.evidence import evidence_patterns
from transforms.joint_features import tokens_between
from transforms.joint_tagger import JOINT_FILE
from transforms.judgements import judgements_of
from transforms.lang import Language as KnownLanguage
from transforms.lang import languages
from transforms.language_numbers import is_read
from transforms.listed_words import lists_of_words
from transforms.merging import merged_citations
from transforms.model_version import model_version
from transforms.phrases import Phrases, phrase_table
from transforms.references import reference_rules
from transforms.sentences import SentenceRules, sentence_spans
from transforms.tagger_data import TaggerData, tagger_data
from transforms.word_vectors import FORMS_FILE
from transforms.words import Words, words_of

# spaCy refuses texts over a million characters because of the parser's memory; no component here has one.
_LONGEST_TEXT = 50_000_000
# So many signs in a row are no punctuation; "!!!!!!!" is.
_LONG_RUN = 50

for _name, _default in {
    "surroundings": None,
    "joined_text": None,
    "words": None,
    "sentence_spans": None,
    "proposed_citations": (),
    "found_citations": (),
    "found_claims": (),
}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


class UnknownLanguageError(ValueError):
    """No folder holds rules for a language; the message names those that have one."""


def language_of(code: str | None) -> KnownLanguage:
    """The language of an ISO 639-1 code. Raises UnknownLanguageError."""
    if code is None or code not in languages():
        raise UnknownLanguageError(f"no rules for language {code!r}; there are rules for: {', '.join(languages())}")
    return languages()[code]


@cache
def build_pipeline(lang: str, joint: bool = True) -> Language:
    """The pipeline of one language, loaded once a process. Raises UnknownLanguageError.

    joint: with the joint tagger, where it reads the language; without it the rules alone find citations.
    """
    nlp = spacy.blank(language_of(lang).code)
    nlp.max_length = _LONGEST_TEXT
    _take_runs_whole(nlp)
    nlp.add_pipe("article_sentences")
    nlp.add_pipe("citation_tagger")
    if joint and JOINT_FILE.exists() and is_read(language_of(lang)):
        tagger: Any = nlp.add_pipe("joint_tagger")
        tagger.load(JOINT_FILE)
    nlp.add_pipe("claim_merger")
    return nlp


@Language.factory("article_sentences", assigns=["token.is_sent_start", "doc.sents"])
def article_sentences(nlp: Language, name: str) -> "SentenceSplitter":
    """A component that sets sentence starts by the language's sentences.toml."""
    return SentenceSplitter(tagger_data(language_of(nlp.lang).folder).sentences)


@Language.factory("citation_tagger", assigns=["doc.spans", "doc._.found_citations"])
def citation_tagger(nlp: Language, name: str) -> "CitationTagger":
    """A component that finds citations by the language's citations.toml."""
    return CitationTagger(nlp, tagger_data(language_of(nlp.lang).folder))


@Language.factory("claim_merger", assigns=["doc.spans", "doc._.found_claims", "doc._.found_citations"])
def claim_merger(nlp: Language, name: str) -> "Merger":
    """A component that settles what the language's rules and models found; it stands last."""
    return Merger(nlp, language_of(nlp.lang).folder)


def text_of(doc: Doc) -> str:
    """The doc's text, joined from its tokens once; spaCy does so anew each time it is asked."""
    if doc._.joined_text is None:
        doc._.joined_text = doc.text
    text: str = doc._.joined_text
    return text


def sentences_of(doc: Doc, rules: SentenceRules) -> list[tuple[int, int]]:
    """The (start, end) of the doc's sentences; found once, whichever component asks first."""
    if doc._.sentence_spans is None:
        doc._.sentence_spans = sentence_spans(text_of(doc), rules)
    spans: list[tuple[int, int]] = doc._.sentence_spans
    return spans


class SentenceSplitter:
    """Sets `token.is_sent_start`; a token that a sentence starts inside of starts it."""

    def __init__(self, rules: SentenceRules) -> None:
        """Keep the rules of one language."""
        self.rules = rules

    def __call__(self, doc: Doc) -> Doc:
        """Set the sentence starts of `doc`."""
        starts = [start for start, _ in sentences_of(doc, self.rules)]
        places: Any = doc.to_array(["IDX", "LENGTH"])
        ends = places.sum(axis=1).astype(np.int64)
        first = np.searchsorted(ends, starts, side="right")  # the first token that ends after a sentence's start
        marks: Any = np.full((len(doc), 1), -1, dtype=np.int64)  # -1: starts no sentence, 1: does
        marks[:1] = 1
        marks[first[first < len(doc)]] = 1
        # at once: `token.is_sent_start = …` looks through the whole doc each time
        return doc.from_array(["SENT_START"], marks.astype(np.uint64))


class CitationTagger:
    """Finds citations by rules; `doc._.surroundings` says what links and source lists there are."""

    def __init__(self, nlp: Language, data: TaggerData) -> None:
        """Make the rules from the word lists of one language, its phrases divided into words as its texts are."""
        lists = data.citation_lists
        appeals = [(phrase.lower(), table) for table in ("appeal", "anecdote") for phrase in lists[table]["phrases"]]
        names = [(name, table) for table in ("organisation", "media") for name in lists[table]["names"]]
        self.splitter = SentenceSplitter(data.sentences)
        self.rules = CitationRules(
            cues=data.citation_cues,
            lists_of=lists_of_words(data.citation_cues),
            phrases=_phrases(nlp, appeals),
            names=_phrases(nlp, names),
            references=reference_rules(lists["reference"]),
            evidence=evidence_patterns(lists["evidence"]),
        )

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.proposed_citations` and `doc.spans["citations.rules"]`, and what follows from the rules alone."""
        if not doc.has_annotation("SENT_START"):
            doc = self.splitter(doc)
        words, around = words_of(doc, text_of(doc)), doc._.surroundings or Surroundings()
        proposed = proposed_citations(words, self.rules, around)
        doc._.words, doc._.proposed_citations = words, proposed
        doc.spans["citations.rules"] = _spans(doc, ((c.start_char, c.end_char, c.kind) for c in proposed))
        return self.chosen(doc, proposed)

    def chosen(self, doc: Doc, candidates: Sequence[Candidate]) -> Doc:
        """Set `doc._.found_citations` and `doc.spans["citations"]` to these candidates."""
        found = citations_of(doc._.words, candidates, self.rules, doc._.surroundings or Surroundings())
        doc._.found_citations = found
        doc.spans["citations"] = _spans(doc, ((c.start_char, c.end_char, c.kind) for c in found))
        return doc


class Merger:
    """Settles what rules and models found: the policy stands in transforms.merging and transforms.claims."""

    def __init__(self, nlp: Language, folder: Path) -> None:
        """Keep the word lists of one language's folder; what the model read hangs on the doc."""
        self.nlp, self.data = nlp, tagger_data(folder)
        self.splitter = SentenceSplitter(self.data.sentences)
        self.version = model_version(
            str(nlp.lang), [path for path in (JOINT_FILE, folder / FORMS_FILE) if path.exists()]
        )

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.found_claims`, `doc._.found_citations`, and the span groups."""
        text = text_of(doc)  # joined anew each time it is asked
        if doc._.words is None:  # no citation tagger stands before
            doc = doc if doc.has_annotation("SENT_START") else self.splitter(doc)
            doc._.words = words_of(doc, text)
        around = doc._.surroundings or Surroundings()
        if doc._.reading is not None:
            listed = listed_citations(doc._.proposed_citations, text, around.source_lines)
            stops = self.nlp.Defaults.stop_words
            chosen = merged_citations(doc._.proposed_citations, doc._.reading, self.version, listed, stops)
            by_model = ((c.start_char, c.end_char, c.kind) for c in chosen if c.score is not None)
            doc.spans["citations.model"] = _spans(doc, by_model)
            tagger: Any = self.nlp.get_pipe("citation_tagger")
            doc = tagger.chosen(doc, chosen)
        sentences = sentences_of(doc, self.data.sentences)
        entries = frozenset(start for start, _ in sentences if text.rfind("\n", 0, start) + 1 in around.source_lines)
        judged = judgements_of(doc._.reading.sentence_scores) if doc._.reading is not None else None
        found = find_claims(text, sentences, entries, judged, self.version, self.data.claim_cues)
        read = doc._.reading
        doc._.found_claims = with_roles(found, read, self.data.role_edges) if read is not None else found
        doc.spans["claims"] = _spans(doc, ((c.start_char, c.end_char, c.kind) for c in found))
        doc.spans["claims.model"] = [
            span for span, c in zip(doc.spans["claims"], found, strict=True) if c.found_by.startswith("model:")
        ]
        return doc


def _take_runs_whole(nlp: Language) -> None:
    """Make a long run of signs ("!!!!…") one token: spaCy takes them off one by one, 16,000 "(" in 20 s."""
    tokenizer: Any = nlp.tokenizer
    prefix, suffix = tokenizer.prefix_search, tokenizer.suffix_search
    run = rf"[^\w\s]{{{_LONG_RUN},}}+"
    first, last = re.compile(run), re.compile(rf"(?<![^\w\s]){run}$")
    # a shorter word, as nearly all are, holds no such run
    tokenizer.prefix_search = lambda word: (len(word) >= _LONG_RUN and first.match(word)) or prefix(word)
    tokenizer.suffix_search = lambda word: (len(word) >= _LONG_RUN and last.search(word)) or suffix(word)


def _phrases(nlp: Language, phrases: Iterable[tuple[str, str]]) -> Phrases:
    return phrase_table(([token.text for token in nlp.make_doc(phrase)], label) for phrase, label in phrases)


def _spans(doc: Doc, found: Iterable[tuple[int, int, str]]) -> list[Span]:
    """The spans of tokens that hold these characters; `doc.char_span` looks through the whole doc for each."""
    words: Words = doc._.words
    spans = []
    for start, end, label in found:
        first, after = tokens_between(words, start, end)
        if first < after:
            spans.append(Span(doc, first, after, label=label))
    return spans
