"""Extraction to its floors on the same pages: lxml's parsing alone, trafilatura as configured here, and two others.

newspaper4k and news-please want versions of their own: `CLAIMTRACE_BENCH_RIVALS` names a Python that has them.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import lxml.html
import trafilatura

from tests.benchmarks.bench_pages import pages_of
from tests.benchmarks.figures import ROUNDS, Figure, interleaved, not_measured, ratios, summed_up
from transforms.charsets import page_text
from transforms.extraction import extract_article
from transforms.lang import languages
from transforms.records import Page

STAGE = "extraction"
PAGES = 120
RIVALS = {"newspaper4k": None, "news-please": 5.0}


def figures(warc: Path) -> list[Figure]:
    """Extraction's speed as a share of each floor's, and as a multiple of the others'."""
    pages = pages_of(warc, PAGES)
    known = languages()
    spent = interleaved(
        {
            "lxml": lambda: [lxml.html.fromstring(page.body) for page in pages if page.body.strip()],
            "text": lambda: [trafilatura_of(page, metadata=False) for page in pages],
            "text and metadata": lambda: [trafilatura_of(page, metadata=True) for page in pages],
            "ours": lambda: [extract_article(page, known) for page in pages],
        }
    )
    ours = spent["ours"]
    return [
        summed_up(STAGE, "to lxml's parsing", ratios(spent["lxml"], ours), "of its speed"),
        summed_up(STAGE, "to trafilatura, text alone", ratios(spent["text"], ours), "of its speed"),
        summed_up(
            STAGE,
            "to trafilatura, text and metadata",
            ratios(spent["text and metadata"], ours),
            "of its speed",
            goal=1.0,
        ),
        *_rivals(pages, min(ours) / len(pages)),
    ]


def trafilatura_of(page: Page, *, metadata: bool) -> object:
    """What trafilatura does with a page in the configuration that extraction asks it in."""
    return trafilatura.bare_extraction(
        page_text(page.content_type, page.body), url=page.url, fast=True, include_comments=False, include_links=True,
        include_tables=True, include_formatting=False, with_metadata=metadata,
    )  # fmt: skip


def _rivals(pages: list[Page], our_seconds: float) -> list[Figure]:
    python = os.environ.get("CLAIMTRACE_BENCH_RIVALS")
    found = []
    for name, goal in RIVALS.items():
        if not python:
            found.append(not_measured(STAGE, f"to {name}", "CLAIMTRACE_BENCH_RIVALS names no Python that has it"))
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for page in pages:
                file.write(json.dumps([page.url, page_text(page.content_type, page.body)]) + "\n")
            file.flush()
            script = Path(__file__).with_name("rival.py")
            done = subprocess.run(
                [python, str(script), name, file.name, str(ROUNDS)], capture_output=True, text=True, check=False
            )
        if done.returncode:
            found.append(not_measured(STAGE, f"to {name}", done.stderr.strip().splitlines()[-1][:200]))
        else:
            times = [seconds / len(pages) / our_seconds for seconds in json.loads(done.stdout.splitlines()[-1])]
            found.append(summed_up(STAGE, f"to {name}", times, "times its speed", goal=goal))
    return found
