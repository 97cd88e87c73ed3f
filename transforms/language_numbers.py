"""A language's folder in; the numbers that the network reads its words by out, each form's made once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from transforms.claim_features import ClaimCues
from transforms.joint_features import Floats, FormRows, WordForms
from transforms.lang import Language
from transforms.tagger_data import tagger_data
from transforms.word_vectors import FORMS_FILE, load_form_vectors


@dataclass(frozen=True, slots=True)
class LanguageNumbers:
    """What one language is read by: the cues of its sentences, the rows of its word forms.

    numbers: each form's, for learning. first_sums: what a network makes of them before it looks around, for reading.
    """

    cues: ClaimCues
    numbers: FormRows
    first_sums: FormRows


def is_read(language: Language) -> bool:
    """Whether the network can read a language: its folder holds vectors of word forms."""
    return (language.folder / FORMS_FILE).exists()


def language_numbers(language: Language, first_sums: Callable[[Floats, NDArray[Any]], Floats]) -> LanguageNumbers:
    """first_sums: the numbers of some forms and their hashes to one row each."""
    data = tagger_data(language.folder)
    vectors_of = load_form_vectors(language.folder / FORMS_FILE) if is_read(language) else None
    forms = WordForms(vectors_of, data.lexicon, data.citation_cues)
    return LanguageNumbers(
        cues=data.claim_cues,
        numbers=FormRows(lambda texts, _: forms.numbers(texts)),
        first_sums=FormRows(lambda texts, ids: first_sums(forms.numbers(texts), ids)),
    )
