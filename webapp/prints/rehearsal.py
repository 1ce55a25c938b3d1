"""What render processes print before anybody asks them to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from webapp.prints.house import House
from webapp.questionnaire.model import Questionnaire
from webapp.report import ReportView, view
from webapp.simulation.examples import example

EXAMPLES = 4
"""With one, half of the lines of other reports are known; with four 7 in 10, with ten not 8 in 10."""

CODE = "0000-00"


def rehearsal(house: House, questionnaire: Questionnaire, day: date) -> Iterator[ReportView]:
    """Reports of people who are made up, in this clinic."""
    occasion = house.occasion_on(day, CODE)
    for number in range(1, EXAMPLES + 1):
        yield view(example(questionnaire, number), occasion)
