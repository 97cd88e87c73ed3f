"""Small archives as crawlers write them: our own exchanges, records byte by byte, WACZ files by their standard."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from spiders.warc import UnreadableRecord, read_pages
from spiders.warc_file import Exchange
from transforms.records import Page, Revisit

AT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
HTML = "<html><title>Gember</title><p>Gember helpt tegen misselijkheid – zeggen ze.</p>".encode()


def exchange(
    url: str = "https://www.a.example/gember?x=1",
    body: bytes = HTML,
    status_line: str = "200 OK",
    soft_404_of: str | None = None,
    **headers: str,
) -> Exchange:
    """An exchange of our own crawler; `ETag='"e1"'` and `Content_Encoding="gzip"` are headers of the response."""
    pairs = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Exchange(
        url=url,
        at=AT,
        request_headers=(("Host", "www.a.example"), ("User-Agent", "claimtrace/0 (+mailto:a@a.example)")),
        status_line=status_line,
        response_headers=tuple(pairs.items()),
        body=body,
        ip_address="203.0.113.7",
        soft_404_of=soft_404_of,
    )


def record(
    content: bytes,
    url: str | None = "http://www.b.example/p",
    kind: str = "response",
    date: str = "2026-03-01T09:30:15Z",
    length: int | None = None,
    content_type: str = "application/http; msgtype=response",
    version: str = "1.0",
    fields: Mapping[str, str] | None = None,
) -> bytes:
    """One WARC record, byte by byte; `length` is a wrong Content-Length, `fields` are more of its header."""
    head = [f"WARC/{version}", f"WARC-Type: {kind}", f"WARC-Date: {date}"]
    head += [f"WARC-Target-URI: {url}"] if url else []
    head += [f"{name}: {value}" for name, value in (fields or {}).items()]
    head += [f"Content-Type: {content_type}", f"Content-Length: {length or len(content)}"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def http(body: bytes = HTML, head: bytes = b"Content-Type: text/html\r\n", status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """An HTTP response, byte by byte."""
    return status + b"\r\n" + head + b"\r\n" + body


def pages_of(folder: Path, *members: bytes, name: str = "x.warc.gz") -> list[Page | Revisit | UnreadableRecord]:
    """What is read of a WARC file of these bytes."""
    path = folder / name
    path.write_bytes(b"".join(members))
    return list(read_pages(path))


def kinds(found: Iterable[Page | Revisit | UnreadableRecord]) -> list[str]:
    """The names of the classes of what was read."""
    return [type(one).__name__ for one in found]


def browsertrix_warc(url: str, body: bytes = HTML) -> bytes:
    """A page as Browsertrix archives it, with all the records that it keeps beside the page."""
    of_page = {"WARC-Page-ID": "9a4f2c1e", "WARC-Protocol": "h2"}
    sha256 = f"sha256:{hashlib.sha256(body).hexdigest()}"
    info = json.dumps({"pageid": "9a4f2c1e", "url": url, "urls": {url: {"status": 200, "mime": "text/html"}}}).encode()
    request = b"GET / HTTP/1.1\r\naccept: */*\r\n\r\n"
    records = [
        record(b"software: Browsertrix-Crawler 1.7.0\r\n", None, "warcinfo", content_type="application/warc-fields"),
        record(
            http(body, b"content-type: text/html; charset=utf-8\r\nx-orig-content-encoding: br\r\n", b"HTTP/1.1 200 "),
            url, fields={**of_page, "WARC-Payload-Digest": sha256, "WARC-Resource-Type": "document"},
        ),
        record(request, url, "request", content_type="application/http; msgtype=request"),
        record(info, f"urn:pageinfo:{url}", "resource", content_type="application/json"),
        record(b"Gember helpt", f"urn:text:{url}", "resource", content_type="text/plain"),
        record(b"\x89PNG", f"urn:view:{url}", "resource", content_type="image/png"),
        record(body, f"urn:dom:{url}", "resource", content_type="text/html"),
    ]  # fmt: skip
    return b"".join(gzip.compress(one.replace(b"WARC/1.0", b"WARC/1.1")) for one in records)


def write_wacz(
    path: Path, warcs: Mapping[str, bytes], pages: Iterable[str] = (), method: int = ZIP_STORED, zip64: bool = False
) -> Path:
    """A WACZ 1.1.1 as its standard says (https://specs.webrecorder.net/wacz/1.1.1/): `warcs` by name, and `pages`.

    `method` deflates the WARC files, which the standard forbids; `zip64` writes their heads as for large ones.
    """
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    lines += [{"id": f"p{number}", "url": url, "ts": "2026-03-01T09:30:15Z"} for number, url in enumerate(pages)]
    files = {f"archive/{name}": content for name, content in warcs.items()}
    files["indexes/index.cdx.gz"] = gzip.compress(b"")
    files["pages/pages.jsonl"] = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    resources = [
        {"name": name.rpartition("/")[2].lower(), "path": name, "hash": _sha256(content), "bytes": len(content)}
        for name, content in files.items()
    ]
    package = {
        "profile": "data-package", "wacz_version": "1.1.1", "software": "written by a test",
        "created": "2026-03-01T10:00:00Z", "resources": resources,
    }  # fmt: skip
    files["datapackage.json"] = json.dumps(package, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": _sha256(files["datapackage.json"])}
    files["datapackage-digest.json"] = json.dumps(digest).encode()
    with ZipFile(path, "w") as wacz:
        for name, content in files.items():
            info = ZipInfo(name, (2026, 3, 1, 10, 0, 0))
            info.compress_type = method if name.startswith("archive/") else ZIP_STORED
            with wacz.open(info, "w", force_zip64=zip64) as member:
                member.write(content)
    return path


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
