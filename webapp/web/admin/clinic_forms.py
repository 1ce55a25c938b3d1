"""The forms of the clinic and its policy."""

from dataclasses import asdict, replace
from typing import Any, Self

from flask import request
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    ColorField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from webapp.clinic import LONGEST_LINE, MOST_CONTACT_LINES, Clinic, Logo, Policy, colours_from_accent
from webapp.clinic.policy import IDLE_MINUTES, TERMS
from webapp.localization.localizer import Localizer
from webapp.localization.typed_day import find_day, names_who_and_when
from webapp.localization.typed_text import is_text, typed_line
from webapp.questionnaire.regions import unconfirmed_regions
from webapp.settings import UTC, parse_logo, parse_time_zone, place_time_zones, time_zone_examples
from webapp.web.auth.reauthentication import TwiceProvenForm
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import day_here
from webapp.web.kit.i18n import N_, gettext, localizer
from webapp.web.kit.staff_forms import StaffForm, is_between, is_needed, line_field, stripped

LONGEST_WORDS = 600
"""Characters with which a letter may begin: a mail program cuts longer links off."""

AT_ONCE = N_("Yes, delete this at once")
"""The label of the tick where a policy deletes things as soon as it is saved."""

PAPERS = [SelectChoice("a4", N_("A4")), SelectChoice("letter", N_("Letter"))]
"""The sizes that reports can be printed on."""


def region_labels() -> dict[str, str]:
    """Return the regions in words, by id; also the one that was chosen and today's questions do not have."""
    app, lost = app_context(), app_context().lost_region
    asked, regions = app.questionnaire.region_question, app.questionnaire.regions
    known = {one.id: one.label for one in asked.options if one.id in regions} if asked else {}
    if not lost:
        return known
    return {
        lost: gettext("%(region)s, which is not in these questions: each patient is asked", region=lost),
        **known,
    }


class ClinicForm(StaffForm):
    """Who the clinic is, and how its pages and reports look."""

    clinic_name = line_field(N_("Name of the clinic"), is_needed)
    region = SelectField(N_("Where the clinic is"))
    timezone = line_field(N_("Time zone"))
    colour = ColorField(N_("Colour of buttons and links"))
    logo = FileField(N_("Logo"))
    paper = RadioField(N_("Paper for reports"), choices=PAPERS)

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own
        super().__init__(**kwargs)
        known = [SelectChoice(region, label) for region, label in region_labels().items()]
        self.region.choices = [SelectChoice("", gettext("Ask each patient")), *known]
        self.logo.process_formdata(request.files.getlist("logo"))
        self.picture: Logo | None = None

    def validate_colour(self, field: Field) -> None:
        """Refuse a colour that cannot be read on white."""
        try:
            colours_from_accent(field.data or "")
        except ValueError as error:
            raise StopValidation(str(error)) from error

    def validate_timezone(self, field: Field) -> None:
        """Refuse an unknown time zone, and normalise its name."""
        if not field.data:
            said = gettext("This is needed. Type the clinic’s own, such as %(zones)s.", zones=self.near_zones)
            raise StopValidation(said)
        try:
            field.data = parse_time_zone(field.data)
        except ValueError as error:
            raise StopValidation(str(error)) from error

    def validate_logo(self, field: Field) -> None:
        """Read the picture, if one was uploaded."""
        data = field.data.read() if field.data else b""
        try:
            self.picture = parse_logo(data, field.data.filename) if data else None
        except ValueError as error:
            raise StopValidation(str(error)) from error

    @property
    def is_zone_unknown(self) -> bool:
        """Whether the server runs in UTC, and so cannot tell where the clinic is."""
        return app_context().settings.time_zone == UTC

    @property
    def near_zones(self) -> str:
        """Examples of time zones, in the clinic's region if it is chosen."""
        return ", ".join(time_zone_examples(self.region.data or ""))

    @property
    def zones(self) -> tuple[str, ...]:
        return place_time_zones()

    def to_clinic(self, before: Clinic) -> Clinic:
        return replace(
            before,
            name=self.clinic_name.data,
            region=self.region.data,
            timezone=self.timezone.data,
            colours=colours_from_accent(self.colour.data),
            logo=self.picture or before.logo,
            paper=self.paper.data,
        )


class WholeClinicForm(ClinicForm):
    """Everything that can be set of the clinic."""

    contact = TextAreaField(N_("Address and telephone"))
    without_logo = BooleanField(N_("Take the logo away"))
    numbers_phoned = line_field(N_("Who phoned the numbers to call, and when"))
    one_sided = BooleanField(N_("Our printer prints one side only"))
    languages = SelectMultipleField(N_("Languages that patients may choose"))
    asks_self_harm = BooleanField(N_("Ask about thoughts of self-harm"))
    self_harm_contact = line_field(N_("Who acts on a yes, and how staff reach them"))

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own
        super().__init__(**kwargs)
        known = map(Localizer, (*app_context().served.choices(), *self.lost_languages))
        self.languages.choices = [(one.language, one.own_name) for one in known]

    @property
    def lost_languages(self) -> tuple[str, ...]:
        """The languages that were chosen and cannot be offered now. They stay chosen until unticked."""
        return tuple(app_context().served.not_offered(app_context().chosen_clinic.languages))

    @property
    def language_remarks(self) -> dict[str, str]:
        """What is said beside languages, by tag."""
        return dict.fromkeys(self.lost_languages, gettext("not offered now"))

    @classmethod
    def of(cls, clinic: Clinic, *, has_zone: bool) -> Self:
        """Return the form filled with the clinic; without a time zone if none was set."""
        return cls(
            clinic_name=clinic.name,
            contact="\n".join(clinic.contact),
            region=clinic.region,
            timezone=clinic.timezone if has_zone else "",
            colour=clinic.colours.accent,
            paper=clinic.paper,
            numbers_phoned=clinic.numbers_phoned,
            one_sided=clinic.one_sided,
            languages=list(clinic.languages),
            asks_self_harm=clinic.asks_self_harm,
            self_harm_contact=clinic.self_harm_contact,
        )

    @property
    def numbers_to_phone(self) -> list[str]:
        """The numbers that nobody phoned, each with its region."""
        asked, words = app_context().questionnaire, localizer()
        labels = {one.id: one.label for one in asked.region_question.options} if asked.region_question else {}
        return [
            words.labelled(labels.get(one.id, ""), words.join_phrases((one.emergency, one.help_line)))
            for one in unconfirmed_regions(asked.regions.values(), self.region.data or "")
        ]

    @property
    def contact_lines(self) -> tuple[str, ...]:
        lines = (typed_line(each) for each in (self.contact.data or "").splitlines())
        return tuple(each for each in lines if each)

    def validate_contact(self, _field: Field) -> None:
        """Refuse more or longer lines than fit on a page and on a report."""
        lines = self.contact_lines
        if len(lines) > MOST_CONTACT_LINES or any(len(each) > LONGEST_LINE for each in lines):
            most, count = MOST_CONTACT_LINES, LONGEST_LINE
            problem = gettext("At most %(most)s lines of %(count)s characters each.", most=most, count=count)
            raise StopValidation(problem)
        if not all(map(is_text, "".join(lines))):
            raise StopValidation(gettext("This has a character in it that cannot be printed. Type it again."))

    def validate_numbers_phoned(self, field: Field) -> None:
        """Refuse what does not name somebody and a day: it would tell patients that the numbers are right."""
        day, today = find_day(field.data), day_here(app_context().clock())
        if field.data and not (names_who_and_when(field.data) and day and day <= today):
            raise StopValidation(
                gettext(
                    "Write who phoned and the day, such as: Ann Lee, 29 November 2026. Or leave it empty."
                )
            )

    def validate_self_harm_contact(self, field: Field) -> None:
        if self.asks_self_harm.data and not field.data:
            raise StopValidation(gettext("Write who acts on a yes, today, or do not ask the question."))

    def to_clinic(self, before: Clinic) -> Clinic:
        """Return the clinic of this form. In another region, other numbers must be phoned."""
        has_moved = self.region.data != before.region
        is_old_call = has_moved and self.numbers_phoned.data == before.numbers_phoned
        return replace(
            super().to_clinic(replace(before, logo=None) if self.without_logo.data else before),
            contact=self.contact_lines,
            numbers_phoned="" if is_old_call else self.numbers_phoned.data,
            one_sided=self.one_sided.data,
            languages=tuple(self.languages.data or ()),
            asks_self_harm=self.asks_self_harm.data,
            self_harm_contact=self.self_harm_contact.data,
        )


class PolicyForm(TwiceProvenForm):
    """What is asked, how people sign in, and how long things are kept."""

    asks_person = BooleanField(N_("Let patients add their name or their number with you"))
    requires_code = BooleanField(N_("Everybody needs a second step to sign in"))
    remembers_browsers = BooleanField(N_("Let a browser be remembered for a day: it then asks for no code"))
    idle_minutes = IntegerField(
        N_("Minutes without use until somebody is signed out"), [is_between(*IDLE_MINUTES)]
    )
    keeps_nothing = BooleanField(N_("Keep nothing: no patient’s answers stay on this server"))
    submission_days = IntegerField(
        N_("Answers that patients sent, in days"), [is_between(*TERMS["submission_days"])]
    )
    until_printed = BooleanField(N_("Delete them already on the day after they were printed"))
    keeps_pictures = BooleanField(N_("Keep the pictures of paper forms, sealed, with their answers"))
    draft_days = IntegerField(
        N_("Forms that were begun, and a patient’s own way back to the report, in days"),
        [is_between(*TERMS["draft_days"])],
    )
    invitation_words = TextAreaField(N_("How a letter with an invitation begins"), filters=[stripped])
    audit_days = IntegerField(N_("The log, in days"), [is_between(*TERMS["audit_days"])])
    agrees = BooleanField(N_("Yes, delete what is older"))

    def validate_invitation_words(self, field: Field) -> None:
        """Refuse words that are too long for a letter."""
        field.data = field.data.replace("\r\n", "\n")
        if len(field.data) > LONGEST_WORDS:
            raise StopValidation(
                gettext("This is too long: at most %(count)s characters.", count=LONGEST_WORDS)
            )

    @classmethod
    def of(cls, policy: Policy) -> Self:
        return cls(**asdict(policy))

    def to_policy(self) -> Policy:
        return Policy(**{name: self[name].data for name in asdict(Policy())})

    def eases(self, before: Policy) -> bool:
        """Return whether it gets easier to sign in, or to use an open screen: that needs proofs."""
        after = self.to_policy()
        return (
            (before.requires_code and not after.requires_code)
            or (after.remembers_browsers and not before.remembers_browsers)
            or after.idle_minutes > before.idle_minutes
        )

    def deletes(self, before: Policy) -> bool:
        """Return whether anything is deleted sooner than before."""
        after = self.to_policy()
        is_shorter = any(getattr(after, term) < getattr(before, term) for term in TERMS)
        return (
            is_shorter
            or (after.until_printed and not before.until_printed)
            or (after.keeps_nothing and not before.keeps_nothing)
            or self.drops_pictures(before)
        )

    def deletes_at_once(self, before: Policy) -> bool:
        """Return whether what is deleted goes with the save, and not with the next purge."""
        return self.to_policy().keeps_nothing or self.drops_pictures(before)

    def drops_pictures(self, before: Policy) -> bool:
        """Return whether pictures that are kept now are to be deleted."""
        return before.stores_pictures and not self.to_policy().stores_pictures
