"""A reader of the published file while the warehouse is loaded and published anew, again and again.

That a second writer is told the process that holds the warehouse is tested in test_connection.py
(test_a_held_file_is_waited_for_and_then_named).
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

from tests.conftest import ROOT
from tests.tagged_articles import make_article, make_claim, make_fileset, make_tagged, new_warehouse
from warehouse.connection import open_warehouse
from warehouse.load import load_fileset
from warehouse.publication import publish

LOADS, ARTICLES = 10, 3

# Each line: how many loads, articles and claims the file tells, of the file that it opened first and of one opened
# just now. It counts by itself, so that the questions fall at any moment of a publication.
READER = """
import sys, threading
from pathlib import Path
from warehouse.queries import Published

over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
ask = "select (select count(*) from loads), (select count(*) from articles), (select count(*) from claims)"
path = Path(sys.argv[1])
with Published(path) as first:
    while True:
        is_last = over.is_set()
        with Published(path) as now:
            print(*first.rows(ask)[0], *now.rows(ask)[0], flush=True)
        if is_last:
            break
"""


def load_one(path: Path, number: int) -> None:
    """Load a file set of three articles with a claim each."""
    tagged = []
    for place in range(ARTICLES):
        article = make_article(f"https://site.test/{number}/{place}", f"Herb {number} {place} helps.")
        tagged.append(make_tagged(article, [make_claim(article, article.text)]))
    con = open_warehouse(path) if number else new_warehouse(path)
    load_fileset(con, make_fileset(path.parent, tagged, run_id=f"run-{number}"))
    con.close()


def test_a_reader_never_fails_nor_sees_half_of_it_through_ten_publications(tmp_path: Path) -> None:
    warehouse, published = tmp_path / "warehouse.duckdb", tmp_path / "published.duckdb"
    load_one(warehouse, 0)
    publish(warehouse, published)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as reader:  # fmt: skip
        assert reader.stdin and reader.stdout and reader.stderr
        seen = [reader.stdout.readline()]
        listener = threading.Thread(target=lambda: seen.extend(reader.stdout or ()))
        listener.start()
        for number in range(1, LOADS + 1):
            load_one(warehouse, number)
            publish(warehouse, published)
        reader.stdin.close()
        listener.join()
        words = reader.stderr.read()
    assert (reader.returncode, words) == (0, "")
    states = [tuple(map(int, line.split())) for line in seen]
    whole = [(loads, ARTICLES * loads, ARTICLES * loads) for loads in range(1, LOADS + 2)]
    assert {state[:3] for state in states} == {whole[0]}
    newest = [state[3:] for state in states]
    assert set(newest) <= set(whole)
    assert newest == sorted(newest)
    assert newest[-1] == whole[-1]
