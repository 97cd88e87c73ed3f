"""Archives of any maker in, rows in the published warehouse out; bad ones told and counted."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED

import pytest
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archives import NothingToIngestError, find_archives
from flows.command_errors import CommandFailed
from flows.data_folder import DataFolder, file_digest
from flows.ingestion import Ingested, ingest
from flows.reading import fileset_of
from flows.runners import Runner
from spiders.html_files import html_paths
from spiders.warc_file import WarcFile, payload_digest
from tests.archive_samples import AT, exchange, write_wacz
from tests.conftest import SHARED
from warehouse.queries import Published

PAGE = """<!doctype html><html lang="nl"><head><title>{title}</title>
<meta property="article:published_time" content="2026-10-05"></head><body><article><h1>{title}</h1>
<p>Magnesium helpt spieren ontspannen, zo blijkt uit onderzoek. Een meta-analyse uit 2022 liet zien dat het de
ontsteking vermindert. Wie te weinig magnesium binnenkrijgt, heeft vaker last van kramp in de benen.</p>
<p>Volgens cardioloog Eva Verhoeven van het Amstelziekenhuis kan het ook de bloeddruk verlagen. "Maar wonderen moet
je er niet van verwachten", zegt Verhoeven. De meeste mensen krijgen met hun voeding genoeg magnesium binnen.</p>
<p>{more}</p><h2>Bronnen</h2></article></body></html>"""


def warc(path: Path, pages: list[tuple[str, str, str]]) -> Path:
    """A WARC file with one response for each (url, status line, HTML)."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        for url, status, html in pages:
            headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = BytesIO(html.encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=headers))
    return path


def page(title: str = "Magnesium", more: str = "Het mineraal zit in noten, volkoren brood en groene groenten.") -> str:
    return PAGE.format(title=title, more=more)


def rows(data: DataFolder, sql: str) -> list[tuple[object, ...]]:
    with Published(data.published) as published:
        return published.rows(sql)


def ingested(paths: list[Path], data: DataFolder, processes: int | None = None) -> Ingested:
    return ingest(find_archives(paths), data, lambda _: None, Runner(workers=processes))


def test_a_strangers_warc_loads_and_loads_once(tmp_path: Path) -> None:
    pages = [
        ("https://www.voorbeeld.nl/magnesium", "200 OK", page()),
        ("https://www.voorbeeld.nl/magnesium?utm_source=mail", "200 OK", page()),
        ("https://www.voorbeeld.nl/weg", "404 Not Found", page()),
        ("https://www.voorbeeld.nl/kort", "200 OK", "<html lang=nl><p>Kort.</p></html>"),
    ]
    data = DataFolder(tmp_path / "data")
    path = warc(tmp_path / "dag1.warc.gz", pages)
    first = ingested([path], data)
    assert first.loaded.outcomes == {"article": 1, "duplicate": 1, "gone": 1, "not_article": 1}
    counted = "select (select count(*) from outcomes), (select count(*) from claims), (select count(*) from loads)"
    before = rows(data, counted)
    again = ingested([path], data)
    assert again.loaded.outcomes == first.loaded.outcomes
    assert again.loaded.new_count == 0
    assert rows(data, counted) == before
    assert rows(data, "select site, published::varchar from articles") == [("voorbeeld.nl", "2026-10-05")]
    assert rows(data, "select count(*) from sections where kind = 'sources' and entry_count = 0") == [(1,)]


def test_an_edit_in_a_later_file_is_a_second_version(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    address = "https://voorbeeld.nl/magnesium"
    ingested([warc(tmp_path / "a.warc.gz", [(address, "200 OK", page())])], data)
    edited = page(more="Of het bij kramp helpt, is niet bewezen. Daarvoor is meer onderzoek nodig, zeggen artsen.")
    done = ingested([warc(tmp_path / "b.warc", [(address, "200 OK", edited)])], data)
    assert done.loaded.outcomes == {"article": 1}
    same = ingested([warc(tmp_path / "c.warc.gz", [(address, "200 OK", edited)])], data)
    assert same.loaded.outcomes == {"unchanged": 1}
    assert rows(data, "select version_count from articles") == [(2,)]


def test_two_files_of_one_name_are_two_files(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    for folder, title in (("x", "Magnesium"), ("y", "Zink")):
        (tmp_path / folder).mkdir()
        warc(tmp_path / folder / "crawl.warc.gz", [(f"https://voorbeeld.nl/{title}", "200 OK", page(title))])
    done = ingested([tmp_path / "x", tmp_path / "y"], data, processes=1)
    assert done.loaded.outcomes == {"article": 2}


def test_a_run_is_named_after_its_file_whatever_that_is_called(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "data")
    path = warc(tmp_path / "a--b.warc.gz", [("https://voorbeeld.nl/x", "200 OK", page())])
    ingested([path], data)
    ((run_id,),) = rows(data, "select distinct run_id from outcomes")
    assert str(run_id).startswith("a--b-")
    assert len(str(run_id)) == len("a--b-") + 8


def test_what_is_called_a_warc_and_is_none_is_told(tmp_path: Path) -> None:
    good = warc(tmp_path / "good.warc.gz", [("https://voorbeeld.nl/x", "200 OK", page())])
    bad = tmp_path / "bad.warc.gz"
    bad.write_text('{"a": 1}')
    done = ingested([good, bad], DataFolder(tmp_path / "data"))
    assert done.loaded.outcomes == {"article": 1}
    ((path, reason),) = done.failed
    assert path == bad
    assert "no WARC file" in reason
    with pytest.raises(CommandFailed, match="no WARC file"):
        ingested([bad], DataFolder(tmp_path / "other"))


def test_html_files_load_too(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "magnesium.html").write_text(page())
    data = DataFolder(tmp_path / "data")
    assert ingested([folder], data).loaded.outcomes == {"article": 1}
    assert html_paths(folder) == [folder / "magnesium.html"]


@pytest.mark.fault("F02")
def test_a_torn_file_keeps_what_was_whole(tmp_path: Path) -> None:
    pages = [
        (f"https://voorbeeld.nl/{n}", "200 OK", page(f"Stof {n}", more=f"Per dag is {n} gram genoeg."))
        for n in range(3)
    ]
    path = warc(tmp_path / "torn.warc.gz", pages)
    path.write_bytes(path.read_bytes()[:-200])
    outcomes = ingested([path], DataFolder(tmp_path / "data")).loaded.outcomes
    assert outcomes["article"] == 2
    assert outcomes["error"] == 1


def test_what_is_no_archive_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no archive")
    for wrong in (tmp_path / "notes.txt", tmp_path / "nowhere"):
        with pytest.raises(NothingToIngestError):
            find_archives([wrong])
    empty = tmp_path / "empty.warc.gz"
    empty.write_bytes(gzip.compress(b""))
    assert ingested([empty], DataFolder(tmp_path / "data")).loaded.outcomes == {}


def test_the_page_it_began_with(tmp_path: Path) -> None:
    """The seed article as a page: most claims found, none traceable, its commission and its empty list are rows."""
    seed = SHARED / "gold" / "seed.jsonl"
    if not seed.exists():
        pytest.skip("the seed article is not beside the project")
    article = json.loads(seed.read_text().splitlines()[0])
    lines = article["text"].split("\n")
    headings = {line for line in lines if len(line.split()) <= 6 and not line.endswith((".", ":", "?", "!"))}
    body = "".join(f"<h2>{line}</h2>" if line in headings else f"<p>{line}</p>" for line in lines)
    html = f"<html lang=nl><title>{article['title']}</title><body><article><h1>{article['title']}</h1>{body}</article>"
    data = DataFolder(tmp_path / "data")
    ingested([warc(tmp_path / "seed.warc.gz", [(article["url"] + "/hielspoor", "200 OK", html)])], data)
    found = {str(text) for (text,) in rows(data, "select text from claims")}
    assert len(found & {claim["text"] for claim in article["claims"]}) >= 40
    assert rows(data, "select count(*) from claims where support = 'traceable'") == [(0,)]
    assert ("affiliate",) in rows(data, "select kind from disclosures")
    assert rows(data, "select count(*) from sections where kind = 'sources' and entry_count = 0") == [(1,)]


def test_real_pages_are_read_without_an_exception(tmp_path: Path) -> None:
    """The first megabyte of a file of real pages, cut off in the middle of a record."""
    corpus = SHARED / "corpus" / "health-nl.warc.gz"
    if not corpus.exists():
        pytest.skip("the corpus is not beside the project")
    path = tmp_path / "real.warc.gz"
    with corpus.open("rb") as file:
        path.write_bytes(file.read(1 << 20))
    data = DataFolder(tmp_path / "data")
    outcomes = ingested([path], data).loaded.outcomes
    assert outcomes["article"] > 30
    assert outcomes["error"] == 1
    reasons = rows(data, "select reason from outcomes where outcome = 'error'")
    assert "cut" in str(reasons) or "end" in str(reasons), reasons


def test_each_warc_of_a_wacz_is_an_archive_and_loads_once(tmp_path: Path) -> None:
    warcs = {
        f"rec-{number}.warc.gz": warc(tmp_path / "x.warc.gz", [(f"https://voorbeeld.nl/{name}", "200 OK", page(name))])
        .read_bytes()
        for number, name in enumerate(("Magnesium", "Zink"))
    }  # fmt: skip
    folder = tmp_path / "crawls"
    folder.mkdir()
    write_wacz(folder / "crawl.wacz", warcs)
    archives = find_archives([folder, folder / "crawl.wacz"])
    assert [archive.name for archive in archives] == [f"crawl.wacz/archive/{name}" for name in warcs]
    data = DataFolder(tmp_path / "data")
    done = ingested([folder], data, processes=1)
    assert done.loaded.outcomes == {"article": 2} and done.loaded.new_count == 2
    places = [fileset_of(archive, data).name for archive in archives]
    digest = file_digest(folder / "crawl.wacz")
    assert [place.partition("--")[0] for place in places] == [f"crawl-1-{digest}", f"crawl-2-{digest}"]
    assert ingested([folder], data).loaded.new_count == 0
    assert {str(record).partition(":")[0] for (record,) in rows(data, "select record from outcomes")} == {
        f"crawl.wacz/archive/{name}" for name in warcs
    }


def test_a_wacz_that_cannot_be_read_is_told_and_the_others_load(tmp_path: Path) -> None:
    good = warc(tmp_path / "good.warc.gz", [("https://voorbeeld.nl/x", "200 OK", page())])
    write_wacz(tmp_path / "cut.wacz", {"a.warc.gz": good.read_bytes()})
    (tmp_path / "cut.wacz").write_bytes((tmp_path / "cut.wacz").read_bytes()[:-40])
    write_wacz(tmp_path / "notes.wacz", {"a.warc.gz": b"no warc at all"})
    write_wacz(tmp_path / "bomb.wacz", {"a.warc": bytes(10**7)}, method=ZIP_DEFLATED)
    done = ingested([tmp_path], DataFolder(tmp_path / "data"), processes=1)
    assert done.loaded.outcomes == {"article": 1}
    reasons = {path.relative_to(tmp_path).as_posix(): reason for path, reason in done.failed}
    assert set(reasons) == {"cut.wacz", "notes.wacz/archive/a.warc.gz", "bomb.wacz/archive/a.warc"}
    assert "no zip file, or a damaged one" in reasons["cut.wacz"]
    assert "no WARC file" in reasons["notes.wacz/archive/a.warc.gz"]
    assert "more than the limit" in reasons["bomb.wacz/archive/a.warc"]


@pytest.mark.fault("F57")
def test_a_bad_name_in_a_wacz_is_counted_and_its_pages_load(tmp_path: Path) -> None:
    good = warc(tmp_path / "x.warc.gz", [("https://voorbeeld.nl/x", "200 OK", page())]).read_bytes()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    write_wacz(folder / "crawl.wacz", {"a.warc.gz": good, "../../../evil.warc.gz": good, "../../x.warc.gz": good})
    data = DataFolder(tmp_path / "data")
    done = ingested([folder], data, processes=1)
    assert (done.loaded.outcomes, done.failed) == ({"article": 1, "error": 2}, ())
    assert rows(data, "select url, site, reason from outcomes where outcome = 'error' order by url") == [
        (
            f"warc:crawl.wacz/refused-{number}",
            "unknown",
            f"it has a file called 'archive/{name}', which leads outside of it: not read",
        )
        for number, name in ((1, "../../../evil.warc.gz"), (2, "../../x.warc.gz"))
    ]
    assert ingested([folder], data).loaded.new_count == 0
    assert not list(tmp_path.rglob("evil*"))
    assert [one.name for one in tmp_path.rglob("x.warc*")] == ["x.warc.gz"]


def test_what_was_never_seen_before_can_be_unchanged(tmp_path: Path) -> None:
    """A crawl whose first file is not here: its revisits count, belong to no article yet, and find it once it loads."""
    url = "https://voorbeeld.nl/magnesium"
    with WarcFile(tmp_path / "b.warc.gz", {}) as later:
        later.write_revisit(
            exchange(url, b"", "304 Not Modified", ETag='"e1"'),
            profile="server-not-modified", refers_to_date=None, payload_digest=None,
        )  # fmt: skip
    data = DataFolder(tmp_path / "data")
    assert ingested([later.path], data).loaded.outcomes == {"unchanged": 1}
    assert rows(data, "select outcome, reason, article_id from outcomes") == [("unchanged", "304 Not Modified", None)]
    with WarcFile(tmp_path / "a.warc.gz", {}) as first:
        first.write(replace(exchange(url, page().encode()), at=AT - timedelta(days=1)))
    assert ingested([first.path], data).loaded.outcomes == {"article": 1}
    assert rows(data, "select count(distinct article_id), count(article_id) from outcomes") == [(1, 2)]
    assert rows(data, "select last_seen_at::date - first_seen_at::date from articles") == [(1,)]


def test_outcomes_keep_what_the_answer_said(tmp_path: Path) -> None:
    with WarcFile(tmp_path / "a.warc.gz", {}) as written:
        written.write(exchange("https://voorbeeld.nl/oud", b"", "301 Moved", Location="/magnesium"))
        written.write(exchange("https://voorbeeld.nl/magnesium", page().encode(), X_Robots_Tag="noarchive"))
        written.write(
            exchange("https://voorbeeld.nl/weg", page("Zink").encode(), soft_404_of="https://voorbeeld.nl/zqx-8471")
        )
    data = DataFolder(tmp_path / "data")
    (folder,) = (fileset_of(archive, data) for archive in find_archives([written.path]))
    outcomes = ingested([written.path], data).loaded.outcomes
    assert outcomes == {"article": 1, "redirected": 1, "not_article": 1}
    assert rows(data, "select reason, article_id from outcomes where outcome = 'not_article'") == [
        ("soft 404: answered like https://voorbeeld.nl/zqx-8471", None)
    ]
    told = read_rows(folder / "outcomes.parquet", ("url", "location", "directives", "payload_digest"))
    assert told == [
        ("https://voorbeeld.nl/oud", "https://voorbeeld.nl/magnesium", None, payload_digest(b"")),
        ("https://voorbeeld.nl/magnesium", None, "noarchive", payload_digest(page().encode())),
        ("https://voorbeeld.nl/weg", None, None, payload_digest(page("Zink").encode())),
    ]


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in columns) for row in parquet.read_table(path).to_pylist()]
