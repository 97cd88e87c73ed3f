"""Citations' words and links in; the one thing that each points to, under one id for every article, out."""

from functools import cache, lru_cache

from transforms.addresses import canonical_address, short_hash
from transforms.identifiers import find_identifiers, identifier_in_address
from transforms.lang import languages
from transforms.records import CitationKind, Source

_RESOLVERS = {
    "doi": "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "nct": "https://clinicaltrials.gov/study/{}",
    "isrctn": "https://www.isrctn.com/{}",
    "arxiv": "https://arxiv.org/abs/{}",
}
# Bodies and titles are one source by their name; a person's surname is not ("Jansen" is many), nor is "een studie".
_NAMED: frozenset[CitationKind] = frozenset({"organisation", "media"})


# A citation needs its source's id, and its article then the source itself: the second time is free.
@lru_cache(maxsize=1024)
def source_of(text: str, kind: CitationKind, href: str | None) -> Source | None:
    """The source that a citation points to: by identifier (in its words, then its link), link or name; else None."""
    identifier = next(((i.scheme, i.value) for i in find_identifiers(text)), None)
    identifier = identifier or (identifier_in_address(href) if href else None)
    if identifier:
        scheme, value = identifier
        return _source(scheme, value, _RESOLVERS[scheme].format(value) if scheme in _RESOLVERS else None)
    if href and (address := _address(href)):
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
