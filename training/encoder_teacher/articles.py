"""Annotated lines in; articles as pieces of words, their labels and numbers, and batches of them, out."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from network import encoder_file, piece_tokenizer

from flows.training import is_ours
from transforms.addresses import short_hash
from transforms.joint_features import Floats
from transforms.joint_tagger import JointTagger
from transforms.joint_targets import JointLabels, labels_of
from transforms.training_examples import article_reader

# Pieces that are read together: whole sentences, as many as have room. Longer ones cost more than they taught.
LONGEST = 152
_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Article:
    """text_digest: by which beliefs are kept. sentences: pieces of each; firsts: where in them each token begins.

    numbers: (m, ·), of ArticleFeatures. labels: as the joint tagger learns them. is_gold: annotated as what is
    measured. starts: the first token of each sentence.
    """

    text_digest: str
    lang: str
    is_gold: bool
    is_annotated: bool
    sentences: list[list[int]]
    firsts: list[list[int]]
    starts: list[int]
    numbers: Floats
    labels: JointLabels


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring sentences of an article that are read together: from `first` to before `after`."""

    article: Article
    first: int
    after: int
    pieces: int

    @property
    def tokens(self) -> slice:
        """Which tokens of the article they are."""
        ends = [*self.article.starts, len(self.article.labels.tokens)]
        return slice(ends[self.first], ends[self.after])


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of a file of `flows.training_data` that have sentences."""
    reader: JointTagger = spacy.blank("xx").add_pipe("joint_tagger")
    cutter, known = piece_tokenizer(), {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    ours = {short_hash(line["text"]) for line in lines if is_ours(line)}
    for example in article_reader(path)(spacy.blank("xx")):
        doc = example.predicted
        features = reader.features(doc)
        if features is None:
            continue
        digest = short_hash(doc.text)
        ends = [*features.starts.tolist(), len(doc)]
        cut = [_pieces(doc, start, end, cutter, known) for start, end in pairwise(ends)]
        yield Article(
            text_digest=digest,
            lang=doc.lang_,
            is_gold=digest not in ours,
            is_annotated="claims" in example.reference.spans,
            sentences=[pieces for pieces, _ in cut],
            firsts=[firsts for _, firsts in cut],
            starts=ends[:-1],
            numbers=features.sentences,
            labels=labels_of(example.reference, features),
        )


def _pieces(doc: Any, start: int, end: int, cutter: Any, known: dict[str, list[int]]) -> tuple[list[int], list[int]]:
    """The pieces of a sentence, and where each of its tokens begins; the end of a line is an end."""
    pieces: list[int] = []
    firsts = []
    for token in doc[start:end]:
        firsts.append(len(pieces))
        if token.is_space:
            pieces.append(encoder_file().marks[1])
            continue
        if token.text not in known:
            known[token.text] = cutter.encode(token.text).ids or [encoder_file().marks[3]]
        own = known[token.text]
        glued = token.i > 0 and not doc[token.i - 1].whitespace_ and not doc[token.i - 1].is_space
        begins_alone = len(own) > 1 and cutter.id_to_token(own[0]) == "\u2581"
        pieces += own[1:] if glued and begins_alone else own
    return pieces[: LONGEST - 8], firsts


def windows(articles: Sequence[Article], draw: random.Random | None) -> list[Window]:
    """All sentences in windows; the first of an article is as long as drawn, so that each round cuts elsewhere."""
    found = []
    for article in articles:
        room = LONGEST if draw is None else draw.randint(LONGEST // 4, LONGEST)
        first = 0
        while first < len(article.sentences):
            after, pieces = first, 1
            while after < len(article.sentences):
                longer = pieces + len(article.sentences[after]) + 1
                if after > first and longer > room:
                    break
                after, pieces = after + 1, longer
            found.append(Window(article, first, after, pieces))
            first, room = after, LONGEST
    return found


def batches(found: Sequence[Window], draw: random.Random | None) -> list[list[Window]]:
    """Windows of like length together, at most `_AT_ONCE` pieces with what fills them up."""
    mixed = (lambda window: (window.pieces // 2, draw.random())) if draw else (lambda window: (window.pieces, 0.0))
    made: list[list[Window]] = [[]]
    for window in sorted(found, key=mixed):
        if made[-1] and window.pieces * (len(made[-1]) + 1) > _AT_ONCE:
            made.append([])
        made[-1].append(window)
    if draw:
        draw.shuffle(made)
    return made


def numbers_of(batch: Sequence[Window]) -> tuple[Any, Any, Floats, Any]:
    """A batch as EncoderTeacher reads it: pieces, the sentence of each piece, numbers, first pieces of tokens."""
    begin, end, fill, _ = encoder_file().marks
    longest = max(window.pieces for window in batch)
    pieces = np.full((len(batch), longest), fill)
    sentence_of = np.full((len(batch), longest), -1)
    firsts, sentence = [], 0
    for row, window in enumerate(batch):
        pieces[row, 0], at = begin, 1
        for number in range(window.first, window.after):
            own = window.article.sentences[number]
            pieces[row, at : at + len(own)], pieces[row, at + len(own)] = own, end
            sentence_of[row, at : at + len(own) + 1] = sentence
            # a token past what has room is judged by the end of its sentence
            places = np.minimum(window.article.firsts[number], len(own)).astype(np.int64)
            firsts.append(places + row * longest + at)
            at, sentence = at + len(own) + 1, sentence + 1
    numbers = np.concatenate([window.article.numbers[window.first : window.after] for window in batch])
    return pieces, sentence_of.reshape(-1), numbers, np.concatenate(firsts)
