"""A text's words and a language's lists in; where each rule finds the words that it starts from, out.

Every word is looked up once, in what is known of its form; the rules then look at the few places that concern them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from transforms.candidates import Cues, ends_like, is_head
from transforms.words import Words

# The tokens at which the words of a list stand, in order, by the list's "table.key".
Places = Mapping[str, Sequence[int]]
# The lists in which a lower-case word is.
ListsOf = Callable[[str], tuple[str, ...]]

# Lists of heads, which take compounds too ("slaaponderzoek"), by their table.
_HEADED = ("study", "guideline", "organisation")
_ROLES = "expert.roles"
_PLAIN = ("appeal.groups", "anecdote.people", "anecdote.alone", "report.verbs", "report.prepositions")
_LISTS = (*(f"{table}.heads" for table in _HEADED), _ROLES, *_PLAIN)
# As many word forms are remembered: a language's usual ones, and no more however many articles are read.
_FORMS = 1 << 16


def lists_of_words(cues: Cues) -> ListsOf:
    """What tells in which lists a word is, and remembers it for the next time."""
    return lru_cache(maxsize=_FORMS)(lambda word: _lists_of(word, word, cues))


def places_of(words: Words, cues: Cues, lists_of: ListsOf) -> Places:
    """Where the words of every list stand that a rule starts from; an empty list where none does."""
    listed = list(map(lists_of, words.lowers))
    for i in [i for i, text in enumerate(words.texts, start=1) if text == "-" and i < len(words)]:
        listed[i] = _lists_of(words.lowers[i], words.whole(i), cues)
    places: dict[str, list[int]] = {name: [] for name in _LISTS}
    for i in [i for i, names in enumerate(listed) if names]:
        for name in listed[i]:
            places[name].append(i)
    return places


def _lists_of(word: str, whole: str, cues: Cues) -> tuple[str, ...]:
    """`whole` is the hyphenated word that `word` ends, or `word` itself."""
    found = [f"{table}.heads" for table in _HEADED if is_head({word, whole}, cues, table)]
    if word in cues[_ROLES] or ends_like(word, cues["expert.role_endings"]):
        found.append(_ROLES)
    return (*found, *(name for name in _PLAIN if word in cues[name]))
