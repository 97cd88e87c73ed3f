"""Every regular expression of the project in; how its time grows on strings made to hurt it out.

Run in a process of its own, which sees all that is compiled, from code and from shipped data:
`python -m tests.pattern_growth` prints a line of JSON for each pattern whose worst string makes time grow too fast.
"""

import importlib
import json
import pkgutil
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).parents[1]
ROOMS = ("spiders", "transforms", "warehouse", "reports", "flows")
OURS = tuple(f"{ROOT / room}/" for room in ROOMS)
# How much more work twice the length may be: 2 is linear, 4 quadratic, 8 cubic. A match begins at one place and must
# stay below quadratic; a search begins at each place, which is a factor more. What takes less than 20 ms of CPU at the
# longest is not looked at more closely: 1,024 characters are the longest address that is fetched.
WAYS = {"match": (4096, 3.2), "search": (1024, 6.0)}
ENOUGH_SECONDS = 0.02


@dataclass(frozen=True)
class Growth:
    """A pattern, and how much longer it took when a string made of `pump` had twice the length."""

    pattern: str
    how: str
    ratio: float
    length: int
    pump: str


def compiled_patterns() -> list["re.Pattern[Any]"]:
    """All patterns that the project compiles when its modules are imported and its languages' data are read."""
    seen: dict[tuple[object, int], re.Pattern[Any]] = {}
    real = re.compile

    def noted(pattern: Any, flags: Any = 0) -> "re.Pattern[Any]":
        made = real(pattern, flags)
        if sys._getframe(1).f_code.co_filename.startswith(OURS):
            seen.setdefault((made.pattern, made.flags), made)
        return made

    re.compile = noted  # type: ignore[assignment]
    try:
        for room in ROOMS:
            for module in pkgutil.walk_packages([str(ROOT / room)], f"{room}."):
                if not module.name.endswith(("__main__",)):
                    importlib.import_module(module.name)
        read_data()
    finally:
        re.compile = real
    return list(seen.values())


def read_data() -> None:
    """Have the patterns of all data files compiled: each is made when it is first asked for."""
    from spiders.site_config import load_site, packaged_sites
    from spiders.site_signs import is_no_article
    from tests.tagged_articles import make_article
    from transforms.address_identifiers import identifier_in_address
    from transforms.address_wrappers import unwrapped
    from transforms.lang import languages
    from transforms.page_marks import address_patterns
    from transforms.tagging import tag_article

    address_patterns()
    list(unwrapped("https://www.google.com/url?q=https://doi.org/10.1/x"))
    is_no_article("https://example.org/tag/x")
    identifier_in_address("https://example.org/10.1/x")
    for site in packaged_sites().glob("[a-z]*.toml"):
        load_site(site)
    for lang in languages():
        tag_article(make_article(text="Volgens Bos (2012) helpt magnesium: a study shows 10 mg. Bronnen\n", lang=lang))


def attacks(pattern: "re.Pattern[Any]") -> Iterator[tuple[Any, Any, Any]]:
    """Beginning, pump and end of strings: what leads to each repetition, what it repeats, and what fits nothing."""
    is_bytes = isinstance(pattern.pattern, bytes)
    tree = parser.parse(pattern.pattern, pattern.flags & ~(0 if is_bytes else re.UNICODE))
    found = list(_repeats(list(tree), ""))
    whole = _sample(list(tree))
    for before, pump in dict.fromkeys([*found, ("", whole), ("", " "), ("", "a"), ("", "1"), ("", "-"), ("", ".")]):
        for end in ("\x00", ""):
            texts = (before, pump or "a", end)
            yield tuple(t.encode("latin-1", "replace") for t in texts) if is_bytes else texts


def _repeats(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    for op, value in nodes:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[1] > 16:
            yield before, _sample(value[2])
        for part in _parts(op, value):
            yield from _repeats(part, before)
        before = (before + _sample([(op, value)]))[-200:]


def _parts(op: Any, value: Any) -> list[list[Any]]:
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [list(value[2])]
    if op is codes.SUBPATTERN:
        return [list(value[3])]
    if op is codes.ATOMIC_GROUP:
        return [list(value)]
    if op is codes.BRANCH:
        return [list(branch) for branch in value[1]][:8]
    if op in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(value[1])]
    return []


def _sample(nodes: Any) -> str:
    """A string that the nodes match, more or less: one of each repetition, the first branch."""
    out = ""
    for op, value in nodes:
        if op is codes.LITERAL:
            out += chr(value)
        elif op is codes.NOT_LITERAL:
            out += "a" if value != ord("a") else "b"
        elif op is codes.ANY:
            out += "a"
        elif op is codes.IN:
            out += _member(value)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * max(1, min(value[0], 4))
        elif op in (codes.SUBPATTERN, codes.ATOMIC_GROUP, codes.BRANCH):
            parts = _parts(op, value)
            out += _sample(parts[0]) if parts else ""
    return out


CATEGORIES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_DIGIT": "a", "NOT_SPACE": "a", "NOT_WORD": "-"}


def _member(items: Any) -> str:
    if items and items[0][0] is codes.NEGATE:
        taken = "".join(chr(v) if o is codes.LITERAL else "" for o, v in items[1:])
        kinds = {str(v) for o, v in items if o is codes.CATEGORY}
        fit = [c for c in "a1 -.,/" if c not in taken and not (c in "a1" and any("WORD" in k for k in kinds))]
        return next((c for c in fit if c != " " or not any("SPACE" in k for k in kinds)), "é")
    for op, value in items:
        if op is codes.LITERAL:
            return chr(value)
        if op is codes.RANGE:
            return chr(value[0])
        if op is codes.CATEGORY:
            return CATEGORIES[str(value).removeprefix("CATEGORY_").removeprefix("UNI_")]
    return "a"


def cpu_seconds(pattern: "re.Pattern[Any]", how: str, text: Any, times: int = 3) -> float:
    """CPU time of one match or search, the least of `times` where it is worth a second look."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        getattr(pattern, how)(text)
        best = min(best, time.process_time() - began)
        if best < ENOUGH_SECONDS / 4:
            break
    return best


def too_fast(pattern: "re.Pattern[Any]") -> Growth | None:
    """The first attack under which a pattern's time grows faster than it may; None where there is none."""
    for before, pump, end in attacks(pattern):
        for how, (longest, most) in WAYS.items():
            last, length = 0.0, 8
            while length <= longest:
                half, whole = (before + (pump * (n // len(pump) + 1))[:n] + end for n in (length // 2, length))
                took = cpu_seconds(pattern, how, whole)
                if took > ENOUGH_SECONDS and took / max(last, 1e-6) > most:
                    # A neighbour on the machine may have slowed one of the two: both again, and oftener.
                    last, took = cpu_seconds(pattern, how, half, 9), cpu_seconds(pattern, how, whole, 9)
                    if took > ENOUGH_SECONDS and took / max(last, 1e-6) > most:
                        return Growth(str(pattern.pattern), how, took / max(last, 1e-6), length, repr(pump))
                length, last = length * 2, took
    return None


def main() -> None:
    """Print what grows too fast, and on the last line how many patterns were tried."""
    patterns = compiled_patterns()
    for pattern in patterns:
        if growth := too_fast(pattern):
            sys.stdout.write(json.dumps(asdict(growth)) + "\n")
            sys.stdout.flush()
    sys.stdout.write(json.dumps({"tried": len(patterns)}) + "\n")


if __name__ == "__main__":
    main()
