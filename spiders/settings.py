"""Scrapy's settings for every crawl: slow, honest about who we are, closed to everything but the public web."""

BOT_NAME = "claimtrace"
SPIDER_MODULES = ["spiders.article_spider", "spiders.survey_spider"]
USER_AGENT = "claimtrace"  # the spider puts version and contact in, or refuses to start

# Public addresses only, robots.txt, patience with each host, no consoles, no proxies: see there.
ADDONS = {"spiders.guards.addon.GuardsAddon": 0}

# One request at a time to a host, each `delay_seconds` after the last began (the spider sets it); several hosts of one
# site go side by side, so that one that pauses holds up no other.
CONCURRENT_REQUESTS = 16

# The spider follows redirects itself, so that each hop has an outcome and is held against the site file.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # a 404 is an answer, too
# The archive keeps bodies as served and decodes them itself, once.
COMPRESSION_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "spiders.archive.ArchiveMiddleware": 700,  # outside the retries: it sees final answers only
}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # spiders.frontier admits each address once
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # breadth first: near pages before deep ones

DNSCACHE_ENABLED = True
DOWNLOAD_WARNSIZE = 0
URLLENGTH_LIMIT = 0  # spiders.frontier refuses long addresses and counts them
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"
STATS_DUMP = False
