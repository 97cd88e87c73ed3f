"""The published file in; what each claim rests on and what is known of each citation's source, by their ids, out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reports.evidence import UNSPECIFIED, ClaimGrounds, Rung, rung_counts
from reports.frames import Row
from reports.languages import day_name, t
from reports.words import Word, word


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know of a source beside its rung, with the figures of this case; `detail` may be empty."""

    word: Word
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim with a source rests on: the rung of its best source, by whose word, and its flags."""

    rung: Rung
    basis: Word
    flags: tuple[Flag, ...]

    @property
    def is_told(self) -> bool:
        """Whether anything says of what kind the source is."""
        return self.rung.level != UNSPECIFIED


def ground(rungs: Mapping[str, Rung], claim: Row | None, citations: Sequence[Row]) -> Ground | None:
    """What a claim rests on, from its row and those of its citations; None for a claim without a citation."""
    if claim is None or claim["best_level"] not in rungs:
        return None
    flags = []
    for standing, count in (("retracted", int(claim["retracted_count"])), ("concern", None)):
        against = [row for row in citations if row["standing"] == standing]
        if against:
            of = int(claim["citation_count"])
            many = t("grounds.of_its_sources", count=count or len(against), of=of) + " " if of > 1 else ""
            flags.append(Flag(word("flag", standing), many + notice(against[0])))
    if claim["is_self_cited_only"]:
        flags.append(Flag(word("flag", "self_cited")))
    if claim["second_hand_count"]:
        flags.append(Flag(word("flag", "second_hand")))
    if claim["is_best_preprint"]:
        flags.append(Flag(word("flag", "preprint")))
    return Ground(rungs[claim["best_level"]], word("basis", claim["best_basis"]), tuple(flags))


def citation_flags(row: Row | None) -> tuple[Flag, ...]:
    """What is known of one citation's source; nothing for a citation without one."""
    if row is None:
        return ()
    flags = []
    if row["standing"] in {"retracted", "concern"}:
        flags.append(Flag(word("flag", row["standing"]), notice(row)))
    if row["is_self_citation"]:
        flags.append(Flag(word("flag", "own_site")))
    if row["page_article_id"]:
        works = int(row["work_count"])
        flags.append(Flag(word("flag", "second_hand"), t("grounds.cites_works", count=works)))
    if row["is_preprint"]:
        flags.append(Flag(word("flag", "preprint")))
    return tuple(flags)


def notice(row: Row) -> str:
    """`notice of 3 March 2025, cited after the notice, matched with the list of 2026-11-01`."""
    on = row["announced_on"]
    told = t("grounds.notice_of", day=day_name_of(on)) if on else t("grounds.notice_unknown")
    timing = f"{word('timing', row['timing']).label}; " if row["timing"] and on else ""
    return f"{told}; {timing}{t('grounds.matched_with', who=standing_source(row['standing_basis']))}"


def standing_source(basis: str) -> str:
    """Who says what stands of a paper: `the list of 1 November 2026`, or `the record of pubmed, crossref`."""
    if basis.startswith("list of "):
        return t("grounds.the_list", day=day_name_of(basis.removeprefix("list of ")))
    return t("grounds.the_record", registries=basis)


def day_name_of(day: str) -> str:
    """`2025-03-03` as `3 March 2025`; what is no such day stays as it is."""
    try:
        return day_name(date.fromisoformat(day))
    except ValueError:
        return day


def article_ladder(rungs: Iterable[Rung], grounds: Iterable[Ground | None]) -> ClaimGrounds:
    """An article's claims counted on each rung; None is a claim for which nothing is offered."""
    grounds = list(grounds)
    claims: Counter[str | None] = Counter(one.rung.level if one else None for one in grounds)
    by_registry: Counter[str | None] = Counter(
        one.rung.level for one in grounds if one and one.basis.value == "registry"
    )
    return ClaimGrounds(rungs=rung_counts(rungs, claims, by_registry))
