"""The forms of an invitation: whom to invite, until when, and the day of a visit."""

from datetime import date, datetime, timedelta

from wtforms import DateField, SelectField
from wtforms.validators import StopValidation

from webapp.localization.localizer import Localizer
from webapp.storage import MAX_TERM, WHOLE, NewInvitation
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here, start_of_day
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.person_fields import LONGEST, one_line
from webapp.web.kit.staff_forms import StaffForm, is_needed, line_field

USUAL_DAYS = 14
"""How long an invitation is valid if nobody says otherwise: a visit is booked a week or two ahead."""

DAY = timedelta(days=1)


def end_of(day: date) -> datetime:
    """Return the moment at which this day is over in the clinic."""
    return start_of_day(day + DAY)


def usual_day() -> date:
    """Return the last day that a form proposes."""
    return day_here(app_context().clock()) + USUAL_DAYS * DAY


class LastDayForm(StaffForm):
    """The last day of an invitation."""

    until = DateField(N_("Open until"))

    def validate_until(self, field: DateField) -> None:
        """Refuse a missing day, a day that is past, and one that is too far ahead."""
        field.errors = []  # WTForms' own sentence names a format that browsers do not show
        now = app_context().clock()
        latest = day_here(now + MAX_TERM - DAY)
        if field.data is None or not day_here(now) <= field.data < latest:
            raise StopValidation(gettext("Choose a day from today on, within a year."))


class InvitationForm(LastDayForm):
    """Whom to invite, until when, and in which language."""

    number = line_field(N_("Number at this clinic"), is_needed)
    name = line_field(N_("Name"))
    language = SelectField(N_("Language"), default="")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        offered = [Localizer(tag, folder=app_context().settings.translations) for tag in self.languages]
        self.language.choices = [
            ("", N_("As the patient chooses")),
            *((one.language, one.own_name) for one in offered),
        ]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages to choose from; none where there is one alone."""
        offered = app_context().offered_languages
        return offered if len(offered) > 1 else ()

    def new(self) -> NewInvitation:
        """Return what to store. A name is kept only where the clinic asks for names."""
        name = one_line(self.name.data, LONGEST["name"]) if app_context().policy.asks_person else ""
        number = one_line(self.number.data, LONGEST["number"])
        day = self.until.data or usual_day()
        language = self.language.data or ""
        words_in = language or app_context().clinic.language
        return NewInvitation(number, name, end_of(day), WHOLE, language=language, words_in=words_in)
