"""A spaCy component that reads claims and citations jointly: what a trained model proposes, before rules and it agree.

One network for all languages whose folder holds vectors of word forms (forms.npz), in which words of like meaning lie
near each other across languages: what it learned of one language helps the others. It stands after `citation_tagger`,
whose proposals are among what it reads. `spacy train` trains it (training/).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Optimizer, set_dropout_rate

from transforms.beliefs import Beliefs, load_beliefs
from transforms.claim_features import sentences_in_article
from transforms.joint_features import ArticleFeatures, Floats, FormRows, article_features
from transforms.joint_inference import Member, members_of
from transforms.joint_loss import joint_loss
from transforms.joint_model import JointModel, Scores, build_joint_model, joined_scores, mean_scores
from transforms.joint_targets import (
    JointLabels,
    Targets,
    believed_targets,
    blended_targets,
    labels_of,
    targets_together,
)
from transforms.joint_weights import load_weights
from transforms.lang import languages
from transforms.language_numbers import LanguageNumbers, language_numbers
from transforms.words import Words

JOINT_FILE = Path(__file__).parent / "joint.npz"
# Fewer tokens are no article, and no article of so few was ever learned from.
_SHORTEST = 4
# Of a text of fewer sentences teachers who learned from articles are not asked.
_FEWEST_BELIEVED = 3
# Tokens that are read at once, so that a page of a million characters needs no gigabyte: 20 times a long article.
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What the joint model makes of a doc: its scores, and which row of the sentence scores each sentence has."""

    words: Words
    scores: Scores
    sentence_of: NDArray[np.int64]

    @property
    def sentence_scores(self) -> Floats:
        """(sentences, 7): those of each sentence span, of which two may share a token and so a row."""
        return self.scores.sentences[self.sentence_of]


for _name in ("joint_features", "reading"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.factory(
    "joint_tagger",
    assigns=["doc._.reading"],
    default_config={
        "members": 1,
        "width": 128,
        "distances": [1, 2],
        "pieces": 2,
        "sentence_width": 192,
        "heads": 4,
        "embed_rows": 4000,
        "taught_by": [],
        "starts_as": "",
        "believed": "",
    },
)
def joint_tagger(
    nlp: Language,
    name: str,
    members: int,
    width: int,
    distances: list[int],
    pieces: int,
    sentence_width: int,
    heads: int,
    embed_rows: int,
    taught_by: list[str],
    starts_as: str,
    believed: str,
) -> "JointTagger":
    """The component, with a model of these sizes that has learned nothing yet.

    For learning only: files of weights of the same sizes. taught_by: of networks whose answers it learns beside the
    annotations. starts_as: of the one that it goes on from. believed: of what an encoder believes, beside teachers.
    """
    sizes: dict[str, Any] = {
        "width": width,
        "distances": distances,
        "pieces": pieces,
        "sentence_width": sentence_width,
        "heads": heads,
    }
    model = build_joint_model(members=members, embed_rows=embed_rows, **sizes)
    teachers = [build_joint_model(members=1, embed_rows=embed_rows, **sizes) for _ in taught_by]
    return JointTagger(nlp.vocab, model, name, list(zip(teachers, taught_by, strict=True)), starts_as, believed)


class JointTagger(TrainablePipe):  # type: ignore[misc]  # spaCy's class has no types
    """Gives every doc its Reading; learns from docs whose reference holds claims, citations, agents and targets.

    What it needs to know of a doc's language, it looks up by `doc.lang_`.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: JointModel,
        name: str,
        teachers: Sequence[tuple[JointModel, str]] = (),
        starts_as: str = "",
        believed: str = "",
    ) -> None:
        """Keep a model that has learned nothing yet, and for learning its teachers with the files of their weights."""
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {}
        self.members: list[Member] = []
        self.languages: dict[str, LanguageNumbers] = {}
        self.teachers, self.starts_as = teachers, starts_as
        self.beliefs = load_beliefs(Path(believed)) if believed else Beliefs({})

    def load(self, path: Path) -> "JointTagger":
        """Take the weights of a file. Raises FileNotFoundError, or ValueError where it is of another shape."""
        load_weights(self.model, path)
        set_dropout_rate(self.model, 0.0)
        self.languages = {}
        self.members = members_of(self.model)
        return self

    def of_language(self, lang: str) -> LanguageNumbers:
        """What the network reads a language by, made once."""
        if lang not in self.languages:
            self.languages[lang] = language_numbers(languages()[lang], self._first_sums)
        return self.languages[lang]

    def predict(self, docs: Iterable[Doc]) -> list[Reading | None]:
        """A reading for each doc; None for one without words."""
        readings: list[Reading | None] = []
        for doc in docs:
            features = self.features(doc)
            if features is None:
                readings.append(None)
                continue
            readings.append(Reading(doc._.words, self._scores(doc, features), features.sentence_of))
        return readings

    def _scores(self, doc: Doc, features: ArticleFeatures) -> Scores:
        if not self.members:
            return mean_scores(self.model.predict([self._with_forms(doc, features)]))
        words, language = doc._.words, self.of_language(doc.lang_)
        parts = _parts(features.starts, len(words))
        return joined_scores([self._part(words, language.first_sums, features, *part) for part in parts])

    def _part(
        self, words: Words, first_sums: FormRows, features: ArticleFeatures, rows: slice, tokens: slice
    ) -> Scores:
        """The scores of some sentences, `rows`, which are the tokens `tokens`."""
        sums = np.split(first_sums.of(words.texts[tokens], features.ids[tokens]), len(self.members), axis=1)
        starts = features.starts[rows] - tokens.start
        return mean_scores(
            [
                member.scores(one, features.places[tokens], starts, features.sentences[rows])
                for member, one in zip(self.members, sums, strict=True)
            ]
        )

    def _first_sums(self, numbers: Floats, ids: NDArray[np.uint64]) -> Floats:
        return np.hstack([member.of_forms(numbers, ids) for member in self.members])

    def _with_forms(self, doc: Doc, features: ArticleFeatures) -> ArticleFeatures:
        """The features with the numbers of their forms, as learning needs them."""
        return replace(features, forms=self.of_language(doc.lang_).numbers.of(doc._.words.texts, features.ids))

    def set_annotations(self, docs: Iterable[Doc], scores: list[Reading | None]) -> None:
        """Hang each reading on its doc."""
        for doc, reading in zip(docs, scores, strict=True):
            doc._.reading = reading

    def features(self, doc: Doc) -> ArticleFeatures | None:
        """The numbers of a doc that `citation_tagger` has seen; made once. None for one of hardly any words."""
        if doc._.joint_features is None and len(doc) >= _SHORTEST and doc._.sentence_spans:
            words: Words = doc._.words
            spans = doc._.sentence_spans
            doc._.joint_features = article_features(
                doc,
                words,
                spans,
                sentences_in_article(words.text, spans),
                self.of_language(doc.lang_).cues,
                _marks(doc, words),
            )
        features: ArticleFeatures | None = doc._.joint_features
        return features

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from a batch. `losses[name]` grows by the mean loss of an article."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        batch = list(self._learned(examples))
        if not batch:
            return losses
        self.members = []  # what was made for reading is of the weights of before
        set_dropout_rate(self.model, drop)
        scores, backprop = self.model.begin_update([features for _, features, _ in batch])
        wanted = targets_together([self._wanted(*one) for one in batch])
        found = [joint_loss(member, wanted, len(batch)) for member in scores]
        backprop([gradient for _, gradient in found])
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += sum(loss for loss, _ in found) / len(found)
        return losses

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, **_: Any
    ) -> None:
        """Give the model the shapes of the first article that has words, or the weights of the file it starts as.

        Raises ValueError where no article has words or a file holds weights of another shape, FileNotFoundError.
        """
        first = next(self._learned(get_examples()), None)
        if first is None:
            raise ValueError("training needs an article with words")
        if self.starts_as:
            load_weights(self.model, Path(self.starts_as))
        else:
            self.model.initialize(X=[first[1]])
        for teacher, weights in self.teachers:
            load_weights(teacher, Path(weights))
            set_dropout_rate(teacher, 0.0)

    def _wanted(self, text: str, article: ArticleFeatures, labels: JointLabels) -> Targets:
        """What is wanted of an article: as it was annotated, and as its teachers read it where there are any."""
        if not self.teachers or len(article.starts) < _FEWEST_BELIEVED:
            return blended_targets(labels, None)
        scores = [mean_scores(teacher.predict([article])) for teacher, _ in self.teachers]
        believed = believed_targets(scores, article.lengths)
        encoders = self.beliefs.of(text, len(article.starts), len(article.ids))
        return blended_targets(labels, believed if encoders is None else encoders.beside(believed))

    def _learned(self, examples: Iterable[Example]) -> Iterator[tuple[str, ArticleFeatures, JointLabels]]:
        for example in examples:
            doc = example.predicted
            features = self.features(doc)
            if features is not None:
                # not kept: a row a word of millions of words would fill the memory
                yield doc.text, self._with_forms(doc, features), labels_of(example.reference, features)


def _parts(starts: NDArray[np.int64], tokens: int) -> Iterator[tuple[slice, slice]]:
    """Sentences, and their tokens, that are read at once; an article of usual length is one part."""
    first = 0
    while first < len(starts):
        after = max(int(np.searchsorted(starts, starts[first] + _AT_ONCE)), first + 1)
        end = int(starts[after]) if after < len(starts) else tokens
        yield slice(first, after), slice(int(starts[first]), end)
        first = after


def _marks(doc: Doc, words: Words) -> dict[str, list[tuple[int, int]]]:
    marks: dict[str, list[tuple[int, int]]] = {}
    for proposed in doc._.proposed_citations:
        marks.setdefault(proposed.kind, []).append((proposed.start_char, proposed.end_char))
    around = doc._.surroundings
    if around is not None:
        length = len(words.text)
        marks["href"] = [(h.start_char, h.end_char) for h in around.hrefs if 0 <= h.start_char < h.end_char <= length]
        ends = ((start, words.text.find("\n", start)) for start in around.source_lines)
        marks["source line"] = [(start, end if end >= 0 else length) for start, end in ends]
    return marks
