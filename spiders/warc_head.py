"""A WARC record's header in; the address, the date and the fields that it gives out."""

from datetime import UTC, datetime
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser


def fields_of(head: bytes) -> StatusAndHeaders:
    """Return the named fields of a record's header; none for an empty one."""
    return StatusAndHeadersParser([], verify=False).parse(BytesIO(head)) if head else StatusAndHeaders("", [])


def target_of(head: StatusAndHeaders, name: str = "WARC-Target-URI") -> str | None:
    """Return the address in the field `name`; None where there is none. Old wget writes `<http://…>`."""
    url = head.get_header(name)
    return str(url).strip().removeprefix("<").removesuffix(">") or None if url else None


def warc_date(head: StatusAndHeaders) -> datetime | None:
    """Return when the record was captured, in UTC; None where WARC-Date is missing or no date."""
    try:
        date = datetime.fromisoformat(str(head.get_header("WARC-Date")).strip())
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
