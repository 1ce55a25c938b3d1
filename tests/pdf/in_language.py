"""Every kind of document of the same people in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from tests.pdf.people import OCCASION, SENT, answers_of, printed_once
from tests.project import served
from webapp.assessment import Assessment, assess, compare, validate_answers
from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS
from webapp.localization.localizer import Localizer
from webapp.paper.edition import FormEdition
from webapp.paper.form import PaperForm, paper_form
from webapp.plan import AgreedChange, Plan
from webapp.plan.offers import offered_changes
from webapp.plan.people import PEOPLE
from webapp.questionnaire.model import Questionnaire
from webapp.report import FollowUpSlip, plan_view
from webapp.report.pdf.bundle import bundle_view, enclosed
from webapp.report.pdf.printing import print_report
from webapp.report.views.amount_line import lines_of_two
from webapp.report.views.comparison_view import comparison_view, for_patient
from webapp.report.views.documents import DocumentView
from webapp.report.views.model import Occasion, ReportView
from webapp.report.views.patient_view import patient_view
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.practice_view import practice_view

SERVED = served()


@dataclass(frozen=True)
class InLanguage:
    """The documents in the language of a questionnaire, with the words of pages and reports in `folder`."""

    questionnaire: Questionnaire
    folder: Path

    @cached_property
    def occasion(self) -> Occasion:
        localizer = Localizer(self.questionnaire.language, folder=self.folder)
        return replace(OCCASION, localizer=localizer, clinic=Clinic(), desk="")

    def assessed(self, case: str) -> Assessment:
        return assess(validate_answers(self.questionnaire, answers_of(case)))

    def report(self, case: str, edition: str = "standard") -> ReportView:
        return patient_view(self.assessed(case), replace(self.occasion, edition=edition))

    def practice(self, case: str) -> PracticeView:
        return practice_view(self.assessed(case), self.occasion, channel="home", submitted_at=SENT)

    def comparison(self, *, by_patient: bool) -> DocumentView:
        old, new = self.assessed("W08"), self.assessed("W55")
        view = comparison_view(
            compare(old, new),
            self.occasion,
            replace(self.occasion, reference="8R5L-N3"),
            questionnaires=(old.questionnaire, new.questionnaire),
            lines=lines_of_two(old, new, with_scores=not by_patient),
        )
        return for_patient(view, compare(old, new), new) if by_patient else view

    def plan(self, *, is_staff_copy: bool = False) -> DocumentView:
        made = self.assessed("W55")
        (*_, food, _drinks) = offered_changes(made)
        own = AgreedChange("", against=("fever",), reason="7Q4K-M2")
        agreed = (AgreedChange(about=(food.question,), offered=food), own)
        plan = Plan(agreed, ("liver_test",), see=tuple(PEOPLE), by="7Q4K-M2", agreed_at=SENT)
        slip = FollowUpSlip("7Q4K-M2", None, "7Q4K-M2", "7Q4K-M2")
        return replace(plan_view(plan, made, self.occasion, is_staff_copy=is_staff_copy), slip=slip)

    def bundle(self) -> DocumentView:
        report = patient_view(self.assessed("W55"), self.occasion)
        kiosk = enclosed(report, channel="kiosk", submitted_at=SENT)
        return bundle_view([self.practice("W08"), kiosk], self.occasion)

    def form(self) -> PaperForm:
        clinic = self.occasion.clinic
        edition = FormEdition.of_clinic(self.questionnaire, clinic, "a4", is_large=False)
        return paper_form(self.questionnaire, clinic, edition, "7Q4K-M2", self.occasion.localizer.folder)


KINDS: Mapping[str, Callable[[InLanguage], DocumentView]] = {
    "standard": lambda made: made.report("W55"),
    "large": lambda made: made.report("S01", "large"),
    "practitioner": lambda made: made.practice("W55"),
    "comparison": lambda made: made.comparison(by_patient=False),
    "bundle": InLanguage.bundle,
}


@cache
def in_language(tag: str) -> InLanguage:
    return InLanguage(SERVED.translations[tag], TRANSLATIONS)


@cache
def pdf_in_language(tag: str, kind: str) -> bytes:
    """Print a document of KINDS in a shipped language, once in a run."""
    return printed_once(f"{kind}-in-{tag}.pdf", lambda: print_report(KINDS[kind](in_language(tag))))
