"""The register of health claims: its table, its words, and where claims written for the purpose stand against it."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SHARED
from transforms.register import Register, RegisterEntry, loaded_entry
from transforms.register_terms import LANGUAGES, plain, register_words, threshold

TABLE = Path(__file__).parents[1] / "warehouse" / "reference" / "eu_health_claims.csv"
EXAMPLES = Path(__file__).with_name("register_examples.csv")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ENTRIES = [
    RegisterEntry(
        entry_id=row["entry_id"],
        register="eu_health_claims",
        standing="authorised" if row["standing"] == "authorised" else "not_authorised",
        substances=(row["substance"],),
        relationships=frozenset([row["relationship"]]),
        wordings=(("nl", row["relationship_nl"]), ("en", row["relationship_en"])),
    )
    for row in rows(TABLE)
]
OURS = Register(ENTRIES)


@pytest.mark.parametrize("example", rows(EXAMPLES), ids=lambda example: example["text"][:50])
def test_a_claim_stands_where_it_should(example: dict[str, str]) -> None:
    found = OURS.standing(example["lang"], example["text"], example["agent"], example["target"] or None)
    assert found.standing == example["standing"], found
    if example["entry_id"]:
        assert found.entry_id == example["entry_id"]
    assert (found.entry_id is None) == (found.score is None)


def test_the_authorised_claims_of_article_13_1_are_all_there() -> None:
    articles = Counter(row["article"] for row in rows(TABLE))
    assert articles == {"13.1": 229, "13.5": 12, "14.1a": 13, "14.1b": 12}


def test_every_row_is_whole_and_says_what_it_was_checked_against() -> None:
    table = rows(TABLE)
    assert len({row["entry_id"] for row in table}) == len(table)
    for row in table:
        assert all(row.values()), row
        assert row["checked"] == "not checked" or "https://" in row["checked"], row
        assert row["standing"] in {"authorised", "withdrawn"}
    checked_nl = {row["entry_id"]: row["checked_nl"] for row in table}
    for entry_id, said in checked_nl.items():
        # the words behind the substance, as of another entry; that one was checked itself
        formula = re.fullmatch(r"formula only, as of (\S+)", said)
        of_another = checked_nl[formula[1]] if formula else said
        assert not of_another.startswith("formula"), entry_id
        assert of_another == "not checked" or "https://" in of_another or "word for word" in of_another, entry_id
        if formula:
            assert of_another != "not checked", entry_id
    words = {row["entry_id"]: row["relationship_nl"].split(" bij tot ")[-1] for row in table}
    for entry_id, said in checked_nl.items():
        if said.startswith("formula"):
            assert words[entry_id] == words[said.split()[-1]]
        assert any(c.isdigit() for c in row["regulation"])


def test_the_table_holds_what_two_food_makers_list() -> None:
    """93 claims; "hair, skin and mucous membranes" is three entries, "and" is "/" in the regulation."""
    listed = SHARED / "vocabulary" / "eu_authorised_check.csv"
    if not listed.exists():
        pytest.skip("the food makers' list is not beside the project")
    wordings = [(plain(row["substance_en"]), set(plain(row["relationship_en"]).split())) for row in rows(TABLE)]
    missing = [
        row
        for row in rows(listed)
        if not any(
            substance.startswith(plain(row["substance"])[:6])
            and set(plain(row["health_relationship"]).split()) - {"and", "the"}
            <= words | {"hair", "skin", "mucous", "membranes"}
            for substance, words in wordings
        )
    ]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_substance_and_relationship_of_the_table_has_words(lang: str) -> None:
    words = register_words(lang)
    assert words is not None
    assert {row["substance"] for row in rows(TABLE)} <= set(words.substances)
    assert {row["relationship"] for row in rows(TABLE)} <= set(words.relationships)
    assert {member for members in words.members.values() for member in members} <= set(words.substances)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_registers_own_words_find_their_entry(lang: str) -> None:
    """Two entries may have one wording ("plant sterols …"); what "less salt" means has no name of one thing."""
    lost = []
    for row in rows(TABLE):
        found = OURS.standing(lang, row[f"relationship_{lang}"], row[f"substance_{lang}"], None)
        if found.standing == "not_a_food_claim":
            assert row["entry_id"].split(".")[-2] in {
                "saturated_fat_reduction",
                "sodium_reduction",
                "acidic_drink_reformulated",
            }
        elif found.score != 1.0 or (found.entry_id or "").split(".")[:2] != row["entry_id"].split(".")[:2]:
            lost.append((row["entry_id"], found))
    assert lost == []


def test_a_loaded_entry_refuses_a_claim_in_either_language() -> None:
    refused = loaded_entry("1101", "eu_register", "not_authorised", "Magnesium", "Magnesium improves sleep quality")
    register = Register([*ENTRIES, refused])
    for lang, text, target in (
        ("nl", "Magnesium zorgt voor een betere nachtrust.", "nachtrust"),
        ("en", "Magnesium helps you sleep.", "sleep"),
    ):
        found = register.standing(lang, text, "Magnesium", target)
        assert (found.standing, found.entry_id, found.method) == ("not_authorised", "1101", "target")
    # what is authorised comes first, though a refused entry names it too
    muscles = loaded_entry("1102", "eu_register", "not_authorised", "Magnesium", "Magnesium for muscle relaxation")
    found = Register([muscles, *ENTRIES]).standing("en", "Magnesium relaxes muscles.", "Magnesium", "muscles")
    assert found.standing == "authorised_other_wording"


def test_a_plant_on_hold_is_found_by_its_name() -> None:
    held = loaded_entry("2109", "on_hold", "on_hold", "Withania somnifera (Ashwagandha)", "Helps relaxation and sleep")
    register = Register([*ENTRIES, held])
    found = register.standing("nl", "Ashwagandha vermindert stress.", "Ashwagandha", "stress")
    assert (found.standing, found.entry_id) == ("on_hold", "2109")
    assert register.standing("nl", "Ginseng vermindert stress.", "Ginseng", "stress").standing == "not_in_register"


def test_a_loaded_entry_without_a_known_relationship_is_found_by_its_words() -> None:
    refused = loaded_entry("3001", "eu_register", "not_authorised", "Caffeine", "Caffeine makes whiskers glossy")
    found = Register([refused]).standing("en", "Caffeine makes your whiskers glossy.", "Caffeine", "whiskers")
    assert (found.standing, found.method, found.score) == ("not_authorised", "wording", 1.0)
    other = Register([refused]).standing("en", "Caffeine raises tempers.", "Caffeine", "tempers")
    assert other.standing == "not_in_register"


def test_without_an_agent_or_words_nothing_is_said() -> None:
    assert OURS.standing("nl", "Dat helpt de spieren.", None, "de spieren").method == "none"
    assert OURS.standing("de", "Magnesium entspannt Muskeln.", "Magnesium", "Muskeln").method == "none"


@given(st.sampled_from(LANGUAGES), st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_text_has_a_standing(lang: str, text: str, agent: str | None, target: str | None) -> None:
    found = OURS.standing(lang, text, agent, target)
    assert (found.entry_id is None) == (found.score is None)
    assert found.score is None or 0 <= found.score <= 1


def test_the_seed_article_stands_beside_muscle_function_and_its_heel_spur_claims_nowhere(shared_gold: Path) -> None:
    article = json.loads((shared_gold / "seed.jsonl").read_text(encoding="utf-8").splitlines()[0])
    standings = {
        claim["text"]: OURS.standing(article["lang"], claim["text"], claim["agent"], claim["target"])
        for claim in article["claims"]
        if claim["kind"] == "benefit"
    }
    muscles = next(found for text, found in standings.items() if text.startswith("Magnesium helpt spieren ontspannen"))
    assert (muscles.standing, muscles.entry_id) == ("authorised_other_wording", "magnesium.muscle_function")
    heel_spur = [found for text, found in standings.items() if "hielspoorklachten" in text or "bij hielspoor" in text]
    assert len(heel_spur) >= 2
    assert {found.standing for found in heel_spur} == {"not_in_register"}


@pytest.mark.parametrize("name", ["authorised_wording", "known_relationship", "unknown_relationship"])
def test_thresholds_are_shares(name: str) -> None:
    assert 0 < threshold(name) <= 1
