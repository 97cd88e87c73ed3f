"""Raw text of one language in; its subword vectors out: `python -m flows.vectors TEXT… CODE`.

floret (MIT) is needed here alone; what it learned ships as vectors.npz. The text is one article a line, plain or .gz.
"""

import gzip
import importlib.util
import re
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from flows.command_errors import say
from transforms.lang import languages
from transforms.word_vectors import VECTORS_FILE, save_vectors

_WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
# As the shipped vectors were made: minutes on one core, and 5 MB a language.
_SETTINGS = {
    "model": "cbow", "mode": "floret", "hashCount": 2, "bucket": 30_000, "minn": 3, "maxn": 5, "dim": 96,
    "minCount": 4, "ws": 6, "neg": 10, "lr": 0.05, "epoch": 10, "thread": 1,
}  # fmt: skip


def train_vectors(texts: list[Path], lang: str) -> Path:
    """Learn the vectors of a language from texts and write them into its folder; gives the file."""
    floret: Any = importlib.import_module("floret")
    target = languages()[lang].folder / VECTORS_FILE
    with tempfile.TemporaryDirectory() as folder:
        words, table = Path(folder) / "words.txt", Path(folder) / "table.floret"
        with words.open("w", encoding="utf-8") as out:
            for text in texts:
                with _opened(text) as lines:
                    out.writelines(" ".join(_WORD.findall(line.lower())) + "\n" for line in lines)
        floret.train_unsupervised(str(words), **_SETTINGS).save_floret_vectors(str(table))
        save_vectors(table, target)
    return target


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Give the exit code: 0, or 2 where there is no text, no such language or no floret."""
    if len(arguments) < 2 or arguments[-1] not in languages():
        say("usage: python -m flows.vectors TEXT… CODE: raw text, and the language that has a folder")
        return 2
    if importlib.util.find_spec("floret") is None:
        say("floret is not installed: pip install floret")
        return 2
    say(f"wrote {train_vectors([Path(text) for text in arguments[:-1]], arguments[-1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
