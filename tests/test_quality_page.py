"""docs/quality.md and the model cards say what is measured today, or at the least are whole and name today's models."""

import json
import re
from pathlib import Path

import pytest

from flows.evaluation import every_figure, model_versions, tag_gold
from flows.quality import CARD, PAGE, blocks, figures_on, pages, with_figures
from tests.test_error_listing import GOLD
from transforms.gold import annotations, article_of_line
from transforms.lang import languages
from transforms.tagging import tag_article

ANEW = "docs/quality.md is not what is measured now; write it anew: make quality GOLD=path/to/dev.jsonl"
LABELS = (("claims", "kind"), ("claims", "support"), ("citations", "kind"), ("citations", "evidence"))
SENTENCES = {"en": "Ginger relieves nausea and prevents colds.", "nl": "Gember helpt tegen misselijkheid en pijn."}


def test_the_pages_say_what_is_measured(shared_gold: Path) -> None:
    with (shared_gold / "dev.jsonl").open(encoding="utf-8") as lines:
        measured = every_figure(tag_gold(lines))
    for path, only in pages().items():
        page = path.read_text(encoding="utf-8")
        now, then = figures_on(with_figures(page, blocks(measured, only))), figures_on(page)
        for name, figures in now.items():
            assert then[name] == pytest.approx(figures, abs=0.0005), f"{path}, {name}: {ANEW}"


def test_every_page_has_its_blocks() -> None:
    assert set(pages()) == {PAGE, *(languages()[code].folder / CARD for code in SENTENCES)}
    shared = {"measured", "languages", "labels"}
    by_label = {f"{part}_by_{label}" for part, label in LABELS}
    for path, only in pages().items():
        names = set(figures_on(path.read_text(encoding="utf-8")))
        wanted = {"claims_by_kind_pr", "citations_by_kind_pr"} if only else by_label
        assert names == shared | wanted, path
    written = blocks(every_figure(tag_gold([json.dumps(GOLD)])))
    assert set(written) == shared | by_label | {"claims_by_kind_pr", "citations_by_kind_pr"}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_card_says_what_whom_and_how_well(lang: str) -> None:
    folder = languages()[lang].folder
    card = (folder / CARD).read_text(encoding="utf-8")
    for words in ("**Learned from.**", "**Licence.**", "**Use.**", "## Measured", "## Known failures"):
        assert words in card
    for weights in folder.glob("*.npz"):
        assert f"`{weights.name}`" in card
    for link in re.findall(r"\]\(([^)#]+)", card):
        assert (folder / link).exists(), link


def test_a_card_tells_of_its_language_alone() -> None:
    written = blocks(every_figure(tag_gold([json.dumps(GOLD)])), "en")
    assert written["measured"].startswith("1 articles (1 English (en)) with 2 claims,")
    assert "| F1 (precision, recall) | English (en) |" in written["languages"]
    assert "claims: precision, recall (how many annotated)" in written["claims_by_kind_pr"]


def test_the_page_is_whole_and_names_the_models_of_today() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for heading in (
        "How it was measured",
        "Trained on",
        "By language",
        "Claims by kind",
        "Citations by kind",
        "Limits",
    ):
        assert f"\n## {heading}\n" in page
    assert "make quality GOLD=" in page.partition("\n## ")[0]
    for lang in languages().keys() & SENTENCES:
        line = {"id": lang, "lang": lang, "text": SENTENCES[lang]}
        found = annotations(tag_article(article_of_line(line)))
        for one in (*found["claims"], *found["citations"]):
            finder, _, version = one["found_by"].partition(":")
            assert finder != "model" or version in page, (
                f"the page was measured with other models than {version}: {ANEW}"
            )


def test_only_what_stands_in_blocks_is_written_anew() -> None:
    page = "By hand.\n<!-- figures: one -->\nold 0.123\n<!-- end -->\nBy hand too, 0.5.\n"
    anew = with_figures(page, {"one": "0.456, –, 12 (0.7)"})
    assert anew == page.replace("old 0.123", "0.456, –, 12 (0.7)")
    assert figures_on(anew) == {"one": [0.456, 0.7]}
    with pytest.raises(KeyError):
        with_figures(page, {})


def test_what_nobody_annotated_or_found_has_a_dash_for_a_figure() -> None:
    written = blocks(every_figure(tag_gold([json.dumps(GOLD)])))
    assert "| words of the agent | – | – |" in written["languages"]
    assert "claims without any source" in written["languages"]
    assert "1 articles (1 English (en)) with 2 claims," in written["measured"]
    assert model_versions(tag_gold([])) == []
