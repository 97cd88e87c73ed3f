"""Citations' words and links in; the one thing that each points to, under one id for every article, out."""

import re
import unicodedata
from dataclasses import replace
from functools import cache, lru_cache

from transforms.address_identifiers import identifier_in_address
from transforms.addresses import canonical_address, short_hash
from transforms.identifier_forms import Identification, resolver_address
from transforms.identifiers import Identifier, find_identifiers
from transforms.lang import languages
from transforms.records import CitationKind, Source
from transforms.reference_entries import ReferenceEntry, parse_reference

# Bodies and titles are one source by their name; a person's surname is not ("Jansen" is many), nor is "een studie".
_NAMED: frozenset[CitationKind] = frozenset({"organisation", "media"})
# "(Smith et al., 2019)" is read in a tenth of the time that an entry takes, and names no title.
_LEAST_ENTRY_WORDS = 8
# "Annual report", "Letter to the editor": two papers of one author and year may well share so short a title.
_LEAST_TITLE_WORDS = 4


# A citation needs its source's id, and its article then the source itself: the second time is free.
@lru_cache(maxsize=1024)
def source_of(text: str, kind: CitationKind, href: str | None) -> Source | None:
    """The source that a citation points to: by identifier (in words, then link), link, entry or name; else None.

    A verified identifier goes before a guessed one, wherever it stands; where no one address opens what is identified,
    the source has the citation's link. An entry of a sources list is known by first author, year and title, so that two
    styles of one paper are one source; what it says of the paper goes with the source, whatever it is known by.
    """
    entry = parse_reference(text) if kind == "reference" and len(text.split()) >= _LEAST_ENTRY_WORDS else None
    source = _pointed_at(text, kind, href) or (_of_entry(entry) if entry else None)
    return _described(source, entry) if source and entry else source


def _pointed_at(text: str, kind: CitationKind, href: str | None) -> Source | None:
    told: list[Identifier | Identification] = list(find_identifiers(text))
    if href and (in_link := identifier_in_address(href)):
        told.append(in_link)
    address = _address(href) if href else None
    if told:
        one = next((one for one in told if one.verified), told[0])
        return _source(one.scheme, one.value, resolver_address(one.scheme, one.value) or address)
    if address:
        return _source("url", address, address)
    name = _without_article(text)
    # "The hospital" is any; "The Amstel Hospital" is one
    is_name = kind in _NAMED and any(map(str.isupper, name))
    return _source("name", " ".join(name.casefold().split()), None) if is_name else None


def _of_entry(entry: ReferenceEntry) -> Source | None:
    """The source of an entry that points to nothing: "Smit A. Gember bij griep: een proef. NTvG 2019"."""
    words = _plain(entry.title or "").split()
    if not entry.authors or entry.year is None or len(words) < _LEAST_TITLE_WORDS:
        return None
    return _source("entry", f"{_plain(entry.authors[0].surname)} {entry.year} {' '.join(words)}", None)


def _described(source: Source, entry: ReferenceEntry) -> Source:
    author = entry.authors[0].surname if entry.authors else None
    return replace(source, title=entry.title, journal=entry.journal, first_author=author, year=entry.year)


def _plain(text: str) -> str:
    """Letters and digits only, without accents and case: how two lists write one title differs in the rest."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.findall(r"\w+", letters.casefold()))


def _source(scheme: str, value: str, url: str | None) -> Source:
    return Source(source_id=short_hash(f"{scheme}:{value}"), scheme=scheme, value=value, url=url)


def _address(href: str) -> str | None:
    try:
        return canonical_address(href)
    except ValueError:  # "mailto:", "http://[": words that look like a link and open nothing
        return None


def _without_article(text: str) -> str:
    """ "De WHO" and "WHO" are one, in whatever language an article calls it so."""
    words = text.split(maxsplit=1)
    return words[1] if len(words) == 2 and words[0].casefold() in _articles() else text


@cache
def _articles() -> frozenset[str]:
    return frozenset(word for language in languages().values() for word in language.articles)
