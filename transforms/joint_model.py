"""Articles as numbers in; scores out: of each token to begin or go on a citation, of each sentence to be a claim.

One thinc model reads both, because whether a sentence claims and what it offers for that are told by the same words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from thinc.api import (
    HashEmbed,
    Linear,
    Maxout,
    Model,
    NumpyOps,
    ParametricAttention,
    Ragged,
    chain,
    clone,
    concatenate,
    reduce_max,
    reduce_mean,
    reduce_sum,
    residual,
)

from transforms.joint_features import KINDS, ArticleFeatures, Floats
from transforms.judgements import CLAIM_KINDS

# A token is outside, or begins or goes on a citation of a kind.
TOKEN_ANSWERS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
# So many times each sentence is seen with its neighbours: an item of a list two lines below its heading still knows it.
_AROUND = 2
# An article's mean is taken as if so many usual sentences stood in it: of one sentence it would be that sentence again,
# which no article looks like, and "Suiker veroorzaakt diabetes." alone was read as a denial.
USUAL_SENTENCES = 4
# One score whether it is a claim, one for each kind, one each whether it is negated and hedged.
SENTENCE_SCORES = 1 + len(CLAIM_KINDS) + 2

# Of a token in a claim: outside, or begins or goes on the words that act, or that are acted on.
ROLE_ANSWERS = ("O", "B-agent", "I-agent", "B-target", "I-target")


@dataclass(frozen=True, slots=True)
class Scores:
    """Log-odds, not yet normalised. tokens: (n, 21), of TOKEN_ANSWERS. roles: (n, 5), of ROLE_ANSWERS.

    sentences: (m, 7): whether it is a claim, one for each of CLAIM_KINDS, whether it is negated, whether hedged.
    """

    tokens: Floats
    roles: Floats
    sentences: Floats


Backprop = Callable[[list[Scores]], list[Any]]
JointModel = Model[list[ArticleFeatures], list[Scores]]


def build_joint_model(
    members: int = 1,
    width: int = 128,
    distances: Sequence[int] = (1, 2),
    pieces: int = 2,
    sentence_width: int = 192,
    heads: int = 4,
    embed_rows: int = 4000,
    dropout: float = 0.2,
) -> JointModel:
    """Networks of windows of three tokens, as far apart as `distances` says, then of three sentences, twice.

    Each member begins otherwise.

    They read the same and give one Scores each, whose mean is surer than any of them: on articles of other sites two
    had claims 0.01 and kinds 0.02 better than one.
    """
    layers: list[Model[Any, Any]] = [
        _member(seed, width, distances, pieces, sentence_width, heads, embed_rows, dropout)
        for seed in range(1, members + 1)
    ]
    model: JointModel = Model("joint", _forward_all, init=_init_all, layers=layers)
    # NumPy's own matrix product: 102 GFLOPS on one core where thinc's BLIS came to 34.
    for node in model.walk():
        node.ops = NumpyOps(use_blis=False)
    return model


def mean_scores(scores: Sequence[Scores]) -> Scores:
    """The members' scores as one."""
    if len(scores) == 1:
        return scores[0]
    return Scores(
        tokens=np.mean([s.tokens for s in scores], axis=0),
        roles=np.mean([s.roles for s in scores], axis=0),
        sentences=np.mean([s.sentences for s in scores], axis=0),
    )


def joined_scores(parts: Sequence[Scores]) -> Scores:
    """The scores of an article from those of its parts, in order."""
    if len(parts) == 1:
        return parts[0]
    return Scores(
        tokens=np.concatenate([part.tokens for part in parts]),
        roles=np.concatenate([part.roles for part in parts]),
        sentences=np.concatenate([part.sentences for part in parts]),
    )


def _member(
    seed: int,
    width: int,
    distances: Sequence[int],
    pieces: int,
    sentence_width: int,
    heads: int,
    embed_rows: int,
    dropout: float,
) -> Model[list[ArticleFeatures], Scores]:
    embed: Model[Any, Any] = concatenate(
        HashEmbed(48, embed_rows, column=0, seed=3 * seed, dropout=dropout),
        HashEmbed(16, 1000, column=1, seed=3 * seed + 1, dropout=dropout),
        HashEmbed(8, 500, column=2, seed=3 * seed + 2, dropout=dropout),
    )
    project = Maxout(width, nP=2, normalize=True, dropout=dropout)
    windows: list[Model[Any, Any]] = [residual(_window(distance, width, pieces, dropout)) for distance in distances]
    encode: Model[Any, Any] = chain(*windows)
    tag = Linear(len(TOKEN_ANSWERS) + len(ROLE_ANSWERS), width)
    looks: list[Model[Any, Any]] = [chain(ParametricAttention(width), reduce_sum()) for _ in range(heads)]
    pool: Model[Any, Any] = concatenate(*looks, reduce_max(), reduce_mean())
    gather = Maxout(sentence_width, nP=2, normalize=True, dropout=dropout)
    around = clone(residual(_window(1, sentence_width, 2, dropout)), _AROUND)
    decide = Maxout(sentence_width, nI=2 * sentence_width, nP=2, normalize=True, dropout=dropout)
    judge = Linear(SENTENCE_SCORES, sentence_width)
    return Model(
        "joint_member",
        _forward,
        init=_init,
        layers=[embed, project, encode, tag, pool, gather, around, decide, judge],
        params={"usual": None},
        attrs={"width": width, "sentence_width": sentence_width, "heads": heads},
    )


def _window(distance: int, width: int, pieces: int, dropout: float) -> Model[Any, Any]:
    """Reads each row with the one so far before it and the one so far behind it."""
    return chain(row_between(distance), Maxout(width, nI=3 * width, nP=pieces, normalize=True, dropout=dropout))


def row_between(distance: int) -> Model[Any, Any]:
    """Each row between the rows `distance` before and behind it; zeros where there are none."""
    return Model("row_between", _row_between, attrs={"distance": distance})


def _row_between(model: Model[Any, Any], X: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    distance = model.attrs["distance"]
    width = X.shape[1]

    def backprop(gradient: Any) -> Any:
        before, own, behind = (gradient[:, place * width : (place + 1) * width] for place in range(3))
        given = own.copy()
        given[:-distance] += before[distance:]
        given[distance:] += behind[:-distance]
        return given

    return rows_beside(X, distance), backprop


def rows_beside(rows: Floats, distance: int) -> Floats:
    """(n, width) to (n, 3 * width): each row between those so far before and behind it, zeros where there are none."""
    count, width = rows.shape
    wide = np.zeros((count, 3 * width), dtype=np.float32)
    wide[distance:, :width] = rows[:-distance]
    wide[:, width : 2 * width] = rows
    wide[:-distance, 2 * width :] = rows[distance:]
    return wide


def _init_all(model: JointModel, X: list[ArticleFeatures] | None = None, Y: Any = None) -> None:
    for member in model.layers:
        member.initialize(X=X)


def _forward_all(model: JointModel, X: list[ArticleFeatures], is_train: bool) -> tuple[list[Scores], Backprop]:
    together = _Together.of(X)
    done = [member(together, is_train) for member in model.layers]

    def backprop(gradients: list[Scores]) -> list[Any]:
        for (_, back), gradient in zip(done, gradients, strict=True):
            back(gradient)
        return []

    return [scores for scores, _ in done], backprop


@dataclass(frozen=True, slots=True)
class _Together:
    """Several articles as one; firsts: the row of each article's first sentence."""

    ids: Any
    tokens: Any
    lengths: Any
    sentences: Any
    firsts: Any

    @classmethod
    def of(cls, articles: list[ArticleFeatures]) -> "_Together":
        if len(articles) == 1:
            one = articles[0]
            return cls(one.ids, one.tokens, one.lengths, one.sentences, np.zeros(1, dtype=np.int64))
        return cls(
            ids=np.concatenate([x.ids for x in articles]),
            tokens=np.concatenate([x.tokens for x in articles]),
            lengths=np.concatenate([x.lengths for x in articles]),
            sentences=np.concatenate([x.sentences for x in articles]),
            firsts=np.cumsum([0, *(len(x.sentences) for x in articles[:-1])]),
        )

    @property
    def counts(self) -> Any:
        """(articles,): how many sentences each has."""
        return np.diff(self.firsts, append=len(self.sentences))


def _init(model: Model[Any, Any], X: list[ArticleFeatures] | None = None, Y: Any = None) -> None:
    """Give every layer the shapes that the features of `X` need; where there is none, they come with the weights."""
    if not X:
        return
    embed, project, encode, tag, pool, gather, around, decide, judge = model.layers
    width = model.attrs["width"]
    embed.initialize()
    project.initialize(X=_zeros(X[0].tokens.shape[1] + embed.get_dim("nO")))
    for layer in (encode, tag):
        layer.initialize(X=_zeros(width))
    ones: Any = np.ones(1, dtype=np.int32)
    pool.initialize(X=Ragged(_zeros(width), ones))
    gather.initialize(X=_zeros((2 + model.attrs["heads"]) * width + X[0].sentences.shape[1]))
    sentence_width = model.attrs["sentence_width"]
    usual: Any = np.zeros(sentence_width, dtype=np.float32)
    model.set_param("usual", usual)
    for layer, columns in ((around, sentence_width), (decide, 2 * sentence_width), (judge, sentence_width)):
        layer.initialize(X=_zeros(columns))


def _zeros(columns: int) -> Any:
    return np.zeros((1, columns), dtype=np.float32)


def _forward(model: Model[Any, Any], X: _Together, is_train: bool) -> tuple[Scores, Callable[[Scores], None]]:
    embed, project, encode, tag, pool, gather, around, decide, judge = model.layers
    embedded, back_embed = embed(X.ids, is_train)
    projected, back_project = project(np.hstack([X.tokens, embedded]), is_train)
    encoded, back_encode = encode(projected, is_train)
    tagged, back_tag = tag(encoded, is_train)
    pooled, back_pool = pool(Ragged(encoded, X.lengths), is_train)
    gathered, back_gather = gather(np.hstack([pooled, X.sentences]), is_train)
    surrounded, back_around = around(gathered, is_train)
    counts = X.counts
    of_each = (1 / (counts + USUAL_SENTENCES)).astype(np.float32)[:, None]
    means = (np.add.reduceat(surrounded, X.firsts) + USUAL_SENTENCES * model.get_param("usual")) * of_each
    decided, back_decide = decide(np.hstack([surrounded, np.repeat(means, counts, axis=0)]), is_train)
    judged, back_judge = judge(decided, is_train)

    def backprop(gradient: Scores) -> None:
        d_own, d_means = np.hsplit(back_decide(back_judge(gradient.sentences)), 2)
        d_means = np.add.reduceat(d_means, X.firsts) * of_each
        model.inc_grad("usual", USUAL_SENTENCES * d_means.sum(axis=0))
        d_gathered = back_gather(back_around(np.ascontiguousarray(d_own + np.repeat(d_means, counts, axis=0))))
        d_pooled = np.ascontiguousarray(d_gathered[:, : pooled.shape[1]])
        d_tagged = np.hstack([gradient.tokens, gradient.roles])
        d_encoded = back_tag(d_tagged) + back_pool(d_pooled).dataXd
        d_projected = back_project(back_encode(d_encoded))
        back_embed(np.ascontiguousarray(d_projected[:, X.tokens.shape[1] :]))

    answers = len(TOKEN_ANSWERS)
    return Scores(tagged[:, :answers], tagged[:, answers:], judged), backprop
