"""A site that changes for a month on a clock that the test turns: edits, moves, deletions, and what was asked when."""

import hashlib
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fault_server import FaultHost, Request, links

START = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
PER_LIST = 100
WORDS = (
    "gember", "honing", "kamille", "kurkuma", "zink", "magnesium", "valeriaan", "knoflook", "salie", "tijm", "venkel",
    "munt", "haver", "lijnzaad", "vlierbes", "spirulina", "ginseng", "rozenbottel", "brandnetel", "cranberry",
)  # fmt: skip


@dataclass
class PageLife:
    """One page: its texts by the day from which each stands, and from when it is somewhere else or nowhere."""

    number: int
    texts: list[tuple[float, str]]
    moved_on: float | None = None
    deleted_on: float | None = None
    status_when_deleted: int = 410
    asked_on: list[tuple[float, bool]] = field(default_factory=list)  # (day, conditional)

    def text(self, day: float) -> str:
        """What the page says on a day."""
        return [text for since, text in self.texts if since <= day][-1]

    def edits(self) -> list[float]:
        """The days on which it was edited."""
        return [since for since, _ in self.texts[1:]]


class MovingSite:
    """A site of `count` pages of which `daily_edits` (a share) are edited each day, and a few move or go away."""

    def __init__(self, count: int, days: int, daily_edits: float, seed: int) -> None:
        """Decide the month's events."""
        dice = random.Random(seed)
        self.day = 0.0
        self.pages = [PageLife(number, [(-1.0, _text(number, 0))]) for number in range(count)]
        for day in range(days):
            for page in dice.sample(self.pages, max(1, round(count * daily_edits))):
                page.texts.append((day + dice.random(), _text(page.number, len(page.texts))))
                page.texts.sort()
        others = dice.sample(self.pages, max(6, count // 50))
        for turn, page in enumerate(others):
            when = dice.uniform(4, days - 12)
            if turn % 3 == 0:
                page.moved_on = when
            else:
                page.deleted_on, page.status_when_deleted = when, 404 if turn % 3 == 1 else 410
            page.texts = [one for one in page.texts if one[0] < when]
        self.host = FaultHost(otherwise=self._serve)

    def now(self) -> datetime:
        """The moment of the simulated clock."""
        return START + timedelta(days=self.day)

    def _serve(self, request: Request) -> None:
        path = request.path.strip("/")
        if path == "sitemap.xml":
            request.send(200, {"Content-Type": "application/xml"}, self._sitemap())
        elif path.startswith("list") or not path:
            lists = [f"/list{n}" for n in range((len(self.pages) + PER_LIST - 1) // PER_LIST)]
            numbers = self.pages[int(path[4:]) * PER_LIST :][:PER_LIST] if path else []
            body = links(*lists, *(f"/p{page.number}" for page in numbers if not self._is_away(page))).encode()
            request.send(200, {"Content-Type": "text/html"}, body)
        elif path.removeprefix("new/").startswith("p") and path.removeprefix("new/")[1:].isdigit():
            self._serve_page(request, self.pages[int(path.removeprefix("new/")[1:])], path.startswith("new/"))
        else:
            request.send(404, {"Content-Type": "text/html"}, b"nothing here")

    def _serve_page(self, request: Request, page: PageLife, is_new: bool) -> None:
        is_moved = page.moved_on is not None and page.moved_on <= self.day
        if is_moved and not is_new:
            request.send(301, {"Location": f"/new/p{page.number}"}, b"")
        elif self._is_away(page) and not is_new:
            request.send(page.status_when_deleted, {"Content-Type": "text/html"}, b"gone")
        else:
            body = _html(page.number, page.text(self.day)).encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            is_conditional = "If-None-Match" in request.headers
            page.asked_on.append((self.day, is_conditional))
            changed = START + timedelta(days=[since for since, _ in page.texts if since <= self.day][-1])
            headers = {"ETag": etag, "Last-Modified": format_datetime(changed.replace(microsecond=0), usegmt=True)}
            if request.headers.get("If-None-Match") == etag:
                request.send(304, headers, b"")
            else:
                request.send(200, {"Content-Type": "text/html; charset=utf-8", **headers}, body)

    def _sitemap(self) -> bytes:
        """Every second page, with the moment of its last edit."""
        entries = "".join(
            f"<url><loc>{self.host.origin}/p{page.number}</loc><lastmod>"
            f"{(START + timedelta(days=[s for s, _ in page.texts if s <= self.day][-1])).isoformat()}</lastmod></url>"
            for page in self.pages[::2]
            if not self._is_away(page)
        )
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()

    def _is_away(self, page: PageLife) -> bool:
        return any(when is not None and when <= self.day for when in (page.deleted_on, page.moved_on))


def _text(number: int, edition: int) -> str:
    """Eight sentences of the page's own; an edit changes the last two."""
    dice = random.Random(number)
    first = [_sentence(dice) for _ in range(6)]
    dice = random.Random((number + 1) * 1000 + edition)
    return " ".join([*first, _sentence(dice), _sentence(dice)])


def _sentence(dice: random.Random) -> str:
    agent, other, third = dice.sample(WORDS, 3)
    return (
        f"Volgens {dice.randint(20, 900)} lezers helpt {agent} beter tegen verkoudheid dan {other} of {third}, "
        f"en {dice.randint(2, 19)} van hen namen het {dice.randint(2, 60)} dagen lang."
    )


def _html(number: int, text: str) -> str:
    paragraphs = "".join(f"<p>{sentence}.</p>" for sentence in text.removesuffix(".").split(". "))
    title = f"Kruiden bij verkoudheid, aflevering {number}"
    return (
        f"<!doctype html><html lang='nl'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"{paragraphs}</article></body></html>"
    )
