"""Claims in the warehouse in; each set against the register of health claims on food, as rows of the warehouse, out.

It is done at a load for what the load brought, and for all when the register or its words changed: no page is tagged
anew. A text that stands on many pages is judged once.
"""

from typing import Any

import duckdb

from transforms.register import Register, RegisterEntry, RegisterMatch, loaded_entry
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "register"


def match_claims(con: duckdb.DuckDBPyConnection, from_load: int = 0) -> int:
    """Set the benefit claims of the loads from this number on that lack it against the register; out: how many.

    Run in a transaction.
    """
    asked = ask(con, "register/unmatched_claims", {"from_load": from_load})
    if not asked:
        return 0
    register = register_of(con)
    known: dict[tuple[Any, ...], RegisterMatch] = {}
    for _, _, _, *claim in asked:
        if (key := tuple(claim)) not in known:
            known[key] = register.standing(*key)
    found = [known[tuple(claim)] for _, _, _, *claim in asked]
    parameters = {
        "claim_ids": [row[0] for row in asked],
        "version_ids": [row[1] for row in asked],
        "tagger_versions": [row[2] for row in asked],
        "standings": [match.standing for match in found],
        "registers": [match.register for match in found],
        "entry_ids": [match.entry_id for match in found],
        "methods": [match.method for match in found],
        "scores": [match.score for match in found],
    }
    run_file(con, FOLDER / "add_matches.sql", parameters)
    return len(asked)


def rematch_claims(con: duckdb.DuckDBPyConnection) -> int:
    """Set all benefit claims against the register as it is now; out: how many. Run in a transaction."""
    con.execute("delete from core.register_matches")
    return match_claims(con)


def register_of(con: duckdb.DuckDBPyConnection) -> Register:
    """The register as the warehouse has it: ours and the lists that were loaded."""
    return Register(_entry(*row) for row in ask(con, "register/entries"))


def _entry(
    entry_id: str,
    register: str,
    standing: Any,
    substance: str,
    relationship: str | None,
    english: str,
    dutch: str | None,
) -> RegisterEntry:
    if relationship is None:
        return loaded_entry(entry_id, register, standing, substance, english)
    return RegisterEntry(
        entry_id=entry_id,
        register=register,
        standing=standing,
        substances=(substance,),
        relationships=frozenset([relationship]),
        wordings=(("en", english), ("nl", dutch or "")),
    )
