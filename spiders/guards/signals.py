"""Signals that the guards send: connect to them as to Scrapy's own, `crawler.signals.connect(receiver, signal=…)`."""

# robots.txt was asked for, and what it says is known, also where that is "nothing" or "go away". Arguments: url (str),
# policy (spiders.guards.robots.RobotsPolicy).
robots_read = object()

# robots.txt could not be had or forbids everything for that reason. Arguments: url (str), reason (str).
robots_failed = object()

# A request is going to be tried again. Arguments: request, wait_seconds (float).
request_retried = object()

# A host is given up for this run. Arguments: host (str), reason (str).
host_given_up = object()
