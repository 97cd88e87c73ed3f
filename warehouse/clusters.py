"""Claims in; for each the cluster of claims that say the same, with the method and a score, out.

A claim of which it is known what acts on what is in the cluster of these concepts, kind and polarity, whose id follows
from them. Any other is held against the wordings that opened a cluster: it joins the one most like it, or opens its
own; what was said before in the same words is where that is. So no claim ever moves, a load costs what it brings that
is new, and dropping the rows takes all of it back.

Concepts and bands come with the file set (transforms/claim_keys.py), where they were made by the rules of today. SQL
looks up what was said before, and opens a cluster for every wording that can be like no other that it shares a band
with; only the rest are compared here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from transforms.claim_keys import claim_keys, cluster_rules
from transforms.concepts.vocabulary import concepts
from transforms.records import ClaimKeys, ClaimKind, Polarity
from transforms.wordings import LEAST_SIMILARITY, names_another, wording_similarity
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "clusters"
# Claims at a time: some 50 MB.
_BATCH = 20_000
# Of a band that many wordings share so many are compared: a page of one frame is no square.
_NEAR = 50
LIMITS = {"most_compared": _NEAR, "least_similarity": LEAST_SIMILARITY}


@dataclass(frozen=True, slots=True)
class Saying:
    """What a claim says, as `claim_keys` asks for it; `claim_id` is its number."""

    claim_id: str
    place: int
    text: str
    lang: str
    kind: ClaimKind
    polarity: Polarity
    agent_concept: str | None
    target_concept: str | None
    # what only the register asks for
    agent: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that opened a cluster, or may open one."""

    cluster_id: str
    lang: str
    kind: str
    polarity: str
    wording: str


@dataclass(slots=True)
class Wordings:
    """The wordings of a batch: by number those of before that each may be like, and those that it opened itself.

    taken: of bands that many share, how many of the _NEAR that are compared are wordings of before.
    """

    known: Mapping[int, Sequence[Wording]]
    taken: Mapping[int, int]
    by_band: dict[int, list[Wording]] = field(default_factory=lambda: defaultdict(list))
    opened: list[int] = field(default_factory=list)

    def join(self, said: int, wording: Wording, bands: Sequence[int]) -> tuple[str, str, float]:
        """Cluster, method and score of a wording: of the one most like it, else its own."""
        near = {one.cluster_id: one for one in self.known.get(said, ())}
        for band in bands:
            free = _NEAR - self.taken.get(band, 0)
            near |= {one.cluster_id: one for one in self.by_band.get(band, ())[:free]}
        best, score = wording, 0.0
        for one in near.values():
            if (one.lang, one.kind, one.polarity) == (wording.lang, wording.kind, wording.polarity):
                alike = wording_similarity(one.wording, wording.wording)
                if (alike, best.cluster_id) > (score, one.cluster_id) and not names_another(
                    one.wording, wording.wording
                ):
                    best, score = one, alike
        if score >= LEAST_SIMILARITY:
            return best.cluster_id, "wording" if best.wording == wording.wording else "like_wording", score
        self.opened.append(said)
        for band in bands:
            self.by_band[band].append(wording)
        return wording.cluster_id, "wording", 1.0


def cluster_claims(con: duckdb.DuckDBPyConnection, keys_file: str | None = None) -> None:
    """Put the claims of fresh_claims into clusters (loads/75_fresh_claims.sql, clusters/all_claims.sql).

    keys_file: the claims' keys, as the load's file set has them. Run in a transaction.
    """
    run_file(con, FOLDER / "10_said_before.sql")
    run_file(con, FOLDER / "unkeyed.sql")
    if keys_file:
        run_file(con, FOLDER / "keyed_wordings.sql", {"claim_keys": keys_file})
        _place(con)
    for first in range(0, _count(con, "unkeyed"), _BATCH):
        _make_keys(con, first)
        _place(con)
    run_file(con, FOLDER / "30_add_claims.sql")


def cluster_all_claims(con: duckdb.DuckDBPyConnection) -> None:
    """Put the claims of all loads into clusters, where none is yet. Run in a transaction."""
    run_file(con, FOLDER / "said_number.sql")
    run_file(con, FOLDER / "all_claims.sql")
    cluster_claims(con)
    con.execute("drop table fresh_claims")


def recluster_claims(con: duckdb.DuckDBPyConnection) -> None:
    """Put all claims into clusters anew where other rules or words put them there. Run in a transaction."""
    rules = cluster_rules()
    if con.execute("from core.clustering").fetchall() != [(rules,)]:
        run_file(con, FOLDER / "forget.sql", {"rules": rules})
        cluster_all_claims(con)


def reload_concepts(con: duckdb.DuckDBPyConnection) -> None:
    """Bring core.concepts to today's tables. Run in a transaction."""
    known = concepts().values()
    columns: dict[str, list[str | None]] = {
        "concept_id": [one.concept_id for one in known],
        "concept_group": [one.group for one in known],
        "parent": [one.parent for one in known],
        **{name: [one.external.get(name) for one in known] for name in ("doid", "hpo")},
        **{f"name_{lang}": [next(iter(one.terms.get(lang, ())), None) for one in known] for lang in ("nl", "en")},
    }
    run_file(con, FOLDER / "concepts.sql", columns)


def _place(con: duckdb.DuckDBPyConnection) -> None:
    """Find the cluster of each of fresh_wordings, and empty it."""
    if _count(con, "fresh_wordings"):
        run_file(con, FOLDER / "15_same_words.sql")
        run_file(con, FOLDER / "may_be_alike.sql")
        run_file(con, FOLDER / "20_open.sql", LIMITS)
        run_file(con, FOLDER / "open_wordings.sql")
        for first in range(0, _count(con, "met_wordings"), _BATCH):
            _compare(con, {"first": first, "after": first + _BATCH})
        run_file(con, FOLDER / "25_place_same_words.sql")
        con.execute("delete from fresh_wordings")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    ((count,),) = con.execute(f"select count(*) from {table}").fetchall()  # noqa: S608 -- names of ours
    return int(count)


def _make_keys(con: duckdb.DuckDBPyConnection, first: int) -> None:
    """Make the keys of a batch of things that are said, for which no file set has them."""
    by_lang: dict[str, list[Saying]] = defaultdict(list)
    for said, *told in ask(con, "clusters/unkeyed_claims", {"first": first, "after": first + _BATCH}):
        saying = Saying(str(said), *told)
        by_lang[saying.lang].append(saying)
    made: list[tuple[Saying, ClaimKeys]] = []
    for lang, sayings in by_lang.items():
        made += zip(sayings, claim_keys(lang, sayings), strict=True)
    known = [(saying, keys) for saying, keys in made if keys.wording is None]
    opening = [(saying, keys) for saying, keys in made if keys.wording is not None]
    columns: dict[str, list[Any]] = {
        "known_said": [int(saying.claim_id) for saying, _ in known],
        "said": [int(saying.claim_id) for saying, _ in opening],
    }
    for name in ("cluster_id", "method", "score", "kind", "agent_concept", "target_concept"):
        columns[f"known_{name}"] = [getattr(keys, name) for _, keys in known]
    for name in ("place", "lang", "polarity"):
        columns[name] = [getattr(saying, name) for saying, _ in opening]
    for name in ("cluster_id", "kind", "wording", "bands", "gram_count", "gram_bits"):
        columns[name] = [getattr(keys, name) for _, keys in opening]
    run_file(con, FOLDER / "add_keys.sql", columns)


def _compare(con: duckdb.DuckDBPyConnection, batch: Mapping[str, int]) -> None:
    """Put wordings that share a band with another into the cluster of the one most like them, or of their own."""
    run_file(con, FOLDER / "batch.sql", batch)
    known: dict[int, list[Wording]] = defaultdict(list)
    rows = ask(con, "clusters/met_wordings", batch)
    wordings = {said: Wording(*told) for said, *told, _ in rows}
    for said, cluster_id, words in ask(con, "clusters/like_wordings", LIMITS):
        one = wordings[said]
        known[said].append(Wording(cluster_id, one.lang, one.kind, one.polarity, words))
    found = Wordings(known, dict(ask(con, "clusters/crowded_bands", {"most_compared": _NEAR})))
    joined = [(said, *found.join(said, wordings[said], bands), wordings[said].kind) for said, *_, bands in rows]
    names = ("said", "cluster_id", "method", "score", "kind")
    columns: dict[str, Any] = {name: [row[place] for row in joined] for place, name in enumerate(names)}
    run_file(con, FOLDER / "add_compared.sql", columns | {"opened": found.opened, "after": batch["after"]})
    run_file(con, FOLDER / "open_wordings.sql")
