"""Prints: sheets of submissions, and many reports made in parts, here or by workers. See README.md."""

from collections.abc import Sequence
from typing import Protocol

from webapp.prints.documents import SHEETS, DocumentFactory, stored_questionnaire
from webapp.prints.job_runner import PrintJobRunner, submission_parts


class Dispatcher(Protocol):
    """Has parts made by whoever has time. `wake`: somebody asks for what should be made by now."""

    def send(self, part_ids: Sequence[int]) -> None: ...

    def poke(self) -> None: ...

    def close(self) -> None: ...


__all__ = [
    "SHEETS",
    "Dispatcher",
    "DocumentFactory",
    "PrintJobRunner",
    "stored_questionnaire",
    "submission_parts",
]
