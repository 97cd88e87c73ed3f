"""A WARC file in; which crawl of ours wrote it out, so that it loads under its own run wherever it is read from."""

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from spiders.site_config import SLUG
from spiders.warc_frames import read_frames

_FIELD = re.compile(rb"^(site|run_id|software|languages):(.+)$", re.MULTILINE)
_RUN_STAMP = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class CrawlOrigin:
    """What a WARC file says of itself: the site file's slug, the run, and the languages that the site file asks for."""

    site: str
    run_id: str
    languages: tuple[str, ...]


def crawl_origin(path: Path) -> CrawlOrigin | None:
    """Return what the first record says, if it is a warcinfo of ours and its names are well formed; else None.

    A stranger's file may say anything: a run_id counts only as `<slug>-<YYYYmmddTHHMMSSZ>`. Raises OSError.
    """
    first = next(islice(read_frames(path), 1), None)
    if first is None or first.problem or b"warcinfo" not in first.head:
        return None
    fields = {key.decode(): value.decode("utf-8", "replace").strip() for key, value in _FIELD.findall(first.block)}
    site, run_id = fields.get("site", ""), fields.get("run_id", "")
    if not fields.get("software", "").startswith("claimtrace") or not SLUG.match(site):
        return None
    stamp = run_id.removeprefix(f"{site}-")
    languages = tuple(filter(None, fields.get("languages", "").split(",")))
    return CrawlOrigin(site, run_id, languages) if stamp != run_id and _RUN_STAMP.fullmatch(stamp) else None
