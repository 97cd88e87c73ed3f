"""Web Annotations: every span is found again by its words and by its place, and every link leads somewhere."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from tests.conftest import claimtrace
from tests.published_files import publish_articles
from tests.tagged_articles import full_example, make_article, make_citation, make_claim, make_fileset, make_tagged
from transforms.records import TaggedArticle
from warehouse.annotations import write_annotations
from warehouse.queries import Published

ODD = '«Énorm» 👩‍👧 helps\nquote " and \\ too'


def odd_article() -> TaggedArticle:
    article = make_article("https://other.test/odd", f"{ODD}. " + "x" * 50, site="other")
    citation = make_citation(article, "Énorm", kind="link", href="https://x.test/a?b=c&d", traceable=True)
    return make_tagged(article, [make_claim(article, ODD, support="traceable")], [citation], [(0, 0)])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_articles(tmp_path_factory.mktemp("annotated"), [full_example(), odd_article()])


def collection(published: Path, site: str | None = None) -> dict[str, Any]:
    stream = io.BytesIO()
    with Published(published) as asked:
        count = write_annotations(asked, stream, site)
    written: dict[str, Any] = json.loads(stream.getvalue())
    assert written["total"] == count == len(written["first"]["items"])
    return written


def test_every_span_is_found_again_by_words_and_place(published: Path) -> None:
    texts = {item.article.url: item.article.text for item in (full_example(), odd_article())}
    items = collection(published)["first"]["items"]
    assert len(items) == 7
    for item in items:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text[max(position["start"] - 32, 0) : position["end"] + 32] == around


def test_what_an_annotation_must_have(published: Path) -> None:
    written = collection(published)
    assert written["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (written["type"], written["first"]["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert written["first"]["partOf"] == written["id"]
    items = written["first"]["items"]
    ids = [item["id"] for item in items]
    assert len(set(ids)) == len(ids)
    assert {item["type"] for item in items} == {"Annotation"}
    assert {item["motivation"] for item in items} == {"classifying"}


def test_a_claim_leads_to_its_citations_and_those_to_their_sources(published: Path) -> None:
    items = {item["id"]: item for item in collection(published)["first"]["items"]}
    linked = {body["source"] for item in items.values() for body in item["body"] if body["purpose"] == "linking"}
    assert "https://doi.org/10.5555/ginger" in linked and "https://x.test/a?b=c&d" in linked
    citations = {source for source in linked if source.startswith("urn:claimtrace:citation:")}
    assert len(citations) == 3 and citations <= set(items)
    tags = [[body["value"] for body in item["body"] if body["purpose"] == "tagging"] for item in items.values()]
    assert ["claim", "benefit", "affirmed", "hedged", "vague"] in tags
    assert ["citation", "appeal", "expert_opinion", "not traceable"] in tags


def test_one_site_alone(published: Path) -> None:
    written = collection(published, "other")
    assert {item["target"]["source"] for item in written["first"]["items"]} == {"https://other.test/odd"}
    assert collection(published, "nowhere")["first"]["items"] == []


def test_the_command_writes_a_file_or_standard_output(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    load_check_publish([make_fileset(tmp_path, [full_example()])], data)
    printed = claimtrace("annotations", "--site", "site", "--data", data.root)
    assert json.loads(printed.stdout)["total"] == 5
    written = claimtrace("annotations", "-o", tmp_path / "out.jsonld", "--data", data.root)
    assert (written.returncode, written.stdout) == (0, "")
    assert json.loads((tmp_path / "out.jsonld").read_text())["total"] == 5
