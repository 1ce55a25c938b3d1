"""Made-up people give answers that the form would take, and no others."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.unit.workbench.simulation.coffee import coffee
from webapp.assessment import resolve, validate_answers
from webapp.questionnaire.load import load
from webapp.workbench.simulation.people import MadeUpPerson, PeopleGenerator

QUESTIONNAIRE = load(coffee())


def people(count: int, unsure: float = 0.0) -> list[MadeUpPerson]:
    generator, random = PeopleGenerator(QUESTIONNAIRE, unsure), Random(1)  # noqa: S311 - nothing secret
    return [generator.generate(random) for _ in range(count)]


def test_every_answer_is_one_that_the_form_takes() -> None:
    for person in people(500, unsure=0.3):
        accepted = validate_answers(QUESTIONNAIRE, person.answers.to_json())
        assert person.stopped or dict(accepted.given) == person.given


def test_nobody_answers_what_is_not_asked_and_everybody_the_rest() -> None:
    for person in people(300):
        asked = {"age", "coffee", "signs", "tea"} | (
            {"cups"} if person.given.get("coffee") == "yes" else set()
        )
        assert set(person.given) == ({"age"} if person.stopped else asked)


def test_whom_the_form_stops_gives_no_further_answer() -> None:
    stopped = [person for person in people(500) if person.stopped]
    assert stopped
    assert all(person.stopped == "child" and int(str(person.given["age"])) < 18 for person in stopped)


def test_numbers_are_mostly_plausible_and_within_the_bounds_that_hold() -> None:
    cups = [
        (int(str(one.given["age"])), Fraction(str(one.given["cups"])))
        for one in people(2000)
        if "cups" in one.given
    ]
    assert all(0.5 <= number <= (2 if age < 30 else 4) for age, number in cups)
    assert 0.9 < sum(1 <= number <= 3 for _, number in cups) / len(cups) < 1


def test_without_doubt_everything_is_known() -> None:
    assert all(resolve(QUESTIONNAIRE, one.given).situation.known == set(one.given) for one in people(200))


def test_in_doubt_a_required_choice_is_answered_by_its_way_out_only() -> None:
    doubtful = people(100, unsure=1.0)
    assert {person.given["signs"] for person in doubtful} == {("not_sure",)}
    assert {person.given["coffee"] for person in doubtful} == {"not_sure", None}
    assert {person.given["age"] for person in doubtful} == {None}


def test_a_multiple_choice_without_a_none_of_these_has_something_ticked() -> None:
    assert all(person.given["tea"] for person in people(200) if not person.stopped)
