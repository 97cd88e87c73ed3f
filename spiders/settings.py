"""Scrapy's settings for every crawl: slow, honest about who we are, closed to everything but the public web."""

BOT_NAME = "claimtrace"
SPIDER_MODULES = ["spiders.article_spider"]
USER_AGENT = "claimtrace"  # the spider puts version and contact in, or refuses to start

# One request at a time, each `delay_seconds` after the last began (the spider sets it). AutoThrottle stays off: it
# may go faster than the site file says, and with one request in flight a slow server slows us down by itself.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY_JITTER = 0  # a Crawl-delay is a promise, not an average

# Scrapy's own robots, retry, redirect and offsite middlewares fail open, ignore Retry-After or follow too far.
ROBOTSTXT_OBEY = False  # spiders.robots obeys instead
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
REFERER_ENABLED = False
COOKIES_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # a 404 is an answer, too
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.address_guard.AddressGuardMiddleware": 50,
    "spiders.robots.RobotsMiddleware": 100,
    # 590 is Scrapy's decompression: the archive sees the bytes before it, and after the retries.
    "spiders.archive.ArchiveMiddleware": 700,
    "spiders.retries.RetryMiddleware": 800,
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # spiders.frontier admits each address once
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # breadth first: near pages before deep ones

# Must stand in the process settings; in a spider's own it is silently ignored.
TWISTED_DNS_RESOLVER = "spiders.address_guard.GuardedResolver"
DNSCACHE_ENABLED = True
DOWNLOAD_HANDLERS = {"file": None, "data": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPPROXY_ENABLED = False  # through a proxy the address guard would only ever see the proxy
DOWNLOAD_MAXSIZE = 20 * 2**20  # as spiders.warc reads
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
URLLENGTH_LIMIT = 0  # spiders.frontier refuses long addresses and counts them
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1"}

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"
STATS_DUMP = False
