"""Annotated lines of all languages in; the trained weights of the joint tagger out, by spaCy's own training loop."""

import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy import load
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from transforms.joint_tagger import JointTagger
from transforms.joint_weights import save_weights


def train_joint_tagger(
    config: Path, lines: Path, articles: int, work: Path, weights: Path, changes: Mapping[str, Any] | None = None
) -> None:
    """Train as `config` says on a file of annotated lines, and write the weights.

    articles: how many lines there are, from which the number of steps follows. work: a folder for spaCy's checkpoints.
    changes: settings that are otherwise than in `config`, by "section.key". The same lines and settings give the same
    weights on the same machine.
    """
    changes = changes or {}
    settings = load_config(config, overrides=dict(changes), interpolate=False)
    training = settings["training"]
    of_all = training["max_epochs"] * math.ceil(articles / training["batcher"]["size"])
    overrides: dict[str, Any] = {
        **changes,
        "paths.train": str(lines),
        "training.optimizer.learn_rate.total_steps": training["max_steps"] or of_all,
    }
    work.mkdir(parents=True, exist_ok=True)
    nlp = init_nlp(load_config(config, overrides=overrides, interpolate=False), use_gpu=-1)
    train(nlp, work, use_gpu=-1, stdout=sys.stderr, stderr=sys.stderr)
    # the averages of the last steps are what spaCy writes, not what it holds
    tagger: Any = load(work / "model-last").get_pipe("joint_tagger")
    if not isinstance(tagger, JointTagger):
        raise TypeError("the trained pipeline has no joint tagger")
    save_weights(tagger.model, weights)
