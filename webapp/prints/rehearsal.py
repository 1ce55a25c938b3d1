"""What render processes print before anybody asks them to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from webapp.prints.documents import DocumentFactory
from webapp.questionnaire.model import Questionnaire
from webapp.report import ReportView, patient_view
from webapp.workbench.simulation.examples import example

EXAMPLES = 4
"""With one, 65 % of what other reports are made of is known; with four 78 %, with ten 83 %."""

CODE = "0000-00"


def rehearsal(documents: DocumentFactory, questionnaire: Questionnaire, day: date) -> Iterator[ReportView]:
    """Yield reports of made-up people, in this clinic."""
    occasion = documents.occasion_on(day, CODE)
    for number in range(1, EXAMPLES + 1):
        yield patient_view(example(questionnaire, number), occasion)
