"""Counts in; bars as inline SVG that stretch to any width out. They hold no text: the figures stand beside them."""

from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from reports.languages import spoken, t
from reports.shares import Share
from reports.words import word

_GRADES = ("traceable", "named", "vague", "none")


def _number(value: float) -> str:
    """A coordinate in two decimals, without trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def share_bar(share: Share) -> Markup:
    """A bar from 0 to 100 % with its 95 % interval as a line on it; an empty track for a share of nothing."""
    if share.value is None or share.interval is None:
        inner = Markup("")
    else:
        low, high = share.interval
        inner = Markup(
            '<rect class="bar" x="0" y="3" width="{value}" height="10"/>'
            # twice: a line in ink on a wider one in the colour of the paper is seen on the bar and beside it
            '<path class="interval-ground" d="{whisker}"/><path class="interval" d="{whisker}"/>'
        ).format(
            value=_number(100 * share.value),
            whisker="M{low} 8H{high}M{low} 4V12M{high} 4V12".format(low=_number(100 * low), high=_number(100 * high)),
        )
    return Markup(
        '<svg class="share-bar" viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label="{label}">'
        '<rect class="track" x="0" y="3" width="100" height="10"/>{inner}</svg>'
    ).format(label=str(share), inner=inner)


def count_bar(share: Share) -> Markup:
    """A bar from 0 to 100 % for a figure that stands beside it: hidden from those who hear the page."""
    return Markup(
        '<svg class="count-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" x="0" y="0" width="100" height="10"/>'
        '<rect class="rung-fill" x="0" y="0" width="{value}" height="10"/></svg>'
    ).format(value=_number(100 * (share.value or 0)))


def grade_bar(counts: Mapping[str, int]) -> Markup:
    """One bar of 100 %, split by grade (`traceable_count` to `none_count`); an empty track for no claims."""
    return _drawn_grades(tuple(int(counts[f"{grade}_count"]) for grade in _GRADES), spoken().code)


@lru_cache(maxsize=4_096)
def _drawn_grades(counts: tuple[int, ...], _language: str) -> Markup:
    """A report draws some ten thousand of these, most of them for articles with few claims, many of them alike."""
    values = list(zip(_GRADES, counts, strict=True))
    total = sum(value for _, value in values)
    label = ", ".join(
        f"{word('grade', grade).label} {Share(value, total).percent}" for grade, value in values if value
    ) or t("bars.no_claims")
    pieces, before = [], 0
    for grade, value in values:
        if value:
            pieces.append(
                Markup('<rect class="fill-{grade}" x="{x}" y="0" width="{width}" height="12"/>').format(
                    grade=grade, x=_number(100 * before / total), width=_number(100 * value / total)
                )
            )
        before += value
    return Markup(
        '<svg class="grade-bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="{label}">'
        '<rect class="track" x="0" y="0" width="100" height="12"/>{pieces}</svg>'
    ).format(label=label, pieces=Markup("").join(pieces))
