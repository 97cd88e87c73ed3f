"""Guards for any Scrapy project: only public addresses, robots.txt by RFC 9309, patience with each host.

    ADDONS = {"spiders.guards.addon.GuardsAddon": 0}

in the project's settings is all. They know Scrapy and nothing else of claimtrace; what they refuse is an exception that
the request's errback gets, and what they notice is a signal (spiders/guards/signals.py).
"""
