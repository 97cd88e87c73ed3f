"""A tagged doc in; those in whose mouth a sentence is laid out: experts, organisations, media titles."""

from collections.abc import Iterator

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from transforms.candidates import Candidate, Cues, candidate, ends_like, is_head

_ARTICLES = frozenset({"de", "het", "the"})
_ENDS_ROLE = frozenset('.:;()“”"–—')


def find_attributions(doc: Doc, cues: Cues, names: PhraseMatcher) -> list[Candidate]:
    """Candidates of kind `expert`, `organisation` and `media`.

    `names` matches the lists organisation.names and media.names as written. A person counts where the sentence
    reports speech or a role stands beside the name; once named in full, the surname alone counts too.
    """
    found = []
    for match_id, first, end in names(doc):
        kind = doc.vocab.strings[match_id]
        start = _with_article(doc, first)
        found.append(candidate(doc, start, end, "media" if kind == "media" else "organisation", f"{kind}.names"))
    surnames: set[str] = set()
    reporting = cues["report.verbs"] | cues["report.prepositions"]
    for sentence in doc.sents:
        reports = any(token.lower_ in reporting for token in sentence)
        for start, end in _capitalised_runs(sentence, cues):
            found += _named(doc, start, end, reports, surnames, cues)
        if reports:
            found += _roles(sentence, cues)
    return found


def _with_article(doc: Doc, start: int) -> int:
    """ "het | RIVM" begins at its article, as the annotators mark it."""
    return start - 1 if start and doc[start - 1].lower_ in _ARTICLES else start


def _capitalised_runs(sentence: Span, cues: Cues) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with the small words of names between them: "Jeroen de Baaij"."""
    doc, i = sentence.doc, sentence.start
    while i < sentence.end:
        if not _is_name_word(doc, i, cues):
            i += 1
            continue
        end = i + 1
        while end < sentence.end and _goes_on(doc, end, sentence.end, cues):
            end += 1
        yield i, end
        i = end


def _goes_on(doc: Doc, i: int, stop: int, cues: Cues) -> bool:
    """Whether a name goes on with token `i`: a capitalised word, or small words that lead to one."""
    while i < stop and doc[i].lower_ in cues["name.particles"]:
        i += 1
    return i < stop and _is_name_word(doc, i, cues)


def _is_name_word(doc: Doc, i: int, cues: Cues) -> bool:
    text = doc[i].text
    initial = len(text) == 2 and text[1] == "." and text[0].isupper()
    return (text[:1].isupper() and len(text) > 1 and text not in cues["name.not_names"]) or initial


def _named(doc: Doc, start: int, end: int, reports: bool, surnames: set[str], cues: Cues) -> list[Candidate]:
    """What a run of capitalised words is: a body, a title, a person, or nothing (a plant, a town)."""
    words = [token.lower_ for token in doc[start:end]]
    left = _with_article(doc, start)
    if any(is_head(token, cues, "organisation") for token in doc[start:end]) and (end - start > 1 or reports):
        return [candidate(doc, left, _house_end(doc, end), "organisation", "organisation.heads")]
    if any(word in {"journal", "tijdschrift", "annals", "archives"} for word in words):
        return [candidate(doc, left, _house_end(doc, end), "media", "media.title")]
    opener = doc[left - 1].lower_ if left else ""
    if opener in cues["media.heads"]:
        article = left - 2 if left > 1 and doc[left - 2].lower_ in _ARTICLES else left - 1
        return [candidate(doc, article, end, "media", "media.heads")]
    role_start = _role_before(doc, start, cues)
    if end - start == 1 and role_start == start:
        known = doc[start].text in surnames
        at_verb = _verb_beside(doc, start, end, cues)
        return [candidate(doc, start, end, "expert", "expert.surname")] if known and at_verb else []
    if (
        role_start < start
        or _role_after(doc, end, cues)
        or (reports and end - start <= 4 and _verb_beside(doc, start, end, cues))
    ):
        surnames.update({doc[end - 1].text, doc[start:end].text})
        return [candidate(doc, role_start, _role_end(doc, end, cues), "expert", "expert.named")]
    return []


def _house_end(doc: Doc, end: int) -> int:
    """Past "of Southern California" and "van Wageningen" after a body's or journal's name."""
    while end + 1 < len(doc) and doc[end].lower_ in {"of", "van", "voor", "for", "at", "the", "in"}:
        step = (
            2 if doc[end + 1].text[:1].isupper() else 3 if end + 2 < len(doc) and doc[end + 2].text[:1].isupper() else 0
        )
        if not step or doc[end].lower_ in {"in", "at", "voor"}:
            break
        end += step
        while end < len(doc) and doc[end].text[:1].isupper():
            end += 1
    return end


def _is_role(doc: Doc, i: int, cues: Cues) -> bool:
    word = doc[i].lower_
    return word in cues["expert.roles"] or ends_like(word, cues["expert.role_endings"])


def _role_before(doc: Doc, start: int, cues: Cues) -> int:
    """Where the role before a name begins: "hoogleraar neurologie | Jan Bloem", "study author | Dr. Lee"."""
    sentence_start = doc[start].sent.start
    first = start
    for i in range(start - 1, max(start - 6, sentence_start) - 1, -1):
        if _is_role(doc, i, cues):
            first = i
        elif not (doc[i].is_alpha or doc[i].text in {".", "-"}):
            break
    while first < start and first > sentence_start and doc[first - 1].lower_ in cues["expert.determiners"]:
        first -= 1
    return first


def _role_after(doc: Doc, end: int, cues: Cues) -> bool:
    return (
        end + 1 < len(doc)
        and doc[end].text in {",", "("}
        and any(_is_role(doc, i, cues) for i in range(end + 1, min(end + 7, doc[end].sent.end)))
    )


def _role_end(doc: Doc, end: int, cues: Cues) -> int:
    """Past ", fysioloog bij het Radboudumc": to the next comma, verb of reporting or end of the sentence."""
    if _role_after(doc, end, cues):
        i, stop = end + 1, doc[end].sent.end
        while i < stop and i - end < 22:
            if doc[i].lower_ in cues["report.verbs"] or doc[i].text in _ENDS_ROLE:
                break
            if doc[i].text == "," and not (i + 1 < stop and doc[i + 1].text[:1].isupper()):
                break
            i += 1
        return i
    if end + 1 < len(doc) and doc[end].lower_ in {"van", "bij", "of", "from", "at"}:
        i = end + 1
        while i < len(doc) and (doc[i].lower_ in {"de", "het", "the", "of", "van"} or doc[i].text[:1].isupper()):
            i += 1
        return i if doc[i - 1].text[:1].isupper() and i > end + 1 else end
    return end


def _verb_beside(doc: Doc, start: int, end: int, cues: Cues) -> bool:
    """A verb of reporting or a preposition ("volgens") within three words on either side, or a colon after it."""
    sentence = doc[start].sent
    near = [*doc[max(start - 3, sentence.start) : start], *doc[end : min(end + 3, sentence.end)]]
    if end < sentence.end and doc[end].text == ":" and start == sentence.start:  # 'Egberink: "We zien …"'
        return True
    return any(token.lower_ in cues["report.verbs"] or token.lower_ in cues["report.prepositions"] for token in near)


def _roles(sentence: Span, cues: Cues) -> list[Candidate]:
    """Roles without a name that speak: "zegt de hoogleraar", "the lead author said"."""
    doc, found = sentence.doc, []
    for i in range(sentence.start + 1, sentence.end):
        if (
            _is_role(doc, i, cues)
            and doc[i - 1].lower_ in cues["expert.determiners"]
            and _verb_beside(doc, i - 1, i + 1, cues)
        ):
            start = i - 1
            while start > sentence.start and doc[start - 1].lower_ in cues["expert.determiners"]:
                start -= 1
            found.append(candidate(doc, start, i + 1, "expert", "expert.role"))
    return found
