"""Files of weights in; a name for what was learned out."""

import hashlib
from collections.abc import Sequence
from pathlib import Path


def model_version(lang: str, files: Sequence[Path]) -> str:
    """ "nl-<8 hexadecimal digits of the files>"; other weights have another name, however they came about."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return f"{lang}-{digest.hexdigest()[:8]}"
