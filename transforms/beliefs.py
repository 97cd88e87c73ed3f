"""What a large encoder believes of articles, in a file; what a network learns of it beside annotations, out.

`training/encoder_teacher` writes the file. It is for learning only: whoever tags needs neither it nor an encoder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from transforms.addresses import short_hash
from transforms.joint_features import Floats
from transforms.joint_model import SENTENCE_SCORES, TOKEN_ANSWERS
from transforms.joint_targets import Targets, believed_sentences, shares

# Log-odds are kept as whole numbers: 15 times, from -8 to 8.
_STEPS, _FURTHEST = 15, 8.0
# Of a token that is hardly a source's nothing is kept, and of the others the likeliest answers.
_SURELY_NONE = 0.97
_ANSWERS = 2
_DIGEST = 16
# So much the encoders count beside the network's own teachers: of tokens, of claims and kinds, of polarity and
# certainty. They tell kinds better than these do; hedges, single words, worse. Of roles they are not asked.
_OF_TOKENS, _OF_CLAIMS, _OF_MANNER = 0.5, 0.9, 0.2
# They take "wetenschappelijk bewezen" for a study, and with .6 of all tokens half of the appeals were no longer found:
# of a word that the teachers believe to be in an appeal by half or more, the encoders count nothing.
_APPEALS = [n for n, answer in enumerate(TOKEN_ANSWERS) if answer.endswith("-appeal")]
_SURE_OF_APPEAL = 0.5


@dataclass(frozen=True, slots=True)
class Belief:
    """Of one article. sentences: (m, 7) log-odds, as those of Scores. tokens: (n, 21) shares of TOKEN_ANSWERS."""

    sentences: Floats
    tokens: Floats

    def beside(self, teachers: Targets) -> Targets:
        """What is believed of an article by its teachers and the encoder together."""
        claims, kinds, negated, hedged = believed_sentences([self.sentences])
        appeals = teachers.tokens[:, _APPEALS].sum(axis=1, keepdims=True)
        return Targets(
            tokens=_mixed(self.tokens, teachers.tokens, _OF_TOKENS * np.maximum(1 - appeals / _SURE_OF_APPEAL, 0)),
            roles=teachers.roles,
            claims=_mixed(claims, teachers.claims, _OF_CLAIMS),
            kinds=_mixed(kinds, teachers.kinds, _OF_CLAIMS),
            negated=_mixed(negated, teachers.negated, _OF_MANNER),
            hedged=_mixed(hedged, teachers.hedged, _OF_MANNER),
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The same as it lies in the file: places (k,) of tokens, and their answers and shares of 255, (k, 2)."""

    tokens: int
    sentences: NDArray[np.int8]
    places: NDArray[np.int64]
    answers: NDArray[np.uint8]
    shares: NDArray[np.uint8]


class Beliefs:
    """Beliefs by the text that they are of."""

    def __init__(self, kept: Mapping[str, _Kept]) -> None:
        """kept: by the digest of a text, as `short_hash` gives it."""
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, text: str, sentences: int, tokens: int) -> Belief | None:
        """What is believed of a text that was cut into so many sentences and tokens; None of any other."""
        kept = self._kept.get(short_hash(text))
        if kept is None or (len(kept.sentences), kept.tokens) != (sentences, tokens):
            return None
        rows = np.zeros((tokens, len(TOKEN_ANSWERS)), dtype=np.float32)
        rows[kept.places[:, None], kept.answers] = kept.shares / np.float32(255)
        rows[:, 0] += 1 - rows.sum(axis=1)
        return Belief((kept.sentences / _STEPS).astype(np.float32), rows)


def save_beliefs(found: Mapping[str, tuple[Floats, Floats]], path: Path) -> None:
    """Write what is believed of texts: by digest the (m, 7) and (n, 21) log-odds of their sentences and tokens."""
    kept = [_kept(sentences, shares(tokens)) for sentences, tokens in found.values()]
    ends = np.cumsum([0, *(one.tokens for one in kept)])
    np.savez_compressed(
        path,
        digests=np.array([digest.encode() for digest in found], dtype=f"S{_DIGEST}"),
        tokens=np.array([one.tokens for one in kept], dtype=np.int32),
        lengths=np.array([[len(one.sentences), len(one.places)] for one in kept], dtype=np.int32),
        sentences=np.concatenate([one.sentences for one in kept]),
        places=np.concatenate([one.places + start for one, start in zip(kept, ends, strict=False)]).astype(np.uint32),
        answers=np.concatenate([one.answers for one in kept]),
        shares=np.concatenate([one.shares for one in kept]),
    )


def load_beliefs(path: Path) -> Beliefs:
    """The beliefs of a file. Raises FileNotFoundError, or ValueError where it holds none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            sentences, places = np.cumsum(arrays["lengths"], axis=0)[:-1].T
            starts = np.cumsum([0, *arrays["tokens"]])
            parts = zip(
                arrays["digests"],
                arrays["tokens"],
                np.split(arrays["sentences"], sentences),
                np.split(arrays["places"].astype(np.int64), places),
                np.split(arrays["answers"], places),
                np.split(arrays["shares"], places),
                starts,
                strict=False,
            )
            return Beliefs(
                {
                    digest.decode(): _Kept(int(tokens), judged, where - start, answers, share)
                    for digest, tokens, judged, where, answers, share, start in parts
                }
            )
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path}: no beliefs of an encoder: {error}") from error


def _mixed(ours: Floats, theirs: Floats, share: float | Floats) -> Floats:
    mixed: Floats = share * ours + (1 - share) * theirs
    return mixed


def _kept(sentences: Floats, tokens: Floats) -> _Kept:
    if sentences.shape[1:] != (SENTENCE_SCORES,) or tokens.shape[1:] != (len(TOKEN_ANSWERS),):
        raise ValueError(f"scores of another network: {sentences.shape}, {tokens.shape}")
    places = np.flatnonzero(tokens[:, 0] < _SURELY_NONE)
    likeliest = np.argsort(-tokens[places], axis=1, kind="stable")[:, :_ANSWERS]
    told = np.take_along_axis(tokens[places], likeliest, axis=1)
    return _Kept(
        tokens=len(tokens),
        sentences=np.rint(np.clip(sentences, -_FURTHEST, _FURTHEST) * _STEPS).astype(np.int8),
        places=places,
        answers=likeliest.astype(np.uint8),
        shares=np.rint(told * 255).astype(np.uint8),
    )
