"""A web server on loopback that misbehaves: one route a fault, each a function that answers one request."""

import gzip
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeVar

import brotli
from backports import zstd

HTML = "text/html; charset=utf-8"
NUL_MEGABYTES = 25  # more than the 20 MiB that a body may have
SENTENCES = (
    "Gember wordt al eeuwen gebruikt bij misselijkheid en is in de keuken niet weg te denken. ",
    "Uit onderzoek onder zwangere vrouwen blijkt dat gember misselijkheid kan verminderen. ",
    "De onderzoekers gaven de ene helft van de groep gember en de andere helft een middel zonder werking. ",
    "Na vier dagen hadden de vrouwen die gember kregen minder klachten dan de anderen. ",
    "Overleg met de huisarts of verloskundige voordat u gember als middel gebruikt. ",
)


class Request(BaseHTTPRequestHandler):
    """One request, with short ways to answer it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    host: "FaultHost"

    def do_GET(self) -> None:
        self.host.asked.append((self.path, dict(self.headers)))
        self.host.moments.append((self.path, time.monotonic()))
        route = self.host.routes.get(self.path, self.host.otherwise)
        try:
            route(self)
        except OSError:  # the crawler has hung up, as it should
            self.close_connection = True

    def send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None: ...


Route = Callable[[Request], None]


def answer(body: str | bytes = b"", status: int = 200, **headers: str) -> Route:
    """Answer with a body; `Content_Type=…` is a header."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: request.send(status, {"Content-Type": HTML, **named}, data)


def in_turn(*routes: Route) -> Route:
    """Answer each request by the next of the routes; the last one stays."""
    left = list(routes)

    def next_one(request: Request) -> None:
        route = left.pop(0) if len(left) > 1 else left[0]
        route(request)

    return next_one


def article(title: str = "Gember bij misselijkheid", head: str = "", body: str = "") -> str:
    """An article of some seventy words, so that nothing but the fault decides what becomes of it."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f"<!doctype html><html lang='nl'><head><title>{title}</title>{head}</head>"
        f"<body><main><article><h1>{title}</h1>{paragraphs}{body}</article></main></body></html>"
    )


def links(*paths: str) -> str:
    """A page that links to others and says nothing."""
    items = "".join(f"<li><a href='{path}'>{path}</a></li>" for path in paths)
    return f"<!doctype html><html lang='nl'><title>Overzicht</title><ul>{items}</ul></html>"


def moved(location: str, status: int = 302) -> Route:
    """Redirect to an address."""
    return lambda request: request.send(status, {"Location": location}, b"")


def retry_at_date(seconds: float) -> Route:
    """Answer 429 and ask for a pause, by a date that lies `seconds` ahead."""
    return lambda request: request.send(429, {"Retry-After": formatdate(time.time() + seconds, usegmt=True)}, b"")


def silent(seconds: float = 3.0) -> Route:
    """Answer nothing for some seconds."""
    return lambda request: time.sleep(seconds)


def drip(request: Request) -> None:
    """A slow loris: one byte at a time, for ever."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def endless(request: Request) -> None:
    """A chunked body without an end."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    block = b"<p>" + b"x" * 2**20
    for _ in range(200):
        request.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")


def cut_short(request: Request) -> None:
    """A body that ends before its Content-Length."""
    request.send_response(200)
    request.send_header("Content-Type", HTML)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b"<p>half of it")
    request.close_connection = True


def hang_up(request: Request) -> None:
    """Close the connection without an answer."""
    request.close_connection = True


def garbage(request: Request) -> None:
    """Answer with what is no HTTP."""
    request.wfile.write(b"\x00\x01\x02 what is this?\r\n\r\n")
    request.close_connection = True


def bomb(encoding: str) -> Route:
    """A few kilobytes that unpack to 25 MB, and for `gzip, gzip` twice packed."""
    plain = bytes(NUL_MEGABYTES * 2**20)
    packed = {
        "gzip": lambda: gzip.compress(plain),
        "deflate": lambda: zlib.compress(plain),
        "br": lambda: brotli.compress(plain, quality=1),
        "zstd": lambda: zstd.compress(plain),
        "gzip, gzip": lambda: gzip.compress(gzip.compress(plain)),
    }[encoding]()
    return answer(packed, Content_Encoding=encoding)


@dataclass
class FaultHost:
    """One port: its routes, what it answers to every other path, and what it was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    otherwise: Route = answer("<h1>Niet gevonden</h1>", status=404)  # noqa: RUF009 (a function is no mutable default)
    origin: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    moments: list[tuple[str, float]] = field(default_factory=list)

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return Counter(path for path, _ in self.asked)[path]


Host = TypeVar("Host", bound=FaultHost)


@contextmanager
def serving(host: Host) -> Iterator[Host]:
    """Serve a host on a port of its own."""
    handler = type("Handler", (Request,), {"host": host})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.daemon_threads = True
        http.handle_error = lambda *_: None  # type: ignore[method-assign]  # that a crawler hangs up is no news
        http.block_on_close = False
        host.origin = f"http://127.0.0.1:{http.server_port}"
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield host
        http.shutdown()
