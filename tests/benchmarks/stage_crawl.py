"""A crawl to a bare Scrapy spider on the same loopback site, archiving included; and a crawl of what is known."""

from pathlib import Path

from tests.benchmarks.crawling import figures as crawl_figures
from tests.benchmarks.figures import Figure, summed_up

STAGE = "crawl"
FEW, MANY = 1_000, 4_000


def figures(_: Path) -> list[Figure]:
    """Ratios of crawls of 1,000 and of 4,000 pages; `python -m tests.benchmarks.crawling` does 20,000."""
    told = crawl_figures(FEW, MANY)
    again, memory = "seconds_of_a_second_crawl_of_the_first", "memory_of_many_pages_to_few"
    return [
        summed_up(STAGE, "to bare Scrapy", [told["pages_per_second_of_bare_scrapy"]], "of its speed", goal=0.4),
        summed_up(STAGE, "again", [told[again]], "of the first crawl's time", more_is_better=False),
        summed_up(STAGE, "memory of 4 times the pages", [told[memory]], "of the few's", goal=1.3, more_is_better=False),
    ]
