"""Rising claims in; an Atom feed (RFC 4287) that a reader can follow, out."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from reports.frames import Row
from reports.languages import spoken, t
from reports.links import file_stem

ATOM = "http://www.w3.org/2005/Atom"
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


def rising_feed(rising: Sequence[Row], updated: str, address: str) -> bytes:
    """The feed of claims that rise, the furthest above their own past first.

    updated: the day to which the data goes, `2026-11-02`. address: where the report stands, with a slash at its end;
    empty where nobody told, and then links are relative to the feed.
    """
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": spoken().code})
    stamp = f"{updated}T00:00:00Z"
    _add(feed, "title", t("feed.title"))
    _add(feed, "id", f"{address or 'urn:claimtrace:'}rising")
    _add(feed, "updated", stamp)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", "claimtrace")
    ET.SubElement(feed, f"{{{ATOM}}}link", {"href": f"{address}index.html", "rel": "alternate", "type": "text/html"})
    for row in rising:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        page = f"{address}claims/{file_stem(row['cluster_id'])}.html"
        _add(entry, "title", row["example"])
        # the same claim that rises again with another load is news again
        _add(entry, "id", f"{address or 'urn:claimtrace:'}claims/{row['cluster_id']}#{updated}")
        _add(entry, "updated", stamp)
        ET.SubElement(entry, f"{{{ATOM}}}link", {"href": page})
        told = t(
            "rising.told",
            recent=int(row["recent_count"]),
            days=int(row["window_days"]),
            before=int(row["baseline_count"]),
            baseline_days=int(row["baseline_days"]),
        )
        _add(entry, "summary", told)
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    # XML 1.0 has no place for control characters, and Markup would be a str of its own
    element.text = str(text).translate(_UNPRINTABLE)
