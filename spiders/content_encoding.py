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
    while body and len(plain) < limit:  # several members are one body, RFC 1952 2.2
        inflate = zlib.decompressobj(wbits=31)
        plain += _whole(inflate.decompress(body, limit - len(plain)), limit - len(plain), inflate.eof)
        body = inflate.unused_data if inflate.unused_data.startswith(GZIP_MAGIC) else b""
    return plain


def _inflate(body: bytes, limit: int) -> bytes:
    for wbits in (15, -15):  # with a zlib head as the standard says, and without as some servers send it
        inflate = zlib.decompressobj(wbits)
        try:
            return _whole(inflate.decompress(body, limit), limit, inflate.eof)
        except zlib.error as error:
            problem = error
    raise problem


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    plain: bytes = decoder.process(body, output_buffer_limit=limit)
    while len(plain) < limit and (more := decoder.process(b"", output_buffer_limit=limit - len(plain))):
        plain += more
    return _whole(plain, limit, decoder.is_finished())


def _unzstd(body: bytes, limit: int) -> bytes:
    decoder = zstd.ZstdDecompressor()
    return _whole(decoder.decompress(body, limit), limit, decoder.eof)


def _whole(plain: bytes, limit: int, is_finished: bool) -> bytes:
    if not is_finished and len(plain) < limit:
        raise EOFError("it ends too early")
    return plain


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
