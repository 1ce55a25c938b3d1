"""Forms and the throttle, by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.web.house import NOON
from webapp.assessment import settle
from webapp.questionnaire.model import Question
from webapp.web.forms import SectionForms
from webapp.web.parts import EXTENSION
from webapp.web.throttle import Throttle


def test_a_question_that_is_called_like_a_part_of_a_form_is_refused(app: Flask) -> None:
    questionnaire = app.extensions[EXTENSION].questionnaire
    forms = SectionForms({"errors": Question("errors", "s", "single", "Which?")})
    with pytest.raises(ValueError, match='a question cannot be called "errors"'):
        forms.form(["errors"], {}, settle(questionnaire, {}))


def test_a_form_class_is_made_once_for_each_set_of_questions(app: Flask) -> None:
    parts = app.extensions[EXTENSION]
    answers = settle(parts.questionnaire, {})
    with app.test_request_context():
        one = parts.forms.form(["sex", "age_years"], {}, answers)
        other = parts.forms.form(["sex", "age_years"], {"sex": ["male"]}, answers)
    assert type(one) is type(other)
    assert one.shown == "sex age_years"


def test_a_device_has_its_own_tries_and_all_have_some_together() -> None:
    throttle = Throttle(each=2, together=3)
    assert [throttle.allows("a", NOON) for _ in range(3)] == [True, True, False]
    assert [throttle.allows("b", NOON) for _ in range(2)] == [True, False]


def test_tries_are_forgotten_after_a_minute() -> None:
    throttle = Throttle(each=1, together=9)
    assert throttle.allows("a", NOON)
    assert not throttle.allows("a", NOON + timedelta(seconds=59))
    assert throttle.allows("a", NOON + timedelta(seconds=60))
