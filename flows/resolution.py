"""A data folder in; its sources looked up in the registries, the answers loaded and published, counts out.

No run calls this, and none waits for it: what is in the warehouse is whole without it.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.command_errors import Say
from flows.crawls import crawler_result
from flows.data_folder import DataFolder
from flows.loading import load_and_publish
from spiders.registries.answer_cache import AnswerCache, only_asker
from spiders.registries.gathering import ALL, resolved_sources, searches
from spiders.registries.resolving import Resolved, read_progress, read_resolved, resolve_command
from spiders.registries.wanted import write_wanted
from transforms.registry_answers import SEARCH
from transforms.resolved_sources import ResolvedSources
from transforms.study_mentions import Mention
from transforms.work_matching import Wanted
from transforms.works import Registry
from warehouse.errors import NoWarehouse
from warehouse.queries import Published, named_query
from warehouse.works import load_works, write_works

Progress = Callable[[str, int, int], None]  # service, lookups done, lookups in all so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How it went: what was asked in this run, and what is known after it, of how many sources."""

    asked: Resolved
    known: ResolvedSources
    source_count: int
    mention_count: int
    is_new: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """What is known, in numbers."""
        believed = [match for match in self.known.source_works if match.is_checked_back]
        return {
            "sources": self.source_count,
            "sources_with_a_work": len({match.source_id for match in believed}),
            "works": len(self.known.works),
            "matches_not_believed": len(self.known.source_works) - len(believed),
            "mentions": self.mention_count,
            "candidates": len(self.known.work_candidates),
        }

    @property
    def problems(self) -> list[str]:
        """What did not go as it should, a line each."""
        reason = self.asked.finish_reason
        lines = [] if reason == "finished" else [f"the registries were not asked to the end: {reason}"]
        for service, tally in self.asked.services.items():
            if tally.stopped:
                lines.append(f"{service}: left alone, {tally.not_asked} lookups wait for the next run: {tally.stopped}")
            elif tally.failed:
                lines.append(f"{service}: {tally.failed} lookups failed; they are tried again from tomorrow on")
        return lines


def resolve_sources(
    data: DataFolder,
    registries: frozenset[Registry],
    say: Say,
    progress: Progress,
    *,
    limit: int | None = None,
    with_mentions: bool = False,
    retry_failed: bool = False,
) -> Resolution:
    """Ask the registries for what they were not asked yet, and load all answers.

    Raises RegistryFileError for no contact, CacheUnusable while another process asks or for a damaged file,
    NoWarehouse, CrawlFailedError where the process that asks crashed, and what loading raises.
    """
    wanted_file = data.registries / f"wanted-{os.getpid()}.jsonl"
    command = resolve_command(wanted_file, data.registry_answers, registries, limit, retry_failed)
    with Published(data.published) as published:
        rows = published.records(named_query("identified_sources"))
        sources = [Wanted(row["source_id"], row["scheme"], row["value"]) for row in rows]
        mentions = list(map(_mention, published.records(named_query("study_mentions")))) if with_mentions else []
    with only_asker(data.registry_answers):  # told in a line here, before a process is started
        AnswerCache(data.registry_answers).close()
    write_wanted(sources, searches(mentions, registries), wanted_file)
    try:
        asked = crawler_result("registries", command, _listener(say, progress), read_resolved)
    finally:
        wanted_file.unlink(missing_ok=True)
    cache = AnswerCache(data.registry_answers)
    try:
        known = resolved_sources(sources, mentions, cache)
    finally:
        cache.close()
    return Resolution(
        asked=asked,
        known=known,
        source_count=len(sources),
        mention_count=len(mentions),
        is_new=_load(known, data, say),
    )


def forget_searches(data: DataFolder) -> int:
    """Forget what was searched for a mention that is in no text any more; out: how many searches went."""
    if not data.registry_answers.exists():
        return 0
    try:
        with Published(data.published) as published:
            mentions = list(map(_mention, published.records(named_query("study_mentions"))))
    except NoWarehouse:
        mentions = []
    with only_asker(data.registry_answers):
        cache = AnswerCache(data.registry_answers)
        try:
            return cache.keep_only(SEARCH, searches(mentions, ALL))
        finally:
            cache.close()


def _load(known: ResolvedSources, data: DataFolder, say: Say) -> bool:
    """Load what is known, check and publish; nothing is loaded where nothing has changed."""
    if not known.source_answers and not known.work_candidates:
        return False
    answers = write_works(data.registries / "loads", known)
    is_new = load_and_publish(lambda con: load_works(con, answers), data, say)
    for old in answers.parent.iterdir():
        if old != answers:
            shutil.rmtree(old, ignore_errors=True)
    return is_new


def _mention(row: Mapping[str, Any]) -> Mention:
    return Mention(**{name: row[name] for name in Mention.__slots__})


def _listener(say: Say, progress: Progress) -> Say:
    """What hears the lines of the process that asks: progress goes one way, trouble the other."""

    def hear(line: str) -> None:
        if told := read_progress(line):
            progress(*told)
        else:
            say(line)

    return hear
