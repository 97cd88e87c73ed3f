"""A count and what it is out of in; a share with its 95 % interval, and the words for both, out."""

from dataclasses import dataclass
from math import sqrt

from reports.languages import decimal, t

UNKNOWN = "–"  # what the report prints where a denominator is 0: a share of nothing is not 0 %
_Z95 = 1.959964  # the 97.5th percentile of the standard normal distribution


def wilson_interval(count: int, of: int) -> tuple[float, float] | None:
    """The 95 % score interval of `count / of` as two shares from 0 to 1; None if `of` is 0.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    J. Am. Stat. Assoc. 22 (1927) 209–212, doi:10.2307/2276774. It stays within 0 and 1 and keeps a width at 0 of n
    and n of n, where the textbook interval shrinks to a point. Raises ValueError unless 0 <= count <= of.
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share")
    if of == 0:
        return None
    share, square = count / of, _Z95 * _Z95
    centre = share + square / (2 * of)
    spread = _Z95 * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = (centre - spread) / (1 + square / of), (centre + spread) / (1 + square / of)
    # the formula gives exactly 0 and 1 at the ends; floating point misses them by 1e-17
    return (0.0 if count == 0 else max(low, 0.0), 1.0 if count == of else min(high, 1.0))


def percent(share: float) -> str:
    """A share from 0 to 1 as `83.1 %`, with a space that does not break."""
    return f"{decimal(100 * share)}\u00a0%"


@dataclass(frozen=True, slots=True)
class Share:
    """`count` out of `of`, two whole numbers of the same things."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval from 0 to 1; None of nothing."""
        return wilson_interval(self.count, self.of)

    @property
    def percent(self) -> str:
        """`83.1 %`, or `–` of nothing."""
        return UNKNOWN if self.value is None else percent(self.value)

    @property
    def denominator(self) -> str:
        """`412 of 496`."""
        return t("share.of", part=self.count, of=self.of)

    @property
    def interval_text(self) -> str:
        """`79.6–86.1`, in per cent, or `–` of nothing."""
        bounds = self.interval
        return UNKNOWN if bounds is None else f"{decimal(100 * bounds[0])}–{decimal(100 * bounds[1])}"

    def __str__(self) -> str:
        """`83.1 % (412 of 496; 95 % interval 79.6–86.1)`, or `–` of nothing."""
        if self.of == 0:
            return UNKNOWN
        return f"{self.percent} ({self.denominator}; {t('share.interval')} {self.interval_text})"
