"""Reviews of fact-checkers in; for each the cluster of claims that state what it reviews, where that is known, out."""

from typing import Any

import duckdb

from transforms.claim_identity import ClaimIdentity, concept_cluster_id, identity_of
from transforms.lang import languages
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "review_matches"


def match_reviews(con: duckdb.DuckDBPyConnection, from_load: int = 0) -> None:
    """Match the reviews of the loads from this number on that are not matched yet, by the words of the reviewed claim.

    A review of whose claim it is not known what acts on what has no row. Run in a transaction.
    """
    rows = ask(con, "review_matches/unmatched", {"from_load": from_load})
    found = [(review_id, identity) for review_id, claim, lang in rows if (identity := _identity(claim, lang))]
    columns: dict[str, list[Any]] = {
        "review_id": [review_id for review_id, _ in found],
        # a review's claim is told as it was made: what it states is affirmed
        "cluster_id": [concept_cluster_id(one, "affirmed") for _, one in found],
        "agent_concept": [one.agent_concept for _, one in found],
        "target_concept": [one.target_concept for _, one in found],
        "kind": [one.kind for _, one in found],
        "method": [one.method for _, one in found],
        "score": [one.score for _, one in found],
    }
    if found:
        run_file(con, FOLDER / "add.sql", columns)


def _identity(claim: str, lang: str | None) -> ClaimIdentity | None:
    """What a claim says of what; of a feed, which does not tell the language, in the one language that knows."""
    found = [identity_of(claim, code, None, None, "fact") for code in ([lang] if lang else sorted(languages()))]
    known = {(one.agent_concept, one.target_concept, one.kind): one for one in found if one}
    return next(iter(known.values())) if len(known) == 1 else None
