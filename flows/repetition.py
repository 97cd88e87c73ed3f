"""A step that failed in; whether to try it again, and after how long, out.

Only steps that may be repeated are: reading an archive, loading, publishing and reporting are whole or not there. A
crawl is not repeated (the site was just asked), and neither is what would fail in the same way again.
"""

from typing import Any

from prefect.tasks import exponential_backoff

from flows.command_errors import exit_code
from flows.reading import NoArchiveError
from warehouse.errors import WarehouseBusy

TIMES = 3
FIRST_WAIT_SECONDS = 5  # then 10 and 20: a backup that holds the file, a disk that somebody makes room on
JITTER = 0.5


def is_worth_repeating(_task: object, _run: object, state: Any) -> bool:
    """Whether the error of a failed state may be gone the next time: a file that is held, a disk, a fault of ours.

    A check that finds rows, a damaged file or a newer schema says the same again.
    """
    try:
        state.result(raise_on_failure=True)
    except (NoArchiveError, FileNotFoundError):
        return False
    except (WarehouseBusy, OSError):
        return True
    except Exception as error:
        return exit_code(error) is None
    return False


# What every task that may be repeated is declared with.
REPEATED: dict[str, Any] = {
    "retries": TIMES,
    "retry_delay_seconds": exponential_backoff(backoff_factor=FIRST_WAIT_SECONDS),
    "retry_jitter_factor": JITTER,
    "retry_condition_fn": is_worth_repeating,
}
