"""An exception that ended a request in, its outcome and a reason that a reader understands out."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from spiders.guards.addresses import AddressBlocked
from spiders.guards.hosts import CrawlClosing, HostGivenUp
from spiders.guards.robots import RobotsDenied
from transforms.records import OutcomeKind

WORDS: dict[type[Exception], str] = {
    CannotResolveHostError: "the host name was not found",
    DownloadConnectionRefusedError: "the server refused the connection",
    DownloadTimeoutError: "the server took too long",
    DownloadCancelledError: "the response is larger than the limit",
    ResponseDataLossError: "the connection broke before the end of the response",
}
MAX_REASON_CHARACTERS = 300


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
    for kind, words in WORDS.items():
        if isinstance(error, kind):
            return "error", words
    return "error", f"{type(error).__name__}: {error}"[:MAX_REASON_CHARACTERS]
