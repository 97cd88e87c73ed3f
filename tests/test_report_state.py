"""A report is built once for what is published and how it is told; and which steps of a run are repeated."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder
from flows.loading import ChecksFailedError, load_check_publish
from flows.reading import NoArchiveError
from flows.repetition import is_worth_repeating
from flows.report_state import built_report, current_report
from reports.page_folder import MARKER
from tests.tagged_articles import full_example, make_article, make_fileset, make_tagged
from warehouse.errors import FilesetError, NoWarehouse, WarehouseBusy


def built_at(data: DataFolder) -> int:
    return (data.report / MARKER).stat().st_mtime_ns  # pages that did not change keep their time


def test_a_report_is_built_once_for_what_is_published(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    with pytest.raises(NoWarehouse):
        current_report(data)
    load_check_publish([make_fileset(data.root / "tagged", [full_example()])], data)
    assert current_report(data) == data.report / "index.html"
    first = built_at(data)
    load_check_publish([], data)  # a run that finds nothing new
    current_report(data)
    assert built_at(data) == first
    load_check_publish([make_fileset(data.root / "tagged", [make_tagged(make_article())], run_id="run-2")], data)
    current_report(data)
    assert (second := built_at(data)) > first
    (data.report / "index.html").unlink()
    current_report(data)
    assert (third := built_at(data)) > second
    (data.report / "built-from.json").write_text("torn")
    current_report(data)
    assert (fourth := built_at(data)) > third
    built_report(data)  # the command builds whatever stands there
    assert built_at(data) > fourth


def test_a_report_is_no_longer_current_where_its_words_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import reports
    from flows.report_state import report_key

    data = DataFolder(tmp_path / "data")
    data.published.parent.mkdir(parents=True)
    data.published.write_bytes(b"the same file")
    before = report_key(data)
    room = shutil.copytree(Path(reports.__file__).parent, tmp_path / "reports")
    monkeypatch.setattr(reports, "__file__", str(room / "__init__.py"))
    assert report_key(data) == before
    words = room / "vocabulary.toml"
    words.write_text(words.read_text() + "\n# other words\n")
    assert report_key(data) != before


@pytest.mark.parametrize(
    ("error", "is_repeated"),
    [
        (WarehouseBusy("held"), True),
        (OSError(28, "No space left on device"), True),
        (RuntimeError("a fault of ours"), True),
        (ChecksFailedError("the rows say the same again"), False),
        (FilesetError("damaged"), False),
        (NoArchiveError("no WARC file"), False),
        (FileNotFoundError("gone"), False),
        (CommandFailed("as asked"), False),
    ],
)
def test_only_what_may_be_gone_the_next_time_is_repeated(error: Exception, is_repeated: bool) -> None:
    def result(raise_on_failure: bool) -> None:
        raise error

    assert is_worth_repeating(None, None, SimpleNamespace(result=result)) is is_repeated
