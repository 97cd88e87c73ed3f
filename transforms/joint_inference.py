"""A trained joint model in; the same model out as plain NumPy, for reading: two and a half times as fast as thinc's.

What depends on a word's form alone, half of the sums, is computed once a form. Scores are those of `Model.predict`, up
to rounding; a test compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.joint_features import PLACE_COLUMNS, Floats
from transforms.joint_model import TOKEN_ANSWERS, USUAL_SENTENCES, JointModel, Scores, rows_beside


@dataclass(frozen=True, slots=True)
class _Maxout:
    """A layer whose outputs are the largest of several, brought to mean 0 and spread 1. weights: (in, pieces * out)."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def of(self, sums: Floats) -> Floats:
        """The outputs of (n, pieces * out) sums, bias included; the sums are written over."""
        width = len(self.scale)
        best = sums[:, :width]
        for piece in range(width, sums.shape[1], width):
            best = np.maximum(best, sums[:, piece : piece + width])
        # a product with ones is a sum of rows, four times as fast as `mean` over short rows
        best -= (best @ np.full(width, 1 / width, dtype=np.float32))[:, None]
        spread = np.einsum("ij,ij->i", best, best)
        spread /= width
        spread += np.float32(1e-8)
        best *= np.reciprocal(np.sqrt(spread))[:, None]
        best *= self.scale
        best += self.shift
        return best

    def __call__(self, inputs: Floats) -> Floats:
        """(n, in) to (n, out)."""
        sums = inputs @ self.weights
        sums += self.bias
        return self.of(sums)


class Member:
    """One network of the model."""

    def __init__(self, layers: Sequence[Any], usual: Any) -> None:
        """Take the weights apart by what they are for: of a token's numbers those of its form come first.

        usual: what the model counts beside an article's sentences as their mean.
        """
        self.usual = usual
        embed, project, encode, tag, pool, gather, around, decide, judge = layers
        self.embed = embed
        self.project = _maxout(project)
        embedded = sum(node.get_dim("nO") for node in embed.walk() if node.name == "hashembed")
        last = len(self.project.weights) - embedded
        of_form, of_place, of_hashes = np.split(self.project.weights, [last - PLACE_COLUMNS, last])
        self.form_weights = np.vstack([of_form, of_hashes]).astype(np.float64)
        self.place_weights = np.ascontiguousarray(of_place)
        self.windows = [(_distance(layer), _maxout(layer)) for layer in encode.layers]
        self.tag = _linear(tag)
        self.questions = _questions(pool)
        self.gather, self.decide, self.judge = _maxout(gather), _maxout(decide), _linear(judge)
        self.arounds = [_maxout(layer) for layer in around.layers]

    def of_forms(self, numbers: Floats, ids: NDArray[np.uint64]) -> Floats:
        """What word forms give to the first sums, bias included: from their numbers and hashes, one row each.

        Added up in double precision: BLAS adds in another order for another number of rows, and which forms are new to
        an article depends on what was read before it. One process and two told scores apart in the fourth decimal, 29
        of 105,000 on real pages.
        """
        sums = np.hstack([numbers, self.embed.predict(ids)]).astype(np.float64) @ self.form_weights
        return sums.astype(np.float32) + self.project.bias

    def scores(self, of_forms: Floats, places: Floats, starts: NDArray[np.int64], sentences: Floats) -> Scores:
        """places: (n, ·), where tokens stand; starts: the first token of each sentence."""
        sums = places @ self.place_weights
        sums += of_forms
        encoded = self.project.of(sums)
        for distance, layer in self.windows:
            encoded += layer(rows_beside(encoded, distance))
        tagged = encoded @ self.tag[0] + self.tag[1]
        lengths = np.diff(starts, append=len(encoded))
        asked = encoded @ self.questions
        asked = np.exp(asked - np.repeat(np.maximum.reduceat(asked, starts), lengths, axis=0))
        asked /= np.repeat(np.add.reduceat(asked, starts), lengths, axis=0)
        pooled = (
            *(np.add.reduceat(encoded * asked[:, [n]], starts) for n in range(asked.shape[1])),
            np.maximum.reduceat(encoded, starts),
            np.add.reduceat(encoded, starts) / lengths[:, None].astype(np.float32),
        )
        gathered = self.gather(np.hstack([*pooled, sentences]))
        for layer in self.arounds:
            gathered += layer(rows_beside(gathered, 1))
        article = (gathered.sum(axis=0) + USUAL_SENTENCES * self.usual) / (len(gathered) + USUAL_SENTENCES)
        decided = self.decide(np.hstack([gathered, np.broadcast_to(article, gathered.shape)]))
        answers = len(TOKEN_ANSWERS)
        return Scores(tagged[:, :answers], tagged[:, answers:], decided @ self.judge[0] + self.judge[1])


def members_of(model: JointModel) -> list[Member]:
    """The networks of a model that has its weights."""
    return [Member(member.layers, member.get_param("usual")) for member in model.layers]


def _maxout(layer: Any) -> _Maxout:
    maxout = next(node for node in layer.walk() if node.name == "maxout")
    norm = next(node for node in layer.walk() if node.name == "layernorm")
    weights = maxout.get_param("W")  # (out, pieces, in)
    pieces_first = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
    return _Maxout(
        weights=np.ascontiguousarray(pieces_first.T),
        bias=np.ascontiguousarray(maxout.get_param("b").T.reshape(-1)),
        scale=norm.get_param("G"),
        shift=norm.get_param("b"),
    )


def _distance(layer: Any) -> int:
    return int(next(node.attrs["distance"] for node in layer.walk() if node.name == "row_between"))


def _linear(layer: Any) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(layer.get_param("W").T), layer.get_param("b")


def _questions(pool: Any) -> Floats:
    """(width, heads): what each head of the attention asks of a token."""
    found = [node.get_param("Q").reshape(-1) for node in pool.walk() if "Q" in node.param_names]
    return np.ascontiguousarray(np.stack(found, axis=1))
