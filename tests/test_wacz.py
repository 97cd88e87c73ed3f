"""WACZ files: their WARC files are read where they lie; what is hostile, damaged or none is told and harms nothing."""

import gzip
import io
import os
import pickle
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spiders import wacz
from spiders.wacz import PackedWarc, WaczError, packed_warcs
from spiders.wacz_digests import digest_problem
from spiders.warc import UnreadableRecord, read_pages
from tests.archive_samples import HTML, browsertrix_warc, http, kinds, record, write_wacz
from transforms.records import Page

URL = "https://www.b.example/gember"
WARC = browsertrix_warc(URL)


def addresses(packed: PackedWarc) -> list[tuple[str, str]]:
    return [(type(one).__name__, one.url) for one in read_pages(packed)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("zip64", [False, True])
def test_the_pages_of_a_wacz(tmp_path: Path, method: int, zip64: bool) -> None:
    path = write_wacz(tmp_path / "crawl.wacz", {"rec-0.warc.gz": WARC}, [URL], method, zip64)
    (packed,) = packed_warcs(path)
    assert packed == PackedWarc(path, "archive/rec-0.warc.gz", 1)
    (page,) = read_pages(packed)
    assert isinstance(page, Page) and (page.url, page.body) == (URL, HTML)
    assert page.record.startswith("crawl.wacz/archive/rec-0.warc.gz:")
    start = int(page.record.rpartition(":")[2])
    with packed.open() as file:
        file.seek(start)
        assert gzip.decompress(file.read()).startswith(b"WARC/1.1\r\nWARC-Type: response")
    assert pickle.loads(pickle.dumps(packed)) == packed  # it goes to the process that reads it


def test_each_warc_of_a_wacz_is_one_plain_or_gzip(tmp_path: Path) -> None:
    plain = record(http(), "http://b.example/1") + record(http(), "http://b.example/2")
    warcs = {"b.warc": plain, "a.warc.gz": WARC, "sub/c.WARC.GZ": WARC}
    packed = packed_warcs(write_wacz(tmp_path / "crawl.wacz", warcs))
    assert [(one.member, one.number) for one in packed] == [
        ("archive/a.warc.gz", 1),
        ("archive/b.warc", 2),
        ("archive/sub/c.WARC.GZ", 3),
    ]
    assert addresses(packed[1]) == [("Page", "http://b.example/1"), ("Page", "http://b.example/2")]


def test_one_streamed_by_its_writer_reads_the_same(tmp_path: Path) -> None:
    """Browsertrix writes heads without sizes and the sizes after the bytes, as a zip that is streamed must."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w") as package:  # type: ignore[arg-type]
        package.writestr("archive/rec.warc.gz", WARC)
    path = tmp_path / "streamed.wacz"
    path.write_bytes(stream.data)
    assert stream.data[14:26] == bytes(12), "the local head holds no sizes"
    assert addresses(packed_warcs(path)[0]) == [("Page", URL)]


@pytest.mark.fault("F02")
def test_damage_inside_costs_its_own_record_alone(tmp_path: Path) -> None:
    members = [gzip.compress(record(http(), f"http://b.example/{n}")) for n in range(3)]
    torn = members[1][:20] + b"\xff" * 20 + members[1][40:]
    for content in (b"".join([members[0], torn, members[2]]), gzip.decompress(members[0]) + b"WARC/1.0\r\nnothing"):
        name = "x.warc.gz" if content[:2] == b"\x1f\x8b" else "x.warc"
        found = list(read_pages(packed_warcs(write_wacz(tmp_path / f"{name}.wacz", {name: content}))[0]))
        assert kinds(found)[:2] == ["Page", "UnreadableRecord"]


@pytest.mark.fault("F02")
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_byte_that_has_turned_shows_in_the_digest_and_costs_no_other_page(tmp_path: Path, method: int) -> None:
    """In a plain WARC file no checksum but the WACZ's own tells of it."""
    good = record(http(), "http://b.example/1") + record(http(), "http://b.example/2")
    bad = good.replace(b"helpt", b"help!", 1)
    assert len(bad) == len(good) and bad != good
    path = write_wacz(tmp_path / "crawl.wacz", {"a.warc": good, "b.warc": good}, method=method)
    rewritten = tmp_path / "turned.wacz"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w") as new:
        for info in old.infolist():
            new.writestr(info, bad if info.filename == "archive/a.warc" else old.read(info))
    turned, sound = packed_warcs(rewritten)
    found = list(read_pages(turned, "a_site"))
    assert kinds(found) == ["Page", "Page", "UnreadableRecord"] and kinds(read_pages(sound)) == ["Page", "Page"]
    told = found[-1]
    assert isinstance(told, UnreadableRecord) and told.site == "a_site"
    assert told.url == "warc:turned.wacz/archive/a.warc"
    assert told.reason == (
        "archive/a.warc is not as it was when the WACZ was made: its sha256 in datapackage.json is another"
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("datapackage.json", b'{"resources": []}', "datapackage.json is not as it was when the WACZ was made"),
        ("datapackage-digest.json", b"{", "datapackage-digest.json is no JSON"),
        ("datapackage-digest.json", b"[]", "datapackage-digest.json holds no object"),
        ("datapackage-digest.json", b"[" * 100_000, "datapackage-digest.json is no JSON"),
        ("datapackage-digest.json", bytes(17 * 2**20), "has more than"),
        ("datapackage-digest.json", b'{"hash": "sha256:0"}', "datapackage.json is not as it was"),
        ("datapackage-digest.json", b'{"hash": "crc32:0"}', None),
        ("datapackage.json", None, None),
    ],
)
def test_a_list_of_contents_that_is_none(tmp_path: Path, name: str, content: bytes | None, reason: str | None) -> None:
    path = write_wacz(tmp_path / "crawl.wacz", {"rec.warc.gz": WARC})
    other = tmp_path / "other.wacz"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
            elif content is not None:
                new.writestr(name, content)
    (packed,) = packed_warcs(other)
    page, *rest = read_pages(packed)
    assert isinstance(page, Page) and page.body == HTML
    assert [reason is not None and reason in one.reason for one in rest] == ([True] if reason else [])  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"{}", b'{"resources": [1, {"path": "archive/rec.warc.gz"}]}'])
def test_a_list_without_the_file_or_its_digest_says_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/rec.warc.gz", WARC)
        package.writestr("datapackage.json", content)
    problem = digest_problem(packed_warcs(path)[0])
    assert problem == (
        None if b"path" in content else "its digest cannot be verified: datapackage.json has no list of resources"
    )


def damaged(name: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        if name == "no zip":
            data[:] = WARC
        elif name == "cut short":
            del data[-60:]
        elif name == "encrypted":
            at = data.index(b"PK\x01\x02")
            data[at + 8] |= 1
        elif name == "unknown method":
            at = data.index(b"PK\x01\x02")
            data[at + 10] = 12  # bzip2
        elif name == "no local head":
            data[data.index(b"PK\x03\x04")] = 0
        elif name == "points beyond the end":
            at = data.index(b"PK\x01\x02")
            struct.pack_into("<I", data, at + 42, len(data))
        path.write_bytes(data)

    return damage


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no zip", "no zip file, or a damaged one"),
        ("cut short", "no zip file, or a damaged one"),
        ("encrypted", "archive/rec.warc.gz is encrypted"),
        ("unknown method", "compressed in a way that WACZ does not know"),
        ("no local head", "not where the directory says"),
        ("points beyond the end", "not where the directory says"),
    ],
)
def test_a_damaged_wacz_says_what_is_wrong(tmp_path: Path, name: str, reason: str) -> None:
    path = write_wacz(tmp_path / "crawl.wacz", {"rec.warc.gz": WARC})
    damaged(name)(path)
    with pytest.raises(WaczError, match=reason):
        list(read_pages(packed_warcs(path)[0]))


@pytest.mark.fault("F57")
@pytest.mark.parametrize(
    "name",
    [
        "archive/../../x.warc.gz",
        "../x.warc.gz",
        "/etc/x.warc.gz",
        "archive\\..\\x.warc.gz",
        "archive//x.warc",
        "archive/a\nb.warc",
        "archive/\x1b[31m.warc",
        "C:\\x.warc.gz",
        "./archive/x.warc.gz",
    ],
)
def test_a_name_that_leads_elsewhere_costs_its_own_file_alone(tmp_path: Path, name: str) -> None:
    """It is counted once, beside the pages of the first file; nothing is written anywhere."""
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        for good in ("archive/a.warc.gz", "archive/b.warc.gz"):
            package.writestr(good, WARC)
        package.writestr(zipfile.ZipInfo(name), WARC)
    first, second = packed_warcs(path)
    assert (first.member, second.member) == ("archive/a.warc.gz", "archive/b.warc.gz")
    page, refused = read_pages(first)
    assert isinstance(page, Page) and isinstance(refused, UnreadableRecord)
    assert (refused.url, refused.record) == ("warc:crawl.wacz/refused-1", "crawl.wacz/refused-1")
    assert refused.reason == f"it has a file called {name!r}, which leads outside of it: not read"
    assert kinds(read_pages(second)) == ["Page"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.fault("F57")
def test_a_wacz_of_nothing_but_such_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/../../x.warc.gz", WARC)
        package.writestr("elsewhere/x.warc.gz", WARC)
    with pytest.raises(WaczError, match=r"called 'archive/\.\./\.\./x\.warc\.gz', which leads outside of it"):
        packed_warcs(path)


def test_a_zip_without_warc_files_is_no_wacz(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("elsewhere/x.warc.gz", WARC)
        package.writestr("archive/notes.txt", "none")
    with pytest.raises(WaczError, match="no WARC file in its folder archive/"):
        packed_warcs(path)


@pytest.mark.fault("F24")
def test_a_member_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = write_wacz(tmp_path / "bomb.wacz", {"x.warc": bytes(20_000_000)}, method=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 100_000
    with pytest.raises(WaczError, match="more than the limit"):
        packed_warcs(path)[0].open()


@pytest.mark.fault("F24")
def test_a_member_that_says_it_is_small_is_read_no_further(tmp_path: Path) -> None:
    path = write_wacz(tmp_path / "bomb.wacz", {"x.warc": os.urandom(1000) * 10}, method=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 500)  # the size that it says it unpacks to
    path.write_bytes(data)
    with pytest.raises(WaczError, match="damaged"):
        packed_warcs(path)[0].open()


@pytest.mark.fault("F24")
def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    path = write_wacz(tmp_path / "bomb.wacz", {"a.warc": bytes(5000), "b.warc": bytes(5000)})
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    for at in (first, second):  # each says that it is as long as both
        struct.pack_into("<II", data, at + 20, 9000, 9000)
    path.write_bytes(data)
    with pytest.raises(WaczError, match="overlap"):
        packed_warcs(path)


def test_unpacking_that_the_disk_has_no_room_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_wacz(tmp_path / "crawl.wacz", {"x.warc.gz": WARC}, method=zipfile.ZIP_DEFLATED)
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(wacz.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(WaczError, match="10 are free"):
        packed_warcs(path)[0].open()


@example(at=5_024_590_779_432, byte=1, cut=1)  # a member that would begin before the file does
@given(at=st.integers(min_value=0), byte=st.integers(min_value=1, max_value=255), cut=st.integers(min_value=0))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_no_damage_raises_anything_else(tmp_path: Path, at: int, byte: int, cut: int) -> None:
    path = tmp_path / "crawl.wacz"
    if at % 2:
        write_wacz(path, {"a.warc.gz": WARC, "b.warc": gzip.decompress(WARC)}, method=zipfile.ZIP_DEFLATED)
    else:
        write_wacz(path, {"a.warc.gz": WARC, "b.warc": gzip.decompress(WARC)})
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= byte
    if cut % 5 == 0:
        del data[cut % len(data) :]
    path.write_bytes(data)
    try:
        packed = packed_warcs(path)
    except WaczError:
        return
    for one in packed:
        try:
            assert all(kind in ("Page", "UnreadableRecord") for kind in kinds(read_pages(one)))
        except WaczError:
            continue
