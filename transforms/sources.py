"""Citations' words and links in; the one thing that each points to, under one id for every article, out."""

from functools import cache, lru_cache

from transforms.address_identifiers import identifier_in_address
from transforms.addresses import canonical_address, short_hash
from transforms.identifier_forms import Identification, resolver_address
from transforms.identifiers import Identifier, find_identifiers
from transforms.lang import languages
from transforms.records import CitationKind, Source

# Bodies and titles are one source by their name; a person's surname is not ("Jansen" is many), nor is "een studie".
_NAMED: frozenset[CitationKind] = frozenset({"organisation", "media"})


# A citation needs its source's id, and its article then the source itself: the second time is free.
@lru_cache(maxsize=1024)
def source_of(text: str, kind: CitationKind, href: str | None) -> Source | None:
    """The source that a citation points to: by identifier (in its words, then its link), link or name; else None.

    A verified identifier goes before a guessed one, wherever it stands; where no one address opens what is identified,
    the source has the citation's link.
    """
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
