"""An answer of PubMed (efetch XML, esummary JSON) or of NCBI's id converter (JSON) in; works or their ids out."""

import json
from typing import Any

from lxml import etree

from transforms.crossref_works import json_object
from transforms.openalex_works import is_animal
from transforms.works import (
    KnownIds,
    UnreadableAnswer,
    Work,
    date_of,
    doi_of,
    items_of,
    mapping_of,
    pmcid_of,
    pmid_of,
    words_of,
    year_of,
)

# What is kept of no article: abstracts that publishers own, and reference lists.
_LEFT_OUT = ("Abstract", "OtherAbstract", "ReferenceList")
_RECORDS = ("PubmedArticle", "PubmedBookArticle")


def pubmed_items(body: bytes) -> dict[str, str]:
    """Return the articles of an efetch answer as XML by PMID; those that PubMed does not know are not among them.

    Raises UnreadableAnswer, also for XML that breaks off in the middle: half a set is no answer.
    """
    # No entity is resolved and nothing is fetched: the DOCTYPE of a real answer names a DTD at NCBI.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableAnswer("PubMed answered with what is no XML") from error
    if root is None or root.tag != "PubmedArticleSet":
        raise UnreadableAnswer("the answer is not PubMed's: it is no PubmedArticleSet")
    found: dict[str, str] = {}
    for record in root.iterchildren(*_RECORDS):
        etree.strip_elements(record, *_LEFT_OUT, with_tail=False)
        if pmid := pmid_of(record.findtext("*/PMID")):
            found[pmid] = etree.tostring(record, encoding="unicode", with_tail=False)
    return found


def pubmed_work(item: str) -> Work | None:
    """Return the work of one article as `pubmed_items` or `summary_items` gave it; None where it has no PMID."""
    if item.startswith("{"):
        return _summary_work(mapping_of(json.loads(item)))
    record = etree.fromstring(item, etree.XMLParser(resolve_entities=False, no_network=True))
    pmid = pmid_of(record.findtext("*/PMID"))
    if pmid is None:
        return None
    types = tuple(filter(None, map(_words, record.iterfind(".//PublicationTypeList/PublicationType"))))
    if not types:  # a chapter of a book has its types directly below it
        types = tuple(filter(None, map(_words, record.iterfind(".//PublicationType"))))
    headings = {_words(one) or "" for one in record.iterfind(".//MeshHeading/DescriptorName")}
    notice = next(iter(record.iterfind(".//CommentsCorrections[@RefType='RetractionIn']")), None)
    notice_pmid = pmid_of(notice.findtext("PMID")) if notice is not None else None
    return Work(
        registry="pubmed",
        registry_id=pmid,
        doi=_article_id(record, "doi") or doi_of(record.findtext(".//ELocationID[@EIdType='doi']")),
        pmid=pmid,
        pmcid=_article_id(record, "pmc"),
        title=_words(record.find(".//ArticleTitle")) or _words(record.find(".//BookTitle")),
        year=_year(record),
        journal=words_of(record.findtext(".//Journal/Title")) or words_of(record.findtext(".//BookTitle")),
        publisher=words_of(record.findtext(".//PublisherName")),
        first_author=words_of(record.findtext(".//AuthorList/Author/LastName"))
        or words_of(record.findtext(".//AuthorList/Author/CollectiveName")),
        types=types,
        is_preprint="Preprint" in types,
        is_animal=is_animal(headings) if headings else None,
        is_retracted="Retracted Publication" in types or notice is not None,
        retraction_notice=f"pmid:{notice_pmid}"
        if notice_pmid
        else words_of(notice.findtext("RefSource"))
        if notice is not None
        else None,
    )


def summary_items(body: bytes) -> dict[str, str]:
    """Return the articles of an esummary answer (version 2.0, JSON) as JSON by PMID. Raises UnreadableAnswer."""
    result = json_object(body, "PubMed").get("result")
    if not isinstance(result, dict):
        raise UnreadableAnswer("the answer is not PubMed's: it has no result")
    return {
        pmid: json.dumps(fields, ensure_ascii=False)
        for name, fields in result.items()
        if (pmid := pmid_of(name)) and isinstance(fields, dict) and "error" not in fields
    }


def id_items(body: bytes) -> dict[str, str]:
    """Return the records of the id converter as JSON by the id that was asked for, DOIs in lower case.

    An id that is not in PubMed Central has a record with an error, which is left out. Raises UnreadableAnswer.
    """
    records = json_object(body, "The id converter").get("records")
    if not isinstance(records, list):
        raise UnreadableAnswer("the answer is not the id converter's: it has no records")
    found: dict[str, str] = {}
    for record in items_of(records):
        asked = str(record.get("requested-id") or "")
        if asked and record.get("status") != "error":
            found[asked.lower() if asked.startswith("10.") else asked.upper()] = json.dumps(record)
    return found


def known_ids(item: str) -> KnownIds:
    """Return the identifiers of one record of the id converter."""
    fields = mapping_of(json.loads(item))
    return KnownIds(
        doi=doi_of(fields.get("doi")), pmid=pmid_of(fields.get("pmid")), pmcid=pmcid_of(fields.get("pmcid"))
    )


def _summary_work(fields: Any) -> Work | None:
    pmid = pmid_of(fields.get("uid"))
    if pmid is None:
        return None
    ids = {str(one.get("idtype")): one.get("value") for one in items_of(fields.get("articleids"))}
    listed = fields.get("pubtype")
    types = tuple(filter(None, map(words_of, listed))) if isinstance(listed, list) else ()
    author = words_of(fields.get("sortfirstauthor"))  # "Veronese N": the initials come last
    return Work(
        registry="pubmed",
        registry_id=pmid,
        doi=doi_of(ids.get("doi")),
        pmid=pmid,
        pmcid=pmcid_of(ids.get("pmc")),
        title=words_of(fields.get("title")),
        year=year_of(fields.get("pubdate")) or year_of(fields.get("epubdate")),
        journal=words_of(fields.get("fulljournalname")),
        publisher=words_of(fields.get("publishername")),
        first_author=author.rpartition(" ")[0] or author if author else None,
        types=types,
        is_preprint="Preprint" in types,
        is_retracted="Retracted Publication" in types,
    )


def _words(element: "etree._Element | None") -> str | None:
    """All words of an element, those in <i> and <sup> too."""
    return words_of("".join(map(str, element.itertext()))) if element is not None else None


def _article_id(record: "etree._Element", kind: str) -> str | None:
    """The article's own id of a kind. A reference has an ArticleIdList too, deeper: only the article's counts."""
    path = f"ArticleIdList/ArticleId[@IdType='{kind}']"
    text = record.findtext(f"PubmedData/{path}") or record.findtext(f"PubmedBookData/{path}")
    return doi_of(text) if kind == "doi" else pmcid_of(text)


def _year(record: "etree._Element") -> int | None:
    """The year of the issue; "2021 Nov-Dec" in MedlineDate; else of the electronic version."""
    for path in (
        ".//JournalIssue/PubDate/Year",
        ".//JournalIssue/PubDate/MedlineDate",
        ".//ArticleDate/Year",
        ".//Book/PubDate/Year",
    ):
        text = record.findtext(path)
        if (year := year_of(text)) is not None and date_of(year):
            return year
    return None
