"""A body as served and its Content-Encoding in, the plain body out, never larger than a limit."""

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
from backports import zstd

# What no text starts with: a header may promise an encoding that a crawler has already undone.
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


class UndecodableBody(Exception):
    """A body that is not what its Content-Encoding says, or that grows beyond the limit."""


def decoded_body(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """Return `body` without its encodings (`gzip`, `br, gzip`, …), undone in reverse order as RFC 9110 8.4 asks.

    A body that its crawler has decoded already (Browsertrix and some converters keep the header) is returned as it is.
    Raises UndecodableBody for an unknown or damaged encoding and for more than `limit` bytes.
    """
    for name in reversed((content_encoding or "").lower().split(",")):
        body = _decoded_once(body, name.strip(), limit)
    if len(body) > limit:
        raise UndecodableBody(f"the body has more than {limit} bytes")
    return body


def _decoded_once(body: bytes, name: str, limit: int) -> bytes:
    if name in ("", "identity", "utf-8", "none") or not body or _is_plain_text(body):
        return body
    decoder = DECODERS.get(name)
    if decoder is None:
        raise UndecodableBody(f"Content-Encoding {name!r} is unknown")
    try:
        plain = decoder(body, limit + 1)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        raise UndecodableBody(f"the body is not {name}: {error}") from error
    if len(plain) > limit:
        raise UndecodableBody(f"the {name} body has more than {limit} bytes when decoded")
    return plain


def _is_plain_text(body: bytes) -> bool:
    # Every compressed format has bytes outside text in its first dozen; markup and JSON have none.
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"<", b"{", b"[", b"%") and all(byte >= 0x20 or byte in b"\t\r\n\f" for byte in start[:64])


def _gunzip(body: bytes, limit: int) -> bytes:
    plain = b""
    while body.startswith(GZIP_MAGIC) and len(plain) < limit:  # several members are one body, RFC 1952 2.2
        inflate = zlib.decompressobj(wbits=31)
        plain += inflate.decompress(body, limit - len(plain))
        body = inflate.unused_data
    if not plain and body:
        raise zlib.error("no gzip header")
    return plain


def _inflate(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, limit)
    except zlib.error:
        return zlib.decompressobj(wbits=-15).decompress(body, limit)  # servers send the raw stream as well


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    plain: bytes = decoder.process(body, output_buffer_limit=limit)
    while len(plain) < limit and not decoder.is_finished():
        more = decoder.process(b"", output_buffer_limit=limit - len(plain))
        if not more:
            break
        plain += more
    return plain


def _unzstd(body: bytes, limit: int) -> bytes:
    plain: bytes = zstd.ZstdDecompressor().decompress(body, limit)
    return plain


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
