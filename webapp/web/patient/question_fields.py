"""Form fields, one class for each kind of question."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation

from webapp.assessment.answers import Answers
from webapp.assessment.words import region_of
from webapp.questionnaire.model import Question
from webapp.questionnaire.units import unit_of
from webapp.web.kit.answer_errors import error_message
from webapp.web.kit.answer_parsing import is_unsure
from webapp.web.kit.app_context import app_context

MAX_HINT_LENGTH = 150
"""Characters of a help text that is always shown. A longer one is folded away.

The source language decides, for all translations and for easy read: each shows what the others show.
"""


class HasAnswers(Protocol):
    """A form that knows the answers so far."""

    answers: Answers


class AnswerField(Field):  # type: ignore[misc]  # WTForms ships no types
    """Base of all kinds. The `answers` of the form decide which bounds hold."""

    def __init__(self, question: Question, **kwargs: object) -> None:
        super().__init__(label=question.text, id=anchor(question.id), **kwargs)
        self.question = question
        self.answers: Answers
        self.last_time = ""

    @property
    def typed(self) -> Sequence[str]:
        return self.raw_data or ()

    @property
    def has_hint(self) -> bool:
        source = app_context().served.source.questions[self.question.id]
        return bool(self.help) and len(source.help) <= MAX_HINT_LENGTH

    @property
    def help(self) -> str:
        """The help text, with the words of the patient's region."""
        return region_of(self.answers).fill(self.question.help)

    @property
    def described_by(self) -> str:
        """The ids of the error and other texts, for aria-describedby, or ""."""
        has_help = self.question.help or self.question.kind == "multi"
        texts = (("wrong", self.errors), ("help", has_help), ("last", self.last_time))
        parts = [name for name, is_there in texts if is_there]
        return " ".join(f"{self.id}-{name}" for name in parts)

    def pre_validate(self, form: HasAnswers) -> None:
        message = error_message(self.question, self.typed, form.answers)
        if message:
            raise StopValidation(message)


class ChoiceField(AnswerField):
    """Base of single and multi questions. Exclusive options come after the others."""

    def __init__(self, question: Question, **kwargs: object) -> None:
        choices = [SelectChoice(option.id, option.label) for option in question.options]
        super().__init__(question, choices=choices, **kwargs)

    @property
    def tiles(self) -> Iterator[tuple[Choice, str, bool]]:
        """Each choice with its element id, and whether "or" is shown before it."""
        exclusive = {option.id for option in self.question.options if option.exclusive}
        seen_exclusive = False
        for number, choice in enumerate(filter(self._is_offered, self.iter_choices())):
            has_or = choice.value in exclusive and not seen_exclusive and number > 0
            seen_exclusive = seen_exclusive or choice.value in exclusive
            yield choice, f"{self.id}-{choice.value}" if number else self.id, has_or

    def _is_offered(self, choice: Choice) -> bool:
        """Return whether the choice may fit this patient. One that was selected is always shown."""
        rule = self.question.option(choice.value).offer_if
        return rule is None or choice.selected or rule.value(self.answers.situation) is not False


class SingleField(ChoiceField, RadioField):  # type: ignore[misc]
    """Radio buttons, none preselected."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else None


class MultiField(ChoiceField, SelectMultipleField):  # type: ignore[misc]
    """Checkboxes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(valuelist)


class NumberField(AnswerField):
    """A text box for digits, and a "Not sure" checkbox."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    @property
    def unit(self) -> str:
        return unit_of(self.question)

    @property
    def is_unsure(self) -> bool:
        return is_unsure(self.question, self.typed)


def anchor(question_id: str) -> str:
    """Return the element id of the question's first control, for links to the question."""
    return f"q-{question_id}"


FIELDS: dict[str, type[AnswerField]] = {"single": SingleField, "multi": MultiField, "number": NumberField}
"""The field of each kind of question."""
