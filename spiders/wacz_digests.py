"""A WARC file in a WACZ in; whether its bytes are those that the WACZ's list of contents was made of, out.

The list is `datapackage.json`, a digest for each file, and `datapackage-digest.json` has the digest of the list
(https://specs.webrecorder.net/wacz/1.1.1/). A record of an uncompressed WARC file has no checksum of its own: a byte
that has turned in it shows here and nowhere else.
"""

import hashlib
import json
from typing import Any

from spiders.wacz import PackedWarc, WaczError, small_member

LIST, LIST_DIGEST = "datapackage.json", "datapackage-digest.json"
# Browsertrix lists some dozen files, 200 bytes each; what is larger is no list, and is not read into memory
MAX_LIST_BYTES = 16 * 2**20
# those that the tools of the standard write; another says nothing to us
ALGORITHMS = frozenset({"sha256", "sha512", "md5"})
_CHUNK_BYTES = 2**20


def digest_problem(packed: PackedWarc) -> str | None:
    """Return why a WARC file is not what its WACZ says it is; None where it is, or where the WACZ says nothing of it.

    It is read once more, whole: 0.5 GB a second, a hundredth of what reading its pages takes. Raises OSError where
    the disk fails, and nothing for what stands in the file.
    """
    try:
        listed = small_member(packed.wacz, LIST, MAX_LIST_BYTES)
        if listed is None:
            return None
        own = small_member(packed.wacz, LIST_DIGEST, MAX_LIST_BYTES)
        if own is not None and (digest := _digest_in(_read(own, LIST_DIGEST))) and not _is_of(digest, listed):
            return f"{LIST} is not as it was when the WACZ was made: its digest in {LIST_DIGEST} is another"
        digest = _listed(_read(listed, LIST), packed.member)
        return _difference(packed, digest) if digest else None
    except WaczError as error:
        return f"its digest cannot be verified: {error}"


def _difference(packed: PackedWarc, digest: tuple[str, str]) -> str | None:
    algorithm, wanted = digest
    made = hashlib.new(algorithm, usedforsecurity=False)
    with packed.open() as file:
        while data := file.read(_CHUNK_BYTES):
            made.update(data)
    if made.hexdigest() == wanted:
        return None
    return f"{packed.member} is not as it was when the WACZ was made: its {algorithm} in {LIST} is another"


def _read(data: bytes, name: str) -> dict[str, Any]:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WaczError(f"{name} is no JSON: {error}") from error
    if not isinstance(values, dict):
        raise WaczError(f"{name} holds no object")
    return values


def _listed(package: dict[str, Any], member: str) -> tuple[str, str] | None:
    resources = package.get("resources")
    if not isinstance(resources, list):
        raise WaczError(f"{LIST} has no list of resources")
    one = next((one for one in resources if isinstance(one, dict) and one.get("path") == member), None)
    return _digest_in(one) if one else None


def _digest_in(values: dict[str, Any]) -> tuple[str, str] | None:
    """Return the algorithm and the digest of `"hash": "sha256:9f86d0…"`; None where there is none that we know."""
    algorithm, _, digest = str(values.get("hash") or "").lower().partition(":")
    algorithm = algorithm.replace("-", "")
    return (algorithm, digest.strip()) if algorithm in ALGORITHMS and digest else None


def _is_of(digest: tuple[str, str], data: bytes) -> bool:
    return hashlib.new(digest[0], data, usedforsecurity=False).hexdigest() == digest[1]
