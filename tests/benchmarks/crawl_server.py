"""A site of any number of pages on loopback, as fast as one process can serve it.

`python -m tests.benchmarks.crawl_server N` prints its port, and serves until it is killed. Page n links to 2n+1 and
2n+2, so that all are found from the first; each is some 20 kB of markup with an article in it.
"""

import asyncio
import sys

from tests.fault_server import article

_PADDING = "".join(f"<div class='card card--{number}'><span data-id='{number}'></span></div>" for number in range(250))


def page(number: int, count: int) -> bytes:
    """The page of a number, with links to the two that follow from it."""
    following = [child for child in (2 * number + 1, 2 * number + 2) if child < count]
    body = "".join(f"<a href='/p{child}'>Lees ook {child}</a>" for child in following)
    return article(title=f"Gember en misselijkheid, deel {number}", body=body + _PADDING).encode()


class Site(asyncio.Protocol):
    """One connection: each request is answered at once and the connection stays open."""

    count = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._received = b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head.split(b" ", 2)[1].decode()))

    def _answer(self, path: str) -> bytes:
        number = path.removeprefix("/p")
        if path == "/" or (number.isdigit() and int(number) < self.count):
            status, body = "200 OK", page(int(number) if number.isdigit() else 0, self.count)
        else:
            status, body = "404 Not Found", b""
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body


async def serve(count: int) -> None:
    """Serve `count` pages on a free port and print it."""
    Site.count = count
    server = await asyncio.get_running_loop().create_server(Site, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
