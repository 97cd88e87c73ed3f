"""Keys of claims: names as ever; file sets without them or with those of other rules load alike; none is made twice."""

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.claim_samples import TESTS, clustered, sample_filesets, sentences
from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged, new_warehouse
from transforms.claim_keys import claim_keys, cluster_rules, register_files, register_rules
from transforms.food_words import food_words
from transforms.records import TaggedArticle
from transforms.wordings import LEAST_SIMILARITY, normal_wording, wording_bands, wording_marks, wording_similarity
from warehouse import clusters
from warehouse.errors import WarehouseError
from warehouse.load import load_fileset

Rows = list[tuple[str, ...]]
OPENING = "Het lichaam kan zich op wonderlijke wijze weer helemaal zelf genezen."


@pytest.fixture(scope="module")
def filesets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return sample_filesets(tmp_path_factory.mktemp("samples") / "tagged")


@pytest.fixture(scope="module")
def wanted() -> Rows:
    """What claimtrace said of the samples before keys came with file sets (November 2026)."""
    with (TESTS / "fixtures" / "clustered_claims.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def loaded(folder: Path, filesets: list[Path]) -> Rows:
    con = new_warehouse(folder / "claimtrace.duckdb")
    for fileset in filesets:
        load_fileset(con, fileset)
    found = clustered(con)
    con.close()
    return found


def without_keys(fileset: Path, folder: Path) -> Path:
    """The file set as a claimtrace of before wrote it."""
    copy = Path(shutil.copytree(fileset, folder / fileset.name))
    (copy / "claim_keys.parquet").unlink()
    articles = pq.read_table(copy / "articles.parquet")
    pq.write_table(articles.drop_columns(["word_count"]), copy / "articles.parquet")
    return copy


def with_keys(fileset: Path, folder: Path, changed: Mapping[str, object]) -> Path:
    """The file set with these values in every row of its keys."""
    copy = Path(shutil.copytree(fileset, folder / fileset.name))
    table = pq.read_table(copy / "claim_keys.parquet")
    for name, value in changed.items():
        index = table.schema.get_field_index(name)
        column = pa.array([value] * table.num_rows, table.schema.field(index).type)
        table = table.set_column(index, table.schema.field(index), column)
    pq.write_table(table, copy / "claim_keys.parquet")
    return copy


def test_names_of_clusters_and_standings_are_as_ever(filesets: list[Path], wanted: Rows, tmp_path: Path) -> None:
    assert loaded(tmp_path, filesets) == wanted


def test_a_file_set_of_before_gives_the_same_rows(filesets: list[Path], wanted: Rows, tmp_path: Path) -> None:
    assert loaded(tmp_path, [without_keys(fileset, tmp_path) for fileset in filesets]) == wanted
    mixed = [filesets[0], tmp_path / filesets[1].name, filesets[2]]
    assert loaded(tmp_path / "mixed", mixed) == wanted


OTHER_RULES: tuple[dict[str, object], ...] = (
    {"cluster_rules": "other", "cluster_id": "nonsense", "method": "concepts"},
    {"cluster_rules": "other", "bands": [1], "wording": "nonsense"},
    {"register_rules": "other", "register_method": "lack"},
)


@pytest.mark.parametrize("changed", OTHER_RULES)
def test_keys_of_other_rules_do_not_count(
    filesets: list[Path], wanted: Rows, tmp_path: Path, changed: dict[str, object]
) -> None:
    assert loaded(tmp_path, [with_keys(fileset, tmp_path, changed) for fileset in filesets]) == wanted


@pytest.mark.parametrize("changed", OTHER_RULES)
def test_keys_of_todays_rules_do_count(
    filesets: list[Path], wanted: Rows, tmp_path: Path, changed: dict[str, object]
) -> None:
    """Else the test above could not fail."""
    told = {name: value for name, value in changed.items() if not name.endswith("rules")}
    assert loaded(tmp_path, [with_keys(fileset, tmp_path, told) for fileset in filesets]) != wanted


def test_no_key_is_made_by_a_load_that_has_them(
    filesets: list[Path], wanted: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise WarehouseError("keys were made")

    monkeypatch.setattr(clusters, "claim_keys", refuse)
    monkeypatch.setattr("transforms.register.food_words", refuse)
    assert loaded(tmp_path, filesets) == wanted
    with pytest.raises(WarehouseError, match="keys were made"):
        loaded(tmp_path / "before", [without_keys(filesets[0], tmp_path)])


def one_claim(text: str, **fields: object) -> TaggedArticle:
    article = make_article(f"https://site.test/{abs(hash(text))}", text, lang="nl")
    return make_tagged(article, [make_claim(article, text, **fields)])


def test_a_concept_that_is_none_of_todays_counts_as_none(tmp_path: Path) -> None:
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    strange = one_claim("Magnesium helpt tegen spierkramp.", agent_concept="of_another_day", kind="fact")
    load_fileset(con, without_keys(make_fileset(tmp_path, [strange]), tmp_path / "before"))
    [(_, _, method, *_)] = clustered(con)
    con.close()
    assert method == "sentence"


def test_wordings_that_share_a_band_and_hardly_a_letter_are_compared(tmp_path: Path) -> None:
    """More than 127 of their bits differ, which is more than a sum of bit counts holds that is of one byte."""
    long = " ".join(f"{word}{number}" for number, word in enumerate("abcdefghijklmnopqrstuvwxyz" * 2))
    con = new_warehouse(tmp_path / "claimtrace.duckdb")
    load_fileset(con, make_fileset(tmp_path, [one_claim(OPENING)]))
    band = wording_bands(normal_wording(long))[0]
    con.execute("insert into core.wording_bands select ?, any_value(said) from core.claim_wordings", [band])
    load_fileset(con, make_fileset(tmp_path, [one_claim(long)], run_id="run-2"))
    assert {method for _, _, method, *_ in clustered(con)} == {"wording"}
    con.close()


@given(st.text(max_size=90), st.integers(0, 90), st.text(max_size=6))
def test_what_tells_wordings_apart_never_tells_like_ones_apart(text: str, place: int, other: str) -> None:
    """As like_wordings.sql asks."""
    wordings = [normal_wording(text), normal_wording(text[:place] + other + text[place + 3 :])]
    one, two = wording_marks(wordings)
    assert [one.bands, two.bands] == [wording_bands(words) for words in wordings]
    alike = wording_similarity(*wordings)
    if alike >= LEAST_SIMILARITY:
        counts = sorted((one.gram_count, two.gram_count))
        assert counts[0] >= LEAST_SIMILARITY * counts[1] - 1e-6
        bits = np.array([one.gram_bits, two.gram_bits], dtype=np.int64).view(np.uint64)
        differing = sum(int(number).bit_count() for number in bits[0] ^ bits[1])
        assert differing <= (1 - LEAST_SIMILARITY) / (1 + LEAST_SIMILARITY) * sum(counts) + 1e-6


def test_keys_of_many_are_those_of_each() -> None:
    told = [one for one in sentences() if one.lang == "nl"]
    article = make_article(text="\n".join(one.text.strip() for one in told), lang="nl")
    claims = [make_claim(article, one.text.strip(), agent=one.agent, target=one.target) for one in told]
    at_once = claim_keys("nl", claims)
    assert at_once == tuple(keys for claim in claims for keys in claim_keys("nl", [claim]))
    assert {(one.cluster_rules, one.register_rules) for one in at_once} == {(cluster_rules(), register_rules())}


def test_what_the_register_asks_of_words_is_named_by_its_rules() -> None:
    names = {path.name for path in register_files()}
    assert {"food_words.py", "register_terms.py", "register_words.csv", "register_substances.csv"} <= names


def test_words_place_a_claim_before_any_entry_is_looked_at() -> None:
    assert food_words("nl", "Een tekort aan zink schaadt.", "Een tekort aan zink", None).method == "lack"
    assert food_words("fr", "Le zinc aide.", "zinc", None).method == "none"
    plant = food_words("nl", "Sneeuwklokje helpt.", "Sneeuwklokje", None)
    assert (plant.method, plant.agent_words) == ("none", ("sneeuwklokje",))
    zinc = food_words("nl", "Zink helpt de weerstand.", "Zink", "de weerstand")
    assert zinc.method is None
    assert zinc.substances == ("zinc",)
