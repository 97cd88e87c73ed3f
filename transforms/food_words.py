"""A benefit claim in; the food, the health relationships and the other words of it that the register may know, out.

This needs no entry of the register, so it is done when a page is tagged; where the claim then stands, transforms/
register.py says.
"""

from dataclasses import dataclass
from typing import Literal

from transforms.register_terms import plain, register_words, stems_of

Method = Literal[
    "target",  # the target names the entry's health relationship
    "sentence",  # the target names none, the rest of the sentence does
    "wording",  # by the entry's own words alone: its relationship is not in the tables
    "complaint",  # the target is a disease or complaint, which no function claim covers
    "substance",  # only the substance is known
    "lack",  # the agent is a lack or a level of a substance
    "outside",  # the agent is put on the skin, bathed in, or a medicine
    "none",  # no food is named
]

# The letters of a word by which a plant is known: "root" and "leaf" name none.
NAME_LETTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodWords:
    """What the words of a benefit claim name, before any entry is looked at.

    method: by which they alone place it outside the register, None where entries decide. `agent_words` are words of the
    agent that may be an entry's name. target_relationships, sentence_relationships: the health relationships that the
    target, and that the whole sentence names; the latter none where the target has said what the claim is on.
    """

    method: Method | None
    agent_words: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    is_complaint: bool = False
    target_relationships: frozenset[str] = frozenset()
    sentence_relationships: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()


def food_words(lang: str, text: str, agent: str | None, target: str | None, is_named: bool = False) -> FoodWords:
    """What a claim's sentence, agent and target name; is_named: its agent is the name of an entry.

    Without words of the language, and without an agent, it is outside the register by method `none`.
    """
    words = register_words(lang)
    if words is None or agent is None:
        return FoodWords(method="none")
    named = plain(agent)
    if words.lack.search(named):
        return FoodWords(method="lack")
    if words.outside.search(named):
        return FoodWords(method="outside")
    names = tuple(word for word in named.split() if len(word) >= NAME_LETTERS)
    substances = words.substances_in(named)
    if not substances and not is_named:
        return FoodWords(method="none", agent_words=names)
    sentence, aim = plain(text), plain(target or "")
    of_target = words.relationships_in(aim, words.relationships) if aim else frozenset()
    # "omega-3 … sperm size", in a sentence on brains: the target has said what the claim is on
    is_silent = not of_target and not words.complaints.search(sentence)
    return FoodWords(
        method=None,
        agent_words=names,
        substances=substances,
        is_complaint=bool(words.complaints.search(aim or sentence)),
        target_relationships=of_target,
        sentence_relationships=words.relationships_in(sentence, words.relationships) if is_silent else frozenset(),
        stems=stems_of(sentence, lang),
    )
