"""stand-in until the real one is merged."""

PageFingerprint = frozenset[str]


def page_fingerprint(url: str, body: bytes, content_type: str | None) -> PageFingerprint:
    """Return the words of a page."""
    return frozenset(body.decode("utf-8", "replace").split()) - {url}


def is_soft_404(page: PageFingerprint, probe: PageFingerprint) -> bool:
    """Return whether they are the same."""
    return page == probe
