"""A site in; whether someone has noted that it may be crawled out."""

from spiders.site_config import Site, SiteFileError
from spiders.user_agent import is_on_loopback


def permission_problem(site: Site) -> str | None:
    """Return why a site may not be crawled yet, and what to do; None for one with a note at `permission`.

    A site on this very machine needs none. That what stands there is true nobody can check but people.
    """
    if site.permission.strip() or is_on_loopback(site):
        return None
    return (
        f"{site.slug}: permission: nobody has noted that this site may be crawled; read robots.txt and the terms, "
        "and write at `permission` in the site file what they allow and when you read them"
    )


def require_permission(site: Site) -> None:
    """Raise SiteFileError for a site that may not be crawled yet."""
    if problem := permission_problem(site):
        raise SiteFileError(problem)


def require_permission_to_look(site: Site) -> None:
    """Raise SiteFileError for a site that is enabled and may not be crawled yet.

    A look of a dozen requests at one that is not enabled needs no note: it is what one decides by.
    """
    if site.enabled:
        require_permission(site)
