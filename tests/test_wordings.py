"""Wordings: what counts as the same word, how like two are, and bands that find the like ones."""

import random
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.wordings import (
    BANDS,
    LEAST_SIMILARITY,
    ROWS,
    names_another,
    normal_wording,
    wording_bands,
    wording_cluster_id,
    wording_similarity,
)

WORDS = re.findall(r"\w+", "het lichaam geneest door warmte licht slaap en rust van planten helpt elke dag bij pijn")


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 16)))


def edited(words: str, chance: random.Random, edits: int) -> str:
    """The wording with so many letters replaced."""
    letters = list(words)
    for _ in range(edits):
        letters[chance.randrange(len(letters))] = chance.choice("abcdefghijklmnop")
    return normal_wording("".join(letters))


def exact(one: str, other: str) -> float:
    """The Jaccard similarity of runs of four letters by its definition."""
    sets = [{f" {words} "[i : i + 4] for i in range(len(words) - 1)} for words in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Het helpt écht, heus!", "het helpt écht heus"),
        ("It  helps\u00a0you.", "It helps you"),
        ("Don’t stop", "don't stop"),
    ],
)
def test_signs_and_cases_do_not_count(one: str, other: str) -> None:
    assert normal_wording(one) == normal_wording(other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_similarity_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    one, other = normal_wording(first), normal_wording(second)
    alike = wording_similarity(one, other)
    assert 0 <= alike <= 1
    assert alike == wording_similarity(other, one)
    assert wording_similarity(one, one) == 1
    assert len(wording_bands(one)) == BANDS
    assert all(0 <= band < 2**63 for band in wording_bands(one))


def test_similarity_is_what_its_definition_says() -> None:
    chance = random.Random(5)
    for _ in range(100):
        one = sentence(chance)
        other = edited(one, chance, chance.randint(0, 12))
        assert wording_similarity(one, other) == pytest.approx(exact(one, other))


@pytest.mark.parametrize(
    ("one", "other", "is_like"),
    [
        ("de dokter zegt dat het lichaam zichzelf geneest", "de dokter zei dat het lichaam zichzelf geneest", True),
        ("neem 200 mg per dag van dit middel", "neem 400 mg per dag van dit middel", False),
        ("het helpt tegen roos", "het helpt tegen mos", False),
        # what is denied is another polarity: the tagger tells it, not the letters
        ("dit kruid geneest het hele lichaam", "dit kruid geneest niet het hele lichaam", True),
    ],
)
def test_like_wordings(one: str, other: str, is_like: bool) -> None:
    assert (wording_similarity(one, other) >= LEAST_SIMILARITY) == is_like


@pytest.mark.parametrize(
    ("one", "other", "is_another"),
    [
        ("stroom prikkelt de zenuwen rond de knie", "stroom prikkelt de zenuwen rond de heup", True),
        ("draai de onderarm naar binnen", "draai de onderarm naar buiten", True),
        ("de oefening helpt", "de oefeningen helpen", False),
        ("het helpt heel veel mensen", "het helpt mensen", False),
        ("", "het helpt", False),
    ],
)
def test_a_word_for_a_word_is_another_claim(one: str, other: str, is_another: bool) -> None:
    assert names_another(one, other) == names_another(other, one) == is_another


def test_bands_find_like_wordings_as_often_as_the_formula_says() -> None:
    chance = random.Random(11)
    wanted, found, far, far_found = [], 0, 0, 0
    for number in range(4_500):
        one = sentence(chance)
        other = edited(one, chance, 1 + number % 12) if number % 2 else sentence(chance)
        alike = wording_similarity(one, other)
        shares = bool(set(wording_bands(one)) & set(wording_bands(other)))
        if alike >= LEAST_SIMILARITY:
            wanted.append(1 - (1 - alike**ROWS) ** BANDS)
            found += shares
        elif alike <= 0.3:
            far, far_found = far + 1, far_found + shares
    assert len(wanted) > 300 and far > 300
    # three standard errors of a share of 0.97 among 300 are 0.03
    assert found / len(wanted) == pytest.approx(sum(wanted) / len(wanted), abs=0.03)
    assert far_found / far < 0.1


def test_an_id_tells_wording_language_kind_and_polarity_apart() -> None:
    known = [("it helps", "en", "benefit", "affirmed"), ("it helps", "nl", "benefit", "affirmed"),
             ("it helps", "en", "harm", "affirmed"), ("it helps", "en", "benefit", "negated"),
             ("it heals", "en", "benefit", "affirmed")]  # fmt: skip
    ids = [wording_cluster_id(*one) for one in known]
    assert all(one != other for one, other in combinations(ids, 2))
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)
    # the same on every machine and in every run
    assert ids[0] == "9c322fae152f1dd6"
    assert wording_bands("het lichaam geneest zichzelf")[:2] == (3341826492052384034, 6748112429505569023)
