"""Each language's folder holds what the tagger reads, in the forms that it can match."""

import shutil
from pathlib import Path

import pytest

from transforms.lang import languages
from transforms.tagger_data import CITATION_LISTS, CLAIM_LISTS, tagger_data

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
def test_every_language_has_the_lists_that_are_read_and_no_others(lang: str) -> None:
    data = tagger_data(languages()[lang].folder)
    assert set(data.citation_cues) == set(CITATION_LISTS)
    assert set(data.claim_cues.patterns) == set(CLAIM_LISTS)


@pytest.mark.parametrize("name", ["sentences", "citations", "claims", "support", "disclosures"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(languages()["de"].folder, tmp_path / "de")
    (folder / f"{name}.toml").unlink()
    with pytest.raises(FileNotFoundError, match=f"{name}.toml"):
        tagger_data(folder)


@pytest.mark.parametrize(
    ("file", "key", "missing"),
    [
        ("sentences.toml", "ordinal_before", "ordinal_before"),
        ("citations.toml", "year_joins", "study.year_joins"),
        ("claims.toml", "harm", "kind.harm"),
        ("claims.toml", "not_last", "roles.not_last"),
        ("support.toml", "refers_back", "refers_back"),
        ("disclosures.toml", "newsletter", "newsletter"),
    ],
)
def test_a_list_that_is_missing_is_named(tmp_path: Path, file: str, key: str, missing: str) -> None:
    folder = shutil.copytree(languages()["de"].folder, tmp_path / "de")
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(f"\n{key} = ", f"\nnot_{key} = "), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"{file}: lacks the list {missing}$"):
        tagger_data(folder)
