"""Claims in; for each the cluster of claims that say the same, with the method and a score, out.

A claim of which it is known what acts on what is in the cluster of these concepts, kind and polarity, whose id follows
from them. Any other is held against the wordings that opened a cluster: it joins the one most like it, or opens its
own; what was said before in the same words is where that is. So no claim ever moves, a load costs what it brings that
is new, and dropping the rows takes all of it back.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from transforms import claim_direction, claim_identity, wordings
from transforms.claim_direction import direction_files
from transforms.claim_identity import concept_cluster_id, identity_of
from transforms.concepts import concepts
from transforms.concepts.vocabulary import FOLDER as CONCEPTS
from transforms.wordings import (
    LEAST_SIMILARITY,
    names_another,
    normal_wording,
    wording_bands,
    wording_cluster_id,
    wording_similarity,
)
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "clusters"
# Claims at a time: some 50 MB.
_BATCH = 20_000
# Of a band that many wordings share so many are compared, as in known_wordings.sql: a page of one frame is no square.
_NEAR = 50


@dataclass(frozen=True, slots=True)
class Clustered:
    """What claims say, by its number, and its cluster.

    method: concepts, sentence, wording (the one that opened it), or like_wording.

    kind: the one by which it is in its cluster: of a claim whose concepts are known, what its own words say.
    """

    said: int
    cluster_id: str
    method: str
    score: float
    kind: str
    agent_concept: str | None = None
    target_concept: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording that opened a cluster."""

    cluster_id: str
    lang: str
    kind: str
    polarity: str
    wording: str


@dataclass(slots=True)
class Wordings:
    """The wordings that a batch may be like: those of before that share a band with it, and those that it opens."""

    by_band: dict[int, list[Wording]] = field(default_factory=lambda: defaultdict(list))
    opened: list[Wording] = field(default_factory=list)
    opened_bands: list[tuple[int, str]] = field(default_factory=list)

    def join(self, wording: Wording, bands: Sequence[int]) -> tuple[str, str, float]:
        """Cluster, method and score of a wording: of the one most like it, else its own."""
        near = {one.cluster_id: one for band in bands for one in self.by_band.get(band, ())[:_NEAR]}
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
        self.opened.append(wording)
        for band in bands:
            self.by_band[band].append(wording)
            self.opened_bands.append((band, wording.cluster_id))
        return wording.cluster_id, "wording", 1.0


def cluster_claims(con: duckdb.DuckDBPyConnection, load_number: int | None) -> None:
    """Put the claims that a load brought into clusters; None for those of all loads. Run in a transaction."""
    run_file(con, FOLDER / "fresh_claims.sql", {"load_number": load_number})
    rows = ask(con, "clusters/new_claims")
    for start in range(0, len(rows), _BATCH):
        _add(con, rows[start : start + _BATCH])
    run_file(con, FOLDER / "add_claims.sql")


def recluster_claims(con: duckdb.DuckDBPyConnection) -> None:
    """Put all claims into clusters anew where other rules or words put them there. Run in a transaction."""
    rules = clustering_rules()
    if con.execute("from core.clustering").fetchall() != [(rules,)]:
        run_file(con, FOLDER / "forget.sql", {"rules": rules})
        cluster_claims(con, None)


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


@cache
def clustering_rules() -> str:
    """Names the code and words that decide clusters: 16 hexadecimal digits of all of them."""
    digest = hashlib.sha256()
    for path in clustering_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def clustering_files() -> list[Path]:
    """What decides in which cluster a claim is: the code of its identity, the concepts' tables, languages' words."""
    modules = [Path(str(module.__file__)) for module in (claim_identity, claim_direction, wordings)]
    words = [*CONCEPTS.parent.glob("lang/*/concepts.toml"), *direction_files()]
    return sorted([*modules, *CONCEPTS.glob("*.csv"), *CONCEPTS.glob("*.py"), *words])


def _add(con: duckdb.DuckDBPyConnection, rows: Sequence[tuple[Any, ...]]) -> None:
    clustered: list[Clustered] = []
    unknown: list[tuple[int, Wording, tuple[int, ...]]] = []
    for said, text, lang, kind, polarity, agent, target in rows:
        if identity := identity_of(text, lang, agent, target, kind):
            cluster = concept_cluster_id(identity, polarity)
            named = (identity.kind, identity.agent_concept, identity.target_concept)
            clustered.append(Clustered(said, cluster, identity.method, identity.score, *named))
        else:
            words = normal_wording(text)
            opener = Wording(wording_cluster_id(words, lang, kind, polarity), lang, kind, polarity, words)
            unknown.append((said, opener, wording_bands(words)))
    known = _known(con, {band for _, _, bands in unknown for band in bands})
    for said, opener, bands in unknown:
        clustered.append(Clustered(said, *known.join(opener, bands), opener.kind))
    columns = _columns(clustered, Clustered)
    columns["claim_kind"] = columns.pop("kind")  # a wording has a kind, too
    run_file(con, FOLDER / "add.sql", columns | _wording_columns(known))


def _known(con: duckdb.DuckDBPyConnection, bands: set[int]) -> Wordings:
    known = Wordings()
    for band, *values in ask(con, "clusters/known_wordings", {"bands": sorted(bands)}):
        known.by_band[band].append(Wording(*values))
    return known


def _wording_columns(known: Wordings) -> dict[str, list[Any]]:
    columns = _columns(known.opened, Wording)
    return {
        **{name if name != "cluster_id" else "wording_cluster_id": values for name, values in columns.items()},
        "band": [band for band, _ in known.opened_bands],
        "band_cluster_id": [cluster for _, cluster in known.opened_bands],
    }


def _columns(records: Sequence[Any], kind: Any) -> dict[str, list[Any]]:
    return {name: [getattr(record, name) for record in records] for name in kind.__slots__}
