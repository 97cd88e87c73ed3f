"""Addresses of sources and articles in; their publishers, as publishers.csv has them today, named in the warehouse.

A publisher is named here and not in the file sets, so that a corrected row holds for all that was ever loaded. SQL cuts
an address to its origin (`https://www.rivm.nl`), of which there are few, and Python says whose each is.
"""

from collections.abc import Iterable
from dataclasses import fields

import duckdb

from transforms.publishers import Publisher, known_publishers, publisher_of
from warehouse.statements import ROOM, ask, run_file

# An archived copy keeps the archive before its own origin: transforms.publishers tells whose it is by both.
ORIGIN_PATTERN = r"^(?i:https?://(?:web\.archive\.org/web/\w+/https?:/+)?[^/?#]+)"


def reload_publishers(con: duckdb.DuckDBPyConnection) -> None:
    """Bring all of core.publishers and every publisher_domain to today's publishers.csv. Run in a transaction."""
    run_file(con, ROOM / "publishers" / "forget.sql")
    # a host of sites is a publisher itself, without its `*.`
    add_publishers(con, (found for name in known_publishers() if (found := publisher_of(f"https://{name}/"))))
    name_publishers(con)


def name_publishers(con: duckdb.DuckDBPyConnection) -> None:
    """Name the publisher of every source with an address and every article that lacks one. Run in a transaction."""
    pattern = {"origin_pattern": ORIGIN_PATTERN}
    asked = ask(con, "publishers/unnamed_origins", pattern)
    named = {origin: found for (origin,) in asked if (found := publisher_of(origin))}
    if not named:
        return
    add_publishers(con, named.values())
    domains = [publisher.domain for publisher in named.values()]
    parameters = {"origins": list(named), "domains": domains, **pattern}
    run_file(con, ROOM / "publishers" / "name_origins.sql", parameters)


def add_publishers(con: duckdb.DuckDBPyConnection, publishers: Iterable[Publisher]) -> None:
    """Add those that are not there, one row a domain."""
    once = list({publisher.domain: publisher for publisher in publishers}.values())
    columns = {field.name: [getattr(one, field.name) for one in once] for field in fields(Publisher)}
    run_file(con, ROOM / "publishers" / "add_publishers.sql", columns)
