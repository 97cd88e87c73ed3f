"""The floor under a crawl: a Scrapy spider that downloads a list of pages and does nothing with them."""

import json
import sys
import time
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class BareSpider(Spider):
    """`python -m tests.benchmarks.bare_spider ORIGIN COUNT`; prints pages and seconds as JSON."""

    name = "bare"
    started = time.monotonic()
    count = 0

    async def start(self) -> AsyncIterator[Request]:
        """Yield every page of the site."""
        for number in range(int(sys.argv[2])):
            yield Request(f"{sys.argv[1]}/p{number}")

    def parse(self, response: Response) -> None:
        """Count the page."""
        self.count += 1

    def closed(self, reason: str) -> None:
        """Print how it went."""
        seconds = time.monotonic() - self.started
        sys.stdout.write(json.dumps({"pages": self.count, "seconds": seconds}) + "\n")


if __name__ == "__main__":
    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0})
    process.crawl(BareSpider)
    process.start()
