"""Claims in the warehouse in; each set against the register of health claims on food, as rows of the warehouse, out.

It is done at a load for what the load brought, and for all when the register or its words changed: no page is tagged
anew. A text that stands on many pages is judged once.
"""

import hashlib
from pathlib import Path
from typing import Any

import duckdb

from transforms import register, register_terms
from transforms.register import Register, RegisterEntry, RegisterMatch, loaded_entry
from transforms.register_terms import RELATIONSHIPS_FILE, SUBSTANCES_FILE, WORDS_FILE
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "register"


def match_claims(con: duckdb.DuckDBPyConnection, from_load: int = 0) -> int:
    """Set the benefit claims of the loads from this number on that lack it against the register; out: how many.

    Run in a transaction.
    """
    asked = ask(con, "register/unmatched_claims", {"from_load": from_load})
    if not asked:
        return 0
    known_register = register_of(con)
    known: dict[tuple[Any, ...], RegisterMatch] = {}
    for _, _, _, *claim in asked:
        if (key := tuple(claim)) not in known:
            known[key] = known_register.standing(*key)
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
    run_file(con, FOLDER / "forget_matches.sql", {"rules": matching_rules(con)})
    return match_claims(con)


def rematch_where_changed(con: duckdb.DuckDBPyConnection) -> int:
    """As rematch_claims where code, words or entries are others than those of the matches there are; else only claims
    that lack a match are set against the register. Run in a transaction.
    """
    if con.execute("from core.register_matching").fetchall() == [(matching_rules(con),)]:
        return match_claims(con)
    return rematch_claims(con)


def matching_rules(con: duckdb.DuckDBPyConnection) -> str:
    """Names the code, words and entries that decide where a claim stands: 16 hexadecimal digits of all of them."""
    digest = hashlib.sha256(repr(ask(con, "register/entries")).encode())
    for path in matching_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def matching_files() -> list[Path]:
    """The code and the words that decide where a claim stands against the register, besides its entries."""
    modules = [Path(str(module.__file__)) for module in (register, register_terms)]
    return [*modules, Path(__file__), SUBSTANCES_FILE, RELATIONSHIPS_FILE, WORDS_FILE]


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
