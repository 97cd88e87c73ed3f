"""Which citation is offered for which claim, and the grade that follows, as the annotators' guideline has them."""

import time
from dataclasses import dataclass

import pytest

from tests.tagged_articles import make_article, make_citation
from tests.tagging_examples import words_of
from transforms.records import Citation
from transforms.sentences import sentence_spans
from transforms.support import support_grade, support_pairs


@dataclass(frozen=True)
class Place:
    start_char: int
    end_char: int


def citation(words: str, kind: str, text: str = "", **fields: object) -> Citation:
    """A citation in a text, by default one that cannot be opened."""
    known: dict[str, object] = {"kind": kind, "year": None, "traceable": False}
    return make_citation(make_article(text=text or words), words, **(known | fields))


def pairs(
    text: str, *cited: tuple[str, str], listed: tuple[int, ...] = (), no_claims: tuple[int, ...] = (), lang: str = "nl"
) -> set[tuple[int, str]]:
    """The pairs of a text in which every sentence is a claim but those in `no_claims`: (sentence number, words)."""
    data = words_of(lang)
    sentences = sentence_spans(text, data.sentences)
    numbers = [n for n in range(len(sentences)) if n not in no_claims]
    citations = [citation(words, kind, text) for words, kind in cited]
    claims = [Place(*sentences[n]) for n in numbers]
    found = support_pairs(text, sentences, claims, citations, frozenset(listed), data.support)
    assert list(found) == sorted(set(found))
    return {(numbers[claim], citations[c].text) for claim, c in found}


def test_in_the_same_sentence() -> None:
    text = "Volgens het RIVM helpt rust. Slapen is goed."
    assert pairs(text, ("het RIVM", "organisation")) == {(0, "het RIVM")}


def test_that_has_been_shown_speaks_of_the_claim_before() -> None:
    text = "Gember helpt. Magnesium helpt. Dat is wetenschappelijk aangetoond."
    appeal = ("wetenschappelijk aangetoond", "appeal")
    assert pairs(text, appeal, no_claims=(2,)) == {(1, "wetenschappelijk aangetoond")}
    apart = "Magnesium helpt.\nDat is wetenschappelijk aangetoond."  # another paragraph
    assert pairs(apart, appeal, no_claims=(1,)) == set()
    text = "Ginger helps. That is scientifically proven."
    assert pairs(text, ("scientifically proven", "appeal"), no_claims=(1,), lang="en") == {(0, "scientifically proven")}


def test_the_claim_before_keeps_a_source_of_its_own() -> None:
    text = "Volgens het RIVM helpt rust. Dat is bewezen."
    assert pairs(text, ("het RIVM", "organisation"), ("bewezen", "appeal")) == {(0, "het RIVM"), (1, "bewezen")}


def test_results_of_one_study_told_on() -> None:
    text = "Een studie vond minder pijn. Slapen ging beter. Lopen ook. Fietsen ook. Zwemmen ook."
    assert pairs(text, ("Een studie", "study")) == {(n, "Een studie") for n in range(4)}  # three sentences on, no more
    other = "Een studie vond minder pijn. Het RIVM waarschuwt. Slapen ging beter."  # another source takes over
    assert (2, "Een studie") not in pairs(other, ("Een studie", "study"), ("Het RIVM", "organisation"))


def test_a_paragraph_ends_what_is_told_unless_it_says_so() -> None:
    assert pairs("Een studie vond minder pijn.\nRust helpt.", ("Een studie", "study")) == {(0, "Een studie")}
    on = pairs("Een studie vond minder pijn.\nDe onderzoekers zagen rust.", ("Een studie", "study"))
    assert on == {(0, "Een studie"), (1, "Een studie")}
    listed = pairs("Een studie vond:\n• minder pijn bij lopen.", ("Een studie", "study"), no_claims=(0,))
    assert listed == {(1, "Een studie")}  # the line before introduces it


def test_an_appeal_is_not_told_on() -> None:
    assert pairs("Het is bewezen. Ook slapen ging beter.", ("bewezen", "appeal")) == {(0, "bewezen")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Rust helpt. Slapen ook”, zegt Jan Bloem. Klaar.", {0, 1}),  # over two sentences
        ("“Rust helpt. Slapen ook. Lopen niet.” Dat zegt Jan Bloem.", {0, 1, 2, 3}),  # the speaker comes after
        ("Jan Bloem: “Rust helpt. Slapen ook.” Klaar.", {0, 1}),
        ('"Rust helpt. Slapen ook", zegt Jan Bloem. Klaar.', {0, 1}),  # straight marks
        ("„Rust helpt. Slapen ook”, zegt Jan Bloem. Klaar.", {0, 1}),  # low marks
    ],
)
def test_every_claim_of_a_quotation_with_its_speaker(text: str, expected: set[int]) -> None:
    assert {n for n, _ in pairs(text, ("Jan Bloem", "expert"))} == expected


def test_a_quotation_of_another_paragraph_is_not_his() -> None:
    assert pairs("“Rust helpt.”\nJan Bloem woont in Utrecht.", ("Jan Bloem", "expert"), no_claims=(1,)) == set()


LIST = "\nBronnen\n1. Ast A. 2011.\n2. Bos B. 2012.\n3. Cok C. 2013.\n4. Dik D. 2014.\n5. Els E. 2015."
ENTRIES = tuple(
    (entry, "reference") for entry in ("Ast A. 2011.", "Bos B. 2012.", "Cok C. 2013.", "Dik D. 2014.", "Els E. 2015.")
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rust helpt [1].", "A"),
        ("Rust helpt.[2] Klaar.", "B"),  # after the full stop
        ("Rust helpt. [2] Klaar.", "B"),
        ("Rust helpt [1, 3–5].", "ACDE"),  # a list and a range
        ("Rust helpt [1][4].", "AD"),
        ("Rust helpt.² Klaar.", "B"),
        ("Rust helpt¹ en slaap ook³.", "AC"),
        ("Rust helpt [9].", ""),  # there is no ninth
        ("Rust helpt [5-3].", ""),  # the wrong way round
        ("Rust helpt vanaf 30 kg/m².", ""),  # a unit
        ("Rust helpt.", ""),  # a list that no claim points into pairs with nothing
    ],
)
def test_markers(sentence: str, expected: str) -> None:
    found = pairs(sentence + LIST, *ENTRIES, listed=(0, 1, 2, 3, 4))
    assert {words[0] for n, words in found if n == 0} == set(expected)
    assert all(n == 0 for n, _ in found)


def test_author_and_year_with_the_entry() -> None:
    text = "Rust helpt (Bos, 2012).\nBronnen\nAst A. Rust. 2012.\nBos B. Rust. 2012.\nBos B. Slaap. 2013."
    cited = [
        (words, "reference")
        for words in ("Bos, 2012", "Ast A. Rust. 2012.", "Bos B. Rust. 2012.", "Bos B. Slaap. 2013.")
    ]
    assert pairs(text, *cited, listed=(1, 2, 3)) == {(0, "Bos, 2012"), (0, "Bos B. Rust. 2012.")}


@pytest.mark.parametrize(
    ("citations", "grade"),
    [
        ([], "none"),
        ([citation("bewezen", "appeal")], "vague"),
        ([citation("veel gebruikers", "anecdote")], "vague"),
        ([citation("een studie", "study")], "vague"),
        ([citation("een studie uit 2022", "study", year=2022)], "named"),  # a study with its year
        ([citation("Jan Bloem", "expert")], "named"),
        ([citation("het RIVM", "organisation")], "named"),
        ([citation("de richtlijn", "guideline")], "named"),
        ([citation("de Volkskrant", "media")], "named"),
        ([citation("Bloem", "reference")], "named"),
        ([citation("deze studie", "study", traceable=True)], "traceable"),
        ([citation("bewezen", "appeal"), citation("het RIVM", "organisation")], "named"),  # the best one counts
        ([citation("bewezen", "appeal"), citation("hier", "link", traceable=True)], "traceable"),
    ],
)
def test_grades(citations: list[Citation], grade: str) -> None:
    assert support_grade(citations) == grade


def test_nothing_is_paired_where_nothing_is() -> None:
    assert support_pairs("", [], [], [], frozenset(), words_of("nl").support) == ()
    assert pairs("Rust helpt.") == set()


def test_many_quotations_in_time_that_grows_with_the_text() -> None:
    text = "“Rust helpt. Slaap ook”, zegt hij. " * 6000
    data = words_of("nl")
    sentences = sentence_spans(text, data.sentences)
    started = time.process_time()
    support_pairs(text, sentences, [Place(*s) for s in sentences], [], frozenset(), data.support)
    assert time.process_time() - started < 5
