"""The sitemaps and feeds that a site names in; what each holds, and the addresses of pages in them, out."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin

from spiders.article_addresses import Candidate
from spiders.asking import Ask, Reply
from spiders.discovery import Entry, NotReadable, feed_entries, sitemap_entries
from spiders.page_addresses import Scope
from spiders.site_signs import is_no_article
from spiders.surveys import ListFound

# A look, not a crawl: enough to see how a site writes its addresses.
MAX_SITEMAPS = 6
MAX_IN_INDEX = 3
MAX_FEEDS = 3
# Where robots.txt names no sitemap, many sites have one all the same.
USUAL_PLACES = ("/sitemap.xml", "/sitemap_index.xml")
GUESS = "a guess"
_AS_FOLDERS = str.maketrans("_-", "//")


class ListReader:
    """Reads sitemaps and feeds one after the other, a few of them."""

    def __init__(self, ask: Ask, scope: Scope) -> None:
        """Nothing was read yet. `ask` requests an address and follows its redirects."""
        self._ask = ask
        self._scope = scope
        self.lists: list[ListFound] = []
        self.candidates: list[Candidate] = []
        self.unread_sitemaps: list[str] = []
        self._asked: set[str] = set()

    async def read_sitemaps(self, urls: Iterable[str], named_by: str) -> None:
        """Read sitemaps, and of a sitemap index those with the newest pages."""
        for url in dict.fromkeys(urls):
            await self._read_sitemap(url, named_by, is_nested=False)

    async def guess_sitemaps(self, homepage: str) -> None:
        """Read the sitemap at the first of the usual places that has one; that there is none is nothing to tell."""
        for path in USUAL_PLACES:
            before = len(self.lists)
            await self._read_sitemap(urljoin(homepage, path), GUESS, is_nested=False)
            found = self.lists[before:]
            if found and found[0].problem is None:
                return
            del self.lists[before:]

    async def read_feeds(self, urls: Iterable[str], named_by: str) -> None:
        """Read feeds."""
        for url in list(dict.fromkeys(urls))[:MAX_FEEDS]:
            reply = await self._ask(url)
            try:
                self._keep(url, "feed", named_by, feed_entries(_body(reply), reply.url))
            except NotReadable as error:
                self.lists.append(ListFound(url=url, kind="feed", named_by=named_by, problem=str(error)))

    async def _read_sitemap(self, url: str, named_by: str, *, is_nested: bool) -> None:
        if url in self._asked:
            return
        if len(self._asked) >= MAX_SITEMAPS:
            self.unread_sitemaps.append(url)
            return
        self._asked.add(url)
        reply = await self._ask(url)
        try:
            entries = sitemap_entries(_body(reply), reply.url)
        except NotReadable as error:
            self.lists.append(ListFound(url=url, kind="sitemap", named_by=named_by, problem=str(error)))
            return
        self._keep(url, "sitemap", named_by, entries.pages, sitemap_count=len(entries.sitemaps))
        for entry in sorted(entries.sitemaps, key=_promise)[:MAX_IN_INDEX] if not is_nested else ():
            await self._read_sitemap(entry.url, url, is_nested=True)

    def _keep(self, url: str, kind: str, named_by: str, entries: tuple[Entry, ...], sitemap_count: int = 0) -> None:
        inside = [entry for entry in entries if self._scope.allows(entry.url)]
        self.candidates += [Candidate(entry.url, kind, entry.changed_at) for entry in inside]  # type: ignore[arg-type]
        dates = [entry.changed_at for entry in entries if entry.changed_at]
        outside = next((entry.url for entry in entries if not self._scope.allows(entry.url)), None)
        self.lists.append(
            ListFound(
                url=url,
                kind=kind,  # type: ignore[arg-type]
                named_by=named_by,
                page_count=len(entries),
                scope_count=len(inside),
                sitemap_count=sitemap_count,
                newest=max(dates, default=None),
                example=outside,
            )
        )


def _promise(entry: Entry) -> tuple[bool, float]:
    """What sorts the sitemaps of an index: articles before tags and products, then those with the newest pages."""
    newest: datetime | None = entry.changed_at
    # "post_tag-sitemap.xml", "product-sitemap3.xml": the name's words as if they were folders
    name = (
        entry.url.rpartition("/")[2].partition(".")[0].lower().replace("sitemap", "").translate(_AS_FOLDERS).strip("/")
    )
    return is_no_article(f"https://x/{name}"), -newest.timestamp() if newest else 0.0


def _body(reply: Reply) -> bytes:
    """The body of a reply that has one. Raises NotReadable."""
    if reply.response is None:
        raise NotReadable(reply.reason)
    if reply.redirect:
        raise NotReadable(f"it redirects to {reply.redirect}, which is another site")
    if not 200 <= reply.response.status < 300:
        raise NotReadable(f"it answered {reply.response.status}")
    return reply.response.body
