"""Claims in the warehouse in; each set against the register of health claims on food, as rows of the warehouse, out.

It is done at a load for what the load brought, and for all when the register or its words changed: no page is tagged
anew. What the words of a claim name comes with the file set (transforms/claim_keys.py), where it was made by the words
of today; most claims name no food, and SQL alone says so. A text that stands on many pages is judged once.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from transforms import register
from transforms.claim_keys import register_files
from transforms.food_words import FoodWords
from transforms.register import Register, RegisterEntry, RegisterMatch, loaded_entry
from warehouse.statements import ROOM, ask, run_file

FOLDER = ROOM / "register"


def match_fresh_claims(con: duckdb.DuckDBPyConnection, known_register: Register, keys_file: str) -> None:
    """Set the benefit claims that a load brought (loads/75_fresh_claims.sql) against the register.

    keys_file: the claims' keys, as the load's file set has them. Run in a transaction.
    """
    run_file(con, FOLDER / "outside.sql")
    asked = ask(con, "register/fresh_claims", {"claim_keys": keys_file})
    standing = cache(known_register.standing)
    found = [
        standing(lang, text, agent, target)
        if agent_words is None
        else known_register.standing_of(lang, _read(agent_words, *told))
        for _, _, _, lang, text, agent, target, agent_words, *told in asked
    ]
    _add(con, asked, found)


def match_claims(con: duckdb.DuckDBPyConnection) -> int:
    """Set the benefit claims that lack it against the register; out: how many. Run in a transaction."""
    asked = ask(con, "register/unmatched_claims")
    if not asked:
        return 0
    standing = cache(register_of(con).standing)
    _add(con, asked, [standing(*claim) for _, _, _, *claim in asked])
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
    return [Path(str(register.__file__)), Path(__file__), *register_files()]


def register_of(con: duckdb.DuckDBPyConnection) -> Register:
    """The register as the warehouse has it: ours and the lists that were loaded."""
    return Register(_entry(*row) for row in ask(con, "register/entries"))


def _read(
    agent_words: list[str],
    substances: list[str],
    is_complaint: bool,
    target_relationships: list[str],
    sentence_relationships: list[str],
    stems: list[str],
) -> FoodWords:
    return FoodWords(
        method=None,
        agent_words=tuple(agent_words),
        substances=tuple(substances),
        is_complaint=is_complaint,
        target_relationships=frozenset(target_relationships),
        sentence_relationships=frozenset(sentence_relationships),
        stems=frozenset(stems),
    )


def _add(con: duckdb.DuckDBPyConnection, asked: Sequence[tuple[Any, ...]], found: Sequence[RegisterMatch]) -> None:
    """Add the matches of claims, each with its claim, version and tagger in front."""
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
