"""Claims on food beside the EU register: counted by kind of site, and told one by one for commercial sites."""

from pathlib import Path

import pytest

from reports.register_standings import absent_claims, register_standings
from reports.report import build_report
from tests.published_files import publish_articles
from tests.report_pages import plain
from tests.tagged_articles import make_article, make_claim, make_tagged
from transforms.records import TaggedArticle
from warehouse.queries import Published

MUSCLES = "Magnesium supports normal muscle function."
HAIR = "Magnesium makes your hair glossy."
SURGERY = "Surgery relieves pain."


def article(url: str, site: str, *said: tuple[str, str, str], **fields: object) -> TaggedArticle:
    made = make_article(url, " ".join(sentence for sentence, _, _ in said), site=site)
    claims = []
    for sentence, agent, target in said:
        start = made.text.index(sentence)
        spans = {
            f"{name}_{end}_char": start + sentence.index(words) + (len(words) if end == "end" else 0)
            for name, words in (("agent", agent), ("target", target))
            for end in ("start", "end")
        }
        claims.append(make_claim(made, sentence, agent=agent, target=target, **spans, **fields))
    return make_tagged(made, claims)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    tagged = [
        article(
            "https://www.healthline.com/a", "healthline.com", (MUSCLES, "Magnesium", "muscle function"),
            (HAIR, "Magnesium", "hair"), (SURGERY, "Surgery", "pain"),
        ),
        article("https://nos.nl/b", "nos.nl", (HAIR, "Magnesium", "hair")),
        article("https://www.healthline.com/c", "healthline.com", (HAIR, "Magnesium", "hair"), polarity="negated"),
    ]  # fmt: skip
    return publish_articles(folder, tagged)


def test_claims_that_do_good_are_counted_by_kind_of_site_commercial_ones_first(published: Path) -> None:
    with Published(published) as data:
        found = register_standings(data)
    assert [(row["publisher_kind"], row["claim_count"], row["not_in_register_count"]) for row in found.kinds] == [
        ("commercial", 2, 1),
        ("news", 1, 1),
    ]
    assert (found.absent.denominator, found.commercial_absent.denominator) == ("2 of 3", "1 of 2")
    assert not found.has_refusals
    assert found.standings[-1] == "not_in_register"


def test_those_on_commercial_sites_are_told_one_by_one(published: Path) -> None:
    with Published(published) as data:
        found = absent_claims(data, ())
        assert absent_claims(data, (), most=0) == ()
    assert [(row["text"], row["site"], row["number"]) for row in found] == [(HAIR, "healthline.com", 2)]


def test_the_page_leads_to_the_sentence_and_says_what_was_not_loaded(published: Path, tmp_path: Path) -> None:
    root = build_report(published, tmp_path / "report").path.parent
    page = (root / "claims" / "register.html").read_text("utf-8")
    shown = plain(page)
    assert "3 claims that a food or supplement does good" in shown
    assert "were not loaded" in shown
    assert "1 of 2 claims on 1 site of this kind." in shown
    assert "#in-text-claim-2" in page
    assert "register.html" in (root / "index.html").read_text("utf-8")


def test_without_such_claims_nothing_is_counted(tmp_path: Path) -> None:
    with Published(publish_articles(tmp_path, [])) as data:
        found = register_standings(data)
    assert (found.kinds, found.commercial, found.absent.of) == ((), None, 0)
