"""MinHash: a fixed signature, an honest estimate, and bands that find copies and little else."""

import random
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.warc import read_pages
from transforms.minhash import (
    BANDS,
    LEAST_WORDS,
    ROWS,
    SHINGLE_WORDS,
    bands,
    normal_words,
    shingle_hashes,
    signature,
    similarity,
)

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
WORDS = [f"word{number}" for number in range(3_000)]
LONG = " ".join(WORDS[:200])


def exact(one: str, other: str) -> float:
    """The Jaccard similarity by its definition, with sets of words and no hash."""
    first, second = (
        {tuple(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
        for words in (normal_words(one), normal_words(other))
    )
    return len(first & second) / len(first | second)


def signed(text: str) -> tuple[int, ...]:
    found = signature(text)
    assert found is not None
    return found


def edited(words: list[str], edits: int, chance: random.Random) -> list[str]:
    """The words with so many of them replaced."""
    copy = list(words)
    for _ in range(edits):
        copy[chance.randrange(len(copy))] = chance.choice(WORDS)
    return copy


def test_the_numbers_are_the_same_on_every_machine() -> None:
    # A warehouse keeps signatures for years: one that comes out otherwise is comparable with none of them.
    assert signed(LONG)[:4] == (36884, 106611, 176785, 197446)
    assert bands(signed(LONG))[:2] == (7675388463603621178, 7232165745174942171)


def test_a_short_text_has_none() -> None:
    assert signature(" ".join(WORDS[: LEAST_WORDS - 1])) is None
    assert signature("") is None
    assert signature(" ".join(WORDS[:LEAST_WORDS])) is not None


@given(st.text())
def test_any_text_has_a_signature_or_none(text: str) -> None:
    found = signature(text)
    assert (found is None) == (len(normal_words(text)) < LEAST_WORDS)
    of_more = signed(f"{text} {LONG}")
    assert len(of_more) == BANDS * ROWS
    assert [value >> 16 for value in of_more] == list(range(BANDS * ROWS))
    assert all(0 <= band < 2**63 for band in bands(of_more))


def test_lone_surrogates_are_letters_as_others() -> None:
    assert signature(f"\ud83d {LONG}") is not None


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("Don’t stop", "don't  STOP"),  # the apostrophe of another editor
        ("vita\u00admine", "vitamine"),  # a soft hyphen
        ("a\u00a0glass,\nof water", "a glass of water"),  # white space and punctuation
        ("ﬁbre", "fibre"),  # a ligature
        ("snake_case", "snake case"),
    ],
)
def test_how_words_are_written_does_not_count(written: str, again: str) -> None:
    assert signature(f"{LONG} {written}") == signature(f"{LONG} {again}")


def test_a_text_longer_than_a_block_is_as_the_whole() -> None:
    # Twice the same words are the same shingles but for the four across the seam, whatever blocks they fall in.
    words = [f"w{number}" for number in range(10_000)]
    assert exact(" ".join(words), " ".join(words * 2)) > 0.999
    assert similarity(signed(" ".join(words)), signed(" ".join(words * 2))) > 0.98


@given(st.integers(0, 2**32), st.integers(60, 400), st.floats(0, 0.1))
def test_the_estimate_is_near_the_exact_similarity(seed: int, length: int, share: float) -> None:
    chance = random.Random(seed)
    words = chance.choices(WORDS, k=length)
    one, other = " ".join(words), " ".join(edited(words, int(share * length), chance))
    # the standard error of a mean of 120 draws is 0.046 at most: five of them is one in two million
    assert similarity(signed(one), signed(other)) == pytest.approx(exact(one, other), abs=0.23)


def test_estimate_and_bands_are_as_the_formulas_say() -> None:
    chance = random.Random(7)
    errors, close, close_found, far, far_found = [], 0, 0, 0, 0
    for number in range(1_500):
        words = chance.choices(WORDS, k=chance.randint(60, 400))
        one, other = " ".join(words), " ".join(edited(words, number % (len(words) // 8), chance))
        true, both = exact(one, other), (signed(one), signed(other))
        shared = bool(set(bands(both[0])) & set(bands(both[1])))
        errors.append(similarity(*both) - true)
        if true >= 0.8:
            close, close_found = close + 1, close_found + shared
        elif true <= 0.45:  # 1 - (1 - 0.45^6)^20 is 0.15
            far, far_found = far + 1, far_found + shared
    assert abs(sum(errors) / len(errors)) < 0.004  # three standard errors of 0.04 over 1,500
    assert close > 300 and close_found / close > 0.995
    assert far > 100 and far_found / far < 0.15


def test_texts_with_nothing_in_common_share_no_band() -> None:
    chance = random.Random(3)
    found = [signed(" ".join(chance.choices(WORDS, k=150))) for _ in range(100)]
    assert not any(set(bands(one)) & set(bands(other)) for one, other in combinations(found, 2))


def test_every_shingle_counts_once() -> None:
    assert len(shingle_hashes(["round", "and"] * 40)) == 2
    assert len(shingle_hashes(WORDS[:100])) == 96
    # order counts: a shingle is a run of words, not a bag of them
    assert len(shingle_hashes([*WORDS[:5], *reversed(WORDS[:5])])) == 6


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not beside this checkout")
def test_bands_find_the_copies_among_real_pages() -> None:
    # all words of 802 pages of Dutch news, against the exact similarity of all pairs that share any shingle
    bodies = [page.body.decode() for page in read_pages(CORPUS / "health-news-nl.warc.gz") if hasattr(page, "body")]
    texts = [text for text in (re.sub(r"<[^>]*>", " ", body) for body in bodies) if signature(text)]
    sets = [set(shingle_hashes(normal_words(text)).tolist()) for text in texts]
    holders: dict[int, list[int]] = defaultdict(list)
    buckets: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for shingle in sets[number]:
            holders[shingle].append(number)
        for band in bands(signed(text)):
            buckets[band].append(number)
    shared = Counter(pair for held in holders.values() for pair in combinations(held, 2))
    exactly = {(a, b): n / (len(sets[a]) + len(sets[b]) - n) for (a, b), n in shared.items()}
    copies = {pair for pair, true in exactly.items() if true >= 0.8}
    met = {pair for held in buckets.values() for pair in combinations(held, 2)}
    assert len(copies) > 5
    assert copies <= met
    assert len(met) < 10 * len(copies)  # of 320,000 pairs
    assert all(similarity(signed(texts[a]), signed(texts[b])) == pytest.approx(exactly[a, b], abs=0.2) for a, b in met)
