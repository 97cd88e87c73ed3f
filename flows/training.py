"""Annotated articles in; the claim model of each language, in the language's folder, out: `make train GOLD=…`."""

import sys
from pathlib import Path

from flows.evaluation import read_gold
from transforms.claim_model import MODEL_FILE, save_model
from transforms.claim_training import train_claim_model
from transforms.gold import training_article
from transforms.lang import languages
from transforms.tagger_data import tagger_data


def main(paths: list[str]) -> int:
    """Train on the gold files and give the exit code: 0, or 2 where no file was named."""
    if not paths:
        sys.stderr.write("usage: python -m flows.training GOLD.jsonl…\n")
        return 2
    articles = []
    for path in paths:
        with Path(path).open(encoding="utf-8") as lines:
            articles += [training_article(line) for line in read_gold(lines)]
    for code, language in languages().items():
        ours = [article for article in articles if article.lang == code]
        if not ours:
            sys.stderr.write(f"{code}: no annotated articles, its model stays as it is\n")
            continue
        data = tagger_data(language.folder)
        model = train_claim_model(ours, data.sentences, data.claim_cues)
        save_model(model, language.folder / MODEL_FILE)
        sys.stderr.write(f"{code}: {len(ours)} articles, threshold {model.threshold:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
