"""An ARC file (what crawlers wrote before 2009) in, its pages out."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from warcio.archiveiterator import ArchiveIterator

from spiders.archived_page import (
    MAX_BODY_BYTES,
    Capture,
    Unreadable,
    UnreadableRecord,
    http_head,
    http_page,
    unreadable,
    web_address,
)
from spiders.warc_frames import CUT_SHORT, WarcSource
from spiders.warc_head import target_of, warc_date
from transforms.records import Page

ARC_START = b"filedesc://"


def arc_pages(source: WarcSource, site: str | None, at: datetime) -> Iterator[Page | UnreadableRecord]:
    """Yield the pages of an ARC file as warcio frames them; damage ends the file with one record dated `at`."""
    record = f"{source.name}:0"
    url = ""
    try:
        with source.open("rb") as file:
            records = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
            for arc in records:
                length = str(arc.rec_headers.get_header("Content-Length"))
                if not length.isdecimal():  # warcio would take it for 0 and go on inside the record
                    raise Unreadable(f"a record's length is {length[:20]!r}")
                if arc.rec_type != "response":
                    continue
                record = f"{source.name}:{records.offset}"
                url = target_of(arc.rec_headers) or ""
                at = warc_date(arc.rec_headers) or at
                block = BytesIO(arc.raw_stream.read(MAX_BODY_BYTES + 1))
                try:
                    if len(block.getbuffer()) < min(int(length), MAX_BODY_BYTES + 1):
                        raise Unreadable(CUT_SHORT)
                    http = http_head(block)
                    capture = Capture(url=web_address(url), site=site, fetched_at=at, record=record)
                    yield http_page(capture, http, block.read())
                except Unreadable as problem:
                    yield unreadable(url, site, at, record, str(problem))
    except Exception as error:  # warcio raises many kinds; the file's remaining bytes are one counted outcome
        yield unreadable("", site, at, f"{record}+", f"the rest of the file cannot be read: {error}")
