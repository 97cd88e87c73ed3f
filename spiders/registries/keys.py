"""A log line in; the same without any key in it out. Scrapy names the address of a request that it warns about."""

import logging
from collections.abc import Iterable

HIDDEN = "***"


def without_keys(text: str, keys: Iterable[str]) -> str:
    """Return a text with every key hidden."""
    for key in keys:
        text = text.replace(key, HIDDEN)
    return text


class WithoutKeys(logging.Filter):
    """Hides keys in what a handler writes, tracebacks too."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """Take the keys that must not be written."""
        super().__init__()
        self._keys = keys

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without keys in it."""
        if self._keys:
            told = logging.Formatter("%(message)s").format(record)
            record.msg, record.args = without_keys(told, self._keys), ()
            record.exc_info, record.exc_text = None, None
        return True
