"""Agents and targets become concepts: the tables hold together, and words link to the one thing that they name."""

import csv
import gzip
import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SHARED, claimtrace
from transforms.concepts import ConceptMatch, concepts, link_concept, linking
from transforms.concepts.language_words import language_words
from transforms.concepts.term_index import term_index
from transforms.concepts.vocabulary import (
    FOLDER,
    INTERVENTION_GROUPS,
    OUTCOME_GROUPS,
    TABLES,
    ambiguous_terms,
    broader,
    rows_of,
    term_languages,
)
from transforms.concepts.word_forms import FormRules, form_rules, plain, split_words, word_forms
from transforms.lang import languages
from transforms.tagger_version import tagger_version

TERMS = SHARED / "vocabulary" / "terms.tsv.gz"


# ------------------------------------------------------------------------------------------------------- the tables


@pytest.mark.parametrize(
    ("table", "groups", "at_least"), [(TABLES[0], INTERVENTION_GROUPS, 650), (TABLES[1], OUTCOME_GROUPS, 950)]
)
def test_a_table_has_enough_rows_of_known_groups(table: str, groups: tuple[str, ...], at_least: int) -> None:
    rows = list(rows_of(table))
    assert len(rows) >= at_least
    assert {row["group"] for row in rows} == set(groups)
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", row["id"]) for row in rows)
    assert all(row[lang].strip() for row in rows for lang in term_languages())


@pytest.mark.parametrize("table", [*TABLES, "modified.csv", "ambiguous.csv", "broad.csv"])
def test_every_row_has_a_value_for_every_column(table: str) -> None:
    with (FOLDER / table).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("lang", sorted(term_languages()))
def test_a_term_stands_for_one_concept_or_is_listed_as_ambiguous(lang: str) -> None:
    """By the words as they are compared: "omega-3" and "omega 3" are one term."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for concept in concepts().values():
        for term in concept.terms[lang]:
            words = tuple(word.plain for word in split_words(term))
            assert words, (concept.concept_id, term)
            owners.setdefault(words, set()).add(concept.concept_id)
    listed = {tuple(word.plain for word in split_words(term)) for term in ambiguous_terms(lang)}
    assert {words: ids for words, ids in owners.items() if len(ids) > 1 and words not in listed} == {}


@pytest.mark.parametrize("lang", sorted(term_languages()))
def test_every_preferred_term_links_to_its_concept(lang: str) -> None:
    """Where it does not, its word is listed as ambiguous: such a concept is found by its other terms."""
    missed = {
        concept.terms[lang][0]
        for concept in concepts().values()
        if link_concept(concept.terms[lang][0], lang) != ConceptMatch(concept.concept_id, "exact", 1.0)
    }
    assert missed <= ambiguous_terms(lang)


def test_no_concept_is_above_itself() -> None:
    for concept_id in concepts():
        above = []
        for parent in broader(concept_id):
            above.append(parent)
            assert len(above) < 10, f"{concept_id}: {above}"
        assert concept_id not in above


def test_other_tables_name_concepts() -> None:
    known = set(concepts())
    groups = {f"group:{group}" for group in (*INTERVENTION_GROUPS, *OUTCOME_GROUPS)}
    kinds = {kind for lang in term_languages() for kind in term_index(lang).words.modifiers.values()}  # type: ignore[union-attr]
    for row in rows_of("modified.csv"):
        assert row["concept"] in known | groups and row["becomes"] in known | {"="}, row
        assert row["role"] in {"", "agent", "target"}, row
        assert row["modifier"] in kinds and row["example"], row
    assert max(Counter((row["concept"], row["modifier"], row["role"]) for row in rows_of("modified.csv")).values()) == 1
    assert {row["concept"] for row in rows_of("broad.csv")} <= known
    for row in rows_of("ambiguous.csv"):
        assert {concept.strip() for concept in row["concepts"].split(";")} <= known, row
        assert row["lang"] in term_languages() and row["why"], row


def test_ids_of_other_lists_have_their_form_and_stand_for_one_concept() -> None:
    forms = {"doid": r"DOID:\d{2,7}", "hpo": r"HP:\d{7}", "mesh": r"[DC]\d{6,9}", "wikidata": r"Q\d+"}
    found = [item for concept in concepts().values() for item in concept.external.items()]
    assert len(found) > 500
    assert all(re.fullmatch(forms[name], value) for name, value in found)
    assert max(Counter(found).values()) == 1


@pytest.mark.skipif(not TERMS.exists(), reason="the list of terms is not here: ids were checked against it")
def test_ids_of_other_lists_are_those_of_the_very_term() -> None:
    with gzip.open(TERMS, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    names = {(row[0], row[2].casefold()) for row in rows if row[1] == "en"}
    for concept in concepts().values():
        terms = [term.casefold() for term in concept.terms["en"]]
        for value in concept.external.values():
            assert any((value, term) in names for term in terms), (concept.concept_id, value)


# ---------------------------------------------------------------------------------------------------------- linking

# None: the words name nothing, or two things, or another thing than the term within them.
EXAMPLES = [
    # terms, plurals, accents, hyphens
    ("nl", "magnesium", "magnesium"),
    ("nl", "Magnesium", "magnesium"),
    ("nl", "vitamine D", "vitamin_d"),
    ("nl", "vitamine-D", "vitamin_d"),
    ("nl", "coenzym Q10", "coenzyme_q10"),
    ("nl", "coënzym Q10", "coenzyme_q10"),
    ("nl", "omega-3-vetzuren", "omega_3"),
    ("nl", "avocado’s", "avocado"),
    ("nl", "tomaten", "tomato"),
    ("nl", "tomaatjes", "tomato"),
    ("nl", "een hielspoor", "heel_spur"),
    ("en", "migraines", "migraine"),
    ("en", "an allergy", "allergy"),
    ("en", "the COVID-19 vaccines", "covid_19_vaccine"),
    ("en", "berries", "berries"),
    # near misses
    ("nl", "vitamine D-tekort", "vitamin_d_deficiency"),
    ("nl", "hoofdpijn", "headache"),
    ("nl", "migraine", "migraine"),
    ("nl", "spanningshoofdpijn", "tension_headache"),
    ("nl", "bloeddruk", "blood_pressure"),
    ("nl", "hoge bloeddruk", "hypertension"),
    ("nl", "een te hoge bloeddruk", "hypertension"),
    ("nl", "een verhoogde bloeddruk", "hypertension"),
    ("nl", "lage bloeddruk", "hypotension"),
    ("nl", "bloedsuiker", "blood_sugar"),
    ("nl", "suiker", "sugar"),
    ("nl", "suikerziekte", "diabetes"),
    ("nl", "groene thee", "green_tea"),
    ("nl", "thee", "tea"),
    ("nl", "rode wijn", "red_wine"),
    ("nl", "borstvoeding", "breastfeeding"),
    ("nl", "borstkanker", "breast_cancer"),
    ("nl", "diabetes type 1", "type_1_diabetes"),
    ("nl", "diabetes", "diabetes"),
    ("nl", "meeroken", "secondhand_smoke"),
    ("nl", "stoppen met roken", "smoking_cessation"),
    ("nl", "slaapapneu", "sleep_apnea"),
    ("nl", "slaap", "sleep"),
    ("nl", "slaaptekort", "sleep_deprivation"),
    ("nl", "vitamine B12", "vitamin_b12"),
    ("nl", "vitamine B1", "thiamine"),
    ("nl", "pesten", "bullying"),
    ("nl", "pest", "plague"),
    ("en", "high blood pressure", "hypertension"),
    ("en", "blood pressure", "blood_pressure"),
    ("en", "peanut", "peanut"),
    ("en", "peanut allergies", "peanut_allergy"),
    ("en", "heart attack", "myocardial_infarction"),
    ("en", "heart", "heart_function"),
    ("en", "vitamin D deficiency", "vitamin_d_deficiency"),
    ("en", "iron deficiency anemia", "anemia"),
    ("en", "red meat", "red_meat"),
    ("en", "processed meats such as bacon", "processed_meat"),
    # words around a term
    ("nl", "extra magnesium", "magnesium"),
    ("nl", "het gebruik van statines", "statins"),
    ("nl", "uw botten", "bone_health"),
    ("nl", "de kans op prostaatkanker", "prostate_cancer"),
    ("nl", "een verhoogd risico op hart- en vaatziekten", "cardiovascular_disease"),
    ("nl", "mensen met diabetes type 2", "type_2_diabetes"),
    ("nl", "vrouwen in de menopauze", "menopause"),
    ("nl", "knagende hoofdpijn", "headache"),
    ("nl", "kurkuma (curcumine)", "turmeric"),
    ("nl", "bewerkt vlees zoals spek", "processed_meat"),
    ("nl", "haar slaap", "sleep"),
    ("en", "the use of statins", "statins"),
    ("en", "fish oil supplements", "fish_oil"),
    ("en", "an increased risk of dementia", "dementia"),
    ("en", "people who have hypertension", "hypertension"),
    ("en", "irritable bowel syndrome (IBS)", "irritable_bowel_syndrome"),
    ("en", "eating 2.5 ounces of walnuts a day", "walnut"),
    # compounds
    ("nl", "hielspoorklachten", "heel_spur"),
    ("nl", "magnesiumsupplementen", "magnesium"),
    ("nl", "artrosepatiënten", "osteoarthritis"),
    ("nl", "magnesiumtekort", "magnesium_deficiency"),
    ("nl", "seleniumgebrek", "selenium_deficiency"),
    ("nl", "acupunctuurbehandeling", "acupuncture"),
    ("nl", "teenkramp", "muscle_cramp"),
    ("nl", "artrosebehandeling", None),
    ("nl", "chroomtekort", None),
    ("nl", "magnesiumvrij", None),
    ("nl", "magnesiumfabriek", None),
    ("nl", "artroseklachten", "osteoarthritis"),
    ("nl", "problemen met het geheugen", None),
    ("nl", "leverproblemen", "liver_disease"),
    ("nl", "evenwichtsklachten", None),
    ("en", "problems with fertility", None),
    ("en", "exercise and a healthy diet", None),
    # modifiers
    ("nl", "een tekort aan vitamine D", "vitamin_d_deficiency"),
    ("nl", "te weinig slaap", "sleep_deprivation"),
    ("nl", "te veel stress", "stress"),
    ("nl", "te veel selenium", None),
    ("nl", "een gebrek aan broccoli", None),
    ("nl", "zonder koffie", None),
    ("nl", "glutenvrij", "gluten_free_diet"),
    ("nl", "gluten", "gluten"),
    ("nl", "suikervrij", None),
    ("nl", "cafeïnevrij", None),
    ("en", "a lack of sleep", "sleep_deprivation"),
    ("en", "too much salt", "salt"),
    ("en", "low consumption of nuts", None),
    ("en", "high intake of omega-3 fats", "omega_3"),
    ("en", "knee OA treatments", None),
    ("nl", "vitamine D tekort", "vitamin_d_deficiency"),
    ("nl", "sporten niet", None),
    ("en", "iron overload", "hemochromatosis"),
    ("en", "testosterone therapy not", None),
    # two things, an unknown thing, or a term that stands for two
    ("nl", "magnesium en calcium", None),
    ("nl", "calcium of vitamine D", None),
    ("nl", "acupunctuur of counseling", None),
    ("nl", "pijn en bruisende energie", None),
    ("nl", "de punt van de naald in de spier", None),
    ("nl", "schade aan spieren", "sarcopenia"),
    ("nl", "de fabriek van magnesium", None),
    ("nl", "pil", None),
    ("nl", "de pil", "contraceptive_pill"),
    ("nl", "haar", None),
    ("nl", "het", None),
    ("nl", "dit", None),
    ("nl", "een ziekte", None),
    ("nl", "als", None),
    ("nl", "ALS", "als"),
    ("nl", "5g per dag", None),
    ("nl", "10g per dag", None),
    ("en", "stroke and dementia", None),
    ("en", "cold", None),
    ("en", "a cold", "common_cold"),
    ("en", "lead", None),
    ("en", "aids", None),
    ("en", "AIDS", "hiv"),
    ("en", "these diseases", None),
    ("en", "cardiometabolic diseases", None),
    ("en", "the same", None),
    ("en", "the treatment", None),
    # a language that has no words here, and none at all
    ("de", "Magnesium", None),
    ("xx", "magnesium", None),
]


@pytest.mark.parametrize(("lang", "words", "concept_id"), EXAMPLES)
def test_words_link_to_the_one_concept_that_they_name(lang: str, words: str, concept_id: str | None) -> None:
    match = link_concept(words, lang)
    assert (match.concept_id if match else None) == concept_id


# Wording of authorised claims (Regulation (EU) No 432/2012), and how sites say it.
REGISTER = [
    ("een normale spierfunctie", "normal muscle function", "muscle_function"),
    ("de normale werking van het zenuwstelsel", "normal functioning of the nervous system", "nervous_system_function"),
    ("de normale werking van het immuunsysteem", "the normal function of the immune system", "immune_system"),
    ("de instandhouding van normale botten", "the maintenance of normal bones", "bone_health"),
    ("de instandhouding van normale tanden", "maintenance of normal teeth", "dental_health"),
    ("de vermindering van vermoeidheid en moeheid", "the reduction of tiredness and fatigue", "fatigue"),
    ("een normale psychologische functie", "normal psychological function", "psychological_function"),
    ("het behoud van een normaal gezichtsvermogen", "the maintenance of normal vision", "vision"),
    ("een normaal energieleverend metabolisme", "normal energy-yielding metabolism", "metabolism"),
    ("de normale bloedstolling", "normal blood clotting", "blood_clotting"),
    ("een normaal cholesterolgehalte", "normal blood cholesterol", "blood_cholesterol"),
    ("een normale schildklierfunctie", "normal thyroid function", "thyroid_function"),
    ("het celdelingsproces", "the process of cell division", "cell_division"),
    ("een normale bloeddruk", "the maintenance of normal blood pressure", "blood_pressure"),
    ("een normale leverfunctie", "maintenance of normal liver function", "liver_function"),
    ("de elektrolytenbalans", "electrolyte balance", "electrolyte_balance"),
    ("een normale cognitieve functie", "normal cognitive function", "cognition"),
]


@pytest.mark.parametrize(("dutch", "english", "concept_id"), REGISTER)
def test_wording_of_the_eu_register_links(dutch: str, english: str, concept_id: str) -> None:
    found = [link_concept(dutch, "nl"), link_concept(english, "en")]
    assert [match and match.concept_id for match in found] == [concept_id, concept_id]


@pytest.mark.parametrize(
    ("words", "method"),
    [
        ("magnesium", "exact"),
        ("tomaatjes", "inflected"),
        ("hielspoorklachten", "exact"),
        ("artroseklachten", "compound"),
        ("het gebruik van magnesium", "phrase"),
        ("een tekort aan magnesium", "modified"),
        ("knagende hoofdpijn", "head"),
    ],
)
def test_a_match_says_how_it_was_found(words: str, method: str) -> None:
    match = link_concept(words, "nl")
    assert match is not None
    assert match.method == method
    assert 0 < match.score <= 1


def test_the_command_shows_how_words_link() -> None:
    done = claimtrace("concepts", "een tekort aan vitamine D", "magnesium en calcium")
    assert done.stdout.splitlines() == [
        "een tekort aan vitamine D: vitamin_d_deficiency (disease), modified, 0.9",
        "magnesium en calcium: none",
    ]
    [row] = json.loads(claimtrace("concepts", "flu shots", "--lang", "en", "--json").stdout)
    assert (row["concept"], row["method"], row["parent"]) == ("flu_vaccine", "inflected", "vaccination")
    assert row["terms"] == {"nl": "griepprik", "en": "flu vaccine"}
    refused = claimtrace("concepts", "magnesium", "--lang", "xx")
    assert (refused.returncode, "no concepts in language 'xx', only in en, nl" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("lang", "words", "agent", "target"),
    [
        ("en", "controlling high blood pressure", None, "hypertension"),
        ("nl", "de afname van oestrogenen", None, "estrogen"),
        ("nl", "behandeling van artrose", None, "osteoarthritis"),
        ("nl", "de behandeling van een fysiotherapeut", "physiotherapy", "physiotherapy"),
        ("nl", "het voorkomen van griep", None, "influenza"),
        ("nl", "bloeddruk verlagen", None, "blood_pressure"),
        ("nl", "het immuunsysteem versterken", "immune_system", "immune_system"),
        ("nl", "dit hele zuurstof proces", None, None),
        ("nl", "minder stress", None, "stress"),
        ("nl", "een verminderde weerstand", None, "immune_system"),
        ("nl", "te veel stress", "stress", "stress"),
        ("nl", "gebruik van statines", "statins", "statins"),
    ],
)
def test_what_acts_against_a_thing_is_not_that_thing(
    lang: str, words: str, agent: str | None, target: str | None
) -> None:
    found = [link_concept(words, lang, role) for role in ("agent", "target")]
    assert [match and match.concept_id for match in found] == [agent, target]


def test_dutch_and_english_meet() -> None:
    for dutch, english in [("spierkrampen", "leg cramps"), ("knoflook", "garlic"), ("griepprik", "flu shot")]:
        found, other = link_concept(dutch, "nl"), link_concept(english, "en")
        assert found is not None and other is not None
        assert found.concept_id == other.concept_id


PIECES = [
    "de", "van", "op", "en", "of", "te", "veel", "tekort", "aan", "zoals", "(", ")", ",", "magnesium", "pijn", "-",
    "’s", "vitamine", "D", "D-tekort", "risico", "bij", "die", "ALS", "supplementen", "é", "İ", "ß", "\x00", "\ud800",
]  # fmt: skip
WILD = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    ).map(" ".join),
)


@given(WILD, st.sampled_from(["nl", "en", "de", "xx"]))
def test_no_words_make_it_fail(words: str, lang: str) -> None:
    match = link_concept(words, lang)
    assert match is None or match.concept_id in concepts()


def test_long_words_take_no_long_time() -> None:
    """A page without spaces is one word; one of many commas has as many breaks."""
    for words in ("magnesium" * 20_000, "tekort aan " * 20_000, "(" * 50_000, "-en" * 30_000):
        assert link_concept(words, "nl") is None


# ---------------------------------------------------------------------------------------------------- words, language


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("botten", "bot"),
        ("tomaten", "tomaat"),
        ("pezen", "pees"),
        ("middelen", "middel"),
        ("kruiden", "kruid"),
        ("ziektes", "ziekte"),
        ("pinda's", "pinda"),
        ("pilletjes", "pillet"),
        ("naaldje", "naald"),
    ],
)
def test_a_dutch_word_may_be_a_form_of_another(word: str, base: str) -> None:
    assert base in word_forms(word, _forms("nl"))


def test_boats_are_no_bones() -> None:
    assert "bot" not in word_forms("boten", _forms("nl"))
    assert link_concept("boten", "nl") is None


def test_an_ending_must_leave_a_stem() -> None:
    rules = {"endings": [], "shortest": 1, "long_vowels": "", "either_vowels": "", "undoubled": "", "devoiced": {}}
    with pytest.raises(ValueError, match="three letters"):
        form_rules(rules)


def test_words_of_the_lists_are_plain_single_words() -> None:
    for lang in sorted(term_languages()):
        words = language_words(languages()[lang].folder)
        assert words is not None
        for name, listed in words.classes.items():
            bad = {word for word in listed if len(split_words(word)) != 1 or word != plain(word)}
            assert bad == set(), (lang, name)


def test_a_language_without_a_file_of_words_links_nothing() -> None:
    assert term_index("de") is None


def test_a_language_is_a_column_and_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """German in a folder of its own: no line of Python is needed for it."""
    tables, folder = tmp_path / "concepts", tmp_path / "de"
    shutil.copytree(FOLDER, tables)
    shutil.copytree(languages()["de"].folder, folder)
    shutil.copy(languages()["en"].folder / "concepts.toml", folder)
    for table in TABLES:
        rows = list(rows_of(table))
        german = {"magnesium": ("Magnesium", ""), "headache": ("Kopfschmerz", "Kopfweh; Kopfschmerzen")}
        with (tables / table).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*rows[0], "de", "de_terms"])
            writer.writeheader()
            for row in rows:
                term, others = german.get(row["id"], ("", ""))
                writer.writerow(row | {"de": term, "de_terms": others})
    monkeypatch.setattr("transforms.concepts.vocabulary.FOLDER", tables)
    known = {"de": replace(languages()["de"], folder=folder)}
    monkeypatch.setattr("transforms.concepts.term_index.languages", lambda: known)
    _forget()
    found = [link_concept(words, "de") for words in ("Magnesium", "Kopfweh", "Zahnweh")]
    _forget()
    assert [match and match.concept_id for match in found] == ["magnesium", "headache", None]


def test_the_tables_are_part_of_the_taggers_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A corrected term is another tagger, which retags."""
    (tmp_path / "concepts").mkdir()
    table = tmp_path / "concepts" / TABLES[0]
    monkeypatch.setattr("transforms.tagger_version._FOLDER", tmp_path)
    versions = set()
    for text in ("id\nmagnesium\n", "id\nzinc\n"):
        table.write_text(text)
        tagger_version.cache_clear()
        versions.add(tagger_version())
    tagger_version.cache_clear()
    assert len(versions) == 2


def _forget() -> None:
    """What was read of the tables is read anew."""
    for cached in (concepts, term_index, language_words, ambiguous_terms, term_languages, linking._linked):
        cached.cache_clear()


def _forms(lang: str) -> FormRules:
    index = term_index(lang)
    assert index is not None
    return index.words.forms
