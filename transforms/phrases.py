"""Words and a table of phrases in; where the phrases stand, out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

# By its first word: the phrases' other words, and what each phrase is of ("appeal").
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def phrase_table(phrases: Iterable[tuple[Sequence[str], str]]) -> Phrases:
    """The table of (words, label) pairs; a phrase of no words is left out."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, label in phrases:
        if words:
            table.setdefault(words[0], []).append((tuple(words[1:]), label))
    return table


def find_phrases(words: Sequence[str], table: Phrases) -> Iterator[tuple[str, int, int]]:
    """Every phrase of the table among the words, overlapping ones too: its label, and its tokens half open."""
    for i in [i for i, word in enumerate(words) if word in table]:
        for rest, label in table[words[i]]:
            end = i + 1 + len(rest)
            if tuple(words[i + 1 : end]) == rest:
                yield label, i, end
