"""A WARC record's header in; the address, the date and the fields that it gives out."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

_FIRST_PAGE = datetime(1991, 8, 6, tzinfo=UTC)  # of the web
_CLOCKS_DIFFER = timedelta(days=366)  # a rehearsal's clock may be some weeks ahead


def fields_of(head: bytes) -> StatusAndHeaders:
    """Return the named fields of a record's header; none for an empty one."""
    return StatusAndHeadersParser([], verify=False).parse(BytesIO(head)) if head else StatusAndHeaders("", [])


def target_of(head: StatusAndHeaders, name: str = "WARC-Target-URI") -> str | None:
    """Return the address in the field `name`; None where there is none. Old wget writes `<http://…>`."""
    url = head.get_header(name)
    return str(url).strip().removeprefix("<").removesuffix(">") or None if url else None


def warc_date(head: StatusAndHeaders) -> datetime | None:
    """Return when the record was captured, in UTC; None where WARC-Date is missing, no date, or cannot be.

    A record of the year 2999 would be the newest word on its page for ever.
    """
    try:
        date = datetime.fromisoformat(str(head.get_header("WARC-Date")).strip())
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return date if _FIRST_PAGE <= date <= datetime.now(UTC) + _CLOCKS_DIFFER else None
