"""A log of what is wrong with the server: a line when it begins, and a line when it is over."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

_log = logging.getLogger("gutfactors")


@dataclass(frozen=True)
class HealthProblem:
    """Something that an operator should mend.

    `kind` identifies it, while the figures in its sentence change. `is_outage`: visitors are turned away,
    or data are kept for longer than patients were promised.
    """

    kind: str
    sentence: str
    is_outage: bool = False


class ProblemLog:
    """Logs each problem once for as long as it lasts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[str, str] = {}

    def update(self, problems: Iterable[HealthProblem], *, are_all: bool = True) -> None:
        """Log the problems that are new, and those that are gone if these are all that there are."""
        now = {each.kind: each.sentence for each in problems}
        with self._lock:
            before = self._open
            self._open = now if are_all else {**before, **now}
        for kind, sentence in now.items():
            if kind not in before:
                _log.warning("problem: %s", sentence)
        for kind, sentence in before.items():
            if are_all and kind not in now:
                _log.warning("no longer: %s", sentence)
