"""Where sentences end: after quotes and footnote marks, not after abbreviations or initials, never beyond a line."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tagging_examples import words_of
from transforms.sentences import SentenceRules, sentence_rules, sentence_spans

DUTCH = words_of("nl").sentences
ENGLISH = words_of("en").sentences
GERMAN = words_of("de").sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het helpt. Het werkt!", ["Het helpt.", "Het werkt!"]),
        ("Volgens prof. dr. Jansen helpt het. Klaar.", ["Volgens prof. dr. Jansen helpt het.", "Klaar."]),
        (
            "Neem ca. 30 mg. Dat is genoeg.",
            ["Neem ca. 30 mg.", "Dat is genoeg."],
        ),  # "mg" is no abbreviation with a stop
        ("Volgens J. Jansen helpt het.", ["Volgens J. Jansen helpt het."]),  # an initial
        ("Neem vitamine C. Het helpt.", ["Neem vitamine C.", "Het helpt."]),  # no initial after "vitamine"
        ("“Het helpt.” Zij knikt.", ["“Het helpt.”", "Zij knikt."]),  # the closing quote belongs to its sentence
        ("Hij riep: ‘Nee!’ en ging weg.", ["Hij riep: ‘Nee!’ en ging weg."]),  # goes on in lower case
        ("Minder pijn.2 Zij slapen.", ["Minder pijn.2", "Zij slapen."]),  # a footnote mark
        ("Minder pijn.² Zij slapen.", ["Minder pijn.²", "Zij slapen."]),
        ("Minder pijn.¹,³ Zij slapen.", ["Minder pijn.¹,³", "Zij slapen."]),
        ("Minder pijn.[1][2] Zij slapen.", ["Minder pijn.[1][2]", "Zij slapen."]),
        ("Minder pijn. [1, 3–5] Zij slapen.", ["Minder pijn. [1, 3–5]", "Zij slapen."]),  # the mark after a space too
        ("Wacht... Nu wel.", ["Wacht...", "Nu wel."]),
        ("Er is 2.5 mg nodig.", ["Er is 2.5 mg nodig."]),  # no white space, no end
        ("• Gember helpt.\n2) Kurkuma ook.\n- 5 mg zink", ["Gember helpt.", "Kurkuma ook.", "5 mg zink"]),  # bullets go
        ("-5 graden is koud.", ["-5 graden is koud."]),  # a minus is no bullet
        ("Bronnen\n\n  Zie hier. \n", ["Bronnen", "Zie hier."]),  # a line is a sentence; blank ones are none
        ("", []),
        (" \n\t\n", []),
        ("Magnesium", ["Magnesium"]),
    ],
)
def test_dutch(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, DUTCH)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask Dr. Lee. She knows.", ["Ask Dr. Lee.", "She knows."]),
        ("It works, e.g. Ginger tea. Try it.", ["It works, e.g. Ginger tea.", "Try it."]),
        ("Groups A and B. The scores rose.", ["Groups A and B.", "The scores rose."]),  # no initial after "and"
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, ENGLISH)] == expected


# Text as the web has it. A sentence ends where "|" stands, and nowhere else.
HARD_DUTCH = [
    "Er zit o.a. Magnesium in. | Dat helpt.",
    "Er zit o. a. Magnesium in. | Dat helpt.",
    "Neem bijv. Gember, d.w.z. De wortel. | Dat helpt.",
    "Bel prof. dr. De Boer of dhr. Jansen. | Zij weten het.",
    "De St. Antonius Kliniek onderzocht 15.000 Nederlanders. | Dat is veel.",
    "Zie nr. 5, blz. 12 en fig. 2. | Daar staat het.",
    "Zo is zijn art. | Daarom niet.",  # "art. 5" is an article of law, "art" alone a word
    "Dat weten we al. | Daarom slapen we.",  # "al" is an abbreviation in "et al." only
    "Volgens Bos et al. Werkt het wel. | Echt.",
    "Volgens J. P. de Vries en M.J. Bos helpt het. | Klaar.",
    "Neem 5 g. | Dat is veel.",  # a unit is no initial
    "Neem vitamine D. | Dat helpt.",
    "Het is diabetes type 2. | Dat komt vaak voor.",
    "Bij 37,5 °C. | Daarna niet meer.",
    "Neem 0.5 mg of 10–20 mg. | Meer niet.",
    "Roken vs. Vapen: wat is beter? | Niets.",
    "Hij zei: “Het helpt. | Ik slaap beter.” | Dat is alles.",
    "“Helpt het?” vraagt zij. | “Ja!” | Dat is alles.",
    "Dat is nieuw.|Volgende week meer. | Kijk op Thuisarts.nl. | Daar staat het.",
    "Zie https://www.a.nl/b.Cd?e=F. | Daar staat het.",
    "Wacht... | Nu wel.",
    "Wacht . . . nog even. | Nu.",
    "Hij had MS. | Zij ook.",
    "Het stopt, hop! – de pijn is weg. | Fijn.",
    "Dat bleek in 2012.3 | Daarna niet.",  # a footnote's mark, no decimal
]
HARD_ENGLISH = [
    "Ask Dr. Mitchell P. Rosen of St. Mary's. | He knows.",
    "It isn't. | The trial isn’t. | She knows.",  # "t" is no initial
    "The answer is no. | Then came no. 5 on Feb. 8. | Nothing helped.",
    "It affects people with MS. | The CDC and the U.S. Army agree.",
    "Cho et al. The authors say so, i.e. All of them. | Yes.",
    "Take vitamin D. | It helps.",
    "About 1,200 of 2.5 million. | At 98.6 °F. | And p = .05 Here. | Then none.",
    "“Does it help?” she asked. | “It does. | I sleep!” | That was all.",
    "They ate more . . . and slept. | Good.",
    "It really helps.|They say so. | See example.com. | Bye.",
    "At 8 a.m. Tuesday vs. Friday. | No change.",
]
HARD_GERMAN = [
    "Nüsse enthalten z. B. Magnesium und z.B. Zink. | Das hilft.",
    "Das heißt, d. h. Bewegung, hilft u. a. Kindern. | Gut.",
    "Laut Prof. Dr. med. Anna Weber hilft es. | Sie forscht.",
    "Am 3. Januar begann es. | Im 19. Jahrhundert auch.",
    "3. Januar 2024 war der Beginn.",  # a date, no item of a list
    "Ab der 12. Woche wirkt es. | Die Zahl stieg auf 30. | Danach fiel sie.",
    "Rund 15.000 Menschen bzw. Patienten nahmen ca. 2,5 g. | Mehr nicht.",
    "„Das hilft.“ | Sie nickt.",
    "„Hilft das?“, fragt sie. | »Ja!« | Dann geht sie.",
    "Er sagt: „Es hilft. | Ich schlafe besser.“ | Das war alles.",
    "Nimm Vitamin D. | Es hilft bei Typ 2. | Gut.",
    "Die Vitamine A und E. | Sie schützen.",
    "Bei 37 °C. | Danach nicht.",
    "Die St. Galler Klinik vs. Weber et al. Alle sagen es. | Gut.",
    "Siehe Nr. 5 und Abb. 2. | Das ist seine Art. | Darum.",
    "Das ist wichtig.|Nächste Woche mehr. | Mehr auf rki.de. | Dort steht es.",
]
HARD = [
    (rules, text)
    for rules, texts in ((DUTCH, HARD_DUTCH), (ENGLISH, HARD_ENGLISH), (GERMAN, HARD_GERMAN))
    for text in texts
]


@pytest.mark.parametrize(("rules", "marked"), HARD)
def test_web_text(rules: SentenceRules, marked: str) -> None:
    text = marked.replace(" | ", " ").replace("|", "")
    assert [text[start:end] for start, end in sentence_spans(text, rules)] == re.split(r" ?\| ?", marked)


def test_a_list_that_was_written_in_one_line() -> None:
    text = "1. Goed voor rust. * Magnesium helpt. – Zink ook.\nGoed slapen\n- Vitamine D"
    found = [text[start:end] for start, end in sentence_spans(text, DUTCH)]
    assert found == ["Goed voor rust.", "Magnesium helpt.", "Zink ook.", "Goed slapen", "Vitamine D"]


def test_what_a_language_lists_decides() -> None:
    text = "Neem ca. Dertig."
    assert len(sentence_spans(text, sentence_rules(["ca"], []))) == 1
    assert len(sentence_spans(text, sentence_rules([], []))) == 2


@given(st.text() | st.text(alphabet='.!?…"”)]1²[,–- \n\tAa•'))
def test_spans_are_in_order_trimmed_and_hold_all_but_bullets(text: str) -> None:
    spans = sentence_spans(text, DUTCH)
    end_before = 0
    for start, end in spans:
        assert end_before <= start < end <= len(text)
        sentence = text[start:end]
        assert sentence == sentence.strip() and "\n" not in sentence
        end_before = end
    cuts = [0, *(edge for span in spans for edge in span), len(text)]
    left_out = "|".join(text[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    assert not any(map(str.isalpha, re.sub(r"[a-z]\)", "", left_out)))  # "• ", "2) ", "a) ", white space


def test_a_text_without_full_stops_falls_into_pieces() -> None:
    text = "gember " * 3000
    spans = sentence_spans(text, DUTCH)
    assert max(end - start for start, end in spans) <= 3000
    assert " ".join(text[start:end] for start, end in spans).split() == text.split()
    assert [end - start for start, end in sentence_spans("a" * 7000, DUTCH)] == [3000, 3000, 1000]  # one long word


@pytest.mark.parametrize("unit", ["Het helpt. ", ".", ". ", "A. ", ".”", "pijn.[1] ", "a.a."])
def test_long_lines_are_read_in_one_pass(unit: str) -> None:
    started = time.process_time()
    sentence_spans(unit * (600_000 // len(unit)), DUTCH)
    assert time.process_time() - started < 5  # looking back over the line for each stop took minutes
