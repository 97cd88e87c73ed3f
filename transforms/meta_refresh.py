"""A page's tree and address in; the page that its meta refresh leads to out, or None where it leads nowhere else."""

import re
from typing import Any

from transforms.addresses import absolute_href

# A page that is read first and then left tells more; news pages load themselves anew after 300 to 2,700 seconds
MAX_SECONDS = 10
# "0; url='/nieuw'", "0;URL=/nieuw", "0, /nieuw": as browsers read it (HTML Standard 4.2.5.3)
_CONTENT = re.compile(
    r"\s*+(\d++)(?:\.\d*+)?\s*[;,\s]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|([^\"'].*))", re.IGNORECASE
)


def refresh_target(tree: Any, url: str) -> str | None:
    """Return the absolute http(s) address to which a page refreshes within seconds; None for itself or none."""
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _CONTENT.match(element.get("content") or "")
        if match and len(match[1]) < 4 and int(match[1]) <= MAX_SECONDS:
            target = absolute_href(url, next(filter(None, match.groups()[1:]), ""))
            if target is not None and target.partition("#")[0] != url.partition("#")[0]:
                return target
    return None
