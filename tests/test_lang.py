"""The languages: a folder with a language.toml is one, and its words say what they are for."""

from pathlib import Path

import pytest

from transforms.lang import languages, load_language
from transforms.language_choice import choose_language
from transforms.source_sections import is_source_heading

GOOD = """
name = "Fries"
articles = ["de", "it"]
ampersand = "en"
source_headings = ["Boarnen", "Boarnen en literatuer"]
interest_cues = ["nijsbrief"]
[date_labels]
published = []
modified = []
reviewed = []
[months]
jannewaris = 1
"""


def test_dutch_english_and_german_are_there() -> None:
    found = languages()
    assert {"nl", "en", "de"} <= set(found)
    for code, language in found.items():
        assert language.code == code and language.folder.name == code and language.folder.is_dir()
        assert set(language.months.values()) == set(range(1, 13))
        assert {"published", "modified", "reviewed"} == set(language.date_labels)


def test_every_heading_word_heads_a_source_list() -> None:
    for language in languages().values():
        for word in language.source_headings:
            assert is_source_heading(word, language.source_headings)
            assert is_source_heading(f"7. {word.upper()} (12):", language.source_headings)


def test_a_language_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "fy").mkdir()
    path = tmp_path / "fy" / "language.toml"
    path.write_text(GOOD, encoding="utf-8")
    frisian = load_language(path)
    assert (frisian.code, frisian.name, frisian.articles) == ("fy", "Fries", frozenset({"de", "it"}))
    assert frisian.source_headings == {"boarnen", "boarnen en literatuer", "boarnen & literatuer"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Fries"', "name = 3"),
        ('ampersand = "en"', "ampersand = 3"),
        ('name = "Fries"', 'name = "Fries"\ncolour = "blue"'),
        ("jannewaris = 1", "jannewaris = 13"),
        ('["Boarnen", ', "[3, "),
        ("reviewed = []", "seen = []"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "language.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match="language"):
        load_language(path)


DUTCH = "Magnesium helpt spieren te ontspannen en dat is belangrijk voor mensen met hielspoor. " * 4
ENGLISH = "Magnesium helps the muscles to relax and that is important for people with heel spurs. " * 4
GERMAN = "Magnesium hilft den Muskeln sich zu entspannen, und das ist wichtig für Menschen mit Fersensporn. " * 4
FRENCH = "Le magnésium aide les muscles à se détendre, ce qui est important pour les personnes qui ont mal. " * 4


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (DUTCH, "nl-NL", ("nl", True)),
        (DUTCH, "en-US", ("nl", True)),  # a theme that was never told its language
        (DUTCH, None, ("nl", True)),
        (ENGLISH, "nl", ("en", True)),
        (GERMAN, "de", ("de", True)),
        (GERMAN, "nl", ("de", True)),
        (FRENCH, "fr", ("fr", False)),
        (FRENCH, "nl", ("fr", False)),
        ("Kurkuma geneest kanker", None, ("nl", True)),  # Estonian, were it not for the known languages
        ("Kurkuma geneest kanker", "nl", ("nl", True)),
        ("Kurkuma heilt Krebs", "de-AT", ("de", True)),
        ("Le curcuma guérit", "fr-BE", ("fr", False)),
        ("", None, ("en", True)),
    ],
)
def test_choice(text: str, declared: str | None, expected: tuple[str, bool]) -> None:
    language, known = choose_language(text, declared, languages())
    assert known == expected[1]
    assert not text or language == expected[0]
