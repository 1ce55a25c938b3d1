"""The page on which the answers of a form on paper are typed in, or what was read is compared with it."""

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import request
from werkzeug.exceptions import BadRequest

from webapp.assessment import Answers, assess
from webapp.assessment.page_checks import page_checks
from webapp.assessment.words import region_of
from webapp.clinic import Clinic
from webapp.localization.catalogues import is_same_language
from webapp.localization.localizer import Localizer
from webapp.localization.typed_text import single_line
from webapp.paper.edition import FormEdition
from webapp.paper.form import fixed_words
from webapp.prints.paper_forms import ReadForm, questionnaire_beginning
from webapp.questionnaire.model import Question, Questionnaire
from webapp.web.desk.entry_question import EntryQuestion
from webapp.web.desk.paper_fields import TYPED, UNREAD, page_number, reference_of_form, submitted_picture
from webapp.web.kit.answer_errors import error_message
from webapp.web.kit.answer_parsing import TypedValues, clean_answer, parse_answers
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import gettext, localizer
from webapp.web.kit.safety_messages import flags_of_tier, messages_for

CUT_OUT = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]{1,400000}")
"""A cut-out that this page carries along, as nothing is stored before the form is taken in."""

LONGEST_DOUBT = 200  # letters


@dataclass(frozen=True)
class PaperEntry:
    """What was typed or read of one form. `pages` groups the questions: by page, or all in one (0).

    `region` is the one that the clinic had fixed when the page was opened, "" where the form asks for it.
    `day` is the date on the form, as it was typed. `taken` is the reference of the submission that the form
    became before.
    """

    questionnaire: Questionnaire
    edition: FormEdition
    typed: TypedValues
    pages: Mapping[int, tuple[str, ...]]
    region: str = ""
    number: str = ""
    day: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict)
    cut_outs: Mapping[str, str] = field(default_factory=dict)
    left_empty: frozenset[str] = frozenset()
    compared: frozenset[int] = frozenset()
    taken: str = ""
    pictures: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "PaperEntry":
        """Return the page for typing in a form of today's questionnaire."""
        app = app_context()
        edition = FormEdition.of_clinic(app.questionnaire, app.clinic, app.clinic.paper, is_large=False)
        asked = tuple(one.id for one in edition.asked(app.questionnaire, app.clinic.presets))
        region = _fixed_region(app.questionnaire, edition, app.clinic)
        return cls(app.questionnaire, edition, {}, {TYPED: asked}, region)

    @classmethod
    def of_pictures(cls, read: ReadForm, clinic: Clinic) -> "PaperEntry":
        """Return what was read for this clinic. Answers with a doubt are left open: a person chooses."""
        found = read.questions
        pages = {page: tuple(one.question for one in each) for page, each in read.pages.items()}
        asked = read.code.edition.asked(read.questionnaire, clinic.presets)
        unread = tuple(one.id for one in asked if one.id not in found)
        return cls(
            questionnaire=read.questionnaire,
            edition=read.code.edition,
            typed={one.question: one.values for one in found.values() if not one.doubt},
            pages={**pages, **({UNREAD: unread} if unread else {})},
            region=_fixed_region(read.questionnaire, read.code.edition, clinic),
            number=read.code.number,
            doubts={one.question: one.doubt for one in found.values() if one.doubt},
            cut_outs=read.cut_outs,
            pictures={page: b64encode(picture).decode() for page, picture in read.pictures.items()},
        )

    @classmethod
    def submitted(cls) -> "PaperEntry":
        """Return what the form of the page sent. Raise BadRequest where that form is not ours."""
        form, app = request.form, app_context()
        try:
            questionnaire = questionnaire_beginning(form["digest"], app.served, app.store)
            edition = FormEdition.parse(form["edition"])
            numbers = [page_number(page) for page in form.getlist("page")]
            compared = frozenset(page_number(page) for page in form.getlist("compared"))
        except (ValueError, LookupError) as error:
            raise BadRequest from error
        known = questionnaire.questions
        named = {page: form.get(f"page-{page}", "").split() for page in numbers}
        pages = {page: tuple(one for one in each if one in known) for page, each in named.items()}
        asked = [one for each in pages.values() for one in each]
        cut_outs = {one: form.get(f"cut-{one}", "") for one in asked}
        doubts = {one: single_line(form.get(f"doubt-{one}", "")[:LONGEST_DOUBT]) for one in asked}
        return cls(
            questionnaire=questionnaire,
            edition=edition,
            typed={one: clean_answer(known[one], form.getlist(f"a-{one}")) for one in asked},
            pages=pages,
            region=single_line(form.get("region", "")[:20]),
            number=single_line(form.get("form", "")[:20]),
            day=single_line(form.get("day", "")[:20]),
            doubts={one: doubt for one, doubt in doubts.items() if doubt},
            cut_outs={one: picture for one, picture in cut_outs.items() if CUT_OUT.fullmatch(picture)},
            left_empty=frozenset(form.getlist("empty")),
            compared=compared,
            pictures={page: picture for page in numbers if (picture := submitted_picture(page))},
        )

    @cached_property
    def clinic(self) -> Clinic:
        """The clinic, without presets of questions that the form itself asks."""
        clinic = app_context().clinic
        return replace(clinic, region="") if set(self._order) & set(clinic.presets) else clinic

    @cached_property
    def answers(self) -> Answers:
        """The answers that can be taken; what was typed wrong counts as skipped."""
        return parse_answers(self.questionnaire, self.clinic, self.typed)

    @property
    def fixed_words(self) -> Sequence[str]:
        """The answers that the clinic has fixed, as forms for it have them at their foot."""
        fixed = self.edition.fixed(self.questionnaire, app_context().clinic.presets)
        return fixed_words(self.questionnaire, fixed, localizer())

    @property
    def has_clinic_moved(self) -> bool:
        """Whether the clinic's region was changed after the page was opened."""
        return self.region != _fixed_region(self.questionnaire, self.edition, app_context().clinic)

    @cached_property
    def spoken(self) -> Questionnaire:
        """The questionnaire in the practitioner's language; in the form's where there is no other."""
        with suppress(LookupError):
            return app_context().documents.for_staff(self.questionnaire)
        return self.questionnaire

    @property
    def _is_foreign(self) -> bool:
        return not is_same_language(self.spoken.language, app_context().clinic.language)

    @cached_property
    def paper(self) -> Localizer:
        """The language of the form."""
        return Localizer(self.questionnaire.language, folder=app_context().settings.translations)

    @cached_property
    def _spoken_answers(self) -> Answers:
        """The same answers, for sentences in the practitioner’s language."""
        return parse_answers(self.spoken, self.clinic, self.typed)

    def rows(self, errors: Mapping[str, str]) -> Mapping[int, Sequence[EntryQuestion]]:
        """Return the questions of each page, with their errors."""
        return {page: [self._row(one, errors) for one in each] for page, each in self.pages.items()}

    @cached_property
    def _order(self) -> Sequence[str]:
        """The questions of the form, as they are numbered."""
        return [one.id for one in self.edition.asked(self.questionnaire, app_context().clinic.presets)]

    def _row(self, question: str, errors: Mapping[str, str]) -> EntryQuestion:
        return EntryQuestion(
            number=self._order.index(question) + 1 if question in self._order else 0,
            question=self.spoken.questions[question],
            printed=self.questionnaire.questions[question],
            paper=self.paper,
            values=self.typed.get(question, ()),
            is_foreign=self._is_foreign,
            help=self._help(question),
            error=errors.get(question, ""),
            doubt=self.doubts.get(question, ""),
            cut_out=self.cut_outs.get(question, ""),
            is_left_empty=question in self.left_empty,
        )

    def _help(self, question: str) -> str:
        """Return the help of a question where its words are those of the region that the clinic has fixed."""
        plain = self.questionnaire.questions[question].help
        is_typed = self.region and TYPED in self.pages
        filled = region_of(self.answers).fill(plain) if is_typed else plain
        return filled if filled != plain.rstrip() else ""

    def errors(self, first: TypedValues | None = None) -> Mapping[str, str]:
        """Return what keeps the answers from being taken in, by question, in the order of the form.

        `first` is what was typed before, where this is the second reading.
        """
        shown = [one for each in self.pages.values() for one in each]
        differing = {} if first is None else self._differences(first)
        found = {one: f"{self._error(one)} {differing.get(one, '')}".strip() for one in shown}
        return {one: sentence for one, sentence in found.items() if sentence}

    def _error(self, question_id: str) -> str:
        values = self.typed.get(question_id, ())
        is_open = not any(values) and question_id not in self.left_empty
        if question_id in self.doubts and is_open:
            return gettext("Choose what the paper says, or tick “Left empty”.")
        question = self.spoken.questions[question_id]
        if any(values):
            return error_message(question, values, self._spoken_answers)
        is_shown = self._spoken_answers.is_shown(question_id)
        if is_shown and error_message(question, values, self._spoken_answers):
            return gettext("This answer is needed, and was left open. Look at the paper, or ask the person.")
        return ""

    @property
    def picture_files(self) -> Mapping[int, bytes]:
        return {page: b64decode(picture) for page, picture in self.pictures.items()}

    def pages_not_compared(self) -> Sequence[int]:
        return [page for page in self.pages if page > 0 and page not in self.compared]

    @cached_property
    def reference(self) -> str:
        """The number of the form as a reference of submissions; "" where it is not known or not one."""
        return reference_of_form(self.number)

    def stops(self) -> Sequence[str]:
        """Return the sentences of safety flags that end the form: such answers are not kept."""
        assessment = assess(self._spoken_answers, changes=False)
        stops = messages_for(assessment, flags_of_tier(assessment, "stop"))
        return [" ".join(stop.text.striptags().split()) for stop in stops]

    def remarks(self) -> Sequence[str]:
        """Return what a person must read first: answers that do not fit together, or that do not apply."""
        rows = (self._row(one, {}) for one in self._answered_unasked())
        own = localizer().own_direction
        names = [f"{row.number}. {own(row.question.short_name)}" for row in rows]
        unasked = (
            [
                gettext(
                    "These do not apply after the other answers, and are left out: %(names)s.",
                    names=localizer().join(names),
                )
            ]
            if names
            else []
        )
        return [*unasked, *(check.text for check in page_checks(self._spoken_answers))]

    def _answered_unasked(self) -> Collection[str]:
        return [one for one, values in self.typed.items() if any(values) and not self.answers.is_shown(one)]

    def _differences(self, first: TypedValues) -> Mapping[str, str]:
        """Return, for answers that a second reading has otherwise, what the first one had."""
        questions = self.spoken.questions
        return {
            one: gettext(
                "The first time it was: %(answer)s. Look again.", answer=self._words(questions[one], first)
            )
            for one in self.typed
            if sorted(filter(None, first.get(one, ()))) != sorted(filter(None, self.typed[one]))
        }

    def _words(self, question: Question, typed: TypedValues) -> str:
        values = [value for value in typed.get(question.id, ()) if value]
        labels = [question.option(one).label if question.has_option(one) else one for one in values]
        return ", ".join(labels) or gettext("nothing")


def _fixed_region(questionnaire: Questionnaire, edition: FormEdition, clinic: Clinic) -> str:
    """Return the region that the clinic fixes for this form; "" where the form asks for it."""
    asked, fixed = questionnaire.region_question, edition.fixed(questionnaire, clinic.presets)
    return fixed.get(asked.id, "") if asked else ""
