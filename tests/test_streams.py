"""Standard output: a terminal is shown nothing that steers it, a file or a pipe gets the data as they are."""

import os
import pty
import subprocess
import sys
import tty
from pathlib import Path

import pytest

from flows.data_folder import DataFolder
from flows.loading import load_check_publish
from tests.conftest import ROOT, claimtrace, without_prefect
from tests.tagged_articles import full_example, make_fileset

# colour, the end of an OSC, DEL, the one-byte CSI, right to left; a tab, a line end and a formula
HOSTILE = "select concat('x', chr(27), '[31mred', chr(7), chr(127), chr(155), chr(8238)) as words, '=1+1' as formula"
SPOKEN = "select 'één' || chr(9) || 'twee' || chr(10) || 'drie' as words"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published warehouse."""
    folder = tmp_path_factory.mktemp("published")
    load_check_publish([make_fileset(folder, [full_example()])], DataFolder(folder / "data"))
    return folder / "data"


def on_a_terminal(*arguments: object) -> str:
    """What a command writes to standard output where that is a terminal, which changes nothing of it."""
    here, there = pty.openpty()
    tty.setraw(there)  # else the terminal makes \r\n of each \n
    command = [sys.executable, "-c", "from flows.cli import main; main()", *map(str, arguments)]
    with subprocess.Popen(command, stdout=there, stderr=subprocess.PIPE, cwd=ROOT, env=without_prefect()) as process:
        os.close(there)
        shown = b""
        while data := _read(here):
            shown += data
        assert process.wait() == 0, process.stderr and process.stderr.read()
    os.close(here)
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other end is closed
        return b""


@pytest.mark.parametrize(
    ("format", "shown", "piped"),
    [
        ("csv", "words,formula\nx·[31mred····,'=1+1\n", "words,formula\nx\x1b[31mred\x07\x7f\x9b\u202e,'=1+1\n"),
        (
            "json",  # it escapes what is below a space by itself
            '[\n{"words": "x\\u001b[31mred\\u0007···", "formula": "=1+1"}\n]\n',
            '[\n{"words": "x\\u001b[31mred\\u0007\x7f\x9b\u202e", "formula": "=1+1"}\n]\n',
        ),
    ],
)
def test_an_answer_steers_no_terminal_and_is_piped_as_it_is(data: Path, format: str, shown: str, piped: str) -> None:
    asked = ("sql", HOSTILE, "--format", format, "--data", data)
    assert on_a_terminal(*asked) == shown
    assert claimtrace(*asked).stdout == piped


def test_words_in_any_language_tabs_and_lines_are_shown_as_they_are(data: Path) -> None:
    asked = ("sql", SPOKEN, "--format", "csv", "--raw", "--data", data)
    assert on_a_terminal(*asked) == claimtrace(*asked).stdout == 'words\n"één\ttwee\ndrie"\n'


def test_annotations_go_to_a_terminal_by_the_same_way(data: Path) -> None:
    assert on_a_terminal("annotations", "--data", data) == claimtrace("annotations", "--data", data).stdout
