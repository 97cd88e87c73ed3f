"""Annotated articles in; the figures on docs/quality.md and the model cards, measured anew, out: `make quality GOLD=…`.

A page's words are written by hand. What stands between `<!-- figures: NAME -->` and `<!-- end -->` is replaced.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.evaluation import every_figure, tag_gold
from transforms.lang import languages

CARD = "MODEL.md"
PAGE = Path(__file__).parents[1] / "docs" / "quality.md"
_BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

# What each row of the table by language is called, and where its figure stands.
_MAIN = {
    "claims": ("claims",),
    "claims with kind, polarity and certainty right": ("strict",),
    "claims without any source": ("unsupported",),
    "claims with a traceable source": ("claims_by_support", "traceable"),
    "citations": ("citations",),
    "citations that a reader can open": ("citations_by_traceable", "yes"),
    "claim–citation pairs": ("pairs",),
    "disclosures": ("disclosures",),
    "words of the agent": ("agent",),
    "words of the target": ("target",),
}
_RIGHT = (("claims", "kind"), ("claims", "polarity"), ("claims", "certainty"), ("claims", "support"))
_RIGHT_OF_CITATIONS = (("citations", "kind"), ("citations", "evidence"))


def blocks(figures: Mapping[str, Any], only: str | None = None) -> dict[str, str]:
    """Each block of a page by its name, as Markdown: of all languages together and each, or of one `only`."""
    langs = [only] if only else ["all", *(code for code in figures if code in languages())]
    names = {code: "all" if code == "all" else f"{languages()[code].name} ({code})" for code in langs}
    return {
        "measured": "\n".join(_measured(figures, langs, names)),
        "languages": _table(
            ["F1 (precision, recall)", *names.values()],
            [[name, *(_f1(_at(figures[code], *path)) for code in langs)] for name, path in _MAIN.items()],
        ),
        "labels": _table(
            ["right, of those found (kappa)", *names.values()],
            [
                [f"{field} of {part}", *(_agreed(figures[code][part][field]) for code in langs)]
                for part, field in (*_RIGHT, *_RIGHT_OF_CITATIONS)
            ],
        ),
        **{
            name: _labels(figures, langs, names, name)
            for name in ("claims_by_kind", "claims_by_support", "citations_by_kind", "citations_by_evidence")
        },
        **{
            f"{name}_pr": _labels(figures, langs, names, name, _exact)
            for name in ("claims_by_kind", "citations_by_kind")
        },
    }


def pages() -> dict[Path, str | None]:
    """The pages that hold figures, each with the one language that it is about, or None for all."""
    cards = {language.folder / CARD: code for code, language in languages().items()}
    return {PAGE: None, **{card: code for card, code in cards.items() if card.exists()}}


def with_figures(page: str, written: Mapping[str, str]) -> str:
    """The page with its blocks replaced. Raises KeyError for a block of the page that there is none for."""
    return _BLOCK.sub(lambda found: f"{found[1]}{written[found[2]]}\n{found[3]}", page)


def figures_on(page: str) -> dict[str, list[float]]:
    """The decimal figures of each block of a page, in order."""
    return {
        found[2]: [float(number) for number in re.findall(r"\d\.\d+", found[0].replace(found[1], "", 1))]
        for found in _BLOCK.finditer(page)
    }


def _measured(figures: Mapping[str, Any], langs: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    models = [model for model in figures["models"] if langs[0] == "all" or model.startswith(f"{langs[0]}-")]
    of_each = ", ".join(f"{figures[code]['articles']} {names[code]}" for code in langs if code != "all")
    counts = figures[langs[0]]
    yield f"{counts['articles']} articles ({of_each}) with {counts['claims']['gold']:,} claims,"
    yield f"{counts['citations']['gold']:,} citations and {counts['pairs']['gold']:,} pairs,"
    yield f"tagged by {figures['tagger_version']} with {', '.join(models) or 'no model'}."


def _labels(
    figures: Mapping[str, Any],
    langs: Sequence[str],
    names: Mapping[str, str],
    name: str,
    told: Callable[[Mapping[str, Any] | None], str] | None = None,
) -> str:
    labels = dict.fromkeys(label for code in langs for label in figures[code][name] or {})
    rows = [[label, *((told or _counted)(_at(figures[code], name, label)) for code in langs)] for label in labels]
    what = "precision, recall" if told else "F1"
    return _table([f"{name.split('_', maxsplit=1)[0]}: {what} (how many annotated)", *names.values()], rows)


def _at(figures: Mapping[str, Any], *path: str) -> Mapping[str, Any] | None:
    found: Any = figures
    for key in path:
        found = (found or {}).get(key)
    return found if found and found["gold"] + found["predicted"] else None


def _f1(one: Mapping[str, Any] | None) -> str:
    return f"{one['f1']:.3f} ({one['precision']:.3f}, {one['recall']:.3f})" if one else "–"


def _counted(one: Mapping[str, Any] | None) -> str:
    return f"{one['f1']:.3f} ({one['gold']})" if one else "–"


def _exact(one: Mapping[str, Any] | None) -> str:
    return f"{one['precision']:.3f}, {one['recall']:.3f} ({one['gold']})" if one else "–"


def _agreed(one: Mapping[str, Any] | None) -> str:
    return f"{one['accuracy']:.3f} ({one['kappa']:.3f})" if one else "–"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *("--:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(paths: list[str]) -> int:
    """Measure on the gold files, write the page and give the exit code: 0, or 2 where no file was named."""
    if not paths:
        sys.stderr.write("usage: python -m flows.quality GOLD.jsonl…\n")
        return 2
    lines = [line for path in paths for line in Path(path).read_text(encoding="utf-8").split("\n")]
    figures = every_figure(tag_gold(lines))
    for page, code in pages().items():
        if code is None or code in figures:
            text = with_figures(page.read_text(encoding="utf-8"), blocks(figures, code))
            page.write_text(text, encoding="utf-8")
            sys.stderr.write(f"{page}: written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
