"""A response of Scrapy's in; what its headers say and what its page links to out."""

from scrapy.http import Response

from spiders.discovery import page_links
from transforms.markup import sniffed_type


def header_text(response: Response, name: str) -> str | None:
    """Return a header as text, None where there is none or it is empty."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def redirect_of(response: Response) -> str | None:
    """Return where a 3xx response leads, as its Location says it; None for another response."""
    return header_text(response, "Location") if 300 <= response.status < 400 else None


def links_of(response: Response) -> list[str]:
    """Return the addresses that a page links to; none for what is no HTML, or asks (`nofollow`) not to be followed."""
    asked = response.request.meta.get("directives", ()) if response.request else ()
    if "nofollow" in asked or sniffed_type(response.body) not in (None, "text/html"):
        return []
    return page_links(response.body, getattr(response, "encoding", None) or "utf-8", response.url)
