"""Documents of submissions, and print jobs rendered in parts by a thread or by workers. See README.md."""

from collections.abc import Sequence
from typing import Protocol

from webapp.prints.documents import (
    PLAN_SHEETS,
    SHEETS,
    DocumentFactory,
    stored_questionnaire,
)
from webapp.prints.job_runner import PrintJobRunner, submission_parts
from webapp.prints.planned_visits import last_planned, planned_before, planned_visit


class Dispatcher(Protocol):
    """Sends parts of print jobs to be rendered. `poke`: somebody waits for a part that should be done."""

    def send(self, part_ids: Sequence[int]) -> None: ...

    def poke(self) -> None: ...

    def close(self) -> None: ...
