"""The overview on paper: a real Chromium prints it, and the PDF holds the words of its headline."""

import json
import re
import shutil
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import printing
from flows.cli import app
from flows.printing import BROWSERS, PrintingError, browser_path, print_pages
from tests.hostile_articles import hostile_run
from tests.published_files import publish_articles

has_browser = any(shutil.which(name) for name in BROWSERS)
needs_browser = pytest.mark.skipif(
    not has_browser, reason="no Chromium is installed (on Debian: apt-get install chromium)"
)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def published_in(data: Path) -> None:
    """A published file where the command looks for it."""
    (data / "published").mkdir()
    publish_articles(data, *hostile_run()).rename(data / "published" / "claimtrace.duckdb")


def pdf_words(path: Path) -> str:
    """The letters of a PDF that Chromium printed, without blanks: glyphs by the tables from glyph to letter in it.

    Every font has numbers of its own for glyphs, so the letters are read by each table, one after another.
    """
    streams = []
    for found in STREAM.findall(path.read_bytes()):
        try:
            streams.append(zlib.decompress(found))
        except zlib.error:  # a picture or a font as it is
            continue
    tables = [
        letters_of(stream.decode("latin-1"))
        for stream in streams
        if b"beginbfchar" in stream or b"beginbfrange" in stream
    ]
    shown = [re.findall(r"<([0-9A-Fa-f]+)>", stream.decode("latin-1")) for stream in streams if b" Tf" in stream]
    glyphs = [[int(word[at : at + 4], 16) for word in words for at in range(0, len(word), 4)] for words in shown]
    read = ["".join(table.get(glyph, "") for glyph in page) for page in glyphs for table in tables]
    return "\n".join("".join(text.split()) for text in read)


def letters_of(table: str) -> dict[int, str]:
    """A ToUnicode table as a letter by glyph."""
    letters = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for glyph, letter in re.findall(r"<([0-9A-F]+)> <([0-9A-F]+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, letter in re.findall(r"<([0-9A-F]+)> <([0-9A-F]+)> <([0-9A-F]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = chr(int(letter, 16) + step)
    return letters


@pytest.mark.browser
@needs_browser
def test_the_report_is_printed_with_its_headline_in_each_language(tmp_path):
    published_in(tmp_path)
    asked = ["report", "--data", str(tmp_path), "--language", "en", "--language", "nl", "--pdf", "--json"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    index = Path(json.loads(done.stdout)["path"])
    for folder, headline in (
        (index.parent, "ofthehealthclaims"),
        (index.parent / "nl", "vandebeweringenovergezondheid"),
    ):
        printed = folder / "report.pdf"
        assert printed.read_bytes().startswith(b"%PDF-")
        assert headline in pdf_words(printed)
        assert 'href="../report.pdf"' in (folder / "data" / "index.html").read_text("utf-8")


def test_without_a_browser_nothing_is_built_and_it_is_said(tmp_path, monkeypatch):
    published_in(tmp_path)
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    done = CliRunner().invoke(app, ["report", "--data", str(tmp_path), "--pdf"])
    assert done.exit_code == 1
    assert "--pdf needs one of chromium" in done.output
    assert not (tmp_path / "report").exists()
    with pytest.raises(PrintingError):
        browser_path()


def test_a_browser_that_fails_is_told(tmp_path, monkeypatch):
    failing = shutil.which("false")
    monkeypatch.setattr(printing.shutil, "which", lambda name: failing if name == "chromium" else None)
    with pytest.raises(PrintingError, match="did not print"):
        print_pages(tmp_path / "page.html", tmp_path / "page.pdf")
