"""Form fields, one kind of question each. A field checks what was typed and says what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Protocol

from wtforms import Field, RadioField, SelectMultipleField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation

from webapp.assessment.accepting import UnacceptableError, in_range
from webapp.assessment.answers import Answers
from webapp.questionnaire.domains import bounds_of
from webapp.questionnaire.model import Question
from webapp.web.reading import is_unsure, read
from webapp.web.speech import figure, gettext


class HasAnswers(Protocol):
    """A form that knows the answers so far."""

    answers: Answers


class AnswerField(Field):  # type: ignore[misc]  # WTForms ships no types
    """What all kinds share. The form's `answers` say which range holds."""

    def __init__(self, question: Question, **kwargs: object) -> None:
        super().__init__(label=question.text, id=anchor(question.id), **kwargs)
        self.question = question

    @property
    def typed(self) -> Sequence[str]:
        return self.raw_data or ()

    def pre_validate(self, form: HasAnswers) -> None:
        """Raise StopValidation with the sentence to show, where the answer cannot be taken."""
        message = problem(self.question, self.typed, form.answers)
        if message:
            raise StopValidation(message)


class ChoiceField(AnswerField):
    """What single and multi questions share: options that stand alone come after the others."""

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the whole group, for aria-describedby; "" for none."""
        ids = [f"{self.id}-wrong"] if self.errors else []
        return " ".join([*ids, f"{self.id}-help"] if self.question.kind == "multi" else ids)

    @property
    def tiles(self) -> Iterator[tuple[Choice, str, bool]]:
        """Each choice with its id, and whether "or" stands before it."""
        alone = {option.id for option in self.question.options if option.exclusive}
        before = False
        for number, choice in enumerate(self.iter_choices()):
            parted = choice.value in alone and not before and number > 0
            before = before or choice.value in alone
            yield choice, f"{self.id}-{choice.value}" if number else self.id, parted


class SingleField(ChoiceField, RadioField):  # type: ignore[misc]
    """Radio buttons. None is ever chosen beforehand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else None


class MultiField(ChoiceField, SelectMultipleField):  # type: ignore[misc]
    """Tick boxes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(valuelist)


class NumberField(AnswerField):
    """A box for digits, and a box to tick beside it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    @property
    def is_unsure(self) -> bool:
        return is_unsure(self.question, self.typed)


def anchor(question_id: str) -> str:
    """The id of the question's first control: where links to the question lead."""
    return f"q-{question_id}"


def _single(question: Question) -> Field:
    return SingleField(question, choices=_choices(question))


def _multi(question: Question) -> Field:
    return MultiField(question, choices=_choices(question))


def _number(question: Question) -> Field:
    return NumberField(question)


BUILDERS: dict[str, Callable[[Question], Field]] = {"single": _single, "multi": _multi, "number": _number}
"""The field of each kind of question."""


def _choices(question: Question) -> list[SelectChoice]:
    return [SelectChoice(option.id, option.label) for option in question.options]


def problem(question: Question, typed: Sequence[str], answers: Answers) -> str:
    """The sentence that says what is wrong with this answer and what to do; "" if nothing is."""
    try:
        value = read(question, typed)
        if isinstance(value, int | Fraction):
            in_range(question, value, answers.situation)
    except UnacceptableError as refusal:
        return SENTENCES.get(refusal.code, _number_wanted)(question, typed, answers)
    lacking = question.required and value is None and not is_unsure(question, typed)
    return LACKING[question.kind](question) if lacking else ""


def unsure_label(question: Question) -> str:
    """The words of the box beside a number."""
    return question.unknown_label or gettext("Not sure")


def _number_wanted(question: Question, _typed: Sequence[str], answers: Answers) -> str:
    low, high = (figure(end) for end in bounds_of(question, answers.situation))
    if question.decimals:
        return gettext("Type a number from %(low)s to %(high)s, in digits.", low=low, high=high)
    return gettext("Type a whole number from %(low)s to %(high)s, in digits.", low=low, high=high)


def _too_fine(question: Question, _typed: Sequence[str], _answers: Answers) -> str:
    return gettext(
        "Type the number with no more than %(count)s digit after the point.", count=question.decimals
    )


def _one_of_two(question: Question, _typed: Sequence[str], _answers: Answers) -> str:
    label = unsure_label(question)
    return gettext("You typed a number and ticked “%(label)s”. Keep only one of the two.", label=label)


def _alone(question: Question, typed: Sequence[str], _answers: Answers) -> str:
    labels = (option.label for option in question.options if option.exclusive and option.id in typed)
    return gettext(
        "You ticked “%(label)s” and another answer. Untick the one that does not fit.", label=next(labels)
    )


def _one_only(_question: Question, _typed: Sequence[str], _answers: Answers) -> str:
    return gettext("Choose one answer only.")


def _from_the_list(_question: Question, _typed: Sequence[str], _answers: Answers) -> str:
    return gettext("Choose from the answers on this page.")


SENTENCES: dict[str, Callable[[Question, Sequence[str], Answers], str]] = {
    "too-many-decimals": _too_fine,
    "both": _one_of_two,
    "exclusive": _alone,
    "one-option": _one_only,
    "unknown-option": _from_the_list,
    "not-a-list": _from_the_list,
}
"""What is said for each code of a refusal; every other code is about a number."""


def _number_lacking(question: Question) -> str:
    return gettext("Type a number, or tick “%(label)s”.", label=unsure_label(question))


def _single_lacking(_question: Question) -> str:
    return gettext("Choose an answer. We need this one to go on.")


def _multi_lacking(_question: Question) -> str:
    return gettext("Tick at least one answer. We need this one to keep you safe.")


LACKING = {"single": _single_lacking, "multi": _multi_lacking, "number": _number_lacking}
