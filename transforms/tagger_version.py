"""The files of this folder in; the name of the tagger that they make, out. Nothing that tags is imported for it."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def tagger_version() -> str:
    """Names the rules, words and weights that tag: a changed cue list is another version, and retags.

    "tagger-1-<8 hexadecimal digits of everything in this folder that can change a tag>".
    """
    digest = hashlib.sha256(version("spacy").encode())
    for path in sorted(_FOLDER.rglob("*")):
        # of the tables, concepts alone are linked here: a corrected publisher or register word tags nothing anew
        is_table = path.suffix == ".csv" and path.parent.name == "concepts"
        if is_table or path.suffix in {".py", ".toml", ".npz"}:
            digest.update(path.relative_to(_FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return f"tagger-1-{digest.hexdigest()[:8]}"
