"""Canonical addresses: what a page declares is believed where it fits the page, and nowhere else."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.addresses import canonical_address, registered_host
from transforms.canonical import CANONICAL_FILE, canonical_of

PAGE = "https://www.a.nl/nieuws/magnesium-helpt-tegen-kramp"
LONG = "https://www.a.nl/gezond/alles-over-magnesium-en-zink"


def entries(kind: str) -> list[dict[str, str]]:
    with CANONICAL_FILE.open("rb") as file:
        return tomllib.load(file)[kind]


@pytest.mark.fault("F36")
@pytest.mark.parametrize(
    ("page", "link"),
    [
        (f"{PAGE}?ref=rss", PAGE),
        (f"{PAGE}/", PAGE),
        (PAGE, "https://a.nl/nieuws/magnesium-helpt-tegen-kramp/"),
        ("https://m.a.nl/nieuws/magnesium-helpt-tegen-kramp", PAGE),
        ("http://a.nl/nieuws/magnesium-helpt-tegen-kramp", PAGE),
        ("https://www.a.nl/?p=1834", PAGE),  # WordPress: the number of an article in place of its name
        ("https://www.a.nl/news/a-65464327?maca=rss-1119", "https://www.a.nl/news/a-65464327"),
        ("https://www.a.nl/magnesium?bron=mail", "https://www.a.nl/magnesium"),
        (PAGE, "https://www.a.nl/voeding/magnesium-helpt-tegen-kramp"),
        (PAGE, "https://www.a.nl/nieuws/spierkramp-door-weinig-magnesium"),  # it got another title
        ("https://www.a.nl/4723862/oude-titel-van-het-stuk", "https://www.a.nl/4723862/nieuwe-naam-voor-artikel"),
        ("https://www.a.nl/x.html;jsessionid=51A217.2_cid324", "https://www.a.nl/x.html"),
    ],
)
def test_a_link_that_fits_is_believed(page: str, link: str) -> None:
    assert canonical_of(page, [link]) == link
    assert canonical_of(page, [link], link) == link


@pytest.mark.fault("F37")
@pytest.mark.parametrize(
    ("page", "link"),
    [
        (PAGE, "https://www.a.nl/"),  # a template that names the home page everywhere
        (PAGE, "https://www.a.nl/nl/"),
        (PAGE, "https://b.nl/nieuws/magnesium-helpt-tegen-kramp"),  # another owner
        (PAGE, "https://www.a.nl/nieuws/"),  # the section above the page
        (PAGE, "https://www.a.nl/nieuws"),
        ("https://www.a.nl/grappen-voor-kinderen/slide/7", "https://www.a.nl/grappen-voor-kinderen/"),
        ("https://www.a.nl/bericht.html?newsID=c3aa546f-24d3", "https://www.a.nl/bericht.html"),
        ("https://www.a.nl/index.php?id=31", "https://www.a.nl/index.php"),
        (PAGE, "https://www.a.nl/nieuws/zeven-fabels-over-slapen"),  # the article that came before, on scrolling
        (PAGE, "http://localhost:4000/nieuws/magnesium-helpt-tegen-kramp"),  # a build that nobody looked at
        (PAGE, "http://["),
        (PAGE, "javascript:alert(1)"),
        (PAGE, "file:///etc/hostname"),
        (PAGE, "  "),
    ],
)
def test_a_link_that_does_not_fit_is_not_believed(page: str, link: str) -> None:
    assert canonical_of(page, [link]) == canonical_address(page)
    assert canonical_of(page, [link], link) == canonical_address(page)  # a template lies in both places


@pytest.mark.fault("F37")
def test_links_that_disagree_are_both_unbelieved() -> None:
    one, two = "https://www.a.nl/voeding/magnesium-helpt-tegen-kramp", "https://www.a.nl/spieren/magnesium-tegen-kramp"
    assert canonical_of(PAGE, [one, two]) == PAGE
    assert canonical_of(PAGE, [one, one]) == one
    # "https://www." and "https://", with and without a slash: one page
    assert canonical_of(PAGE, [one, "http://a.nl/voeding/magnesium-helpt-tegen-kramp/"]) == one
    assert canonical_of(PAGE, ["http://[", one]) == one


@pytest.mark.fault("F37")
def test_og_url_contradicts_and_tells_little_alone() -> None:
    other = "https://www.a.nl/nieuws/magnesium-helpt-tegen-krampen"
    assert canonical_of(PAGE, [other], PAGE) == PAGE
    assert canonical_of(PAGE, [other], "https://a.nl/nieuws/magnesium-helpt-tegen-kramp/") == PAGE
    assert (
        canonical_of(PAGE, [other], "https://go.example/x1") == other
    )  # a short address for sharing contradicts nobody
    assert canonical_of(PAGE, [], other) == PAGE
    assert canonical_of(PAGE, [], "https://a.nl/nieuws/magnesium-helpt-tegen-kramp/").startswith("https://a.nl/")
    assert canonical_of(f"{PAGE}?nr=5", [], PAGE) == f"{PAGE}?nr=5"


@pytest.mark.fault("F36")
def test_a_page_that_came_by_https_stays_there() -> None:
    assert canonical_of(PAGE, [PAGE.replace("https", "http")]) == PAGE
    assert canonical_of(PAGE, ["http://www.a.nl/voeding/magnesium-tegen-kramp"]) == "https://www.a.nl/voeding/magnesium-tegen-kramp"  # fmt: skip  # noqa: E501
    plain = "http://127.0.0.1:8000/nieuws/stuk"
    assert canonical_of(plain, [plain]) == plain


@pytest.mark.fault("F36")
def test_each_form_of_a_text_is_the_text_and_each_part_of_it_is_not() -> None:
    for entry in entries("form"):
        assert canonical_of(entry["example"], ["https://example.org/gezond/magnesium"]).endswith("/magnesium"), entry
    for entry in entries("part"):
        whole = entry["example"].partition("?")[0]
        assert canonical_of(entry["example"], [whole], whole) == entry["example"], entry
    assert canonical_of(f"{LONG}?bron=mail7", [LONG]) == LONG
    assert all(entry["why"] for kind in ("form", "part") for entry in entries(kind))


def test_a_saved_file_keeps_its_name() -> None:
    assert canonical_of("file:map/blad.html", [PAGE], PAGE) == "file:map/blad.html"


ADDRESSES = st.builds(
    lambda scheme, host, path, query: f"{scheme}://{host}/{path}?{query}",
    st.sampled_from(["http", "https", "ftp", "//"]),
    st.sampled_from(["a.nl", "www.a.nl", "m.a.nl", "b.nl", "[", ""]),
    st.text(alphabet="abc/-.%1é;", max_size=20),
    st.text(alphabet="abid=&1", max_size=8),
)


@given(
    ADDRESSES.filter(lambda url: url.startswith(("http://a", "https://www.a"))),
    st.lists(ADDRESSES, max_size=3),
    ADDRESSES,
)
def test_whatever_is_declared_the_answer_is_one_form_of_the_same_owner(
    page: str, links: list[str], og_url: str
) -> None:
    found = canonical_of(page, links, og_url)
    assert registered_host(found) == "a.nl"
    assert canonical_address(found) == found
