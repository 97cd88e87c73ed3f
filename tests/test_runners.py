"""Whoever tags, the rows are the same; who tags is chosen by how much there is to read."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from flows import chunked_reading, ingestion
from flows.archives import archive_bytes, find_archives
from flows.chunked_reading import ChunkReader, OtherTagger, chunks, read_chunk
from flows.command_errors import CommandFailed, WrongUse
from flows.data_folder import DataFolder
from flows.reading import fileset_of, read_items
from flows.runners import CUT_FROM, DASK_PAYS_FROM, PROCESSES_PAY_FROM, Runner, chosen_name, cut_from, opened_runner
from tests.conftest import ROOT
from tests.test_ingestion import page, warc
from transforms.records import Page
from transforms.suppression import NOTHING_SUPPRESSED, Suppressions

SMALL, LARGE, HUGE = PROCESSES_PAY_FROM - 1, PROCESSES_PAY_FROM, DASK_PAYS_FROM
CLUSTER = "tcp://127.0.0.1:8786"


@pytest.mark.parametrize(
    ("runner", "sizes", "name"),
    [
        (Runner(), [], "here"),
        (Runner(name="dask"), [], "here"),  # all was read before: no cluster is started to find that out
        (Runner(), [SMALL], "here"),
        (Runner(), [LARGE], "process"),
        (Runner(), [1] * 3, "here"),
        (Runner(workers=2), [SMALL], "process"),
        (Runner(workers=1), [HUGE], "here"),
        (Runner(address=CLUSTER), [LARGE], "process"),
        (Runner(address=CLUSTER), [HUGE], "dask"),
        (Runner(), [HUGE], "process"),
        (Runner(name="dask"), [1], "dask"),
        (Runner(name="dask", address=CLUSTER), [1], "dask"),
        (Runner(name="thread", workers=2), [1], "thread"),
    ],
)
def test_the_runner_is_chosen_by_size(runner: Runner, sizes: list[int], name: str) -> None:
    assert chosen_name(runner, sizes) == name


def test_an_address_that_nobody_would_use_is_refused() -> None:
    with pytest.raises(WrongUse, match="--runner dask"):
        chosen_name(Runner(name="process", address=CLUSTER), [HUGE])


def test_an_archive_is_cut_where_a_worker_would_be_at_it_longest() -> None:
    assert cut_from([CUT_FROM], 2) == CUT_FROM
    assert cut_from([30 * CUT_FROM, 10 * CUT_FROM], 2) == 10 * CUT_FROM


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, a copy, a page that is gone and one that is none, in an order that the rows must keep."""
    pages = []
    for number in range(11):
        pages.append((f"https://voorbeeld.nl/{number}", "200 OK", page(f"Stof {number}", f"Neem {number} gram.")))
    pages.insert(3, ("https://voorbeeld.nl/weg", "404 Not Found", page()))
    pages.insert(7, ("https://voorbeeld.nl/kort", "200 OK", "<html lang=nl><p>Kort.</p></html>"))
    pages.append(("https://voorbeeld.nl/kopie", "200 OK", page("Stof 1", "Neem 1 gram.")))
    return warc(tmp_path_factory.mktemp("archives") / "dag1.warc.gz", pages)


def file_sets(archive: Path, data: DataFolder, runner: Runner) -> dict[str, list[dict[str, object]]]:
    """All rows of the file set that a runner makes of the archive, by table, in their order."""
    archives = find_archives([archive])
    places = [(one, fileset_of(one, data)) for one in archives]
    ingestion._read_apart(places, lambda _: None, runner, NOTHING_SUPPRESSED)
    ((_, folder),) = places
    return {path.name: parquet.read_table(path).to_pylist() for path in sorted(folder.glob("*.parquet"))}


@pytest.fixture(scope="module")
def rows_of_one_process(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, object]]]:
    return file_sets(archive, DataFolder(tmp_path_factory.mktemp("here")), Runner(name="process", workers=1))


@pytest.mark.parametrize(("name", "is_cut"), [("thread", True), ("process", True), ("process", False), ("dask", True)])
def test_the_rows_are_the_same_whoever_tags(
    name: str,
    is_cut: bool,
    archive: Path,
    tmp_path: Path,
    rows_of_one_process: dict[str, list[dict[str, object]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name == "dask":
        pytest.importorskip("distributed", reason="Dask is not installed: pip install 'claimtrace[dask]'")
    monkeypatch.setattr(chunked_reading, "CHUNK_PAGES", 3)
    monkeypatch.setattr(ingestion, "cut_from", lambda sizes, workers: 0 if is_cut else max(sizes) + 1)
    rows = file_sets(archive, DataFolder(tmp_path), Runner(name=name, workers=2))  # type: ignore[arg-type]
    assert rows == rows_of_one_process
    assert len(rows["outcomes.parquet"]) == 14
    assert len(rows["claims.parquet"]) >= 20


def test_a_cluster_without_workers_or_an_address_where_nobody_is_are_told() -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'claimtrace[dask]'")
    with pytest.raises(CommandFailed, match="no Dask scheduler"), opened_runner("dask", 1, "nonsense://x:1"):
        pass


def test_a_worker_with_another_tagger_is_refused() -> None:
    with pytest.raises(OtherTagger, match="install the same claimtrace"):
        read_chunk([], None, "tagger-0-00000000")


@given(sizes=st.lists(st.integers(0, 9), max_size=40), most=st.integers(1, 7), limit=st.integers(1, 20))
def test_chunks_lose_nothing_and_keep_the_order(sizes: list[int], most: int, limit: int) -> None:
    items = [a_page(number, size) for number, size in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunked_reading, "CHUNK_PAGES", most)
        patch.setattr(chunked_reading, "CHUNK_BYTES", limit)
        cut = list(chunks(items))
    assert [item for chunk in cut for item in chunk] == items
    assert all(0 < len(chunk) <= most for chunk in cut)
    assert all(sum(len(one.body) for one in chunk[:-1] if isinstance(one, Page)) < limit for chunk in cut)


def a_page(number: int, size: int) -> Page:
    from datetime import UTC, datetime

    return Page(
        url=f"https://voorbeeld.nl/{number}", site="voorbeeld.nl", fetched_at=datetime(2026, 11, 29, tzinfo=UTC),
        status=200, content_type="text/html", body=b"x" * size, record=str(number),
    )  # fmt: skip


def test_chunked_reading_sends_no_page_that_is_to_be_forgotten() -> None:
    key = Suppressions(key=b"k")
    forgotten = a_page(1, 5)
    suppressed = replace(key, hashes=frozenset([key.hash_of("url", forgotten.url)]))
    items = [a_page(0, 5), forgotten, a_page(2, 5)]
    with ThreadPoolExecutor(1) as threads:
        read = list(ChunkReader(threads, 1)(items, None, suppressed))
    assert read == list(read_items(items, None, suppressed))
    assert [result is None for _, result in read] == [False, True, False]


def test_a_reader_that_stops_midway_lets_go_of_what_waits() -> None:
    taken = []

    def pages() -> Iterator[Page]:
        for n in range(200):
            taken.append(n)
            yield a_page(n, 1)

    @contextmanager
    def reading(executor: Executor) -> Iterator[Iterator[object]]:
        reads = ChunkReader(executor, 1)(pages(), None, NOTHING_SUPPRESSED)
        yield reads
        reads.close()  # type: ignore[attr-defined]

    with ThreadPoolExecutor(1) as threads, reading(threads) as reads:
        next(iter(reads))
    assert 0 < len(taken) < 200


def test_html_files_count_as_they_would_pack(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"x" * 5000)
    (tmp_path / "b.html").write_bytes(b"x" * 5000)
    (archive,) = find_archives([tmp_path])
    assert archive_bytes(archive) == 2000


def test_the_sizes_that_the_docs_name_are_those_in_force() -> None:
    told = " ".join((ROOT / "docs" / "scale.md").read_text().split())
    assert f"from {PROCESSES_PAY_FROM >> 20} MB on `auto` takes processes" in told
    assert f"from {DASK_PAYS_FROM >> 20} MB on" in told
    assert f"chunks of {chunked_reading.CHUNK_PAGES} pages" in told
