"""Gold files, the folder training/ and a corpus of crawled pages in; one file of gold lines a language out.

    python -m flows.training_data --gold FILE… --corpus FOLDER --out FOLDER

writes FOLDER/nl.jsonl, FOLDER/en.jsonl, … to train on, FOLDER/unread.jsonl, raw text and pages that nobody annotated,
and FOLDER/sentences.jsonl, sentences that stand alone.
training/README.md tells what is in training/.
"""

import gzip
import json
import re
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.command_errors import CommandFailed, say
from flows.evaluation import read_gold
from flows.unread_pages import corpus_pages, unread_pages
from flows.unread_texts import unread_lines
from transforms.drawn_pairs import read_drawn_pairs, with_drawn_pairs
from transforms.extraction import extract_article
from transforms.gold import GoldLineError, article_of_line
from transforms.lang import languages
from transforms.language_numbers import is_read
from transforms.records import Article, Page
from transforms.training_data import (
    AnnotationError,
    JoinedLines,
    annotated_lines,
    read_annotations,
    text_digest,
    written_articles,
)
from transforms.written_markup import WrittenArticleError
from transforms.written_sentences import SentencePatternError, written_sentences

UNREAD = "unread.jsonl"
SENTENCES = "sentences.jsonl"
# So many a language: one in fifty of the sentences that are learned from.
_SENTENCES = 2000
TRAINING = Path(__file__).parents[1] / "training"
_FAULTS = (AnnotationError, CommandFailed, GoldLineError, OSError, SentencePatternError, WrittenArticleError)
# Where a page says what its address is, beside the one it was fetched from.
_DECLARED = re.compile(rb"<(?:link|meta)\b[^>]*?(https?://[^\s\"'<>]+)", re.IGNORECASE)


def articles_at(addresses: Set[str], corpus: Path) -> dict[str, list[Article]]:
    """All versions of the articles at these addresses in a folder of WARC files; other pages are not extracted."""
    names = {max(path_names(address), key=len, default="") for address in addresses}
    found: dict[str, list[Article]] = {}
    for page in corpus_pages(corpus):
        if names & said_names(page):
            article = extract_article(page, languages())
            if isinstance(article, Article) and article.url in addresses:
                found.setdefault(article.url, []).append(article)
    return found


def articles_of_texts(digests: Set[str], corpus: Path) -> list[Article]:
    """The articles with these digests (SHA-256, hexadecimal) in the raw text of a folder: .txt.gz, one a line."""
    found = []
    for path in sorted(corpus.rglob("*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for text in (line.rstrip("\n") for line in lines):
                digest = text_digest(text)
                if digest in digests:
                    found.append(article_of_line({"id": digest[:12], "lang": path.name.split(".")[0], "text": text}))
    return found


def said_names(page: Page) -> set[str]:
    """The names in the paths of the addresses that a page has: where it was fetched, and what it declares.

    An article's address is the declared one, tidied up, so it is known only when the article is extracted: that takes
    long, and its longest name tells cheaply which pages to extract.
    """
    declared = (unescape(address.decode("utf-8", "replace")) for address in _DECLARED.findall(page.body))
    return {name for address in (page.url, *declared) for name in path_names(address)}


def path_names(address: str) -> list[str]:
    """The names between the slashes of an address's path, in lower case; none where it is no address."""
    try:
        return [unquote(name).casefold() for name in urlsplit(address).path.split("/")]
    except ValueError:  # "http://[": an address that names no host
        return []


def training_lines(
    gold: Iterable[Path], corpus: Path | None, training: Path = TRAINING
) -> tuple[list[dict[str, Any]], list[JoinedLines]]:
    """Every article to learn from: gold files, written articles, annotated pages; and how the pages were joined.

    Gold articles in which nobody drew pairs have those of training/pairs.

    Without a corpus there are no annotated pages. Raises an error whose message names the file and what is wrong.
    """
    pairs = sorted((training / "pairs").glob("*.jsonl"))
    drawn = {digest: one for path in pairs for digest, one in read_drawn_pairs(path).items()}
    lines = [with_drawn_pairs(line, drawn) for path in gold for line in _gold_file(path)]
    lines += written_articles(training / "written")
    files = sorted((training / "annotated").glob("*.jsonl"))
    annotations = [line for path in files for line in read_annotations(path)]
    if corpus is None:
        say(f"no --corpus: {len(annotations)} annotated pages are left out, their texts are not in training/")
        return lines, []
    articles: dict[str | None, list[Article]] = {}
    articles.update(articles_at({line["url"] for line in annotations if line["url"]}, corpus))
    articles[None] = articles_of_texts({line["text_sha256"] for line in annotations if not line["url"]}, corpus)
    pages = [annotated_lines(path, articles) for path in files]
    return [*lines, *(line for joined in pages for line in joined.lines)], pages


def _gold_file(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        try:
            yield from read_gold(lines)
        except GoldLineError as error:
            raise GoldLineError(f"{path.name}: {error}") from error


def write_unread(
    lines: Sequence[Mapping[str, Any]], measured: Sequence[Mapping[str, Any]], corpus: Path | None, folder: Path
) -> int:
    """Write raw text and pages of the corpus, in languages that a network reads, that no line holds; how many.

    measured: lines that are measured on: what they hold is left out too.
    """
    unread: list[Mapping[str, Any]] = []
    if corpus:
        read = {text_digest(line["text"]) for line in (*lines, *measured)}
        known = [language for language in languages().values() if is_read(language)]
        unread += [line for language in known for line in unread_lines(corpus, language, read)]
        unread += unread_pages(corpus, (line["text"] for line in lines), measured)
    _write_lines(unread, folder / UNREAD)
    return len(unread)


def write_sentences(training: Path, folder: Path) -> int:
    """Write sentences by the patterns of training/sentences, some of each language that has any; how many."""
    paths = sorted((training / "sentences").glob("*.toml"))
    sentences = [line for path in paths for line in written_sentences(path, _SENTENCES)]
    _write_lines(sentences, folder / SENTENCES)
    return len(sentences)


def _write_lines(lines: Iterable[Mapping[str, Any]], path: Path) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def write_by_language(lines: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, int]:
    """Write the lines to one file a language, and return how many are in each."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = Counter(line["lang"] for line in lines)
    for code in sorted(counts):
        _write_lines((line for line in lines if line["lang"] == code), folder / f"{code}.jsonl")
    return dict(counts)


def main(arguments: Sequence[str]) -> int:
    """Write the training files and give the exit code: 0, 1 where something is wrong with a file, 2 for wrong use."""
    parser = ArgumentParser(
        prog="python -m flows.training_data", description="Bring together what there is to train on."
    )
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="files of annotated articles")
    # without a folder too, as a step whose variable is empty says it
    parser.add_argument("--corpus", type=Path, nargs="?", help="folder of WARC files and raw text that hold the pages")
    parser.add_argument(
        "--training", type=Path, default=TRAINING, help="the folder of written articles and annotations"
    )
    parser.add_argument(
        "--measured", type=Path, nargs="*", default=[], help="files of annotated articles of which nothing is learned"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the files, one a language")
    asked = parser.parse_args(arguments)
    try:
        lines, pages = training_lines(asked.gold, asked.corpus, asked.training)
        counts = write_by_language(lines, asked.out)
        measured = [line for path in asked.measured for line in _gold_file(path)]
        unread = write_unread(lines, measured, asked.corpus, asked.out)
        sentences = write_sentences(asked.training, asked.out)
    except _FAULTS as error:
        say(f"training data: {error}")
        return 1
    for joined in pages:
        for what, addresses in (("are not in the corpus", joined.missing), ("have another text", joined.changed)):
            if addresses:
                say(f"{len(addresses)} annotated pages {what}, the first is {addresses[0]}")
    for code, count in sorted(counts.items()):
        say(f"{code}: {count} articles in {asked.out / code}.jsonl")
    say(f"{unread} articles that nobody annotated in {asked.out / UNREAD}")
    say(f"{sentences} sentences that stand alone in {asked.out / SENTENCES}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
