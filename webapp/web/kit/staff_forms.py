"""Forms of the clinic's own people: what was typed, what is wrong with it, and the summary of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wtforms import Field, PasswordField, StringField
from wtforms.validators import StopValidation

from webapp.clinic import LONGEST_LINE
from webapp.storage import password_problem
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.i18n import N_, gettext

LARGEST = 2**31 - 1
"""What PostgreSQL's INTEGER holds."""


class StaffForm(TokenForm):
    """Fields with a label each: marked words, put into the clinic's language where they are shown."""

    @property
    def invalid_fields(self) -> list[Any]:
        """The fields with a problem, in order; none before `validate`."""
        return [field for field in self if field.errors and field.name != "csrf_token"]

    @property
    def error_summary(self) -> list[tuple[str, str, str]]:
        """For each field with a problem: a link to it, its label, and the problem."""
        return [(f"#{field.id}", gettext(field.label.text), field.errors[0]) for field in self.invalid_fields]


def add_error(field: Field, problem: str) -> None:
    """Tell a problem that the form could not find by itself."""
    field.errors = [problem]


def parse_whole(text: str) -> int | None:
    """The whole number that a form or an address brings back; None for what cannot be one of ours."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) else -1
    return number if 0 <= number <= LARGEST else None


def stripped(text: str | None) -> str:
    """What was typed, without the blanks around it."""
    return (text or "").strip()


def is_line(_form: StaffForm, field: Field) -> None:
    """Hold a text to one line that can be printed."""
    if len(field.data) > LONGEST_LINE:
        raise StopValidation(gettext("This is too long: at most %(count)s characters.", count=LONGEST_LINE))
    if not field.data.isprintable():
        raise StopValidation(gettext("This has a character in it that cannot be printed. Type it anew."))


def is_needed(_form: StaffForm, field: Field) -> None:
    """Ask for something."""
    if not field.data:
        raise StopValidation(gettext("This is needed. Please fill it in."))


def is_between(low: int, high: int) -> Callable[[StaffForm, Field], None]:
    """Return a validator for whole numbers from `low` to `high`."""

    def validate(_form: StaffForm, field: Field) -> None:
        if field.data is None or not low <= field.data <= high:
            field.errors = []  # WTForms' own sentence about numbers does not say which
            raise StopValidation(
                gettext("Type a whole number from %(low)s to %(high)s, in digits.", low=low, high=high)
            )

    return validate


def line(label: str, *validators: Any) -> StringField:  # noqa: ANN401  WTForms' own
    """A field for one line of text."""
    return StringField(label, filters=[stripped], validators=[is_line, *validators])


def same_password(form: StaffForm, field: Field) -> None:
    """Catch a slip of the finger."""
    if field.data != form["password"].data:
        raise StopValidation(gettext("The two passwords are not the same. Type both again."))


def password(label: str, *validators: Any) -> PasswordField:  # noqa: ANN401  WTForms' own
    """A field for a password, which may begin and end with blanks."""
    return PasswordField(label, filters=[lambda typed: typed or ""], validators=validators)


def new_password() -> PasswordField:
    """A field for a password that is being chosen."""
    return password(N_("New password"))


def new_password_again() -> PasswordField:
    """The same once more: nobody sees what they type."""
    return password(N_("New password, once more"), same_password)


def check_password_rules(field: Field, *names: str) -> None:
    """Hold a new password to the rules; `names` are what it must not be made of."""
    problem = password_problem(field.data, *names)
    if problem:
        raise StopValidation(gettext(problem))
