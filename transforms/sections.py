"""The blocks of an article in; one section for each heading, with what stands under it, out."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from transforms.records import Block, Href, Section
from transforms.source_sections import LABEL_LEVEL, is_source_heading


def sections_of(
    text: str, blocks: Sequence[Block], hrefs: Sequence[Href], source_words: Collection[str]
) -> tuple[Section, ...]:
    """Return a section for each heading: it reaches from the heading to the next of its own or a higher level.

    `start_char` is where the heading begins, `end_char` where the last block under it ends. `entry_count` counts
    the blocks under it that are no headings; in a `sources` section only those that are sources (`reference`),
    so that a heading with an introduction and nothing after it counts none.
    """
    found = []
    link_starts = sorted(href.start_char for href in hrefs)
    for index, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        level = block.level or LABEL_LEVEL
        under: list[Block] = []
        for follower in blocks[index + 1 :]:
            if follower.kind == "heading" and (follower.level or LABEL_LEVEL) <= level:
                break
            under.append(follower)
        heading = text[block.start_char : block.end_char]
        is_sources = is_source_heading(heading, source_words)
        entries = [one for one in under if (one.kind == "reference" if is_sources else one.kind != "heading")]
        found.append(
            Section(
                start_char=block.start_char,
                end_char=under[-1].end_char if under else block.end_char,
                heading=heading,
                kind="sources" if is_sources else "other",
                entry_count=len(entries),
                link_count=sum(
                    bisect_left(link_starts, one.end_char) - bisect_left(link_starts, one.start_char) for one in entries
                ),
            )
        )
    return tuple(found)
