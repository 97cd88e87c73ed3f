"""The whole tagger with its joint model: what must hold of any text, whatever the model thinks of it."""

import time
import tracemalloc

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.joint_examples import line, small_pipeline, tagger_of, taught
from tests.tagged_articles import make_article
from tests.tagging_examples import assert_holds
from transforms import joint_tagger
from transforms.lang import languages
from transforms.pipeline import UnknownLanguageError, build_pipeline
from transforms.records import Claim, Href, TaggedArticle
from transforms.tagging import tag_article

# The languages with a joint model.
LANGS = [code for code in sorted(languages()) if "joint_tagger" in build_pipeline(code).pipe_names]
PARTS = ["Magnesium helpt tegen kramp. ", "Onderzoek wijst uit dat ", "Experts say that ", "Ginger relieves nausea. "]
PARTS += ["(Bos, 2012)", "doi 10.1234/ab", "Bronnen\n", "Bos B. Rust. 2012.", "“", "”", "[1]", "🧄", "e\u0301"]
PARTS += ["\n", "\r\n", "\u2028", " ", "\x00", "\ud83d", "!" * 60, "a" * 200]
SOME_TEXT = st.text(st.characters()) | st.lists(st.sampled_from(PARTS)).map("".join)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=4)


def read(text: str, lang: str, **fields: object) -> TaggedArticle:
    return tag_article(make_article(text=text, **({"lang": lang, "blocks": ()} | fields)))  # type: ignore[arg-type]


def assert_roles_hold(claim: Claim, text: str) -> None:
    for words, start, end in (
        (claim.agent, claim.agent_start_char, claim.agent_end_char),
        (claim.target, claim.target_start_char, claim.target_end_char),
    ):
        if words is not None:
            assert start is not None and end is not None and start < end
            assert text[start:end] == words and claim.start_char <= start and end <= claim.end_char


@settings(deadline=None)
@given(SOME_TEXT, st.sampled_from(LANGS), PLACES)
def test_any_text_with_any_links(text: str, lang: str, places: list[tuple[int, int]]) -> None:
    ends = [(start, min(start + length, len(text))) for start, length in sorted(places)]
    hrefs = tuple(Href(start_char=a, end_char=b, url=f"https://x.test/{a}") for a, b in ends if a < b)
    found = read(text, lang, hrefs=hrefs)
    assert_holds(found)
    for claim in found.claims:
        assert_roles_hold(claim, found.article.text)
    assert all(one.score is None or 0 <= one.score <= 1 for one in (*found.claims, *found.citations))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Magnesium", "Magnesium\n", "?", "\ud83d", "\ud83d\udc00", "🧄🧄", "\x00"]
)
def test_hardly_any_text(text: str, lang: str) -> None:
    found = read(text, lang, title=None)
    assert found.claims == found.citations == found.support == ()


def test_a_language_without_a_folder_is_refused() -> None:
    with pytest.raises(UnknownLanguageError):
        read("Le miel soulage la toux.", "fr")
    with pytest.raises(UnknownLanguageError):
        spacy.blank("fr").add_pipe("claim_merger")


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_in_another_language_than_it_says(lang: str) -> None:
    assert_holds(read("Kurkuma pomaga na ból głowy. 生姜は吐き気を和らげる。 Имбирь помогает при тошноте. " * 20, lang))


def test_what_stands_alone_is_read_the_same_each_time() -> None:
    text = "Onderzoek wijst uit dat gember misselijkheid vermindert. Bestel nu."
    first = read(text, "nl")
    read("Heel iets anders, met nieuwe woorden: kwikstaart, zomerzot.", "nl")
    assert read(text, "nl").claims == first.claims and read(text, "nl").citations == first.citations


@pytest.mark.fault("F50")
@pytest.mark.parametrize("lang", LANGS)
def test_an_article_is_read_the_same_whatever_was_read_before_it(lang: str) -> None:
    """One worker reads all pages, two read half of them each: the rows are to be the same."""
    member = dict(build_pipeline(lang).pipeline)["joint_tagger"].members[0]  # type: ignore[attr-defined]
    ids = np.random.default_rng(1).integers(0, 2**62, size=(300, 3), dtype=np.uint64)
    width = len(member.form_weights) - member.embed.predict(ids).shape[1]
    numbers = np.random.default_rng(2).standard_normal((300, width)).astype(np.float32)
    together = member.of_forms(numbers, ids)
    for first, last in ((0, 1), (7, 9), (11, 28), (130, 257)):
        assert np.array_equal(member.of_forms(numbers[first:last], ids[first:last]), together[first:last])


def test_a_million_characters_in_time_and_memory() -> None:
    unit = "Volgens een studie vermindert gember de pijn bij ouderen.\n" + "woord " * 150 + "\n"
    text = (unit * 2000)[:1_000_000]
    read(unit, "nl")  # the models are loaded before the clock runs
    started = time.process_time()
    found = read(text, "nl")
    assert time.process_time() - started < 90
    assert_holds(found)
    assert len(found.claims) > 500
    tracemalloc.start()
    build_pipeline("nl")(text[:200_000])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000_000


def test_a_long_text_read_in_parts_is_read_almost_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows end at the seams; a part ends between sentences, which are judged beside the mean of their part."""
    text = "Volgens een studie vermindert gember de pijn bij ouderen. Bestel nu. " * 20
    nlp = build_pipeline("nl")
    whole = nlp(text)._.reading
    monkeypatch.setattr(joint_tagger, "_AT_ONCE", 100)
    parts = nlp(text)._.reading
    for name in ("tokens", "roles", "sentences"):
        one, other = getattr(whole.scores, name), getattr(parts.scores, name)
        assert one.shape == other.shape
        changed = (
            np.abs(one - other).max(axis=1) > 1e-3 if name != "sentences" else (one > 0)[:, 0] != (other > 0)[:, 0]
        )
        assert changed.mean() < 0.5, name


def test_without_words_there_is_nothing_to_learn() -> None:
    nlp = small_pipeline()
    with pytest.raises(ValueError, match="an article with words"):
        taught(nlp, [line(text="Hm.", claims=[], citations=[])])
    assert tagger_of(nlp).update([], sgd=None) == {"joint_tagger": 0.0}
