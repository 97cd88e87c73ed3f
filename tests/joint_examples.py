"""A small joint tagger and a few annotated articles, for the tests of the joint model and its training."""

from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import fix_random_seed

from transforms.joint_features import ArticleFeatures
from transforms.joint_tagger import JointTagger
from transforms.training_examples import example_of

SMALL = {"members": 1, "width": 16, "distances": [1, 2], "pieces": 2, "sentence_width": 16, "embed_rows": 200}
# sentence, kind, polarity, certainty, agent, target; a citation's words and kind
CLAIMS = [
    ("Ginger relieves nausea.", "benefit", "affirmed", "asserted", "Ginger", "nausea"),
    ("Garlic does not relieve pain.", "benefit", "negated", "asserted", "Garlic", "pain"),
    ("Smoking may cause a cough.", "harm", "affirmed", "hedged", "Smoking", "a cough"),
]
OTHERS = ["Let us look at the root.", "Order it in our shop today.", "Photo by a reader."]
CITED = ("a Danish study", "study")


def line(number: int = 0, **fields: Any) -> dict[str, Any]:
    """An annotated article: three claims, the last with a citation, and three sentences that claim nothing."""
    sentences = [
        part for claim, other in zip(CLAIMS, OTHERS, strict=True) for part in (claim[0], other)
    ] + [f"So says {CITED[0]} of {2000 + number}."]  # fmt: skip
    text = " ".join(sentences)
    claims = []
    for sentence, kind, polarity, certainty, agent, target in CLAIMS:
        start = text.index(sentence)
        claims.append(
            {"start": start, "end": start + len(sentence), "text": sentence, "kind": kind, "polarity": polarity,
             "certainty": certainty, "agent": agent, "target": target}
        )  # fmt: skip
    start = text.index(CITED[0])
    cited = {"start": start, "end": start + len(CITED[0]), "kind": CITED[1], "evidence": "unspecified"}
    known = {"id": str(number), "lang": "en", "url": None, "title": None, "text": text}
    return known | {"claims": claims, "citations": [cited], "support": None} | fields


def small_pipeline(lang: str = "en", **sizes: Any) -> Language:
    """Sentences, rules, and a joint tagger that has learned nothing yet."""
    nlp = spacy.blank(lang)
    for name in ("article_sentences", "citation_tagger"):
        nlp.add_pipe(name)
    nlp.add_pipe("joint_tagger", config=SMALL | sizes)
    return nlp


def tagger_of(nlp: Language) -> JointTagger:
    found: JointTagger = nlp.get_pipe("joint_tagger")
    return found


def taught(nlp: Language, lines: list[dict[str, Any]], steps: int = 60) -> list[float]:
    """Teach the joint tagger these articles; the loss of each step."""
    fix_random_seed(0)
    tagger = tagger_of(nlp)
    tagger.initialize(lambda: examples(nlp, lines), nlp=nlp)
    optimizer = nlp.create_optimizer()
    optimizer.learn_rate = 0.01
    return [tagger.update(examples(nlp, lines), sgd=optimizer)["joint_tagger"] for _ in range(steps)]


def examples(nlp: Language, lines: list[dict[str, Any]]) -> list[Example]:
    return [example_of(one, nlp) for one in lines]


def features_of(nlp: Language, one: dict[str, Any]) -> ArticleFeatures:
    """The numbers that the model learns an article from."""
    [(_, features, _)] = tagger_of(nlp)._learned(examples(nlp, [one]))
    return features
