"""Lookups in; the requests that ask them, as many in one as a service takes, out.

What each service takes: https://api.crossref.org/swagger-ui, https://developers.openalex.org/guides/filtering,
https://www.ncbi.nlm.nih.gov/books/NBK25499/, https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from spiders.registries.registry_file import ServicePlace
from transforms.registry_answers import SEARCH
from transforms.work_matching import Lookup

TOOL = "claimtrace"
SEARCH_RESULTS = 5  # more than that is no longer a mention's study, but its subject
_MOST_PER_PAGE = 100  # OpenAlex; Crossref takes 1,000


@dataclass(frozen=True, slots=True)
class Question:
    """One request: what it asks, of which service. `is_single` where the answer is one record, or 404."""

    place: ServicePlace
    lookups: tuple[Lookup, ...]
    is_single: bool = False

    def url(self, mail: str, page: int = 1, record_count: int = 0) -> str:
        """Return the address to ask, with our contact and key; `record_count` is how many came on the pages before."""
        parameters = {**self._parameters(page, record_count), **self._contact(mail)}
        return f"{self.place.base.rstrip('/')}{self._path()}?{urlencode(parameters, safe=':/,|@()')}"

    @property
    def headers(self) -> dict[str, str]:
        """What the request says besides its address: Crossref takes its key there."""
        key = self.place.key if self.place.name == "crossref" else None
        return {"Crossref-Plus-API-Token": f"Bearer {key}"} if key else {}

    def halves(self) -> tuple["Question", ...]:
        """Return the same in two requests: where one identifier is bad, the others should not suffer for it."""
        middle = len(self.lookups) // 2
        return tuple(Question(self.place, part) for part in (self.lookups[:middle], self.lookups[middle:]))

    def _path(self) -> str:
        if self.place.name == "pubmed":
            return "/efetch.fcgi"
        if self.place.name == "idconv":
            return "/"
        return f"/works/{quote(self.lookups[0].value, safe='')}" if self.is_single else "/works"

    def _parameters(self, page: int, record_count: int) -> dict[str, str]:
        values = [lookup.value for lookup in self.lookups]
        scheme = self.lookups[0].scheme
        if scheme == SEARCH:
            return self._search_parameters(values[0])
        if self.place.name == "pubmed":
            return {"db": "pubmed", "retmode": "xml", "id": ",".join(values)}
        if self.place.name == "idconv":
            return {"ids": ",".join(values), "idtype": scheme, "format": "json", "versions": "no"}
        if self.place.name == "crossref":
            onwards = {"offset": str(record_count)} if page > 1 else {}
            listed = {"filter": ",".join(f"doi:{value}" for value in values), "rows": str(len(values)), **onwards}
            return {} if self.is_single else listed
        # of a PMCID OpenAlex keeps the address, of older works without the letters
        forms = sorted({form for value in values for form in (value, value.removeprefix("PMC"))})
        onwards = {"page": str(page)} if page > 1 else {}
        return {"filter": f"{scheme}:{'|'.join(forms)}", "per-page": str(_MOST_PER_PAGE), **onwards}

    def _search_parameters(self, value: str) -> dict[str, str]:
        """A search is "<year> <words>": the year of a mention is now and then that of the print, or of the news."""
        year, _, words = value.partition(" ")
        if self.place.name == "crossref":
            between = f"from-pub-date:{int(year) - 1},until-pub-date:{int(year) + 1}"
            return {"query.bibliographic": words, "filter": between, "rows": str(SEARCH_RESULTS)}
        between = f"publication_year:{int(year) - 1}-{int(year) + 1}"
        return {"search": words, "filter": between, "per-page": str(SEARCH_RESULTS)}

    def _contact(self, mail: str) -> dict[str, str]:
        told = {"tool": TOOL, "email": mail} if self.place.name in ("pubmed", "idconv") else {"mailto": mail}
        key = self.place.key if self.place.name != "crossref" else None
        return {**told, "api_key": key} if key else told


def questions(lookups: Iterable[Lookup], place: ServicePlace, max_url_characters: int) -> Iterator[Question]:
    """Yield the requests that ask all lookups of one service: of one kind each, and none longer than allowed."""
    groups: dict[str, list[Lookup]] = {}
    for lookup in lookups:
        if lookup.scheme == SEARCH:
            yield Question(place, (lookup,))
        elif place.name == "crossref" and set(lookup.value) & {",", ":"}:
            yield Question(place, (lookup,), is_single=True)  # these separate filters and their values
        else:
            groups.setdefault(lookup.scheme, []).append(lookup)
    for scheme, listed in groups.items():
        most = place.batch if scheme != "pmcid" or place.name != "openalex" else max(1, place.batch // 2)
        batch: list[Lookup] = []
        length = 0
        for lookup in listed:
            size = 3 * len(lookup.value) if not lookup.value.isascii() else len(quote(lookup.value)) + 8
            if batch and (len(batch) >= most or length + size > max_url_characters):
                yield Question(place, tuple(batch))
                batch, length = [], 0
            batch.append(lookup)
            length += size
        if batch:
            yield Question(place, tuple(batch))


def unaskable(lookup: Lookup) -> str | None:
    """Return why a service cannot be asked this; None where it can. OpenAlex' guide says that it answers 403."""
    if lookup.service == "openalex" and lookup.scheme == "doi" and set(lookup.value) & {",", "&", "|"}:
        return "OpenAlex takes no DOI with a comma, a bar or an ampersand"
    if lookup.service == "idconv" and "," in lookup.value:
        return "the id converter takes no DOI with a comma"
    return None
