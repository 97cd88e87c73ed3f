"""What the guards read in each robots.txt in; what it says of a site's addresses out."""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urljoin, urlsplit

from spiders.guards.robots import RobotsPolicy
from spiders.page_addresses import fetch_address
from spiders.surveys import RobotsFound
from spiders.user_agent import ROBOTS_NAME

# To judge an address takes a tenth of a millisecond and more.
MAX_JUDGED = 5_000


class RobotsNotes:
    """The policies of the hosts that were asked in one survey."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self._policies: dict[str, RobotsPolicy] = {}

    def note(self, url: str, policy: RobotsPolicy) -> None:
        """Keep a policy: the receiver of the guards' signal `robots_read`."""
        self._policies[url] = policy

    def refusal(self, url: str) -> str | None:
        """Return why a page may not be fetched; None where it may, or where its host was not asked yet."""
        policy = self._policy(url)
        return policy.refusal(url, ROBOTS_NAME) if policy else None

    def found(self, homepage: str, pages: Sequence[str] = ()) -> RobotsFound:
        """Return what the robots.txt of the home page's host says, of up to 5,000 `pages` too."""
        url = urljoin(homepage, "/robots.txt")
        policy = self._policy(homepage)
        if policy is None:
            return RobotsFound(url=url, says="unasked")
        if policy.rules is None:
            says: Literal["refused", "nothing"] = "refused" if policy.denied else "nothing"
            return RobotsFound(url=url, says=says, reason=policy.denied, allows_home=policy.denied is None)
        judged = pages[:MAX_JUDGED]
        refused_count = sum(1 for page in judged if self.refusal(page))
        named = (fetch_address(sitemap, url, is_page=False) for sitemap in policy.rules.sitemaps)
        return RobotsFound(
            url=url,
            says="rules",
            allows_home=self.refusal(homepage) is None,
            delay_seconds=policy.crawl_delay_seconds(ROBOTS_NAME),
            sitemaps=tuple(dict.fromkeys(filter(None, named))),
            disallowed_share=round(refused_count / len(judged), 3) if judged else 0.0,
        )

    def _policy(self, url: str) -> RobotsPolicy | None:
        parts = urlsplit(url)
        return self._policies.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
