"""What the form on paper says beside its boxes: where to go on, when to stop, what to tell the desk."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.small import small
from webapp.assessment import resolve
from webapp.clinic import Clinic
from webapp.paper.conditions import QuestionCondition
from webapp.paper.edition import FormEdition, optional_questions
from webapp.paper.form import FormQuestion, PaperForm, paper_form
from webapp.questionnaire.load import load

CHAIN = small(
    'id = "amount"',
    """id = "when"
  kind = "single"
  text = "When?"
  show_if = "drinks == '1'"
  when_hidden = "a"
  options = [ { id = "a", label = "By day" }, { id = "b", label = "At night" } ]

  [[section.question]]
  id = "amount\"""",
)
LAST = """  [[section.question]]
  id = "which"
  kind = "single"
  text = "Which?"
  show_if = "{rule}"
  when_hidden = "a"
  options = [ {{ id = "a", label = "One" }}, {{ id = "b", label = "Two" }} ]

[[measure]]"""
FRUIT = "a number in question 1, and “At times” in question 2"
AT_TIMES = "“At times” in question 2"
STOPS = """
[[safety]]
id = "too_much"
tier = "stop"
when = "fruit > 13 or 'acid' in pills"
basis = { note = "x", kind = "pragmatic" }
text = "Stop."

[[safety]]
id = "now"
tier = 1
when = "drinks == '1'"
basis = { note = "x", kind = "pragmatic" }
text = "Now."

[words]
"""


def form_of(text: str, clinic: Clinic | None = None) -> PaperForm:
    questionnaire, clinic = load(text), clinic or Clinic()
    edition = FormEdition.of_clinic(questionnaire, clinic, "a4", is_large=False)
    return paper_form(questionnaire, clinic, edition, "7Q4KXW")


def by_id(form: PaperForm) -> dict[str, FormQuestion]:
    return {one.groups[0][0].key.partition("/")[0]: one for one in form.questions}


def go_to(question: FormQuestion) -> dict[str, int]:
    return {box.label: box.go_to for group in question.groups for box in group if box.go_to}


def test_an_answer_leads_past_all_questions_that_it_hides() -> None:
    asked = by_id(form_of(CHAIN))
    assert go_to(asked["drinks"]) == {"Never": 5}
    assert asked["when"].condition == asked["amount"].condition == QuestionCondition()  # the jump says it


def test_what_other_answers_may_still_ask_for_is_not_passed() -> None:
    fruit = by_id(form_of(small("show_if = \"drinks == '1'\"", "show_if = \"drinks == '1' or fruit > 3\"")))
    assert go_to(fruit["drinks"]) == {}


def test_a_zero_leads_past_what_it_hides() -> None:
    hidden = CHAIN.replace("show_if = \"drinks == '1'\"", 'show_if = "fruit > 0"')
    drinks = 'id = "drinks"\n  show_if = "fruit > 0"\n  when_hidden = "0"\n'
    asked = by_id(form_of(hidden.replace('id = "drinks"\n', drinks)))
    assert asked["fruit"].go_to_from_zero == 5


def test_the_end_of_the_form_is_a_place_to_go_to() -> None:
    last = small("[[measure]]", LAST.format(rule="'acid' in pills"))
    asked = by_id(form_of(last))
    assert go_to(asked["pills"]) == {"None": -1}
    assert asked["which"].condition.only_if == "“Acid pills” in question 4"


def test_what_ends_the_form_and_what_is_urgent_is_said_beside_the_box() -> None:
    asked = by_id(form_of(small("[words]\n", STOPS)))
    assert asked["fruit"].stops == "14 – 15"
    assert [box.label for box in asked["pills"].groups[0] if box.is_stop] == ["Acid pills"]
    assert [box.label for box in asked["drinks"].groups[0] if box.is_urgent] == ["At times"]


def test_every_jump_of_the_whole_form_agrees_with_what_is_asked_on_the_screen() -> None:
    clinic = Clinic()
    form = paper_form(
        QUESTIONNAIRE, clinic, FormEdition.of_clinic(QUESTIONNAIRE, clinic, "a4", is_large=False), "7Q4KXW"
    )
    asked = list(by_id(form))
    for question_id, question in by_id(form).items():
        for box in (box for group in question.groups for box in group if box.go_to):
            mark = box.key.partition("/")[2]
            kind = QUESTIONNAIRE.questions[question_id].kind
            given = resolve(QUESTIONNAIRE, {question_id: (mark,) if kind == "multi" else mark}).given
            end = box.go_to - 1 if box.go_to > 0 else len(asked)
            assert not set(asked[question.number : end]) & set(given)


SCREEN_WORDS = re.compile(
    r"\b(page|screen|click|tap|press|scroll|button|link|this device)s?\b", re.IGNORECASE
)


def test_no_words_of_the_questionnaire_speak_of_a_screen() -> None:
    """On paper sections share pages, and nothing can be pressed."""
    edition = FormEdition(optional=-1)
    form = paper_form(QUESTIONNAIRE, Clinic(), edition, "7Q4KXW")
    said = [section.intro for section in form.sections]
    said += [words for one in form.questions for words in (one.text, one.help)]
    said += [box.label for one in form.questions for group in one.groups for box in group]
    assert [words for words in said if SCREEN_WORDS.search(words)] == []


def test_what_a_clinic_fixes_or_leaves_off_is_not_on_its_form() -> None:
    optional = [one.id for one in optional_questions(QUESTIONNAIRE)]
    for clinic in (Clinic(), Clinic(region="CA"), Clinic(asks_self_harm=True, self_harm_contact="Ada")):
        edition = FormEdition.of_clinic(QUESTIONNAIRE, clinic, "letter", is_large=True)
        form = paper_form(QUESTIONNAIRE, clinic, FormEdition.parse(edition.text), "7Q4KXW")
        wanted = clinic.opted_in.union(set(optional) - {"self_harm"} - set(clinic.presets))
        assert set(by_id(form)).intersection(optional) == wanted


def test_editions_are_told_apart_by_their_letters() -> None:
    made = [FormEdition(*each) for each in product(("a4", "letter"), (False, True), (0, 3))]
    assert [FormEdition.parse(one.text) for one in made] == made


@pytest.mark.parametrize(
    ("rule", "only_if", "unless"),
    [
        ("'acid' in pills and drinks == '1'", "“Acid pills” in question 4, and “At times” in question 2", ""),
        (
            "'acid' in pills or drinks in ['0', '1']",
            "“Acid pills” in question 4, or “Never” or “At times” in question 2",
            "",
        ),
        ("'acid' in pills and not (known(drinks) and drinks == '1')", "“Acid pills” in question 4", AT_TIMES),
        ("'acid' in pills or 'none' in pills", "“Acid pills” or “None” in question 4", ""),
        ("'acid' in pills and not (known(fruit) and drinks == '1')", "“Acid pills” in question 4", FRUIT),
        ("'acid' in pills and fibre_g > 3", "", ""),
    ],
)
def test_conditions_are_said_in_words_where_few_will_do(rule: str, only_if: str, unless: str) -> None:
    asked = by_id(form_of(small("[[measure]]", LAST.format(rule=rule))))
    assert asked["which"].condition == QuestionCondition(only_if, unless)
