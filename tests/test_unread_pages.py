"""What a network learns of crawled pages that nobody annotated: all of a page, or what follows its annotated part."""

from pathlib import Path

import pytest

from flows.unread_pages import unread_pages
from tests.test_ingestion import page, warc

ADDRESS = "https://www.voorbeeld.nl/magnesium"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    warc(tmp_path / "pages.warc.gz", [(ADDRESS, "200 OK", page()), (f"{ADDRESS}?again=1", "200 OK", page())])
    return tmp_path


def test_a_page_that_nobody_annotated_is_read_once(corpus: Path) -> None:
    [line] = unread_pages(corpus, [])
    assert (line["lang"], line["claims"], line["citations"]) == ("nl", None, None)
    assert line["text"].startswith("Magnesium") and line["id"].startswith("unread-")


def test_of_an_annotated_page_only_the_rest(corpus: Path) -> None:
    [whole] = (line["text"] for line in unread_pages(corpus, []))
    read, rest = whole[:200], whole[200:].strip()
    assert [line["text"] for line in unread_pages(corpus, [read, "Another."])] == [rest]
    assert not list(unread_pages(corpus, [read, whole[:-100]]))  # too little is left
    assert not list(unread_pages(corpus, [whole]))
    assert not list(unread_pages(corpus, [read, rest]))  # somebody went on in the middle of the page


def test_nothing_of_what_is_measured_on(corpus: Path) -> None:
    [whole] = (line["text"] for line in unread_pages(corpus, []))
    assert not list(unread_pages(corpus, [], [{"text": whole[:-100]}]))
    # it is at another address, too
    assert list(unread_pages(corpus, [], [{"url": ADDRESS, "text": "Other words."}, {"text": "Others."}]))
