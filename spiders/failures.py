"""An exception that ended a request in, its outcome and a reason that a reader understands out."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError

from spiders.guards.addresses import AddressBlocked
from spiders.guards.failure_words import failure_words
from spiders.guards.hosts import CrawlClosing, HostGivenUp
from spiders.guards.robots import RobotsDenied
from transforms.records import OutcomeKind


def outcome_of(error: BaseException | None, refused: Mapping[str, str], url: str) -> tuple[OutcomeKind, str]:
    """Return the outcome and the reason for a request to `url`. `refused`: host -> why it was not looked up."""
    if isinstance(error, RobotsDenied):
        return "robots", str(error)
    if isinstance(error, AddressBlocked):
        return "blocked", str(error)
    if isinstance(error, (HostGivenUp, CrawlClosing)):
        return "limit", str(error)  # nobody was asked: the next run does
    host = urlsplit(url).hostname or ""
    if isinstance(error, CannotResolveHostError) and host in refused:
        return "blocked", refused[host]
    return "error", failure_words(error)
