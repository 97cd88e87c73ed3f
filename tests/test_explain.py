"""`claimtrace explain`: one article's findings with their reasons, from the warehouse or tagged on the spot."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from flows.command_errors import WrongUse
from flows.explain_command import chosen_line
from flows.explanation import Explanation, explain, rows_of_tagged, why_traceable
from flows.explanation_lines import distance_words, print_explanation
from tests.conftest import claimtrace
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_citation, make_claim, make_outcome, make_tagged
from transforms.cue_words import cue_words
from transforms.lang import languages
from transforms.tagger_data import tagger_data
from warehouse.one_article import article_rows, named_articles, nearest_articles
from warehouse.queries import Published

LINE = {"id": "en-ginger", "url": "https://example.org/ginger", "lang": "en", "title": "Ginger", "published": None}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose published file holds two articles, one of them met under a second address."""
    folder = tmp_path_factory.mktemp("data")
    article = full_example()
    again = make_outcome("https://site.test/full?page=2", "duplicate", article_id=article.article.article_id)
    other = make_tagged(make_article("https://site.test/fuller", "Gone words."))
    made = publish_articles(folder / "made", [article, other], [again])
    (folder / "published").mkdir()
    made.rename(folder / "published" / "claimtrace.duckdb")
    return folder


def test_an_article_is_found_by_any_name_that_fits_it_alone(data: Path) -> None:
    with Published(data / "published" / "claimtrace.duckdb") as published:
        [whole] = named_articles(published, "https://site.test/full")
        assert named_articles(published, whole.article_id) == [whole]
        assert named_articles(published, "https://site.test/full?utm_source=x#top") == [whole]
        assert named_articles(published, "https://site.test/full?page=2") == [whole]  # where a run met it again
        assert [one.url for one in named_articles(published, "FULLER")] == ["https://site.test/fuller"]
        assert len(named_articles(published, "site.test")) == 2
        assert nearest_articles(published, "https://site.test/fulller")[0].url == "https://site.test/fuller"
        with pytest.raises(KeyError):
            article_rows(published, "nowhere")


def test_what_the_warehouse_holds_is_what_was_tagged(data: Path) -> None:
    tagged = full_example()
    with Published(data / "published" / "claimtrace.duckdb") as published:
        stored = explain(article_rows(published, tagged.article.article_id), with_cues=False)
    assert stored.sentences == explain(rows_of_tagged(tagged), with_cues=False).sentences


def told(explained: Explanation) -> str:
    output = io.StringIO()
    print_explanation(Console(file=output), explained)
    return output.getvalue()


def test_a_person_reads_sentences_with_their_findings() -> None:
    text = told(explain(rows_of_tagged(full_example()), with_cues=False))
    assert "5 sentences, 3 claims (1 traceable, 0 named, 1 vague, 1 none), 2 citations" in text
    assert "1  Ginger relieves nausea ([c1: doi:10.5555/ginger])." in text
    assert "claim 1: benefit, affirmed, asserted; agent: Ginger; found by " in text
    assert "support: traceable; c1 in the same sentence" in text
    assert "c2: appeal, evidence expert_opinion; not traceable: names nothing; for claim 2; found by" in text
    assert "disclosure: affiliate" in text
    assert "\x1b" not in text  # plain where it is no terminal


def test_no_text_steers_the_terminal() -> None:
    article = make_article(text="Ginger \x1b[2J helps.", title="\x9bTitle")
    said = told(explain(rows_of_tagged(make_tagged(article)), with_cues=False))
    assert "1  Ginger \ufffd[2J helps." in said and "\ufffdTitle" in said


def test_how_close_a_citation_stands() -> None:
    article = make_article(text="One study says so. It was small. Ginger helps.")
    tagged = make_tagged(
        article,
        [make_claim(article, "Ginger helps.", support="vague")],
        [make_citation(article, "One study")],
        [(0, 0)],
    )
    assert "c1 2 sentences before" in told(explain(rows_of_tagged(tagged), with_cues=False))
    assert [distance_words(n) for n in (-1, 0, 1, 3)] == [
        "in the sentence before",
        "in the same sentence",
        "in the next sentence",
        "3 sentences later",
    ]


def test_an_article_without_a_sentence_is_no_error() -> None:
    assert explain(rows_of_tagged(make_tagged(make_article(text=""))), with_cues=False).sentences == ()


@pytest.mark.parametrize(
    ("citation", "why"),
    [
        ({"kind": "identifier", "traceable": True}, "an identifier"),
        ({"kind": "reference", "traceable": True, "year": 2019}, "a reference with its year"),
        ({"kind": "study", "traceable": True, "href": "https://a.test/b"}, "a link to a page"),
        ({"kind": "organisation", "href": "https://a.test/"}, "the link leads to a home page"),
        ({"kind": "reference"}, "a reference without year or link"),
        ({"kind": "expert"}, "no link and no identifier"),
        ({"kind": "appeal"}, "names nothing"),
    ],
)
def test_why_a_source_can_be_opened_or_not(citation: dict[str, object], why: str) -> None:
    assert why_traceable({"traceable": False, "href": None, "year": None} | citation) == why


@pytest.mark.parametrize(
    ("sentence", "table", "words"),
    [
        ("It may help and might not.", "certainty.hedges", ("may", "might")),
        ("It may not only help.", "polarity.negations", None),  # "not only" denies nothing
        ("It cannot help.", "certainty.hedges", None),
        ("It relieves pain.", "kind.benefit", ("relieves",)),
        ("“Ask your doctor.”", "veto.openings", ("ask your",)),
        ("You can ask your doctor.", "veto.openings", None),  # an opening opens
    ],
)
def test_words_that_decided(sentence: str, table: str, words: tuple[str, ...] | None) -> None:
    assert cue_words(sentence, tagger_data(languages()["en"].folder).claim_cues).get(table) == words


def test_a_line_of_a_file_is_tagged_now_and_tells_its_words(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({**LINE, "text": "Ginger can relieve nausea.", "hrefs": []}))
    said = claimtrace("explain", "en-ginger", "--from", path)
    assert "claim 1: benefit, affirmed, hedged" in said.stdout
    assert "words: hedges: can; benefit: relieve" in said.stdout
    [sentence] = json.loads(claimtrace("explain", LINE["url"], "--from", path, "--json").stdout)["sentences"]
    assert sentence["claims"][0]["kind"] == "benefit"
    assert sentence["cues"]["certainty.hedges"] == ["can"]


def test_no_article_or_several_are_told_with_the_nearest() -> None:
    lines = [LINE, {**LINE, "id": "en-garlic", "url": None}]
    assert chosen_line(lines, "garlic")["id"] == "en-garlic"
    with pytest.raises(WrongUse, match=r"'en-g' names several articles:\n  en-ginger  https.*\n  en-garlic"):
        chosen_line(lines, "en-g")
    with pytest.raises(WrongUse, match=r"no article is called 'en-ginjer'; the nearest are:\n  en-ginger"):
        chosen_line(lines, "en-ginjer")
    with pytest.raises(WrongUse, match="there are none"):
        chosen_line([], "ginger")


def test_an_unknown_article_of_the_warehouse_ends_with_2(data: Path) -> None:
    done = claimtrace("explain", "https://site.test/nowhere", "--data", data)
    assert done.returncode == 2
    assert "the nearest are" in done.stderr and "https://site.test/full" in done.stderr
    assert claimtrace("explain", "full?page=2", "--data", data).returncode == 2
    assert json.loads(claimtrace("explain", "https://site.test/full", "--data", data, "--json").stdout)["sentences"]
