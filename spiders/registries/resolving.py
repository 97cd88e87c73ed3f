"""What is wanted in, the command that asks for it in a process of its own out; its last line in, a summary out."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from spiders.crawling import spider_command
from spiders.registries.asking import Tally
from spiders.registries.registry_file import contact_mail, load_registries
from transforms.works import Registry, Service

_PROGRESS = re.compile(r"progress (\w+) (\d+) of (\d+)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """How the asking went: each service's lookups, counted. `finish_reason`: `finished`, or why it ended."""

    finish_reason: str
    services: dict[Service, Tally]


def resolve_command(
    wanted: Path, cache: Path, registries: Iterable[Registry], limit: int | None, retry_failed: bool
) -> list[str]:
    """Return the argument list that asks; run it with `spiders.crawling.crawl_environment()`.

    Raises RegistryFileError for what the process itself would refuse, before it is started: no contact, a faulty file.
    """
    load_registries()
    contact_mail()
    arguments: dict[str, object] = {
        "wanted": wanted.resolve(),
        "cache": cache.resolve(),
        "registries": ",".join(sorted(registries)),
    }
    if limit is not None:
        arguments["limit"] = limit
    if retry_failed:
        arguments["retry_failed"] = 1
    # The crawl's spiders are left out: what reads pages takes seconds to import, and here are none.
    return [*spider_command("registries", arguments), "-s", "SPIDER_MODULES=spiders.registries.registry_spider"]


def progress_line(service: Service, tally: Tally, total: int) -> str:
    """Return how far a service is, for `read_progress`."""
    return f"progress {service} {tally.found + tally.not_found + tally.failed} of {total}"


def read_progress(line: str) -> tuple[str, int, int] | None:
    """Return (service, done, total) of a progress line; None for any other."""
    match = _PROGRESS.match(line)
    return (match[1], int(match[2]), int(match[3])) if match else None


def resolved_json(resolved: Resolved) -> str:
    """Return a summary as one line of JSON."""
    return json.dumps(asdict(resolved), ensure_ascii=False)


def read_resolved(stdout: str) -> Resolved:
    """Return the summary that a process printed as its last line. Raises ValueError where there is none: it crashed."""
    try:
        values = json.loads(stdout.strip().splitlines()[-1])
        services = {name: Tally(**tally) for name, tally in values["services"].items()}
        return Resolved(finish_reason=str(values["finish_reason"]), services=services)
    except (IndexError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError("the registries were not asked to the end; stderr says why") from error
