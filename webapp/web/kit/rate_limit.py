"""Limits on how often something may be tried: by one device, and by all together.

No network address is ever shut out, since a whole clinic shares one. An address only decides who comes first:
half of what all may try in a minute is kept for addresses with few failures, so that somebody who guesses all
day uses up the other half only.
"""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import BoundedSemaphore, Lock
from time import sleep

from flask import current_app, request, session

from webapp.web.kit.app_context import app_context

EXTENSION = "gut-factors-rate-limits"

MINUTE = timedelta(minutes=1)
NOTHING = timedelta()
LOOK_BACK = timedelta(minutes=10)  # how long a failure counts against its network
FREE_FAILURES = 3  # failures that do not count against a network: people mistype
LONGEST_WAIT = timedelta(seconds=2)
MOST_WAITING = 2
"""How long a try may wait, and how many tries may: each holds one of this server's eight threads."""

CLOCK_TOLERANCE = timedelta(seconds=5)
"""Times further in the future than this were noted while the clock was wrong, and are dropped."""

HOUSE_BITS = 64  # the shortest IPv6 prefix that one household gets (RFC 6177)


@dataclass(frozen=True)
class _Try:
    at: datetime
    device: str
    has_few_failures: bool


class RateLimiter:
    """Allows `each` tries a minute for one device, and `together` for all.

    A try that is a moment too early waits here, by `pause`; one that is much too early is refused.
    """

    def __init__(self, each: int, together: int, pause: Callable[[float], None] = sleep) -> None:
        self._each = each
        self._together = together
        self._pause = pause
        self._tries: deque[_Try] = deque(maxlen=together)
        self._wrong: deque[tuple[datetime, str]] = deque(maxlen=together * (LOOK_BACK // MINUTE))
        self._lock = Lock()
        self._waiting = BoundedSemaphore(MOST_WAITING)

    def hit(self, device: str, now: datetime, origin: str = "") -> bool:
        """Count a try from the network `origin`; return whether it is allowed."""
        wait = self._taken(device, now, origin)
        if NOTHING < wait <= LONGEST_WAIT and self._waiting.acquire(blocking=False):
            try:
                self._pause(wait.total_seconds())
            finally:
                self._waiting.release()
            wait = self._taken(device, now + wait, origin)
        return wait == NOTHING

    def charge(self, device: str, now: datetime, origin: str, times: int) -> None:
        """Count a try that was allowed so many times more, because it cost more than others."""
        with self._lock:
            self._forget(now)
            self._tries.extend([_Try(now, device, self._has_few_failures(origin))] * times)

    def record_failure(self, origin: str, now: datetime) -> None:
        with self._lock:
            self._wrong.append((now, origin))

    def has_few_failures(self, origin: str, now: datetime) -> bool:
        with self._lock:
            self._forget(now)
            return self._has_few_failures(origin)

    def _taken(self, device: str, now: datetime, origin: str) -> timedelta:
        """Count the try and return no time, or return the time until one is allowed.

        A device that used up its own tries does not wait here: that would take a minute.
        """
        with self._lock:
            self._forget(now)
            has_few_failures = self._has_few_failures(origin)
            wait = self._wait(device, now, has_few_failures=has_few_failures)
            if wait == NOTHING:
                self._tries.append(_Try(now, device, has_few_failures))
            return wait

    def _wait(self, device: str, now: datetime, *, has_few_failures: bool) -> timedelta:
        if sum(1 for each in self._tries if each.device == device) >= self._each:
            return MINUTE
        every = [each.at for each in self._tries]
        failing = [each.at for each in self._tries if not (has_few_failures or each.has_few_failures)]
        shares = [(every, self._together), (failing, max(1, self._together // 2))]
        return max((times[0] + MINUTE - now for times, most in shares if len(times) >= most), default=NOTHING)

    def _has_few_failures(self, origin: str) -> bool:
        return Counter(each for _, each in self._wrong)[origin] <= FREE_FAILURES

    def _forget(self, now: datetime) -> None:
        """Forget what is over, and what was noted while the clock was wrong."""
        last = now + CLOCK_TOLERANCE
        self._tries = deque((each for each in self._tries if now - MINUTE < each.at <= last), self._together)
        kept = ((at, origin) for at, origin in self._wrong if now - LOOK_BACK < at <= last)
        self._wrong = deque(kept, self._wrong.maxlen)


@dataclass(frozen=True)
class RateLimit:
    """A limit on requests: `each` a minute for one device, `together` for all.

    Declare one beside the view that it protects. Every application counts separately.
    """

    name: str
    each: int
    together: int

    def hit(self, device: str | None = None) -> bool:
        """Count this request; return whether it is allowed. The form's token identifies the device."""
        device = session.get("csrf_token", "") if device is None else device
        return self.limiter.hit(device, app_context().clock(), client_network())

    def charge(self, times: int) -> None:
        device = session.get("csrf_token", "")
        self.limiter.charge(device, app_context().clock(), client_network(), times)

    def record_failure(self) -> None:
        self.limiter.record_failure(client_network(), app_context().clock())

    def has_few_failures(self) -> bool:
        return self.limiter.has_few_failures(client_network(), app_context().clock())

    @property
    def limiter(self) -> RateLimiter:
        """The counter of the current application, made at its first use."""
        limiters: dict[str, RateLimiter] = current_app.extensions.setdefault(EXTENSION, {})
        return limiters.setdefault(self.name, RateLimiter(self.each, self.together))


def client_network() -> str:
    """Return the address of this request; for IPv6, the network of one household."""
    return network_of_address(request.remote_addr or "")


def network_of_address(address: str) -> str:
    """Return the address, or its network for IPv6; anything else unchanged."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), HOUSE_BITS), strict=False))
