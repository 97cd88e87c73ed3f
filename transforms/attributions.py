"""Words in; those in whose mouth a sentence is laid out: experts, organisations, media titles."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from transforms.candidates import Candidate, Cues, candidate
from transforms.listed_words import Places
from transforms.phrases import Phrases, find_phrases
from transforms.records import CitationKind
from transforms.words import Words

_ENDS_ROLE = frozenset('.:;()“”"–—')


@dataclass(frozen=True, slots=True)
class _Heard:
    """The words of one text and what is known of them while names are looked at, in order of place."""

    words: Words
    cues: Cues
    bodies: Set[int]  # tokens that are heads of organisations
    roles: Set[int]
    verbs: Set[int]  # of reporting
    reporting: Set[int]  # those verbs, and prepositions such as "volgens"
    surnames: set[str] = field(default_factory=set)  # of those named in full so far


def find_attributions(words: Words, places: Places, cues: Cues, names: Phrases) -> list[Candidate]:
    """Candidates of kind `expert`, `organisation` and `media`.

    `names` holds organisation.names and media.names as written. A person counts where the sentence reports speech
    or a role stands beside the name; once named in full, the surname alone counts too.
    """
    found = []
    for table, first, end in find_phrases(words.texts, names):
        start = _with_article(words, first, cues)
        kind: CitationKind = "media" if table == "media" else "organisation"
        found.append(candidate(words, start, end, kind, f"{table}.names"))
    verbs = frozenset(places["report.verbs"])
    reporting = verbs.union(places["report.prepositions"])
    bodies, roles = frozenset(places["organisation.heads"]), frozenset(places["expert.roles"])
    heard = _Heard(words, cues, bodies, roles, verbs, reporting)
    reports = {words.sentence_of[i] for i in reporting}
    for start, end in _capitalised_runs(words, cues):
        found += _named(heard, start, end, words.sentence_of[start] in reports)
    for i in places["expert.roles"]:
        if words.sentence_of[i] in reports:
            found += _role_alone(heard, i)
    return found


def _with_article(words: Words, start: int, cues: Cues) -> int:
    """ "het | RIVM" begins at its article, as the annotators mark it."""
    return start - 1 if start and words.lowers[start - 1] in cues["name.articles"] else start


def _capitalised_runs(words: Words, cues: Cues) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with the small words of names between them: "Jeroen de Baaij"; within a sentence."""
    capitalised = [i for i, text in enumerate(words.texts) if text[:1].isupper()]
    name_words = [i for i in capitalised if _is_name_word(words.texts[i], cues["name.not_names"])]
    of_names, particles, end = frozenset(name_words), cues["name.particles"], 0
    for i in name_words:
        if i < end:
            continue
        _, stop = words.sentence(i)
        end = i + 1
        while end < stop and _goes_on(words, end, stop, of_names, particles):
            end += 1
        yield i, end


def _goes_on(words: Words, i: int, stop: int, of_names: Set[int], particles: Set[str]) -> bool:
    """Whether a name goes on with token `i`: a capitalised word, or small words that lead to one."""
    while i < stop and words.lowers[i] in particles:
        i += 1
    return i < stop and i in of_names


def _is_name_word(text: str, not_names: Set[str]) -> bool:
    """Whether a capitalised word may be of a name: not listed as none, an initial ("J.") or more than one letter."""
    return len(text) > 1 and (text not in not_names or (len(text) == 2 and text[1] == "."))


def _named(heard: _Heard, start: int, end: int, reports: bool) -> list[Candidate]:
    """What a run of capitalised words is: a body, a title, a person, or nothing (a plant, a town)."""
    if heard.cues[
        "name.given"
    ]:  # nouns have a capital: a role stands in the run, "Präsidentin der Charité", "Dr. Weber"
        start = _past_roles(heard, start, end)
        if start == end:
            return []
    known = _is_known_name(heard, start)
    speaks = reports and (known or _verb_beside(heard, start, end))
    body_or_title = _body_or_title(heard, start, end, speaks)
    if body_or_title:
        return [body_or_title]
    return _person(heard, start, end, reports, known or _is_title_right_before(heard, start))


def _body_or_title(heard: _Heard, start: int, end: int, speaks: bool) -> Candidate | None:
    words, cues = heard.words, heard.cues
    left = _with_article(words, start, cues)
    if (end - start > 1 or speaks) and not heard.bodies.isdisjoint(range(start, end)):
        return candidate(words, left, _house_end(words, end, cues), "organisation", "organisation.heads")
    if not cues["media.title_words"].isdisjoint(words.lowers[start:end]):
        return candidate(words, left, _house_end(words, end, cues), "media", "media.title")
    if left and words.lowers[left - 1] in cues["media.heads"]:
        return candidate(words, _with_article(words, left - 1, cues), end, "media", "media.heads")
    # "im Fachmagazin Sleep": where nouns have a capital, the head stands in the run
    if cues["name.given"] and end - start > 1 and words.lowers[start] in cues["media.heads"]:
        return candidate(words, left, end, "media", "media.heads")
    return None


def _person(heard: _Heard, start: int, end: int, reports: bool, may_be_name: bool) -> list[Candidate]:
    words = heard.words
    role_start = _role_before(heard, start)
    if not may_be_name or (end - start == 1 and role_start == start):
        return _surname(heard, start, end)
    if (
        role_start < start
        or _role_after(heard, end)
        or (reports and end - start <= 4 and _verb_beside(heard, start, end))
    ):
        heard.surnames.update({words.texts[end - 1], words.between(start, end)})
        return [candidate(words, role_start, _role_end(heard, end), "expert", "expert.named")]
    return []


def _past_roles(heard: _Heard, start: int, end: int) -> int:
    """Where the name begins in a run that opens with roles: past them, and past an article after them."""
    first = start
    while start < end and start in heard.roles:
        start += 1
    while first < start < end and heard.words.lowers[start] in heard.cues["name.articles"]:
        start += 1
    return start


def _surname(heard: _Heard, start: int, end: int) -> list[Candidate]:
    """The surname alone of one who was named in full before, where it speaks: "sagt Weber"."""
    at_verb = end - start == 1 and heard.words.texts[start] in heard.surnames and _verb_beside(heard, start, end)
    return [candidate(heard.words, start, end, "expert", "expert.surname")] if at_verb else []


def _is_known_name(heard: _Heard, start: int) -> bool:
    """Whether a run of capitalised words opens with a first name or an initial.

    Always in a language that lists no first names: there a capital is enough to tell a name from a noun.
    """
    given = heard.cues["name.given"]
    text = heard.words.texts[start]
    return not given or heard.words.lowers[start] in given or (len(text) == 2 and text[1] == ".")


def _is_title_right_before(heard: _Heard, start: int) -> bool:
    """Whether a role touches the name: "Dr. med. Weber"; not "der Experte rät zu Ruhe"."""
    before = start - 1
    if before > 0 and heard.words.texts[before] == ".":
        before -= 1
    return before >= heard.words.sentence(start)[0] and before in heard.roles


def _house_end(words: Words, end: int, cues: Cues) -> int:
    """Past "of Southern California" and "van Wageningen" after a body's or journal's name."""
    size = len(words)
    while end + 1 < size and words.lowers[end] in cues["organisation.joins"]:
        if words.capitalised(end + 1):
            end += 2
        elif end + 2 < size and words.capitalised(end + 2):
            end += 3
        else:
            break
        while end < size and words.capitalised(end):
            end += 1
    return end


def _role_before(heard: _Heard, start: int) -> int:
    """Where the role before a name begins: "hoogleraar neurologie | Jan Bloem", "study author | Dr. Lee"."""
    words = heard.words
    sentence_start, _ = words.sentence(start)
    first = start
    for i in range(start - 1, max(start - 6, sentence_start) - 1, -1):
        if i in heard.roles:
            first = i
        elif not (words.texts[i].isalpha() or words.texts[i] in {".", "-"}):
            break
    while sentence_start < first < start and words.lowers[first - 1] in heard.cues["expert.determiners"]:
        first -= 1
    return first


def _role_after(heard: _Heard, end: int) -> bool:
    words = heard.words
    return (
        end + 1 < len(words)
        and words.texts[end] in {",", "("}
        and not heard.roles.isdisjoint(range(end + 1, min(end + 7, words.sentence(end)[1])))
    )


def _role_end(heard: _Heard, end: int) -> int:
    """Past ", fysioloog bij het Radboudumc": to the next comma, verb of reporting or end of the sentence."""
    words, cues = heard.words, heard.cues
    if _role_after(heard, end):
        i, stop = end + 1, min(words.sentence(end)[1], end + 22)
        while i < stop and i not in heard.verbs and words.texts[i] not in _ENDS_ROLE:
            if words.texts[i] == "," and not (i + 1 < words.sentence(end)[1] and words.capitalised(i + 1)):
                break
            i += 1
        return i
    if end + 1 < len(words) and words.lowers[end] in cues["expert.house_prepositions"]:
        i = end + 1
        while i < len(words) and (words.lowers[i] in cues["expert.house_words"] or words.capitalised(i)):
            i += 1
        return i if i > end + 1 and words.capitalised(i - 1) else end
    return end


def _verb_beside(heard: _Heard, start: int, end: int) -> bool:
    """A verb of reporting or a preposition ("volgens") within three words on either side, or a colon after it."""
    sentence_start, sentence_end = heard.words.sentence(start)
    if end < sentence_end and heard.words.texts[end] == ":" and start == sentence_start:  # 'Egberink: "We zien …"'
        return True
    near = (*range(max(start - 3, sentence_start), start), *range(end, min(end + 3, sentence_end)))
    return not heard.reporting.isdisjoint(near)


def _role_alone(heard: _Heard, i: int) -> list[Candidate]:
    """A role without a name that speaks: "zegt de hoogleraar", "the lead author said"."""
    words, determiners = heard.words, heard.cues["expert.determiners"]
    sentence_start, _ = words.sentence(i)
    start = i
    while start > sentence_start and words.lowers[start - 1] in determiners:
        start -= 1
    if start == i or not _verb_beside(heard, i - 1, i + 1):
        return []
    return [candidate(words, start, i + 1, "expert", "expert.role")]
