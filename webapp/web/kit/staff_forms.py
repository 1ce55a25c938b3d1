"""The base of staff forms, with their fields and validators."""

from collections.abc import Callable
from typing import Any

from wtforms import Field, PasswordField, StringField
from wtforms.validators import StopValidation

from webapp.clinic import LONGEST_LINE
from webapp.localization.typed_text import is_text, typed_line
from webapp.storage import password_problem
from webapp.web.kit.forms import TokenForm
from webapp.web.kit.i18n import N_, gettext

LARGEST = 2**31 - 1  # the largest INTEGER of PostgreSQL


class StaffForm(TokenForm):
    """A form whose labels are marked for translation."""

    @property
    def invalid_fields(self) -> list[Any]:
        """The fields with a problem, in order; none before `validate`."""
        return [field for field in self if field.errors and field.name != "csrf_token"]

    @property
    def error_summary(self) -> list[tuple[str, str, str]]:
        """For each invalid field: a link to it, its label and the problem."""
        return [(f"#{field.id}", gettext(field.label.text), field.errors[0]) for field in self.invalid_fields]


def add_error(field: Field, problem: str) -> None:
    """Set a problem that the form could not find by itself."""
    field.errors = [problem]


def parse_whole(text: str) -> int | None:
    """Parse a whole number that the database can hold; return None for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST)) else -1
    return number if 0 <= number <= LARGEST else None


def stripped(text: str | None) -> str:
    """Return the text without white space around it."""
    return (text or "").strip()


def is_line(_form: StaffForm, field: Field) -> None:
    """Refuse a text that is too long, or that cannot be printed on one line."""
    if len(field.data) > LONGEST_LINE:
        raise StopValidation(gettext("This is too long: at most %(count)s characters.", count=LONGEST_LINE))
    if not all(map(is_text, field.data)):
        raise StopValidation(gettext("This has a character in it that cannot be printed. Type it again."))


def is_needed(_form: StaffForm, field: Field) -> None:
    """Refuse an empty field."""
    if not field.data:
        raise StopValidation(gettext("This is needed. Please fill it in."))


def is_between(low: int, high: int) -> Callable[[StaffForm, Field], None]:
    """Return a validator for whole numbers from `low` to `high`."""

    def validate(_form: StaffForm, field: Field) -> None:
        if field.data is None or not low <= field.data <= high:
            field.errors = []  # WTForms' own sentence about numbers does not say which
            said = gettext("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
            raise StopValidation(said)

    return validate


def line_field(label: str, *validators: Any) -> StringField:  # noqa: ANN401  WTForms' own
    """Make a field for one line of text."""
    return StringField(
        label, filters=[lambda typed: typed_line(typed or "")], validators=[is_line, *validators]
    )


def same_password(form: StaffForm, field: Field) -> None:
    """Refuse a repetition that differs from the password."""
    if field.data != form["password"].data:
        raise StopValidation(gettext("The two passwords are not the same. Type both again."))


def password(label: str, *validators: Any) -> PasswordField:  # noqa: ANN401  WTForms' own
    """Make a field for a password, which keeps its white space."""
    return PasswordField(label, filters=[lambda typed: typed or ""], validators=validators)


def new_password() -> PasswordField:
    """Make a field for a new password."""
    return password(N_("New password"))


def new_password_again() -> PasswordField:
    """Make a field for its repetition."""
    return password(N_("New password, once more"), same_password)


def check_password_rules(field: Field, *names: str) -> None:
    """Refuse a weak password, and one that is made of these `names`."""
    problem = password_problem(field.data, *names)
    if problem:
        raise StopValidation(gettext(problem))
