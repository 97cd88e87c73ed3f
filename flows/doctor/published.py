"""The warehouse and the published file in; where the one is not the copy of the other, out."""

from collections.abc import Iterator
from functools import partial

from flows.data_folder import DataFolder
from flows.doctor.findings import Finding
from flows.loading import checked_publication, is_published
from warehouse.condition import Condition, condition
from warehouse.copying import log_beside
from warehouse.manifests import file_sha256
from warehouse.publication import read_published_manifest


def published_findings(data: DataFolder, found: Condition) -> Iterator[Finding]:
    """What is wrong with the published file. found: the condition of the warehouse, from which it can be made anew."""
    log = log_beside(data.published)
    if log.exists():
        yield Finding(
            kind="published_log",
            what=f"{log.name} lies beside the published file: somebody opened that for writing",
            remedy="remove it: what was written there is in no warehouse",
            place=log,
            mend=partial(log.unlink, missing_ok=True),
        )
    problem = _problem(data, found)
    if problem is None:
        return
    kind, what = problem
    is_ready = found.kind == "ready"
    yield Finding(
        kind=kind,
        what=what,
        remedy="check and publish the warehouse"
        if is_ready
        else "set the warehouse right first, then: claimtrace publish",
        place=data.published,
        mend=partial(checked_publication, data) if is_ready else None,
    )


def _problem(data: DataFolder, found: Condition) -> tuple[str, str] | None:
    published = data.published
    if not published.is_file():
        return ("published_missing", f"{published} is not there") if found.kind == "ready" else None
    told = read_published_manifest(published)
    if not told:
        return "manifest_missing", f"{published} has no manifest beside it"
    if told.get("sha256") != file_sha256(published):
        return "manifest_mismatch", f"{published} is not the file that its manifest tells of (sha256)"
    if condition(published).kind == "damaged":
        return "published_damaged", f"{published} cannot be opened"
    if found.kind == "ready" and not is_published(data):
        return "published_older", f"{published} is older than the warehouse: loaded, and not published"
    return None
