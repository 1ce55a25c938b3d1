"""What a practitioner may type for a plan, and what is refused, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.plan.test_offers import person, two_factors
from webapp.assessment import Assessment
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import offered_changes
from webapp.plan.typed import (
    LONGEST_TEXT,
    LONGEST_WORDS,
    NO_DAY,
    NO_REASON,
    NO_TOPIC,
    NO_WORDS,
    NOT_OFFERED,
    NOT_TICKED,
    TOO_LONG,
    TOO_MANY,
    TWICE,
    WRONG_DAY,
    OwnWords,
    PlanProblem,
    PlanRefused,
    TypedPlan,
    agree,
    key_of,
    typed_from,
)
from webapp.plan.words import change_words, usual_measure

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTHING = OwnWords()
WEIGHT = next(flag for flag in QUESTIONNAIRE.safety if flag.id == "weight")
WALK = OwnWords("Walk after lunch", "4 days a week", "other")


def agreed(typed: TypedPlan, assessment: Assessment | None = None) -> Plan:
    return agree(typed, assessment or person(), "Maria Lima", NOW, TODAY)


def refused(typed: TypedPlan, assessment: Assessment | None = None) -> dict[str, str]:
    """Say by field what is wrong."""
    with pytest.raises(PlanRefused) as refusal:
        agreed(typed, assessment)
    return {name: problem.sentence for name, problem in refusal.value.problems.items()}


def test_a_plan_has_what_was_ticked_and_written_in_the_order_of_the_form() -> None:
    plan = agreed(
        TypedPlan(
            offers=("legumes_per_week-3", "meat_per_week-3"),
            measured={
                "legumes_per_week-3": "beans on Mondays, Wednesdays and Fridays",
                "meat_per_week-3": "",
            },
            own=(WALK, NOTHING, NOTHING),
            tests=("liver_test", "made up"),
            see=("doctor", "made up"),
            other_people="Dr Ng",
            weeks="8",
        )
    )
    assert [one.about for one in plan.agreed] == [("meat_per_week",), ("legumes_per_week",), ()]
    assert [one.measured for one in plan.agreed][:2] == ["", "beans on Mondays, Wednesdays and Fridays"]
    assert (plan.tests, plan.see, plan.other_people) == (("liver_test",), ("doctor",), "Dr Ng")
    assert (plan.come_back, plan.by, plan.agreed_at) == (date(2026, 4, 26), "Maria Lima", NOW)


def test_a_plan_that_was_saved_fills_the_form_as_it_was_typed() -> None:
    typed = TypedPlan(
        offers=("legumes_per_week-3",),
        measured={"legumes_per_week-3": "on Mondays"},
        own=(replace(WALK, about="stress_now"), NOTHING, NOTHING),
        other_tests="ferritin",
        weeks="day",
        day="2026-05-02",
    )
    plan = agreed(typed)
    assert plan.come_back == date(2026, 5, 2)
    assert typed_from(plan, person(), ENGLISH) == typed


def test_a_change_that_is_not_offered_any_more_is_kept_in_words() -> None:
    plan = agreed(TypedPlan(offers=("legumes_per_week-3",)))
    typed = typed_from(plan, person("W55", WEIGHT), ENGLISH)
    assert typed.offers == ()
    assert typed.own[0] == OwnWords(
        "Beans and lentils: from never to 3\N{NO-BREAK SPACE}times a week", "", "legumes_per_week"
    )


def test_words_that_a_flag_speaks_against_are_kept_with_the_flag_and_the_reason() -> None:
    own = OwnWords("Less wine", "", "audit1", "Seen by Dr Ng")
    plan = agreed(TypedPlan(own=(own, NOTHING, NOTHING)), person("W55", WEIGHT))
    assert plan.agreed == (AgreedChange("Less wine", "", ("audit1",), None, ("weight",), "Seen by Dr Ng"),)
    assert agreed(TypedPlan(own=(own, NOTHING, NOTHING))).agreed[0].reason == "", "no flag, no reason"


def test_words_that_a_flag_speaks_against_are_refused_without_a_reason() -> None:
    for about in ("audit1", "other"):
        own = OwnWords("Less wine", "", about)
        assert refused(TypedPlan(own=(NOTHING, own, NOTHING)), person("W55", WEIGHT)) == {
            "reason-2": NO_REASON
        }


TWO = TypedPlan(offers=("legumes_per_week-3", "veg_per_day-3"))


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        (replace(TWO, own=(WALK, WALK, NOTHING)), {"changes": TOO_MANY}),
        (TypedPlan(offers=("legumes_per_week-9",)), {"changes": NOT_OFFERED}),
        (TypedPlan(measured={"veg_per_day-3": "on Mondays"}), {"measured-veg_per_day-3": NOT_TICKED}),
        (TypedPlan(own=(replace(WALK, words=""), NOTHING, NOTHING)), {"words-1": NO_WORDS}),
        (TypedPlan(own=(replace(WALK, about=""), NOTHING, NOTHING)), {"about-1": NO_TOPIC}),
        (TypedPlan(own=(replace(WALK, about="audit2_uk"), NOTHING, NOTHING)), {"about-1": NO_TOPIC}),
        (
            TypedPlan(
                own=(
                    OwnWords(
                        "x" * (LONGEST_WORDS + 1),
                        "x" * (LONGEST_WORDS + 1),
                        "other",
                        "x" * (LONGEST_TEXT + 1),
                    ),
                    NOTHING,
                    NOTHING,
                ),
                offers=("veg_per_day-3",),
                measured={"veg_per_day-3": "x" * (LONGEST_WORDS + 1)},
                other_tests="x" * (LONGEST_TEXT + 1),
                other_people="x" * (LONGEST_TEXT + 1),
            ),
            dict.fromkeys(
                (
                    "measured-veg_per_day-3",
                    "words-1",
                    "measured-1",
                    "reason-1",
                    "other_tests",
                    "other_people",
                ),
                TOO_LONG,
            ),
        ),
        (TypedPlan(weeks="day", day="soon"), {"day": NO_DAY}),
        (TypedPlan(weeks="day", day="2026-03-01"), {"day": WRONG_DAY}),
        (TypedPlan(weeks="day", day="2036-03-01"), {"day": WRONG_DAY}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(typed: TypedPlan, problems: dict[str, str]) -> None:
    assert refused(typed) == problems


def test_two_steps_of_the_same_answer_are_refused() -> None:
    twice = two_factors(3, 5)
    assert [key_of(one) for one in offered_changes(twice)] == ["veg-3", "veg-5"]
    assert refused(TypedPlan(offers=("veg-3", "veg-5")), twice) == {"changes": TWICE}


def test_a_change_is_told_in_amounts_or_in_answers() -> None:
    asked = person().questionnaire
    told = {
        one.question: (change_words(one, asked, ENGLISH), usual_measure(one, asked, ENGLISH))
        for one in offered_changes(person(fastfood_per_week="2.5"))
    }
    spaced = {
        question: tuple(one.replace("\N{NO-BREAK SPACE}", " ") for one in words)
        for question, words in told.items()
    }
    assert spaced["veg_per_day"] == ("Vegetables: from 1 to 3 handfuls a day", "at least 3 handfuls a day")
    assert spaced["sugary_drinks_per_week"] == (
        "Sugary drinks: from 10 to 2 cans a week",
        "at most 2 cans a week",
    )
    assert spaced["audit1"] == ("How often alcohol: from “2 to 3 times per week” to “Never”", "Never")


def test_the_flags_of_a_missing_reason_are_joined_as_the_language_joins_lists() -> None:
    problem = PlanProblem(NO_REASON, {"flags": ("Un, deux", "Trois")})
    assert "Un, deux\N{NARROW NO-BREAK SPACE}; Trois" in problem.in_words(Localizer("fr"))
