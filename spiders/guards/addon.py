"""A Scrapy project's settings in, the same with all guards on out; what the project sets itself stays."""

from typing import Any

from scrapy.settings import BaseSettings

from spiders.guards.addresses import RESOLVER

# What another project may set. Seconds unless the name says otherwise.
DEFAULTS: dict[str, Any] = {
    "GUARDS_ADDRESSES": "public",  # or "loopback", "private": how far requests may go
    "GUARDS_ROBOTS_NAME": None,  # the name that robots.txt groups are matched with; None: BOT_NAME
    "GUARDS_MAX_CRAWL_DELAY": 300.0,  # a robots.txt that asks for more closes the host to us
    "GUARDS_MAX_DELAY": 60.0,  # between two requests to a host that is slow or in trouble
    "GUARDS_MAX_TRIES": 3,  # requests for one address
    "GUARDS_MAX_WAIT": 120.0,  # the longest Retry-After that is waited for
    "GUARDS_MAX_FAILURES": 10,  # addresses of one host in a row that failed to the end
    "GUARDS_REST_SECONDS": 300.0,  # then, before one more is tried; 0: the host is given up at once
}

# Scrapy's own fail open (robots), ignore Retry-After (retry), or reach beyond the web (handlers, consoles, proxies).
CLOSED: dict[str, Any] = {
    "ROBOTSTXT_OBEY": False,  # spiders.guards.robots obeys instead
    "RETRY_ENABLED": False,
    "AUTOTHROTTLE_ENABLED": False,  # it may go faster than DOWNLOAD_DELAY says
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 2.0,
    "SCHEDULER_PRIORITY_QUEUE": "spiders.guards.host_queue.HostQueue",  # a host that rests holds up no other
    "DOWNLOAD_DELAY_JITTER": 0,  # a Crawl-delay is a promise, not an average
    "DOWNLOAD_HANDLERS": {"file": None, "data": None, "ftp": None, "s3": None},
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_MAXSIZE": 20 * 2**20,
    "DOWNLOAD_TIMEOUT": 30,
    "HTTPPROXY_ENABLED": False,  # through a proxy the address guard would only ever see the proxy
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "REFERER_ENABLED": False,
}
MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.guards.addresses.AddressGuardMiddleware": 50,
    "spiders.guards.robots.RobotsMiddleware": 100,
    "spiders.guards.retries.RetryMiddleware": 800,
}


class GuardsAddon:
    """`ADDONS = {"spiders.guards.addon.GuardsAddon": 0}` in a project's settings."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Put in the resolver, which Scrapy takes from the process settings only."""
        settings.set("TWISTED_DNS_RESOLVER", RESOLVER, priority="cmdline")

    def update_settings(self, settings: BaseSettings) -> None:
        """Put in the guards; a value of the project, a spider or the command line wins over each."""
        for name, value in {**DEFAULTS, **CLOSED}.items():
            settings.set(name, value, priority="addon")
        settings["DOWNLOADER_MIDDLEWARES"].update(MIDDLEWARES)
