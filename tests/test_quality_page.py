"""docs/quality.md says what is measured today, or at the least is whole and names today's models."""

import json
from pathlib import Path

import pytest

from flows.evaluation import every_figure, model_versions, tag_gold
from flows.quality import PAGE, blocks, figures_on, with_figures
from tests.test_error_listing import GOLD
from transforms.gold import annotations, article_of_line
from transforms.lang import languages
from transforms.tagging import tag_article

ANEW = "docs/quality.md is not what is measured now; write it anew: make quality GOLD=path/to/dev.jsonl"
SENTENCES = {"en": "Ginger relieves nausea and prevents colds.", "nl": "Gember helpt tegen misselijkheid en pijn."}


def test_the_page_says_what_is_measured(shared_gold: Path) -> None:
    with (shared_gold / "dev.jsonl").open(encoding="utf-8") as lines:
        written = blocks(every_figure(tag_gold(lines)))
    page = PAGE.read_text(encoding="utf-8")
    now, then = figures_on(with_figures(page, written)), figures_on(page)
    assert set(then) == set(written), "the page lacks a block, or has one too many"
    for name, figures in now.items():
        assert then[name] == pytest.approx(figures, abs=0.0005), f"{name}: {ANEW}"


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
