"""What pydantic found wrong with a configuration in; a sentence each, that names the place and what to do, out."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pydantic import ValidationError


def in_sentences(error: ValidationError, file: str, variables: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """One sentence a mistake. `variables` holds the variables that were set, by setting; `known` all settings.

    A value is never repeated: it may be a password in the wrong line.
    """
    known = list(known)
    return [_sentence(problem, file, variables, known) for problem in error.errors(include_input=False)]


def _sentence(problem: object, file: str, variables: Mapping[str, str], known: list[str]) -> str:
    details = problem if isinstance(problem, dict) else {}
    name = ".".join(str(part) for part in details["loc"][:2])
    place = variables.get(name) or f"{file}: {name}"
    if details["type"] == "extra_forbidden":
        return f"{place}: no such key{_nearest(name, known)}; `claimtrace config` lists all"
    if details["type"] in {"model_type", "model_attributes_type"}:
        return f"{place}: is a section: write [{name}] and its keys below it"
    told = str(details["msg"]).removeprefix("Value error, ")
    return f"{place}: {told[:1].lower()}{told[1:]}"


def _nearest(name: str, known: list[str]) -> str:
    """Where the key may have been meant: one spelt alike, or one of that name in its section."""
    key = name.rpartition(".")[2]
    same_key = [one for one in known if one.rpartition(".")[2] == key]
    near = get_close_matches(name, known, n=1, cutoff=0.75) or same_key[:1]
    return f"; did you mean {near[0]}?" if near else ""
