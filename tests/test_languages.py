"""Message files: whole, of one shape, and safe to fill in."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from reports.languages import MESSAGES, UnknownLanguageError, day_name, in_language, language, language_codes, t, whole
from reports.periods import period_name
from reports.shares import Share
from reports.words import vocabulary, word, words

ROOM = MESSAGES.parent
NAMED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["']\s*[,)]""")
OTHERS = [code for code in language_codes() if code != "en"]


def names(message):
    """What is filled in, of each form."""
    forms = [message] if isinstance(message, str) else [message["one"], message["other"]]
    return set().union(*(re.findall(r"{(\w+)}", form) for form in forms))


def test_dutch_and_english_are_languages():
    assert language_codes()[:1] == ("en",)
    assert "nl" in language_codes()


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_message_with_the_same_names(code):
    first, other = language("en").messages, language(code).messages
    assert set(other) == set(first)
    assert {key for key in first if names(first[key]) != names(other[key])} == set()


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_a_word_for_every_value(code):
    for column, values in vocabulary().items():
        for value in values:
            assert language("en").words[column][value]["label"], (column, value)
            assert language(code).words[column][value]["label"], (column, value)


def test_every_message_that_is_said_is_there_and_every_other_is_said_by_its_beginning():
    said, begun = set(), set()
    for path in [*ROOM.glob("*.py"), *ROOM.glob("templates/*.html")]:
        text = path.read_text("utf-8")
        said |= set(NAMED.findall(text))
        begun |= set(re.findall(r"""["']([a-z_]+\.[a-z_]*)["'] ~""", text)) | set(
            re.findall(r"""f["']([a-z_]+\.[a-z_]*){""", text)
        )
        said |= set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["'] if """, text))
        said |= set(re.findall(r"""else ["']([a-z_]+\.[a-z_]+)["']""", text))
    known = set(language("en").messages)
    assert {name for name in said if name.split(".")[0] in {key.split(".")[0] for key in known}} <= known
    assert {key for key in known - said if not key.startswith(tuple(begun))} == set()


def test_what_is_filled_in_is_escaped_and_what_is_ours_is_not():
    assert t("source.reasons", reasons="<script>") == "Reasons on the list: <bdi>&lt;script&gt;</bdi>."


def test_numbers_days_and_plurals_are_the_languages_own():
    assert t("count.article", count=1) == "1 article"
    with in_language("nl"):
        assert t("count.article", count=4444) == "4.444 artikelen"
        assert whole(1_234_567) == "1.234.567"
        assert Share(5, 6).percent == "83,3\u00a0%"
        assert str(Share(1, 2)).startswith("50,0\u00a0% (1 van 2; 95\u00a0%-interval ")
        assert day_name(date(2026, 3, 2)) == "2 maart 2026"
        assert period_name(date(2026, 3, 1), "month") == "maart 2026"
        assert word("grade", "none").label == words()["grade"]["none"].label == "geen bron"
    assert word("grade", "none").label == "no source"


def test_a_language_without_messages_is_told_with_those_that_have_them():
    with pytest.raises(UnknownLanguageError, match="'xx'; there are: en, nl"):
        language("xx")


def test_a_message_that_a_language_lacks_is_said_in_the_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    about = tomllib.loads((MESSAGES / "nl.toml").read_text("utf-8"))["language"]
    lines = "\n".join(f"{key} = {value!r}" for key, value in about.items())
    (tmp_path / "xx.toml").write_text(f"[language]\n{lines}\n[words]\n", "utf-8")
    (tmp_path / "en.toml").write_text((MESSAGES / "en.toml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr("reports.languages.MESSAGES", tmp_path)
    language.cache_clear()
    try:
        with in_language("xx"):
            assert t("nav.topics") == "Topics"
            assert word("grade", "none").label == "no source"
    finally:
        language.cache_clear()
