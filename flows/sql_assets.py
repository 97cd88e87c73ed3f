"""The npm registry in; DuckDB-WASM and what it needs, held against their digests, in the user's cache, out.

`npm pack` fetches the packages, so that a mirror or proxy that npm is set up for is used; nothing of them is run.
"""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from base64 import b64decode
from pathlib import Path
from typing import Any

LIST = Path(__file__).with_suffix(".toml")
SECONDS = 600  # 31 MB on a slow line

# DuckDB's module asks for Arrow by a bare name, which no browser resolves; these are all the names that it takes.
SHIM = "export const { RecordBatchReader, Table, Type, tableToIPC } = globalThis.Arrow;\n"
BARE, BESIDE = 'from"apache-arrow"', 'from"./arrow.mjs"'


class SqlAssetsError(Exception):
    """DuckDB-WASM could not be had; the message says why and what to do."""


def cache_folder() -> Path:
    """Where they are kept for all reports of this user."""
    versions = "-".join(str(package["version"]) for package in _packages())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "claimtrace" / f"duckdb-wasm-{versions}"


def sql_assets() -> Path:
    """The folder with all files, fetched the first time. Raises SqlAssetsError."""
    folder = cache_folder()
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        licences = []
        for package in _packages():
            archive = _fetched(package, building)
            _unpack(archive, package, building)
            archive.unlink()
            licences.append(f"{package['name']} {package['version']}: {package['licence']}")
        module = building / "duckdb-browser.mjs"
        module.write_text(module.read_text("utf-8").replace(BARE, BESIDE), "utf-8")
        (building / "arrow.mjs").write_text(SHIM, "utf-8")
        (building / "LICENCES.txt").write_text("\n".join(licences) + "\n", "utf-8")
        building.chmod(0o755)
        try:
            building.rename(folder)
        except OSError:  # another process was there first, with the same files
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return folder


def _packages() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["packages"]
    return packages


def _fetched(package: dict[str, Any], folder: Path) -> Path:
    """The package's archive as the registry has it, with the digest that we know."""
    wanted = f"{package['name']}@{package['version']}"
    npm = shutil.which("npm")
    if npm is None:
        raise SqlAssetsError(f"--with-sql needs npm to fetch {wanted}: install Node.js, or leave --with-sql out")
    try:
        packed = subprocess.run(
            [npm, "pack", "--silent", "--ignore-scripts", wanted],
            cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        told = (error.stderr.strip().splitlines() or [f"exit code {error.returncode}"])[-1]
        raise SqlAssetsError(f"npm could not fetch {wanted}: {told}") from error
    except subprocess.TimeoutExpired as error:
        raise SqlAssetsError(f"npm did not fetch {wanted} within {SECONDS} s") from error
    archive = folder / packed.stdout.strip().splitlines()[-1]
    check_integrity(archive.read_bytes(), package["integrity"], wanted)
    return archive


def check_integrity(content: bytes, integrity: str, name: str) -> None:
    """Raises SqlAssetsError unless the bytes have the digest `sha512-<base64>`, as npm writes it."""
    algorithm, _, digest = integrity.partition("-")
    if hashlib.new(algorithm, content).digest() != b64decode(digest):
        raise SqlAssetsError(f"{name}: what npm fetched is not what it was when claimtrace was made; it is not used")


def _unpack(archive: Path, package: dict[str, Any], folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as packed:
        for name, target in package["files"].items():
            content = packed.extractfile(f"package/{name}")
            if content is None:
                raise SqlAssetsError(f"{package['name']} has no file {name}")
            (folder / target).write_bytes(content.read())
