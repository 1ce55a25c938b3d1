"""Forms by themselves."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.assessment import resolve
from webapp.questionnaire.model import Question
from webapp.web.kit.app_context import EXTENSION
from webapp.web.patient.question_forms import SectionForms, section_forms


def test_a_question_that_is_called_like_a_part_of_a_form_is_refused(app: Flask) -> None:
    questionnaire = app.extensions[EXTENSION].questionnaire
    forms = SectionForms({"errors": Question("errors", "s", "single", "Which?")})
    with pytest.raises(ValueError, match='a question cannot be called "errors"'):
        forms.form_for(["errors"], {}, resolve(questionnaire, {}))


def test_a_form_class_is_made_once_for_each_set_of_questions(app: Flask) -> None:
    parts = app.extensions[EXTENSION]
    answers = resolve(parts.questionnaire, {})
    with app.test_request_context():
        one = section_forms().form_for(["sex", "age_years"], {}, answers)
        other = section_forms().form_for(["sex", "age_years"], {"sex": ["male"]}, answers)
    assert type(one) is type(other)
    assert one.shown == "sex age_years"
