"""What reading a hostile page costs grows with its size, not with the square of it."""

from collections.abc import Callable
from time import process_time

import lxml.html
import pytest

from tests.test_extraction import TEXT, page
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Block, Href
from transforms.sections import sections_of
from transforms.structured_data import lenient_json, structured_data

# Four times the size takes four times as long, or sixteen times where each is compared with each
MAX_RATIO = 9.0


def seconds(work: Callable[[], object]) -> float:
    """The best of three: what other processes take of the machine is no cost of the work."""

    def once() -> float:
        start = process_time()
        work()
        return process_time() - start

    return min(once() for _ in range(3))


def told(json_text: str) -> str:
    return f"<script type='application/ld+json'>{json_text}</script>"


JSON_LD: dict[str, Callable[[int], str]] = {
    "scripts that are not closed": lambda n: "<script type=application/ld+json>" * n,
    "scripts": lambda n: told("{}") * n,
    "lists in lists": lambda n: told("[" * n),
    "a list of things": lambda n: told("[" + "{}," * n + "{}]"),
    "a list of numbers": lambda n: told("[" + "1," * n + "1]"),
    "commas": lambda n: told("[" + ", " * n),
    "a comment's end before spaces": lambda n: told("{-->" + " " * n + "x"),
    "authors": lambda n: told('{"@type":"Article","author":[' + ",".join(f'"Jan {i}"' for i in range(n)) + "]}"),
}


@pytest.mark.fault("F26")
@pytest.mark.parametrize("form", JSON_LD)
def test_json_ld(form: str) -> None:
    trees = [
        lxml.html.document_fromstring(f"<html><head>{JSON_LD[form](size)}</head><p>x") for size in (20_000, 80_000)
    ]
    small, large = (seconds(lambda tree=tree: structured_data(tree)) for tree in trees)  # type: ignore[misc]
    assert large <= MAX_RATIO * max(small, 0.01)


@pytest.mark.fault("F26")
def test_a_comment_in_json_is_still_taken_off() -> None:
    assert lenient_json(' <!-- //<![CDATA[\n{"a": 1}\n//]]> \n --> ; ') == {"a": 1}


@pytest.mark.fault("F26")
def test_links_under_a_heading() -> None:
    def work(size: int) -> Callable[[], object]:
        blocks = [Block(start_char=0, end_char=1, kind="heading", level=2)]
        blocks += [Block(start_char=2 * n, end_char=2 * n + 1, kind="list_item", level=None) for n in range(1, size)]
        hrefs = [Href(start_char=2 * n, end_char=2 * n + 1, url="https://a.nl/") for n in range(1, size)]
        return lambda: sections_of("x\n" * size, blocks, hrefs, ())

    assert seconds(work(20_000)) <= MAX_RATIO * max(seconds(work(5_000)), 0.01)


PAGES: dict[str, Callable[[int], str]] = {
    "unclosed <p>": lambda n: "<p>" * n,
    "unclosed <p> with words": lambda n: "".join(f"<p>woord {i} hier staat nog iets" for i in range(n)),
    "attributes on each of many": lambda n: "<p a=1 b=2 c=3 class=x>woord x</p>" * n,
    "links under a heading of sources": lambda n: "<h2>Bronnen</h2>" + "<li><a href=/x>Jansen 2019</a></li>" * (n // 2),
    "levels": lambda n: ("<div>" * 50 + "x" + "</div>" * 50) * (n // 60),
}


@pytest.mark.fault("F25")
@pytest.mark.fault("F26")
@pytest.mark.parametrize("form", PAGES)
def test_a_page_under_the_limits(form: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return lambda: extract_article(page(f"<html lang=nl><body>{TEXT}{PAGES[form](size)}"), languages())

    work(10)()  # the lists of words are read once
    assert seconds(work(12_000)) <= MAX_RATIO * seconds(work(3_000))
