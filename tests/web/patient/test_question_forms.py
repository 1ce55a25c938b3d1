"""Forms by themselves."""

from __future__ import annotations

import pytest
from flask import Flask, g

from tests.project import QUESTIONNAIRE, TEXT, served
from tests.web.fakes import MakeApp
from webapp.assessment import resolve
from webapp.questionnaire.model import Question
from webapp.web.kit.app_context import EXTENSION, app_context
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


def folded_in(app: Flask, language: str) -> dict[str, bool]:
    """Whether the help of each question is folded away in a language."""
    with app.test_request_context():
        g.language = language
        questionnaire = app_context().questionnaire
        form = section_forms().form_for(list(questionnaire.questions), {}, resolve(questionnaire, {}))
        return {field.name: not field.has_hint for field in form.questions if field.help}


def test_help_is_in_the_open_in_every_language_and_in_easy_read_where_it_is_in_the_source(app: Flask) -> None:
    editions = served().translations
    assert {"de", "ar", "en-simple", "fr-simple"} <= set(editions)
    expected = folded_in(app, "en")
    for language in editions:
        assert folded_in(app, language) == expected, language


def test_help_that_is_long_in_the_source_is_folded_away_in_each_language(make_app: MakeApp) -> None:
    short = QUESTIONNAIRE.questions["fruit_per_day"].help
    made = make_app(questions=TEXT.replace(short, f"{short} {'Many words. ' * 20}".strip()))
    assert all(folded_in(made, language)["fruit_per_day"] for language in ("en", "en-simple"))
