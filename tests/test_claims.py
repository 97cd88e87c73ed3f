"""What the words alone make of a sentence, what asserts nothing, and how model and rules meet."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from tests.tagging_examples import words_of
from transforms.claim_features import ClaimCues, SentenceInArticle
from transforms.claim_model import MODEL_FILE, ClaimModel, Head, Judgement, load_model
from transforms.claims import asserts_nothing, find_claims, judged_by_cues, model_version
from transforms.lang import languages


@pytest.mark.parametrize(
    ("lang", "sentence", "expected"),
    [
        ("nl", "Magnesium helpt tegen kramp.", ("benefit", "affirmed", "asserted")),
        ("nl", "Magnesium helpt niet tegen kramp.", ("benefit", "negated", "asserted")),
        ("nl", "Magnesium kan helpen tegen kramp.", ("benefit", "affirmed", "hedged")),  # a "kan" of ability too
        ("nl", "Magnesium kan niet helpen.", ("benefit", "negated", "asserted")),  # "kan niet" is sure
        ("nl", "Gember helpt niet alleen tegen kramp.", ("benefit", "affirmed", "asserted")),  # "not only"
        ("nl", "Roken veroorzaakt hoest.", ("harm", "affirmed", "asserted")),
        ("nl", "Een appel bevat vezels.", ("fact", "affirmed", "asserted")),
        ("en", "Ginger relieves nausea.", ("benefit", "affirmed", "asserted")),
        ("en", "Ginger does not relieve nausea.", ("benefit", "negated", "asserted")),
        ("en", "Ginger may relieve nausea.", ("benefit", "affirmed", "hedged")),
        ("en", "Ginger cannot cure a cold.", ("benefit", "negated", "asserted")),
        ("en", "Smoking causes a cough.", ("harm", "affirmed", "asserted")),
        ("en", "An apple contains fibre.", ("fact", "affirmed", "asserted")),
    ],
)
def test_judged_by_cues(lang: str, sentence: str, expected: tuple[str, str, str]) -> None:
    judged = judged_by_cues(sentence, words_of(lang).claim_cues)
    assert (judged.kind, judged.polarity, judged.certainty) == expected
    assert judged.probability == float(judged.kind != "fact")


@pytest.mark.parametrize(
    ("lang", "sentence", "nothing"),
    [
        ("nl", "Wist je dat magnesium helpt?", True),  # a question
        ("nl", "Wist je dat magnesium tegen kramp helpt.", True),  # a question told as a sentence
        ("nl", "“Helpt magnesium tegen kramp?”", True),  # in quotes
        ("nl", "Overleg met je arts over pijn.", True),  # an imperative
        ("nl", "Minder pijn", True),  # no predicate
        ("nl", "Magnesium helpt tegen kramp.", False),
        ("en", "Did you know that ginger helps.", True),
        ("en", "Ask your doctor about pain.", True),
        ("en", "Ice packs", True),
        ("en", "Ginger relieves nausea.", False),
    ],
)
def test_asserts_nothing(lang: str, sentence: str, nothing: bool) -> None:
    assert asserts_nothing(sentence, words_of(lang).claim_cues) == nothing


@dataclass(frozen=True)
class Fixed:
    """A model that gives every sentence the same probability."""

    probability: float
    threshold: float = 0.5
    heads: dict[str, Head] = field(default_factory=dict)

    def judgements(self, sentences: list[SentenceInArticle], cues: ClaimCues) -> list[Judgement]:
        return [Judgement(self.probability, "fact", "affirmed", "asserted") for _ in sentences]


@pytest.mark.parametrize(
    ("probability", "sentence", "found_by"),
    [
        (0.6, "Gember vermindert de pijn.", "model"),  # a word of benefit too
        (0.6, "Gember groeit in Azië.", "model"),
        (0.45, "Gember vermindert de pijn.", "rule:kind.benefit"),  # a word makes up for a little doubt …
        (0.45, "Gember veroorzaakt pijn.", "rule:kind.harm"),
        (0.45, "Gember groeit in Azië.", None),
        (0.3, "Gember vermindert de pijn.", None),  # … not for much
        (None, "Gember vermindert de pijn.", "rule:kind.benefit"),  # a language without a model
        (None, "Gember groeit in Azië.", None),
    ],
)
def test_model_and_rules(probability: float | None, sentence: str, found_by: str | None) -> None:
    model: ClaimModel | None = None if probability is None else Fixed(probability)  # type: ignore[assignment]
    found = find_claims(sentence, [(0, len(sentence))], None, frozenset(), model, words_of("nl").claim_cues)
    assert [claim.found_by.partition(":claims-")[0] for claim in found] == ([found_by] if found_by else [])
    assert all(claim.score == probability for claim in found)  # a rule's claim too has what the model made of it


def test_a_model_is_named_by_what_it_learned() -> None:
    one, other = (load_model(languages()[lang].folder / MODEL_FILE) for lang in ("nl", "en"))
    head = one.heads["claim"]
    moved = {**one.heads, "claim": replace(head, bias=head.bias + np.float32(0.5))}
    versions = [model_version(m) for m in (one, other, replace(one, threshold=0.99), replace(one, heads=moved))]
    assert len(set(versions)) == 4 and model_version(replace(one)) == versions[0]
    assert all(version.startswith("claims-") and len(version) == 15 for version in versions)


def test_entries_of_a_source_list_are_no_claims() -> None:
    text = "Gember vermindert de pijn."
    assert find_claims(text, [(0, len(text))], None, frozenset({0}), None, words_of("nl").claim_cues) == ()
    assert find_claims("", [], None, frozenset(), None, words_of("nl").claim_cues) == ()
