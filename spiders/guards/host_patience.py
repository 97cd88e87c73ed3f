"""How one host answers in; how long to wait between requests, until when to pause, and when to give up, out.

Pure: the clock is the caller's, in seconds that only go forward.
"""

from dataclasses import dataclass, field

# A page that takes a server one second to make costs it work for one second: we leave it two of rest. Heritrix waits
# five times as long as the last fetch took, up to a limit; our own delay is a floor under both.
LATENCY_FACTOR = 2.0
# After trouble the delay doubles; each good answer takes a tenth of it away again.
TROUBLE_FACTOR = 2.0
RECOVERY_FACTOR = 0.9


@dataclass(slots=True, kw_only=True)
class HostPatience:
    """What is known of one host in this run.

    `base_delay`, `max_delay`: seconds between two requests, at least and at most. After `max_failures` addresses in a
    row that failed to the end the host rests for `rest_seconds`, then one request tries it; if that fails too, the host
    is given up. A host with a base delay of 0 is our own: only trouble slows us down there.
    """

    base_delay: float
    max_delay: float = 60.0
    max_failures: int = 10
    rest_seconds: float = 300.0
    delay: float = field(init=False)
    paused_until: float = field(init=False, default=0.0)
    failures_in_a_row: int = field(init=False, default=0)
    is_on_trial: bool = field(init=False, default=False)
    given_up: str | None = field(init=False, default=None)
    _trouble_delay: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        """Begin at the base delay."""
        self.delay = self.base_delay

    def slow_down(self, base_delay: float) -> None:
        """Take a longer base delay, as a Crawl-delay asks; a shorter one changes nothing."""
        self.base_delay = max(self.base_delay, base_delay)
        self.delay = max(self.delay, self.base_delay)

    def answered(self, latency: float) -> None:
        """Note a good answer, `latency` seconds after its request was sent."""
        self.failures_in_a_row = 0
        self.is_on_trial = False
        self._trouble_delay *= RECOVERY_FACTOR
        if self._trouble_delay < self.base_delay or self._trouble_delay < 0.1:
            self._trouble_delay = 0.0
        self._set_delay(latency * LATENCY_FACTOR if self.base_delay else 0.0)

    def asked_for_pause(self, now: float, seconds: float) -> None:
        """Note that nothing may be sent before `seconds` have passed."""
        self.paused_until = max(self.paused_until, now + seconds)

    def troubled(self) -> None:
        """Note an answer such as 429 or 503, or none: the host has too much to do."""
        if self.base_delay:
            self._trouble_delay = max(self.delay, self.base_delay) * TROUBLE_FACTOR
            self._set_delay(0.0)

    def failed(self, now: float) -> None:
        """Note an address that failed to the end, all tries used."""
        self.failures_in_a_row += 1
        if self.given_up or (self.failures_in_a_row < self.max_failures and not self.is_on_trial):
            return
        if self.is_on_trial:
            self.given_up = f"the host failed {self.failures_in_a_row} times in a row, also after a rest"
            return
        if self.rest_seconds <= 0:
            self.given_up = f"the host failed {self.failures_in_a_row} times in a row"
            return
        self.is_on_trial = True
        self.asked_for_pause(now, self.rest_seconds)

    def wait_seconds(self, now: float) -> float:
        """Return how long the next request must wait for a pause to end; 0 where there is none."""
        return max(self.paused_until - now, 0.0)

    def _set_delay(self, wanted: float) -> None:
        self.delay = max(self.base_delay, min(max(wanted, self._trouble_delay), self.max_delay))
