"""Crossref, OpenAlex and NCBI on loopback: they answer as those services do, and misbehave on demand.

The forms are those of the documentation: https://api.crossref.org/swagger-ui (works),
https://developers.openalex.org/api-reference/works, https://www.ncbi.nlm.nih.gov/books/NBK25499/ (efetch, whose DTD is
https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd) and https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/.
The articles are invented.
"""

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.fault_server import FaultHost, Request, Route, serving

JSON = "application/json;charset=UTF-8"
XML = "text/xml; charset=UTF-8"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One invented article, as all registries know it; `not_in` names those that do not."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    title: str = "Effects of magnesium on C-reactive protein: a systematic review and meta-analysis"
    year: int = 2022
    journal: str = "European Journal of Clinical Nutrition"
    surname: str = "Veronese"
    types: tuple[str, ...] = ("Journal Article", "Meta-Analysis")
    mesh: tuple[str, ...] = ("Humans", "Magnesium")
    crossref_type: str = "journal-article"
    subtype: str | None = None
    retracted_by: str | None = None
    retracted_by_pmid: str | None = None
    not_in: frozenset[str] = frozenset()
    openalex_pmid: str | None = None  # a wrong mapping
    pubmed_doi: str | None = None  # what PubMed has in place of the DOI


def crossref_item(article: Article) -> dict[str, Any]:
    """A work as Crossref has it."""
    item: dict[str, Any] = {
        "DOI": article.doi.upper() if article.doi else None,
        "type": article.crossref_type,
        "title": [article.title],
        "container-title": [article.journal],
        "publisher": "Springer Science and Business Media LLC",
        "issued": {"date-parts": [[article.year, 3, 14]]},
        "author": [
            {"given": "N.", "family": "Second", "sequence": "additional", "affiliation": []},
            {"given": "Nicola", "family": article.surname, "sequence": "first", "affiliation": []},
        ],
        "reference": [{"key": "ref1", "doi-asserted-by": "publisher", "DOI": "10.1/other"}],
        "abstract": "<jats:p>Words of a publisher.</jats:p>",
        "ISSN": ["0954-3007", "1476-5640"],
    }
    if article.subtype:
        item["subtype"] = article.subtype
    if article.retracted_by:
        item["updated-by"] = [
            {
                "DOI": article.retracted_by,
                "type": "retraction",
                "label": "Retraction",
                "source": "publisher",
                "updated": {"date-parts": [[2024, 5, 2]], "date-time": "2024-05-02T00:00:00Z"},
            }
        ]
    return item


def openalex_item(article: Article) -> dict[str, Any]:
    """A work as OpenAlex has it."""
    number = 2_000_000_000 + sum(map(ord, f"{article.doi}{article.pmid}{article.pmcid}")) * 1_009
    ids = {"openalex": f"https://openalex.org/W{number}"}
    if article.doi:
        ids["doi"] = f"https://doi.org/{article.doi}"
    if pmid := article.openalex_pmid or article.pmid:
        ids["pmid"] = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}"
    if article.pmcid:
        ids["pmcid"] = f"https://www.ncbi.nlm.nih.gov/pmc/articles/{article.pmcid.removeprefix('PMC')}"
    return {
        "id": ids["openalex"],
        "doi": ids.get("doi"),
        "title": article.title,
        "display_name": article.title,
        "publication_year": article.year,
        "publication_date": f"{article.year}-03-14",
        "ids": ids,
        "type": "preprint" if article.subtype == "preprint" else "article",
        "is_retracted": bool(article.retracted_by or article.retracted_by_pmid),
        "primary_location": {
            "source": {
                "id": "https://openalex.org/S1",
                "display_name": article.journal,
                "host_organization_name": "Springer Nature",
                "type": "journal",
            }
        },
        "authorships": [
            {"author_position": "first", "author": {"display_name": f"Nicola {article.surname}"}},
            {"author_position": "last", "author": {"display_name": "A. Last"}},
        ],
        "mesh": [
            {"descriptor_ui": f"D{i}", "descriptor_name": name, "qualifier_ui": "", "is_major_topic": False}
            for i, name in enumerate(article.mesh)
        ],
        "abstract_inverted_index": {"Words": [0]},
    }


def pubmed_xml(article: Article) -> str:
    """An article as efetch has it, with an abstract and a reference list, in which other articles have their ids."""
    doi = article.pubmed_doi or article.doi
    ids = f'<ArticleId IdType="pubmed">{article.pmid}</ArticleId>'
    ids += f'<ArticleId IdType="doi">{escape(doi)}</ArticleId>' if doi else ""
    ids += f'<ArticleId IdType="pmc">{article.pmcid}</ArticleId>' if article.pmcid else ""
    types = "".join(f'<PublicationType UI="D016428">{escape(one)}</PublicationType>' for one in article.types)
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">{one}</DescriptorName></MeshHeading>'
        for one in article.mesh
    )
    comments = (
        '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Eur J Clin Nutr. 2024;78:1'
        f'</RefSource><PMID Version="1">{article.retracted_by_pmid}</PMID></CommentsCorrections>'
        "</CommentsCorrectionsList>"
        if article.retracted_by_pmid
        else ""
    )
    return (
        '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">'
        f'<PMID Version="1">{article.pmid}</PMID><Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print">'
        f"<PubDate><Year>{article.year}</Year><Month>Mar</Month></PubDate></JournalIssue>"
        f"<Title>{article.journal}</Title></Journal><ArticleTitle>{escape(article.title)}.</ArticleTitle>"
        "<Abstract><AbstractText>Words of a publisher.</AbstractText></Abstract>"
        f'<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>{article.surname}</LastName><Initials>N</Initials>'
        f"</Author></AuthorList><PublicationTypeList>{types}</PublicationTypeList></Article>"
        f"{comments}<MeshHeadingList>{headings}</MeshHeadingList></MedlineCitation>"
        f"<PubmedData><ReferenceList><Reference><Citation>Other</Citation><ArticleIdList>"
        '<ArticleId IdType="doi">10.1/other</ArticleId></ArticleIdList></Reference></ReferenceList>'
        f"<ArticleIdList>{ids}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def pubmed_set(*articles: str) -> str:
    """An efetch answer."""
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
        '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
        f"<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"
    )


@dataclass
class RegistryServer:
    """Three hosts and what they know. `faults[host]` are answered before anything else, one a request.

    `most_rows` is how many records a page of Crossref or OpenAlex holds at most, whatever was asked for.
    """

    articles: tuple[Article, ...] = ()
    most_rows: int = 1000
    searches: dict[str, list[Article]] = field(default_factory=dict)
    faults: dict[str, deque[Route]] = field(
        default_factory=lambda: {n: deque() for n in ("crossref", "openalex", "ncbi")}
    )
    always: dict[str, Route] = field(default_factory=dict)
    hosts: dict[str, FaultHost] = field(default_factory=dict)

    def urls(self, host: str) -> list[str]:
        """The addresses that were asked of a host, in order."""
        return [path for path, _ in self.hosts[host].asked]

    def ids_asked(self) -> Counter[str]:
        """How often each identifier was asked of each service: `crossref 10.1/a`, `pubmed 31`, `idconv 10.1/a`."""
        asked: Counter[str] = Counter()
        for host in self.hosts:
            for url in self.urls(host):
                asked.update(f"{service} {value}" for service, value in ids_of(host, url))
        return asked

    def registries_toml(self, folder: Path, *, delay_seconds: float = 0.0, batch: int = 0, **asking: object) -> Path:
        """A file of registries that points to this server, without waiting and with the packaged batches."""
        values = {"timeout_seconds": 1.0, "max_tries": 2, "max_wait_seconds": 5.0, "rest_seconds": 0.0, **asking}
        lines = ["[asking]", *(f"{name} = {json.dumps(value)}" for name, value in values.items())]
        bases = {"crossref": "", "openalex": "", "pubmed": "/entrez/eutils", "idconv": "/tools/idconv/api/v1/articles/"}
        for service, path in bases.items():
            host = self.hosts["ncbi" if service in ("pubmed", "idconv") else service]
            lines += [f"[{service}]", f'base = "{host.origin}{path}"', f"delay_seconds = {delay_seconds}"]
            lines += [f"batch = {batch}"] if batch else []
        target = folder / "registries-here.toml"
        target.write_text("\n".join(lines) + "\n")
        return target

    def answer(self, host: str) -> Route:
        """How a host answers."""
        by_host = {"crossref": self._crossref, "openalex": self._openalex, "ncbi": self._ncbi}

        def route(request: Request) -> None:
            if self.faults[host]:
                self.faults[host].popleft()(request)
            elif host in self.always:
                self.always[host](request)
            else:
                by_host[host](request)

        return route

    def _crossref(self, request: Request) -> None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        known = {a.doi: a for a in self.articles if a.doi and "crossref" not in a.not_in}
        if parts.path != "/works":
            article = known.get(unquote(parts.path.removeprefix("/works/")))
            if article is None:
                return request.send(404, {"Content-Type": "text/plain"}, b"Resource not found.")
            return _json(request, {"status": "ok", "message-type": "work", "message": crossref_item(article)})
        if words := query.get("query.bibliographic"):
            found = self.searches.get(words, [])
        else:
            asked = [part.removeprefix("doi:") for part in query["filter"].split(",")]
            found = [known[doi] for doi in asked if doi in known]
        offset, rows = int(query.get("offset", 0)), min(int(query.get("rows", 20)), self.most_rows)
        message = {
            "facets": {},
            "total-results": len(found),
            "items": [crossref_item(article) for article in found[offset : offset + rows]],
            "items-per-page": rows,
            "query": {"start-index": offset, "search-terms": None},
        }
        _json(request, {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})

    def _openalex(self, request: Request) -> None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        known = [a for a in self.articles if "openalex" not in a.not_in]
        if words := query.get("search"):
            found = self.searches.get(words, [])
        else:
            scheme, _, values = query["filter"].partition(":")
            asked = set(values.split("|"))
            forms = {a: {getattr(a, scheme), str(getattr(a, scheme)).removeprefix("PMC")} for a in known}
            found = [a for a in known if forms[a] & asked]
        rows, page = min(int(query.get("per-page", 25)), self.most_rows), int(query.get("page", 1))
        listed = [openalex_item(a) for a in found[(page - 1) * rows : page * rows]]
        _json(
            request, {"meta": {"count": len(found), "page": page, "per_page": rows}, "results": listed, "group_by": []}
        )

    def _ncbi(self, request: Request) -> None:
        parts = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/efetch.fcgi"):
            known = {a.pmid: a for a in self.articles if a.pmid and "pubmed" not in a.not_in}
            found = [pubmed_xml(known[pmid]) for pmid in query["id"].split(",") if pmid in known]
            return request.send(200, {"Content-Type": XML}, pubmed_set(*found).encode())
        records = []
        for asked in query["ids"].split(","):
            one = next((a for a in self.articles if a.pmcid and asked in (a.doi, a.pmcid, a.pmid)), None)
            if one is None or "idconv" in one.not_in:
                error = {"status": "error", "errmsg": "Identifier not found in PMC"}
                records.append({"requested-id": asked, **error})
            else:
                ids = {"pmcid": one.pmcid, "pmid": int(one.pmid or 0), "doi": one.doi}
                records.append({"requested-id": asked, **{name: value for name, value in ids.items() if value}})
        _json(request, {"status": "ok", "request": {"format": "json"}, "records": records})


def ids_of(host: str, url: str) -> Iterator[tuple[str, str]]:
    """The (service, identifier) pairs that an address asks for; a search is asked for its words."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host == "ncbi":
        service = "pubmed" if parts.path.endswith("/efetch.fcgi") else "idconv"
        yield from ((service, one) for one in query.get("id", query.get("ids", "")).split(","))
    elif words := query.get("search", query.get("query.bibliographic")):
        yield host, words
    elif parts.path != "/works":
        yield host, unquote(parts.path.removeprefix("/works/"))
    else:
        values = re.sub(r"(?:doi|pmid|pmcid):", "", query["filter"])
        yield from ((host, one) for one in re.split(r"[|,]", values))


@contextmanager
def registries(*articles: Article, **fields: Any) -> Iterator[RegistryServer]:
    """Serve the three hosts, each on a port of its own."""
    server = RegistryServer(articles=articles, **fields)
    with serving(FaultHost()) as crossref, serving(FaultHost()) as openalex, serving(FaultHost()) as ncbi:
        server.hosts = {"crossref": crossref, "openalex": openalex, "ncbi": ncbi}
        for name, host in server.hosts.items():
            host.otherwise = server.answer(name)
        yield server


def _json(request: Request, answer: object) -> None:
    request.send(200, {"Content-Type": JSON}, json.dumps(answer).encode())
