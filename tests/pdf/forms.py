"""Forms on paper, each printed once in a run."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from tests.pdf.in_language import SERVED
from tests.pdf.people import printed_once
from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.small import SMALL
from webapp.clinic import Clinic
from webapp.paper.edition import FormEdition
from webapp.paper.form import PaperForm, paper_form
from webapp.paper.layout import FormLayout
from webapp.prints.paper_forms import BLANK
from webapp.questionnaire.load import load
from webapp.report.pdf.printing import print_report
from webapp.report.views.documents import FormWithPlaces

CLINIC = Clinic("Riverside Natural Health")


@cache
def whole_form(size: str = "a4", number: str = "7Q4KXW", *, is_large: bool = False) -> PaperForm:
    edition = FormEdition.of_clinic(QUESTIONNAIRE, CLINIC, size, is_large=is_large)
    return paper_form(QUESTIONNAIRE, CLINIC, edition, number)


def american_form() -> PaperForm:
    return form_of("US", "letter")


@cache
def form_of(region: str, size: str = "a4") -> PaperForm:
    """The form of a clinic in this region, which asks nobody where they live."""
    clinic = Clinic(CLINIC.name, region=region)
    edition = FormEdition.of_clinic(QUESTIONNAIRE, clinic, size, is_large=False)
    return paper_form(QUESTIONNAIRE, clinic, edition, "7Q4KXW")


@cache
def arabic_form() -> PaperForm:
    questionnaire = SERVED.in_language("ar")
    edition = FormEdition.of_clinic(questionnaire, CLINIC, "a4", is_large=False)
    return paper_form(questionnaire, CLINIC, edition, "7Q4KXW")


@cache
def small_form(size: str = "letter", *, is_large: bool = True) -> PaperForm:
    questionnaire = load(SMALL)
    edition = FormEdition.of_clinic(questionnaire, CLINIC, size, is_large=is_large)
    return paper_form(questionnaire, CLINIC, edition, "7Q4KXW")


@cache
def form_pdf(form: PaperForm) -> bytes:
    return printed_once(f"form-{_digest(form)}.pdf", lambda: print_report(form))


@cache
def layout_of(form: PaperForm) -> FormLayout:
    """Where its boxes stand: the same whatever its number, by which a page of any number is read."""
    return FormLayout.parse(printed_form(FormWithPlaces(form.numbered(BLANK))).partition(b"\n")[0])


def _digest(form: PaperForm) -> str:
    return sha256(repr(form).encode()).hexdigest()


def printed_form(view: FormWithPlaces) -> bytes:
    """What a render process returns for a form with its places."""
    return printed_once(f"places-{_digest(view.form)}", lambda: print_report(view))
