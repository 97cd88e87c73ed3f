"""An exception that ended a request in; what it means to a reader out."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

WORDS: dict[type[Exception], str] = {
    CannotResolveHostError: "the host name was not found",
    DownloadConnectionRefusedError: "the server refused the connection",
    DownloadTimeoutError: "the server took too long",
    DownloadCancelledError: "the response is larger than the limit",
    ResponseDataLossError: "the connection broke before the end of the response",
}
MAX_CHARACTERS = 300


def failure_words(error: BaseException | None) -> str:
    """Return why a request failed: in our words where we have some, else the exception's name and its own."""
    for kind, words in WORDS.items():
        if isinstance(error, kind):
            return words
    return f"{type(error).__name__}: {error}"[:MAX_CHARACTERS]
