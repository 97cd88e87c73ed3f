"""Who publishes at an address: the rows are sound, the longest name wins, and an article's own publisher is found."""

import csv
import re
from collections import Counter
from typing import get_args

import pytest
import tldextract
from hypothesis import example, given
from hypothesis import strategies as st

from transforms.publishers import (
    PUBLISHERS_FILE,
    is_self_citation,
    known_publishers,
    publisher_of,
    registered_domain,
)
from transforms.records import PublisherKind
from transforms.sources import source_of
from warehouse.publishers import ORIGIN_PATTERN

KINDS = set(get_args(PublisherKind)) - {"unknown"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with PUBLISHERS_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_sorted_unique_and_large(rows: list[dict[str, str]]) -> None:
    domains = [row["domain"] for row in rows]
    assert domains == sorted(set(domains))
    assert len({domain.removeprefix("*.") for domain in domains}) == len(rows) >= 400
    assert sum(row["country"] in {"NL", "BE"} for row in rows) >= 120
    assert {row["kind"] for row in rows} == KINDS


def test_every_row_is_whole(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert list(row) == ["domain", "kind", "name", "owner", "country", "reason"], row
        assert all(cell == " ".join(cell.split()) for cell in row.values()), row
        assert row["kind"] in KINDS, row
        assert row["name"] and row["reason"], row
        assert not row["country"] or (len(row["country"]) == 2 and row["country"].isupper()), row


def test_every_domain_stands_under_a_public_suffix(rows: list[dict[str, str]]) -> None:
    offline = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    for row in rows:
        domain = row["domain"].removeprefix("*.")
        assert domain == domain.lower().strip(".") and offline(domain).suffix, row


def test_an_owner_has_several_domains_or_stands_nowhere(rows: list[dict[str, str]]) -> None:
    owned = Counter(row["owner"] for row in rows if row["owner"])
    assert [owner for owner, count in owned.items() if count < 2] == []


@pytest.mark.parametrize(
    ("url", "domain", "kind"),
    [
        ("https://www.rivm.nl/vitamine-d", "rivm.nl", "government"),
        ("https://lci.rivm.nl/richtlijnen/kinkhoest", "lci.rivm.nl", "guideline_body"),  # the longest name wins
        ("https://richtlijnen.nhg.org/standaarden/hoofdpijn", "richtlijnen.nhg.org", "guideline_body"),
        ("https://pubmed.ncbi.nlm.nih.gov/1/", "pubmed.ncbi.nlm.nih.gov", "journal"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/", "ncbi.nlm.nih.gov", "journal"),
        ("https://ods.od.nih.gov/factsheets/", "nih.gov", "government"),
        ("https://www.sec.gov/", "sec.gov", "government"),  # no row: its suffix has one
        ("https://www.nhs.uk/conditions/", "www.nhs.uk", "government"),  # the suffix list has nhs.uk
        ("https://scholar.google.com/scholar?q=a", "scholar.google.com", "journal"),
        ("https://www.uu.nl/", "uu.nl", "university_hospital"),
        ("https://eetgoed.wordpress.com/2019/", "eetgoed.wordpress.com", "blog"),
        ("https://www.wordpress.com/", "wordpress.com", "blog"),
        ("https://eetgoed.blogspot.nl/", "eetgoed.blogspot.nl", "blog"),
        ("HTTPS://NL.Wikipedia.ORG./wiki/Gember", "wikipedia.org", "encyclopaedia"),
        ("https://web.archive.org/web/20170301000000/https://www.hln.be/a", "hln.be", "news"),  # an archived copy
        ("https://web.archive.org/web/2017id_/http://onbekend.nl/", "onbekend.nl", "unknown"),
        ("http://web.archive.org/web/2019/https:/www.hln.be/a", "hln.be", "news"),  # one slash, as some sites write it
        ("https://web.archive.org/web/2019/https://[", "archive.org", "unknown"),
        ("https://archive.org/details/boek", "archive.org", "unknown"),
        ("https://nietrivm.nl/", "nietrivm.nl", "unknown"),  # a name ends at a dot
        ("https://fysiopraktijk.example.nl:8080/", "example.nl", "unknown"),
        ("http://192.0.2.7/", "192.0.2.7", "unknown"),
        ("http://[2001:db8::1]/", "2001:db8::1", "unknown"),
        ("http://localhost/", "localhost", "unknown"),
    ],
)
def test_publisher_of(url: str, domain: str, kind: str) -> None:
    found = publisher_of(url)
    assert found is not None and (found.domain, found.kind) == (domain, kind)
    assert (found.name is None) == (found.reason is None) == (kind == "unknown")


@pytest.mark.parametrize(
    "text", ["", "geen adres", "mailto:a@rivm.nl", "http://[", "https://", "www.rivm.nl", "//rivm.nl"]
)
def test_no_address_has_no_publisher(text: str) -> None:
    assert publisher_of(text) is None and registered_domain(text) is None
    assert is_self_citation("https://rivm.nl/", text) is None and is_self_citation(text, "https://rivm.nl/") is None


def test_registered_domain() -> None:
    assert registered_domain("https://www.rivm.nl/x") == "rivm.nl"
    assert registered_domain("https://a.b.co.uk/") == "b.co.uk"
    assert registered_domain("https://eetgoed.blogspot.com/") == "eetgoed.blogspot.com"
    assert registered_domain("http://192.0.2.7:80/") == "192.0.2.7"
    assert registered_domain("http://" + "a." * 300 + "nl/") is None


@pytest.mark.parametrize(
    ("article", "source", "expected"),
    [
        ("https://www.gemberwinkeltje.nl/a", "http://shop.gemberwinkeltje.nl/b", True),
        ("https://www.ad.nl/a", "https://www.volkskrant.nl/b", True),  # DPG Media has both
        ("https://www.ad.nl/a", "https://www.telegraaf.nl/b", False),
        ("https://www.hln.be/a", "https://www.nu.nl/b", True),
        ("https://www.thuisarts.nl/a", "https://richtlijnen.nhg.org/b", True),
        ("https://a.wordpress.com/", "https://b.wordpress.com/", False),  # one host, two authors
        ("https://a.wordpress.com/", "https://a.wordpress.com/b", True),
        ("https://a.blogspot.com/", "https://b.blogspot.com/", False),
        ("https://www.nih.gov/a", "https://pubmed.ncbi.nlm.nih.gov/1/", False),  # PubMed only lists the paper
        ("https://www.cdc.gov/a", "https://www.fda.gov/b", False),
        ("https://www.uu.nl/", "https://www.uva.nl/", False),  # no owner is no common owner
    ],
)
def test_self_citation(article: str, source: str, expected: bool) -> None:
    assert is_self_citation(article, source) is expected
    assert is_self_citation(source, article) is expected


HOSTS = st.sampled_from(sorted(known_publishers())) | st.from_regex(
    r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,3}", fullmatch=True
)
URLS = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["", "www.", "a.b.", "x@", "-."]),
    HOSTS,
    st.sampled_from(["", ":80", "/", "/?q=https://rivm.nl", "#a", ".", "/a\\b"]) | st.text().map("/".__add__),
)


@given(URLS)
def test_every_address_has_one_publisher(url: str) -> None:
    found = publisher_of(url)
    assert found is not None and found.kind in {*KINDS, "unknown"}
    assert publisher_of(f"https://{found.domain}/") == found  # the domain tells it: the warehouse keeps that alone
    assert is_self_citation(url, url) is True


@given(st.text() | st.text().map("https://".__add__) | st.text().map("https://web.archive.org/web/1/http://".__add__))
@example("https://\u3002/")
@example("http://a" + "." * 300)
@example("https://*.wordpress.com/")
@example("http://x%2F.nl")
def test_any_text(text: str) -> None:
    found = publisher_of(text)
    assert (found is None) == (registered_domain(text) is None)
    assert found is None or found.domain


@given(st.text() | st.text().map("https://".__add__) | st.text().map("https://web.archive.org/web/1/http://".__add__))
@example(f"http://{'a' * 300}.nl/x")
@example("http://web.archive.org/web/2019/https:/twitter.com/someone")
@example("http://web.archive.org/web/2019/http://..../")
def test_whatever_a_link_points_to_has_a_publisher_by_its_origin(href: str) -> None:
    """One that had none would fail a check of the warehouse, and one hostile link would stop every publication."""
    source = source_of("een studie", "study", href)
    if source and source.url:
        origin = re.match(ORIGIN_PATTERN, source.url)
        assert origin and publisher_of(origin[0]) == publisher_of(source.url) is not None
