"""Where the words of each list stand: heads with their compounds, roles by their endings, plain words."""

import pytest

from tests.tagging_examples import words_in, words_of
from transforms.listed_words import lists_of_words, places_of


@pytest.mark.parametrize(
    ("lang", "text", "name", "expected"),
    [
        ("nl", "De studie en het slaaponderzoek zijn klaar.", "study.heads", ["studie", "slaaponderzoek"]),
        ("nl", "Bloedonderzoek is geen bron.", "study.heads", []),
        ("nl", "De huisarts en de hondenuitlater.", "expert.roles", ["huisarts"]),
        ("nl", "Het RIVM meldt het, aldus Jansen.", "report.verbs", ["meldt", "aldus"]),
        ("en", "A meta-analysis and a peer-review.", "study.heads", ["analysis", "review"]),  # three tokens each
        ("en", "A co-author spoke.", "expert.roles", ["author"]),
        ("en", "", "study.heads", []),
    ],
)
def test_places(lang: str, text: str, name: str, expected: list[str]) -> None:
    words, cues = words_in(text, lang), words_of(lang).citation_cues
    places = places_of(words, cues, lists_of_words(cues))
    assert [words.texts[i] for i in places[name]] == expected


@pytest.mark.fault("F51")
def test_what_is_remembered_is_bounded() -> None:
    lists_of = lists_of_words(words_of("nl").citation_cues)
    for n in range(70_000):
        lists_of(f"woord{n}")
    assert lists_of.cache_info().currsize < 70_000  # type: ignore[attr-defined]
