"""What a command was told of a list's day, and its file, in; the day on which the list was true out."""

from datetime import UTC, date, datetime
from pathlib import Path

from flows.command_errors import WrongUse


def list_date_of(told: str | None, path: Path) -> date:
    """The day that --as-of names, else that on which the file was written. Raises WrongUse for no day; OSError."""
    if told is None:
        return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise WrongUse(f"--as-of {told}: a day is written YYYY-MM-DD") from error
