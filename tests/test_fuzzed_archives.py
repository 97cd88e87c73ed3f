"""What the fuzzer found in archives, read again; and its harness on archives of every kind, without the fuzzer."""

import random

import pytest

from tests.archive_samples import http, record
from tests.fuzz.warc_records import KEPT, archive_of, broken_promise

ARC = (
    b"filedesc://x.arc 0.0.0.0 20070301093015 text/plain 77\n"
    b"1 0 Internet Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    b"http://www.c.example/ 1.2.3.4 20070301093015 text/html %d\n%s\n" % (len(http()), http())
)
SEEDS = (record(http()) + record(http(), kind="revisit") + record(b"<p>x", kind="resource"), ARC)


@pytest.mark.fault("F26")
@pytest.mark.parametrize("path", sorted(KEPT.iterdir()), ids=lambda path: path.stem)
def test_what_once_broke_a_promise_breaks_it_no_more(path) -> None:
    assert broken_promise(path.read_bytes()) is None


@pytest.mark.parametrize("packing", [0, 1, 2])
@pytest.mark.parametrize("seed", SEEDS, ids=["warc", "arc"])
def test_damage_at_random_breaks_no_promise(seed: bytes, packing: int) -> None:
    chance = random.Random(packing)
    for _ in range(150):
        data = bytearray(bytes([packing]) + seed)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(1, len(data))] = chance.randrange(256)
        assert broken_promise(bytes(data)) is None, bytes(data)


def test_an_input_is_an_archive_plain_packed_whole_or_packed_by_records() -> None:
    plain, whole, each = (archive_of(bytes([packing]) + SEEDS[0]).content for packing in (0, 1, 2))
    assert plain == SEEDS[0] and whole[:2] == each[:2] == b"\x1f\x8b"
    assert len({plain, whole, each}) == 3


def test_an_arc_record_that_ends_too_early_is_no_page() -> None:
    assert broken_promise(b"\0" + ARC) is None
    from spiders.warc import UnreadableRecord, read_pages

    (cut,) = read_pages(archive_of(b"\0" + ARC[:-40]))
    assert isinstance(cut, UnreadableRecord) and "cut short" in cut.reason
