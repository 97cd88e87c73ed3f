"""Written articles and stand-off annotations in, lines to learn from out; training/ holds what its README says."""

import gzip
import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from flows.training_data import articles_at, articles_of_texts, main
from tests.conftest import ROOT
from tests.tagged_articles import make_article
from tests.test_ingestion import page, warc
from transforms.derived_labels import grade, is_traceable
from transforms.gold import gold_line
from transforms.records import Href
from transforms.training_data import AnnotationError, annotated_lines, read_annotations, written_articles
from transforms.written_markup import WrittenArticleError, marked_up_lines

TRAINING = ROOT / "training"
HEAD = "### site: herb-shop | title: Turmeric for stiff joints\n"
DOI_LINK = "https://doi.org/10.5555/ginger"
TEXT = "According to a 2019 trial ginger relieves nausea. Order now."


def written(*lines: str) -> dict[str, Any]:
    """The gold line of one written article."""
    [line] = marked_up_lines(HEAD + "\n".join(lines), "en", "en/01")
    return line


def annotation(text: str = TEXT, **changed: object) -> dict[str, Any]:
    """A stand-off line: one claim with its agent, and the trial that is offered for it."""
    return {
        "url": "https://a.example/ginger",
        "lang": "en",
        "title": "Ginger",
        "text_sha256": sha256(text.encode()).hexdigest(),
        "length": len(text),
        "claims": [
            {"start": 0, "end": 49, "kind": "benefit", "polarity": "affirmed", "certainty": "asserted",
             "agent": [26, 32], "target": None}
        ],
        "citations": [{"start": 13, "end": 25, "kind": "study", "evidence": "trial", "year": 2019}],
        "support": [[0, 0]],
        "disclosures": [],
    } | changed  # fmt: skip


def file_of(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "en.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


# Articles that we wrote


def test_a_line_is_a_block_and_a_tag_opens_a_sentence() -> None:
    line = written("<-> Hello. <b+h> Turmeric may loosen joints.", "", "<h-a> It does no harm.")
    assert line["text"] == "Hello. Turmeric may loosen joints.\nIt does no harm."
    assert [(c["text"], c["kind"], c["polarity"], c["certainty"]) for c in line["claims"]] == [
        ("Turmeric may loosen joints.", "benefit", "affirmed", "hedged"),
        ("It does no harm.", "harm", "negated", "asserted"),
    ]
    assert (line["id"], line["title"]) == ("written-en-01-1", "Turmeric for stiff joints")
    assert gold_line(json.dumps(line), 1, annotated=True)


def test_a_claim_names_its_citations() -> None:
    line = written(
        "<b+a @1 @2> It helps, {@1 study tr 2019|a trial of 2019} and {@2 appeal un|science} agree. <f+a> It is red."
    )
    assert [(c["text"], c["kind"], c["evidence"], c["year"]) for c in line["citations"]] == [
        ("a trial of 2019", "study", "trial", 2019),
        ("science", "appeal", "unspecified", None),
    ]
    assert line["support"] == [[0, 0], [0, 1]]
    assert [claim["support"] for claim in line["claims"]] == ["named", "none"]


def test_a_link_that_is_grounds_and_one_that_is_not() -> None:
    line = written("<b+a @1> {@1 link tr https://a.example.org/paper/7|Proven}. <-> [Shop](https://shop.example.com/).")
    assert line["text"] == "Proven. Shop."
    assert line["hrefs"] == [[0, 6, "https://a.example.org/paper/7"], [8, 12, "https://shop.example.com/"]]
    assert [(c["href"], c["traceable"]) for c in line["citations"]] == [("https://a.example.org/paper/7", True)]
    assert line["claims"][0]["support"] == "traceable"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("It helps.", "must begin with a tag"),
        ("<b+a> It helps. <->", "has no sentence"),
        ("<b+a @2> It helps {@1 study tr|a trial}.", "points to @2, which marks no citation"),
        ("<-> {@1 study tr|One} and {@1 study tr|two}.", "@1 marks two citations"),
        ("<-> {@1 trial tr|One}.", "a citation is"),
        ("<-> {@1 study rct|One}.", "a citation is"),
        ("<-> {@1 study tr 2019}.", "markup that is none"),
        ("<b+> It helps.", "must begin with a tag"),
    ],
)
def test_a_fault_is_told_with_its_file_and_article(body: str, problem: str) -> None:
    with pytest.raises(WrittenArticleError, match=rf"^en/01, article 2: .*{re.escape(problem)}"):
        marked_up_lines(f"{HEAD}<-> Good.\n\n{HEAD}{body}", "en", "en/01")


@pytest.mark.parametrize(
    ("markup", "where"), [("", "en/01: "), ("<-> No head.", "en/01: "), ("### Title\n", "article 1: ")]
)
def test_an_article_opens_with_its_head(markup: str, where: str) -> None:
    with pytest.raises(WrittenArticleError, match=rf"{where}must open with"):
        marked_up_lines(markup, "en", "en/01")


# What the guideline derives


@pytest.mark.parametrize(
    ("kind", "href", "year", "traceable"),
    [
        ("link", "https://a.example/paper", None, True),
        ("organisation", "https://a.example/", None, False),  # a home page opens no source
        ("organisation", "https://a.example", None, False),
        ("identifier", None, None, True),
        ("reference", None, 2019, True),
        ("reference", None, None, False),
        ("study", None, 2019, False),
    ],
)
def test_a_citation_is_traceable(kind: str, href: str | None, year: int | None, traceable: bool) -> None:
    assert is_traceable(kind, href, year) is traceable


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        ([], "none"),
        ([("appeal", None, False)], "vague"),
        ([("study", None, False)], "vague"),
        ([("study", 2019, False)], "named"),
        ([("appeal", None, False), ("expert", None, False)], "named"),
        ([("expert", None, False), ("link", None, True)], "traceable"),
    ],
)
def test_a_claim_is_graded_by_its_best_citation(
    citations: Iterable[tuple[str, int | None, bool]], expected: str
) -> None:
    assert grade({"kind": kind, "year": year, "traceable": can} for kind, year, can in citations) == expected


# Annotations of real pages


def test_annotations_find_their_article(tmp_path: Path) -> None:
    article = make_article(text=TEXT, lang="en")
    joined = annotated_lines(file_of(tmp_path, annotation()), {"https://a.example/ginger": [article]})
    [line] = joined.lines
    [claim], [citation] = line["claims"], line["citations"]
    assert (claim["text"], claim["agent"], claim["target"]) == (TEXT[:49], "ginger", None)
    assert (citation["text"], citation["href"], claim["support"]) == ("a 2019 trial", None, "named")
    assert line["published"] == (article.published and date.isoformat(article.published))
    assert gold_line(json.dumps(line), 1, annotated=True)


def test_the_text_ends_where_the_annotators_stopped(tmp_path: Path) -> None:
    article = make_article(text=f"{TEXT}\nMore that nobody read.", lang="en")
    [line] = annotated_lines(file_of(tmp_path, annotation()), {"https://a.example/ginger": [article]}).lines
    assert line["text"] == TEXT


def test_annotators_may_go_on_in_the_middle_of_a_page(tmp_path: Path) -> None:
    before = "What nobody annotated here, [a link]. "
    places = ((28, 36, "https://b.example/"), (51, 61, DOI_LINK))
    hrefs = tuple(Href(start_char=start, end_char=end, url=url) for start, end, url in places)
    article = make_article(text=before + TEXT, lang="en", hrefs=hrefs)
    [line] = annotated_lines(file_of(tmp_path, annotation(start=38)), {"https://a.example/ginger": [article]}).lines
    assert (line["text"], line["hrefs"]) == (TEXT, [[13, 23, DOI_LINK]])
    assert (line["citations"][0]["text"], line["citations"][0]["href"]) == ("a 2019 trial", DOI_LINK)


def test_of_several_versions_the_annotated_one_is_taken(tmp_path: Path) -> None:
    versions = [make_article(text=text, lang="en") for text in ("Another text.", TEXT)]
    assert annotated_lines(file_of(tmp_path, annotation()), {"https://a.example/ginger": versions}).lines


def test_a_page_that_is_gone_or_has_changed_is_told_and_no_error(tmp_path: Path) -> None:
    other = annotation(url="https://a.example/gone")
    changed = make_article(text=f"Update: {TEXT}", lang="en")
    joined = annotated_lines(file_of(tmp_path, annotation(), other), {"https://a.example/ginger": [changed]})
    assert (joined.lines, joined.missing, joined.changed) == ((), (other["url"],), (annotation()["url"],))


def test_roles_that_were_not_annotated_stay_away(tmp_path: Path) -> None:
    claim = {key: value for key, value in annotation()["claims"][0].items() if key not in {"agent", "target"}}
    article = make_article(text=TEXT, lang="en")
    path = file_of(tmp_path, annotation(claims=[claim]))
    [line] = annotated_lines(path, {"https://a.example/ginger": [article]}).lines
    assert not {"agent", "target"} & set(line["claims"][0])


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"url": 7}, "needs strings or null under url"),
        ({"lang": None}, "needs strings under lang"),
        ({"length": "60"}, "number under length"),
        ({"length": 40}, "no span of the text"),
        ({"start": -1}, "at least 0 under start"),
        ({"support": [[0, 1]]}, "a pair of support"),
        ({"claims": [annotation()["claims"][0] | {"agent": [48, 55]}]}, "no span of the claim at 0"),
        ({"claims": [annotation()["claims"][0] | {"kind": None}]}, "needs strings under kind"),
        ({"claims": None}, "TypeError"),
        ({"citations": [{"start": 0, "end": 4}]}, "KeyError"),
        ({"citations": [annotation()["citations"][0] | {"year": "2019"}]}, "a year must be"),
    ],
)
def test_wrong_annotations_are_told_with_their_line(changed: dict[str, object], problem: str, tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=rf"^en\.jsonl, line 2: .*{problem}"):
        read_annotations(file_of(tmp_path, annotation(), annotation(**changed)))


# Everything together


def test_pages_come_from_the_corpus_by_the_address_they_declare(tmp_path: Path) -> None:
    declaring = page().replace("<head>", '<head><link rel="canonical" href="https://www.voorbeeld.nl/magnesium">')
    pages = [
        ("https://www.voorbeeld.nl/magnesium?print=1", "200 OK", declaring),
        ("https://www.voorbeeld.nl/zink", "200 OK", page("Zink")),
    ]
    warc(tmp_path / "pages.warc.gz", pages)
    found = articles_at({"https://www.voorbeeld.nl/magnesium"}, tmp_path)
    assert [[article.title for article in articles] for articles in found.values()] == [["Magnesium"]]


def test_raw_text_is_known_by_its_digest_alone(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "en.txt.gz", "wt", encoding="utf-8") as file:
        file.write(f"Another article.\n{TEXT}\n")
    line = annotation(url=None, title=None)
    articles = articles_of_texts({line["text_sha256"]}, tmp_path)
    assert [(article.text, article.lang) for article in articles] == [(TEXT, "en")]
    gone = line | {"text_sha256": "f" * 64}
    joined = annotated_lines(file_of(tmp_path, line, gone), {None: articles})
    assert [found["text"] for found in joined.lines] == [TEXT]
    assert joined.missing == (gone["text_sha256"],) and not joined.changed


def training_folder(folder: Path, *lines: dict[str, Any]) -> Path:
    """A folder like training/ with one written article and these annotations."""
    for name in ("written/en", "annotated"):
        (folder / "training" / name).mkdir(parents=True)
    (folder / "training/written/en/01.txt").write_text(f"{HEAD}<b+a> Turmeric helps.\n")
    file_of(folder / "training/annotated", *lines)
    return folder / "training"


def test_gold_written_and_annotated_articles_end_in_a_file_a_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    warc(corpus / "pages.warc.gz", [("https://www.voorbeeld.nl/magnesium", "200 OK", page())])
    [article] = articles_at({"https://www.voorbeeld.nl/magnesium"}, corpus)["https://www.voorbeeld.nl/magnesium"]
    ours = annotation(article.text, url=article.url, lang="nl")
    training = training_folder(tmp_path, ours, annotation())
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "g", "lang": "nl", "text": "Rust helpt.", "claims": [], "citations": []}) + "\n")
    arguments = ["--gold", gold, "--corpus", corpus, "--training", training, "--out", tmp_path / "out"]
    assert main([str(argument) for argument in arguments]) == 0
    ids = {path.stem: [json.loads(line)["id"] for line in path.open()] for path in (tmp_path / "out").iterdir()}
    assert ids["en"] == ["written-en-01-1"]
    assert [one.partition("-")[0] for one in ids["nl"]] == ["g", "page"]
    assert "1 annotated pages are not in the corpus, the first is https://a.example/ginger" in capsys.readouterr().err


def test_without_a_corpus_it_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training = training_folder(tmp_path, annotation())
    assert main(["--training", str(training), "--out", str(tmp_path / "out")]) == 0
    assert "1 annotated pages are left out" in capsys.readouterr().err


def test_a_faulty_file_ends_in_a_line_that_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    training = training_folder(tmp_path)
    (training / "written/en/02.txt").write_text(f"{HEAD}No tag.\n")
    assert main(["--training", str(training), "--out", str(tmp_path / "out")]) == 1
    assert "en/02, article 1: a line must begin with a tag" in capsys.readouterr().err


# What lies in training/


def test_every_written_article_parses_and_its_offsets_hold() -> None:
    lines = written_articles(TRAINING / "written")
    assert len({line["id"] for line in lines}) == len(lines)
    for number, line in enumerate(lines, start=1):
        assert gold_line(json.dumps(line), number, annotated=True)
        for found in (*line["claims"], *line["citations"]):
            assert line["text"][found["start"] : found["end"]] == found["text"] == found["text"].strip()


def test_no_written_article_names_a_real_identifier_or_paper() -> None:
    """DOIs have the prefix that is kept for examples, PMIDs and trials numbers that are not given out."""
    known = {"doi.org", "facebook.com", "pinterest.com", "www.thuisarts.nl"}  # share buttons and a home page
    for path in TRAINING.glob("written/*/*.txt"):
        markup = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\b10\.\d{4,9}(?=/)", markup)) <= {"10.5555"}, path
        assert all(number.startswith("99") for number in re.findall(r"(?:PMID:? ?|NCT)(\d+)", markup)), path
        hosts = {str(urlsplit(address).hostname) for address in re.findall(r"https?://[^\s|)]+", markup)}
        assert not [h for h in hosts - known if not re.search(r"(^|\.)example(\.(com|org))?$", h)], path


def test_every_annotation_is_in_order() -> None:
    for path in TRAINING.glob("annotated/*.jsonl"):
        lines = read_annotations(path)
        assert {line["lang"] for line in lines} == {path.stem}
        assert len({(line["url"], line["text_sha256"]) for line in lines}) == len(lines)
        assert not [line["url"] for line in lines if "text" in line]  # the pages' texts are their publishers'


def counted_rows() -> str:
    """The table of training/README.md: what is there, counted."""
    sets: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in written_articles(TRAINING / "written"):
        sets.setdefault(("written", line["lang"]), []).append(line)
    for path in sorted(TRAINING.glob("annotated/*.jsonl")):
        sets["annotated", path.stem] = read_annotations(path)
    parts = ("claims", "citations", "support")
    return "".join(
        f"| {name} | {lang} | {len(lines):,} | "
        + " | ".join(f"{sum(len(line[part]) for line in lines):,}" for part in parts)
        + " |\n"
        for (name, lang), lines in sorted(sets.items())
    )


def test_the_readme_counts_what_is_there() -> None:
    assert counted_rows() in (TRAINING / "README.md").read_text(encoding="utf-8")


def test_the_examples_of_the_readme_are_right() -> None:
    readme = (TRAINING / "README.md").read_text(encoding="utf-8")
    markup, standoff = re.findall(r"```(?:text|json)\n(.*?)```", readme, re.DOTALL)
    assert marked_up_lines(markup, "en", "readme")
    assert set(json.loads(standoff)) == set(annotation())


def test_training_is_not_in_the_package() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "training" not in wheel["packages"] and set(wheel) == {"packages"}
