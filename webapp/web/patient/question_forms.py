"""Forms: one class for each set of questions that a page may show, made once and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from werkzeug.datastructures import MultiDict

from webapp.assessment.answers import Answers
from webapp.questionnaire.model import Question
from webapp.web.kit.forms import TokenForm
from webapp.web.patient.answer_parsing import Typed
from webapp.web.patient.question_fields import FIELD_BUILDERS

MAX_CACHED_CLASSES = 256
"""Sets of questions whose form class is kept: more than the follow-ups of one questionnaire allow."""


class QuestionsForm(TokenForm):
    """The questions of one page. `answers` are what is known so far."""

    answers: Answers

    @property
    def questions(self) -> list[Any]:
        return [field for field in self if field.name != "csrf_token"]

    @property
    def shown(self) -> str:
        """The value of the hidden field that says which questions the page held."""
        return " ".join(field.name for field in self.questions)

    @property
    def wrong(self) -> list[Any]:
        """The fields with a problem, in order; none before `check`."""
        return [field for field in self.questions if field.errors]

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """For each field with a problem: a link to it, its name, and the problem; none before `check`."""
        return [
            (f"#{field.id}", field.question.short or field.label.text, field.errors[0])
            for field in self.wrong
        ]

    def check(self, *, only_typed: bool = False) -> bool:
        """Check every answer, the token apart; the problems are then with the fields.

        With `only_typed`, an answer that lacks is no problem yet.
        """
        for field in self.questions:
            if any(field.typed) or not only_typed:
                field.validate(self)
        return not self.wrong


class SectionForms:
    """The form classes of one questionnaire, by the questions that they hold."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = questions
        self._class_of = lru_cache(maxsize=MAX_CACHED_CLASSES)(self._make_class)

    def form(self, shown: Sequence[str], typed: Typed, answers: Answers) -> QuestionsForm:
        """The form of these questions, filled with what was typed."""
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
        fields = {question.id: FIELD_BUILDERS[question.kind](question) for question in questions}
        return type("SectionForm", (QuestionsForm,), fields)
