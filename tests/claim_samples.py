"""Some 700 claims of the pairs and of the register's examples, and near-copies of them, as three file sets."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import duckdb

from tests.tagged_articles import day, make_article, make_claim, make_fileset, make_tagged
from transforms.records import ClaimKind, Polarity, TaggedArticle

TESTS = Path(__file__).parent
CONCEPTS = (None, None, "magnesium", "vitamin_d", "muscle_cramp", "no_concept_of_ours")
KINDS: tuple[ClaimKind, ...] = ("benefit", "benefit", "harm", "fact", "evidence")
POLARITIES: tuple[Polarity, ...] = ("affirmed", "affirmed", "affirmed", "negated")
ARTICLE_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in a language, with an agent and a target among its words where they are told."""

    lang: str
    text: str
    agent: str | None = None
    target: str | None = None


def sentences() -> list[Said]:
    """The sentences of both tables; of every third one more, with a word left out or changed, or another sign."""
    pairs = rows("fixtures/claim_pairs.csv")
    said = [Said(row[f"lang_{side}"], row[f"text_{side}"]) for row in pairs for side in "ab"]
    said += [
        Said(row["lang"], row["text"], row["agent"], row["target"] or None) for row in rows("register_examples.csv")
    ]
    chance = random.Random(7)
    for one in said[::3]:
        words = one.text.split()
        place = chance.randrange(len(words))
        words[place] = chance.choice(["", words[place] + "!", "heus", words[place]])
        said.append(Said(one.lang, " ".join(filter(None, words)) + chance.choice(["", " ", "!"])))
    return list({one.text.strip(): one for one in said}.values())


def sample_filesets(folder: Path) -> list[Path]:
    """Three file sets of these claims, twelve an article; kinds, polarities and concepts are drawn, each time alike."""
    chance = random.Random(11)
    by_lang: dict[str, list[Said]] = {}
    for one in chance.sample(said := sentences(), len(said)):
        by_lang.setdefault(one.lang, []).append(one)
    articles: list[TaggedArticle] = []
    for lang, told in sorted(by_lang.items()):
        for first in range(0, len(told), ARTICLE_CLAIMS):
            articles.append(article_of(f"{lang}-{first}", lang, told[first : first + ARTICLE_CLAIMS], chance))
    return [make_fileset(folder, articles[number::3], run_id=f"run-{number}", site=None) for number in range(3)]


def article_of(name: str, lang: str, told: list[Said], chance: random.Random) -> TaggedArticle:
    """An article of these sentences, a line each, every one a claim."""
    text = "\n".join(one.text.strip() for one in told)
    article = make_article(f"https://site.test/{name}", text, lang=lang, fetched_at=day(1))
    claims = [
        make_claim(
            article,
            one.text.strip(),
            kind="benefit" if one.agent else chance.choice(KINDS),
            polarity=chance.choice(POLARITIES),
            agent=one.agent,
            target=one.target,
            agent_concept=chance.choice(CONCEPTS),
            target_concept=chance.choice(CONCEPTS),
        )
        for one in told
    ]
    return make_tagged(article, claims)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the tests."""
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clustered(con: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    """What a warehouse says of each claim: text, cluster, method, score, kind, and where it stands in the register."""
    told = """
        select claims.text, clusters.cluster_id, clusters.method, round(clusters.score, 6)::varchar, clusters.kind,
            coalesce(matches.standing, ''), coalesce(matches.method, ''), coalesce(matches.entry_id, '')
        from core.claims join core.claim_clusters as clusters using (claim_id, version_id, tagger_version)
        left join core.register_matches as matches using (claim_id, version_id, tagger_version)
        order by all
    """
    return cast("list[tuple[str, ...]]", con.execute(told).fetchall())
