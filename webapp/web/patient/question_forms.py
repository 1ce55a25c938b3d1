"""Form classes for the questions of a page, one for each set of questions, cached."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from flask import Flask, current_app
from werkzeug.datastructures import MultiDict

from webapp.assessment.answers import Answers
from webapp.questionnaire.model import Question, Questionnaire
from webapp.web.kit.answer_parsing import TypedValues
from webapp.web.kit.app_context import app_context
from webapp.web.kit.forms import TokenForm
from webapp.web.patient.question_fields import FIELDS

EXTENSION = "gut-factors-section-forms"

MAX_CACHED_CLASSES = 256
"""Sets of questions whose form class is cached: more than one questionnaire can ask for."""


class QuestionsForm(TokenForm):
    """The questions of one page. `answers`: all answers so far."""

    answers: Answers

    @property
    def questions(self) -> list[Any]:
        return [field for field in self if field.name != "csrf_token"]

    @property
    def shown(self) -> str:
        """The value of the hidden field with the ids of the questions on the page."""
        return " ".join(field.name for field in self.questions)

    @property
    def invalid_fields(self) -> list[Any]:
        """The fields with an error, in order; none before `validate_fields`."""
        return [field for field in self.questions if field.errors]

    @property
    def error_summary(self) -> list[tuple[str, str, str]]:
        return [
            (f"#{field.id}", field.question.short or field.label.text, field.errors[0])
            for field in self.invalid_fields
        ]

    def validate_fields(self, *, only_typed: bool = False) -> bool:
        """Validate the answers, not the CSRF token. With `only_typed`, skip fields without a value."""
        for field in self.questions:
            if any(field.typed) or not only_typed:
                field.validate(self)
        return not self.invalid_fields


class SectionForms:
    """The form classes of one questionnaire, by the questions that they hold."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = questions
        self._class_of = lru_cache(maxsize=MAX_CACHED_CLASSES)(self._make_class)

    def form_for(self, shown: Sequence[str], typed: TypedValues, answers: Answers) -> QuestionsForm:
        values = MultiDict({question_id: typed.get(question_id, ()) for question_id in shown})
        form = self._class_of(tuple(shown))(formdata=values)
        form.answers = answers
        for field in form.questions:
            field.answers = answers
        return form

    def _make_class(self, shown: tuple[str, ...]) -> type[QuestionsForm]:
        reserved = [question_id for question_id in shown if hasattr(QuestionsForm, question_id)]
        if reserved:
            raise ValueError(f'a question cannot be called "{reserved[0]}": forms use that word themselves')
        questions = (self._questions[question_id] for question_id in shown)
        fields = {question.id: FIELDS[question.kind](question) for question in questions}
        return type("SectionForm", (QuestionsForm,), fields)


def init_section_forms(app: Flask, questionnaire: Questionnaire) -> None:
    """Prepare this application to render the forms of the questionnaire, in other languages when asked."""
    app.extensions[EXTENSION] = {questionnaire.digest: SectionForms(questionnaire.questions)}


def section_forms() -> SectionForms:
    """Return the forms of the questionnaire in the language of this request."""
    by_digest = cast("dict[str, SectionForms]", current_app.extensions[EXTENSION])
    asked = app_context().questionnaire
    if asked.digest not in by_digest:
        by_digest[asked.digest] = SectionForms(asked.questions)
    return by_digest[asked.digest]
