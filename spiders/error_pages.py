"""A site's answer to an address that does not exist in; whether a page is that same answer out."""

from spiders.page_addresses import shares_host
from transforms.soft_404 import PageFingerprint, is_soft_404, page_fingerprint


class ErrorPages:
    """The answers of one site, with status 200, to addresses that do not exist."""

    def __init__(self) -> None:
        """None is known yet: a site that answers 404 never has one."""
        self._known: dict[str, PageFingerprint] = {}

    @property
    def is_empty(self) -> bool:
        """Whether the site says 404 to what does not exist, as far as it was asked."""
        return not self._known

    def add(self, url: str, body: bytes, content_type: str | None) -> None:
        """Remember the answer to an address that does not exist."""
        self._known[url] = page_fingerprint(url, body, content_type)

    def like(self, url: str, body: bytes, content_type: str | None) -> str | None:
        """Return the address on its host that does not exist and whose answer this page repeats; None for no such."""
        probes = {probe: known for probe, known in self._known.items() if shares_host(url, [probe])}
        if not probes:
            return None
        fingerprint = page_fingerprint(url, body, content_type)
        return next((probe for probe, known in probes.items() if is_soft_404(fingerprint, known)), None)
