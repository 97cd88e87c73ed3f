"""Each language's folder holds what the tagger reads, in the forms that it can match."""

from pathlib import Path

import pytest

from transforms.lang import languages
from transforms.tagger_data import tagger_data

LANGUAGES = sorted(languages())
# Matched word by word: an entry with a space in it would never be found.
SINGLE_WORDS = ["heads", "head_endings", "not_heads", "not_after", "before", "year_joins", "groups", "people", "alone"]
SINGLE_WORDS += [
    "verbs",
    "prepositions",
    "roles",
    "role_endings",
    "determiners",
    "particles",
    "not_names",
    "link_words",
    "maker_joins",
    "house_prepositions",
    "house_words",
    "joins",
    "title_words",
    "articles",
    "and",
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_entry_can_be_found(lang: str) -> None:
    lists = tagger_data(languages()[lang].folder).citation_lists
    for table, by_key in lists.items():
        for key, words in by_key.items():
            assert len(words) == len(set(words)), f"twice in {table}.{key}"
            assert all(word.strip() == word and word for word in words)
            if key in SINGLE_WORDS and table != "evidence":
                assert not [word for word in words if " " in word], f"{table}.{key}"
            if key not in {"names", "not_names"}:
                assert not [word for word in words if word != word.lower()], f"{table}.{key}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_languages_have_the_same_lists(lang: str) -> None:
    ours, dutch = tagger_data(languages()[lang].folder), tagger_data(languages()["nl"].folder)
    assert set(ours.citation_cues) == set(dutch.citation_cues)
    assert set(ours.claim_cues.patterns) == set(dutch.claim_cues.patterns)


def test_a_folder_without_the_files_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tagger_data(tmp_path)
