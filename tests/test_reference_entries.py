"""Entries of lists of sources as Dutch and English sites write them: APA, Vancouver, AMA, Harvard, "Bron: …"."""

import re
import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.author_names import WORDS_FILE
from transforms.reference_entries import ReferenceEntry, parse_reference

APA = "De Vries, A. & Jansen, B. C. (2019). Slaap en gezondheid bij ouderen. Tijdschrift voor Gedrag, 163(2), 12–20."
ENTRIES = [
    (APA, "De Vries, Jansen", "Slaap en gezondheid bij ouderen", "Tijdschrift voor Gedrag", 2019),
    (
        "Harmsen, I., Postma, T., & Olde-Berg, J. (2013). Effect of protein on body weight. European Journal of Sport, "
        "13(3), 295–303. https://doi.org/10.1234/17461391.2011.643923",
        "Harmsen, Postma, Olde-Berg", "Effect of protein on body weight", "European Journal of Sport", 2013,
    ),
    (
        "1. Abbink B, Kiers M, Shah MM. The effect of magnesium on primary insomnia in elderly: a double-blind "
        "placebo-controlled clinical trial. J Res Sleep. 2012 Dec;17(12):1161-9. PMID: 23853635; PMCID: PMC3703169.",
        "Abbink, Kiers, Shah",
        "The effect of magnesium on primary insomnia in elderly: a double-blind placebo-controlled clinical trial",
        "J Res Sleep", 2012,
    ),
    ("[3] Smit AB, Jonker C, et al. Vitamin D and falls. JAMA. 2010;303(18):1815-1822.", "Smit, Jonker",
     "Vitamin D and falls", "JAMA", 2010),
    ("Smith, A.B. and Jones, C. (2010) 'Vitamin D and falls', JAMA, 303(18), pp. 1815–1822.", "Smith, Jones",
     "Vitamin D and falls", "JAMA", 2010),
    ("Van der Meer J, de Jong P. Vitamine D bij ouderen. Huisarts Wet 2015;58:123-6.", "Van der Meer, de Jong",
     "Vitamine D bij ouderen", "Huisarts Wet", 2015),
    ("• Hofstra A. Het effect van koffie op de bloeddruk. Ned Tijdschr Geneeskd. 2006;150:1234-8.", "Hofstra",
     "Het effect van koffie op de bloeddruk", "Ned Tijdschr Geneeskd", 2006),
    ("Ekberg, B. et al. Brain foods – the role of diet in brain performance. Nutr. Rev. 79, 693–708 (2021).", "Ekberg",
     "Brain foods – the role of diet in brain performance", "Nutr. Rev", 2021),
    ("Lee, I-M., Shi, E.J., Lobel, F., e.a., 'Effect of physical inactivity', The Lancet 380 (2012) 219-229.",
     "Lee, Shi, Lobel", "Effect of physical inactivity", "The Lancet", 2012),
    ("Magnesium: its proven and potential significance. Fox C, Ram D, Carter C. South Med J. 2001 Dec;94(12):1195-201.",
     "Fox, Ram, Carter", "Magnesium: its proven and potential significance", "South Med J", 2001),
    ("Bron: Ramsdal et al., BMJ, 2013", "Ramsdal", None, "BMJ", 2013),
    ("Bron: Nature Medicine, 2020", "", None, "Nature Medicine", 2020),
    ("Gezondheidsraad. Richtlijnen goede voeding 2015. Den Haag: Gezondheidsraad, 2015; publicatienr. 2015/24.",
     "Gezondheidsraad", "Richtlijnen goede voeding 2015", None, 2015),
    ("World Health Organization. (2020). Guidelines on physical activity. Geneva: World Health Organization.",
     "World Health Organization", "Guidelines on physical activity", None, 2020),
    ("RIVM (2022). Leefstijlmonitor. Bilthoven: RIVM. Geraadpleegd op 3 mei 2023 van https://www.rivm.nl/leefstijlmonitor",
     "RIVM", "Leefstijlmonitor", None, 2022),
    ("Zwaan, D. (2010). Wij en ons brein. Amsterdam: Contact.", "Zwaan", "Wij en ons brein", None, 2010),
    ("https://pubmed.ncbi.nlm.nih.gov/23853635/", "", None, None, None),
    ("", "", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "surnames", "title", "journal", "year"), ENTRIES, ids=[entry[0] for entry in ENTRIES]
)
def test_styles(entry: str, surnames: str, title: str | None, journal: str | None, year: int | None) -> None:
    found = parse_reference(entry)
    assert ", ".join(one.surname for one in found.authors) == surnames
    assert (found.title, found.journal, found.year) == (title, journal, year)


def test_initials_and_more_authors() -> None:
    found = parse_reference("Smit AB, Jonker C, et al. Vitamin D and falls. JAMA. 2010;303(18):1815-1822.")
    assert [one.given for one in found.authors] == ["AB", "C"]
    assert found.has_more_authors
    assert not parse_reference(APA).has_more_authors


def test_identifiers_of_an_entry() -> None:
    found = parse_reference("Abbink B. Magnesium. J Res Sleep. 2012;17:1161-9. doi:10.1234/JRS.2012.17. PMID: 23853635")
    assert (found.doi, found.pmid) == ("10.1234/jrs.2012.17", "23853635")
    assert (found.title, found.journal, found.year) == ("Magnesium", "J Res Sleep", 2012)


LEFT_OUT = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))["left_out"]


@pytest.mark.parametrize("rule", LEFT_OUT, ids=[rule["example"] for rule in LEFT_OUT])
def test_what_is_said_beside_the_source_is_left_out(rule: dict[str, str]) -> None:
    match = re.search(rule["pattern"], rule["example"], re.IGNORECASE)
    assert match and match[0].strip()


@given(st.text() | st.text(alphabet="Aa, &().;:-'“”2019 et al"))
def test_any_text(entry: str) -> None:
    found = parse_reference(entry)
    assert isinstance(found, ReferenceEntry)
    assert found.year is None or 1500 <= found.year < 2040
    assert all(one.surname or one.given for one in found.authors)


@pytest.mark.parametrize(
    "unit", ["a", "1;", "A. ", "A, ", "(", "et al ", ", & ", "10.1234/", "Accessed 1 ", "[Internet"]
)
def test_a_hostile_entry_is_read_at_once(unit: str) -> None:
    started = time.process_time()
    parse_reference(unit * (200_000 // len(unit)))
    assert time.process_time() - started < 2
