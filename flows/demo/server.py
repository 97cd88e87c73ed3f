"""The demo sites in; real HTTP on 127.0.0.1 out, one port a site, on the day that is set."""

import gzip
import re
import threading
from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from flows.demo.resources import DAYS, SITES, Resource, missing_resource, site_resources, site_slugs

HOST = "127.0.0.1"
PREFERRED_PORTS = (8731, 8732, 8733)


class DemoServer:
    """Serves the demo sites while its `with` block lasts.

    A preferred port that is taken is replaced by any free one, so `origins` ({slug: "http://127.0.0.1:8731"}) is
    the only place to learn the addresses from. The day is 1 until `set_day` says otherwise.
    """

    def __init__(self, ports: Sequence[int] = PREFERRED_PORTS) -> None:
        self._ports = ports
        self._servers: dict[str, _SiteServer] = {}
        self.origins: dict[str, str] = {}

    def __enter__(self) -> Self:
        for slug, port in zip(site_slugs(), self._ports, strict=True):
            server = _bound_server(slug, port)
            self._servers[slug] = server
            self.origins[slug] = server.origin
            threading.Thread(target=server.serve_forever, args=(0.05,), name=f"demo {slug}", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def set_day(self, day: int) -> None:
        """Show the sites as they are on `day` (1 or 2) from the next request on."""
        if day not in DAYS:
            raise ValueError(f"the demo has the days {DAYS}, not {day}")
        for server in self._servers.values():
            server.resources = server.resources_by_day[day]

    def write_site_files(self, folder: Path) -> list[Path]:
        """Write `<slug>.toml` of each site, its addresses filled in, into `folder` and return the files' paths."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for slug, origin in self.origins.items():
            file = folder / f"{slug}.toml"
            file.write_text((SITES / slug / "site.toml").read_text("utf-8").replace("$origin", origin), "utf-8")
            files.append(file)
        return files


class _SiteServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, slug: str, port: int) -> None:
        super().__init__((HOST, port), _SiteHandler)
        self.slug = slug
        self.origin = f"http://{HOST}:{self.server_port}"
        self.resources_by_day = {day: site_resources(slug, day, self.origin) for day in DAYS}
        self.resources = self.resources_by_day[1]

    def resource(self, target: str) -> Resource:
        """Return what the request target asks for. Addresses are looked up, never opened, so none leads out."""
        path = unquote(urlsplit(target).path).rstrip("/")
        return self.resources.get(path) or missing_resource(self.slug)


class _SiteHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "claimtrace-demo"
    sys_version = ""
    wbufsize = -1  # head and body leave in one packet; unbuffered, each request waits 40 ms for a delayed ACK
    disable_nagle_algorithm = True
    timeout = 30
    server: _SiteServer

    def do_GET(self) -> None:
        """Answer with the page, its 304, its redirect or its absence."""
        resource = self.server.resource(self.path)
        if resource.status == HTTPStatus.OK and self._has_it_already(resource):
            self._send_head(resource, HTTPStatus.NOT_MODIFIED, None, zipped=False)
            return
        zipped = (
            resource.content_type.startswith(("text/", "application/xml", "application/rss")) and self._takes_gzip()
        )
        body = gzip.compress(resource.body, mtime=0) if zipped else resource.body
        self._send_head(resource, resource.status, len(body), zipped=zipped)
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: stderr belongs to the run that is watching."""

    def _send_head(self, resource: Resource, status: int, length: int | None, *, zipped: bool) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(length))
            self.send_header("Vary", "Accept-Encoding")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if resource.location is not None:
            self.send_header("Location", resource.location)
        if resource.last_modified is not None:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", format_datetime(resource.last_modified.astimezone(UTC), usegmt=True))
        self.end_headers()

    def _has_it_already(self, resource: Resource) -> bool:
        # If-None-Match outranks If-Modified-Since (RFC 9110, section 13.2.2); validators compare weakly.
        if (tags := self.headers.get("If-None-Match")) is not None:
            return resource.etag.removeprefix("W/") in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        since = self.headers.get("If-Modified-Since")
        if since is None or resource.last_modified is None:
            return False
        try:
            return resource.last_modified.astimezone(UTC).replace(microsecond=0) <= parsedate_to_datetime(since)
        except (ValueError, TypeError):  # an unreadable date is no condition; a naive one cannot be compared
            return False

    def _takes_gzip(self) -> bool:
        codings = self.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
        return any(re.fullmatch(r"gzip(;q=(1|0?\.\d*[1-9]).*)?", coding) for coding in codings)


def _bound_server(slug: str, port: int) -> _SiteServer:
    try:
        return _SiteServer(slug, port)
    except OSError:  # another demo, or anything else, has the port
        return _SiteServer(slug, 0)
