"""What a page shows in; the page as HTML out, everything from the web escaped."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.bars import count_bar, grade_bar, share_bar
from reports.charts import grade_columns, share_line
from reports.grounds import standing_source
from reports.languages import day_name, decimal, language, spoken, t, whole
from reports.links import file_stem, safe_href
from reports.periods import period_name
from reports.quality import quality_figures, quality_label
from reports.shares import UNKNOWN, Share, percent
from reports.sources import source_name
from reports.words import word, words

QUOTES = frozenset("\"'“”„‘’‚«»")


@cache
def environment() -> Environment:
    """Jinja with autoescape on for every template, and an error for a name that a template does not get."""
    jinja = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "day": day,
        "decimal": decimal,
        "figures": quality_figures,
        "file_stem": file_stem,
        "month": month,
        "opening": opening,
        "percent": percent,
        "quoting": quoting,
        "safe_href": safe_href,
        "whole": whole,
    }
    jinja.globals |= {
        "UNKNOWN": UNKNOWN,
        "Share": Share,
        "count_bar": count_bar,
        "grade_bar": grade_bar,
        "grade_columns": grade_columns,
        "lang_name": lang_name,
        "language": language,
        "name_of": name_of,
        "period_name": period_name,
        "quality_label": quality_label,
        "share_bar": share_bar,
        "share_line": share_line,
        "source_name": source_name,
        "spoken": spoken,
        "standing_source": standing_source,
        "t": t,
        "times": times,
        "word": word,
    }
    return jinja


def page_html(template: str, **shown: Any) -> str:
    """The named template (`index.html`) filled in. A name it needs and does not get is jinja2.UndefinedError."""
    return environment().get_template(template).render(words=words(), lang=spoken().code, **shown)


def day(value: str | None) -> str:
    """`2026-03-02` as `2 March 2026`; `–` for None."""
    return UNKNOWN if value is None else day_name(date.fromisoformat(value))


def month(value: str) -> str:
    """`2026-03-01` as `March 2026`."""
    return period_name(date.fromisoformat(value), "month")


def opening(text: str) -> str:
    """The text as it opens a line: `vitamin D` is `Vitamin D`, all letters but the first as they are."""
    return text[:1].upper() + text[1:]


def quoting(text: str) -> str:
    """The class of a quotation: `bare` for a text that brings its own marks, which are not set a second time."""
    return "bare" if text[:1] in QUOTES else "marked"


def lang_name(code: str | None) -> str:
    """What a language of articles is called: by a message, else by its code, which may be any."""
    name = spoken().messages.get(f"lang.{code}")
    return name if isinstance(name, str) else code or UNKNOWN


def times(count: int, noun: str) -> str:
    """`1 article`, `4,444 articles`: a count of what has a message under `count`."""
    return t(f"count.{noun}", count=count)


def name_of(row: dict[str, Any], of: str = "name") -> str:
    """What a concept is called in the language that is spoken, else in the other one: `<of>_nl`, `<of>_en`."""
    names = (row.get(f"{of}_{spoken().code}"), row.get(f"{of}_en"), row.get(f"{of}_nl"))
    return next((name for name in names if name), t("common.unnamed"))
