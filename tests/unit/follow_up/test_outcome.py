"""What became of a plan: in one word for each agreed change, and without praise or blame."""

from __future__ import annotations

from datetime import date

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from tests.web.submissions import case
from webapp.assessment import Assessment, assess, validate_answers
from webapp.clinic import Clinic
from webapp.follow_up.outcome import VERDICTS, outcome
from webapp.plan import AgreedChange, OfferedChange, Plan
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.translation import translated
from webapp.questionnaire.loading.wording import word_texts
from webapp.questionnaire.model import Questionnaire
from webapp.report import Occasion
from webapp.report.views.outcome_view import OUTCOMES, outcome_view

BEANS = AgreedChange(
    about=("legumes_per_week",), offered=OfferedChange("legumes_per_week", 0, 3, ("low_fibre",))
)
COLA = AgreedChange(
    about=("sugary_drinks_per_week",),
    offered=OfferedChange("sugary_drinks_per_week", 10, 5, ("high_fructose",)),
)
DRINKS = AgreedChange(about=("audit2",), offered=OfferedChange("audit2", "1", "0", ("alcohol",)))


def visit(questionnaire: Questionnaire = QUESTIONNAIRE, /, **changes: object) -> Assessment:
    return assess(validate_answers(questionnaire, {**case("W55"), **changes}), changes=False)


def verdict(agreed: AgreedChange, now: Assessment, older: tuple[str, ...] = ()) -> str:
    [one] = outcome(Plan(agreed=(agreed,)), visit(), now, older).agreed
    return one.verdict


@pytest.mark.parametrize(
    ("beans", "said"),
    [(3, "reached"), (4, "reached"), (1, "closer"), (0, "not_reached"), (None, "cannot_tell")],
)
def test_more_of_something_is_reached_or_not(beans: int | None, said: str) -> None:
    assert verdict(BEANS, visit(legumes_per_week=beans)) == said


@pytest.mark.parametrize(("cans", "said"), [(5, "reached"), (6, "closer"), (12, "not_reached")])
def test_less_of_something_is_reached_or_not(cans: int, said: str) -> None:
    assert verdict(COLA, visit(sugary_drinks_per_week=cans)) == said


def test_who_stopped_altogether_has_reached_less() -> None:
    """The question is not asked any more, and counts as the least."""
    assert verdict(DRINKS, visit(audit1="0")) == "reached"
    assert verdict(DRINKS, visit(audit2="3")) == "not_reached"


def test_an_answer_of_last_time_reaches_nothing() -> None:
    assert verdict(BEANS, visit(legumes_per_week=3), older=("legumes_per_week",)) == "not_asked"


@pytest.mark.parametrize(
    ("about", "changes", "said"),
    [
        ((), {}, "not_in_form"),
        (("veg_per_day",), {"veg_per_day": 3}, "changed"),
        (("veg_per_day",), {}, "same"),
        (("veg_per_day",), {"veg_per_day": None}, "cannot_tell"),
    ],
)
def test_own_words_have_no_goal(about: tuple[str, ...], changes: dict[str, object], said: str) -> None:
    assert verdict(AgreedChange(words="Eat greens", about=about), visit(**changes)) == said


def test_a_question_that_changed_cannot_be_compared() -> None:
    new = load(TEXT.replace("times do you eat beans, lentils", "times do you eat lentils"))
    now = visit(new, legumes_per_week=3)
    assert verdict(BEANS, now) == "cannot_compare"
    occasions = (occasion(), occasion())
    view = outcome_view(Plan(agreed=(BEANS,)), (visit(), now), occasions)
    assert (view.lines[0].was, view.lines[0].now) == ("never", "")
    assert "the question changed" in view.lines[0].verdict_words
    assert "the question changed" in view.factors[0].verdict_words


def occasion() -> Occasion:
    return Occasion(date(2026, 11, 23), "ABCD-EF", Clinic(name="Elm"))


def test_a_report_says_what_was_agreed_what_changed_and_which_way_is_better() -> None:
    now = visit(legumes_per_week=7, sugary_drinks_per_week=6, veg_per_day=2, medicines=["none"])
    plan = Plan(agreed=(BEANS, COLA, AgreedChange(words="Walk after lunch")), by="Dr Ann Reed")
    view = outcome_view(plan, (visit(), now), (occasion(), occasion()))
    assert [(one.verdict_words, one.direction) for one in view.lines] == [
        ("Agreed, and reached", "Higher is better."),
        ("Agreed, and part of the way", "Lower is better."),
        ("Agreed; not linked to a question of the form", ""),
    ]
    assert [(one.factor, one.direction) for one in view.factors] == [
        ("low_fibre", "Higher is better."),
        ("high_fructose", "Lower is better."),
    ]
    assert all(one.line and one.line.was and one.line.cuts for one in view.factors)
    assert ("Vegetables", "1\N{NO-BREAK SPACE}handful a day", "2\N{NO-BREAK SPACE}handfuls a day") in [
        (one.question, one.was, one.now) for one in view.answers
    ]
    assert "nsaid_use" in [one.factor for one in view.levels]
    assert "Beans and lentils" not in [one.question for one in view.answers]


def test_a_visit_in_another_language_is_told_in_the_words_of_the_later_one() -> None:
    found = {
        (context, text): f"[{text}]"
        for context, path, text in word_texts(parse_toml(TEXT).data)
        if path[0] == "unit"
    }
    now = visit(load(translated(TEXT, "xx", found)), legumes_per_week=3)
    view = outcome_view(Plan(agreed=(BEANS,)), (visit(), now), (occasion(), occasion()))
    line = view.factors[0].line
    assert line is not None
    assert line.was.endswith("[g a day]")


def test_every_verdict_has_words() -> None:
    assert set(OUTCOMES) == set(VERDICTS)
