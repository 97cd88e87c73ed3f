"""What a page is made of in; a digest that is another one when the page would be, out."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parent


def making_digest() -> str:
    """A digest of all that turns rows into pages: code, templates, queries, messages. Another one makes all anew."""
    digest = sha256()
    for path in sorted(path for path in ROOM.rglob("*") if path.suffix in {".py", ".html", ".sql", ".toml", ".css"}):
        digest.update(path.relative_to(ROOM).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def shown_digest(shown: Mapping[str, Any]) -> str:
    """A digest of what a page is filled with: plain values, rows and frozen dataclasses, whose repr is whole."""
    parts = (f"{name}={sorted(value) if isinstance(value, frozenset) else value!r}" for name, value in shown.items())
    return sha256("\x1f".join(sorted(parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
