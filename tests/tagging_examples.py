"""Short texts tagged whole, for the tests of the tagger's modules: what a row of a table needs, no more."""

from tests.tagged_articles import make_article
from transforms import words
from transforms.lang import languages
from transforms.pipeline import build_pipeline
from transforms.records import TaggedArticle
from transforms.tagger_data import TaggerData, tagger_data
from transforms.tagging import tag_article


def tagged(text: str, lang: str = "nl", **fields: object) -> TaggedArticle:
    """An article of plain text, its blocks unknown, tagged by its language's rules and the models that read it.

    Not by the joint tagger, which decides otherwise after each training: tests/test_joint_tagger.py is for that.
    """
    known: dict[str, object] = {"lang": lang, "blocks": (), "title": None}
    return tag_article(make_article(text=text, **(known | fields)), build_pipeline(lang, joint=False))  # type: ignore[arg-type]


def cited(text: str, lang: str = "nl", **fields: object) -> list[tuple[str, str]]:
    """The citations of a text, each as its kind and its words."""
    return [(citation.kind, citation.text) for citation in tagged(text, lang, **fields).citations]


def paired(found: TaggedArticle) -> set[tuple[str, str]]:
    """The pairs of a tagged article, each as the claim's first two words and the citation's words."""
    return {(" ".join(found.claims[i].text.split()[:2]), found.citations[c].text) for i, c in found.support}


def words_in(text: str, lang: str = "nl") -> words.Words:
    """The words of a text, as the rules of the tagger get them."""
    nlp = build_pipeline(lang)
    return words.words_of(nlp.get_pipe("article_sentences")(nlp.make_doc(text)), text)


def words_of(lang: str) -> TaggerData:
    """The words and patterns of a language that is in the project."""
    return tagger_data(languages()[lang].folder)


def assert_holds(found: TaggedArticle) -> None:
    """Every span is where it says, in order; citations do not overlap; pairs and sources point to what is there."""
    text = found.article.text
    for spans in (found.claims, found.citations, found.disclosures):
        for span in spans:
            assert 0 <= span.start_char < span.end_char <= len(text)
            assert text[span.start_char : span.end_char] == span.text
        assert [s.start_char for s in spans] == sorted(s.start_char for s in spans)
    for before, after in zip(found.citations, found.citations[1:], strict=False):
        assert before.end_char <= after.start_char
    assert all(0 <= i < len(found.claims) and 0 <= c < len(found.citations) for i, c in found.support)
    ids = [c.claim_id for c in found.claims] + [c.citation_id for c in found.citations]
    assert len(ids) == len(set(ids)) and all(len(one) == 16 for one in ids)
    assert {c.source_id for c in found.citations} - {None} == {s.source_id for s in found.sources}
