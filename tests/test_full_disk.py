"""A disk that fills up during a load, a migration, a publication or a forgetting: it is said, and nothing is lost.

`python -m tests.benchmarks.warehouse_kills 0 1 100` does the same with room drawn at random.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.data_folder import DataFolder
from tests.benchmarks.warehouse_kills import WORK, make_stocks, on_a_full_disk
from tests.conftest import claimtrace
from tests.small_disk import NoSmallDisk, filled, small_disk
from tests.test_migrations import NEWEST, contents, old_file

# Nothing; some rows, but no second file; half a second file, of 6 MB.
ROOM = (0, 60_000, 2_500_000)


@pytest.fixture(scope="module")
def stocks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_stocks(tmp_path_factory.mktemp("stocks") / "stocks")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> object:
    path = tmp_path_factory.mktemp("today") / "claimtrace.duckdb"
    old_file(path, NEWEST)
    return contents(path)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    mounted = small_disk(tmp_path / "disk", 96)
    try:
        at = mounted.__enter__()
    except NoSmallDisk as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    yield at
    mounted.__exit__(None, None, None)


@pytest.mark.fault("F04")
@pytest.mark.parametrize("left", ROOM)
@pytest.mark.parametrize("work", WORK)
def test_a_full_disk_loses_nothing(work: str, left: int, stocks: dict[str, Path], disk: Path, migrated: object) -> None:
    words = on_a_full_disk(work, stocks[work], disk, left, migrated)
    assert words is None if (work, left) == ("load", ROOM[2]) else words is not None


@pytest.mark.fault("F04")
def test_a_publication_that_failed_leaves_no_half_file_and_says_what_to_do(stocks: dict[str, Path], disk: Path) -> None:
    data = DataFolder(disk / "data")
    data.warehouse.parent.mkdir(parents=True)
    data.published.parent.mkdir()
    for path in (data.warehouse, data.published):
        path.write_bytes((stocks["publish"] / path.relative_to(data.root)).read_bytes())
    with filled(disk, ROOM[2]):
        done = claimtrace("publish", "--data", data.root)
    assert done.returncode == 1
    assert "The disk is full: make room, then give the same command again." in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in data.published.parent.iterdir()] == ["claimtrace.duckdb"]
    assert claimtrace("publish", "--data", data.root).returncode == 0
