"""The documents of a submission: the practitioner's page, the patient's report, and bundles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from webapp.assessment import Answers, Assessment, assess, validate_answers
from webapp.clinic import Clinic
from webapp.exchange.record import RECORD_NAME, build_record
from webapp.follow_up import LastTime
from webapp.localization.catalogues import TRANSLATIONS, is_easy, is_same_language
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.localization.reading_language import ReadingLanguage, reworded
from webapp.localization.territories import localizer_of, territory_of
from webapp.plan import Plan, PlannedVisit
from webapp.prints.planned_visits import FindPlanned, no_plan_before
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.report import (
    AttachedFile,
    BundleView,
    Enclosed,
    FollowUpSlip,
    HandoutView,
    Occasion,
    PlanView,
    PracticeView,
    ReportView,
    enclosed,
    patient_view,
    plan_view,
    practice_view,
)
from webapp.report import bundle_view as bundled
from webapp.report.times import UNDATED, authored_as, day_of
from webapp.report.views.documents import DocumentView
from webapp.report.views.outcome_model import OutcomeView
from webapp.report.views.outcome_view import outcome_view
from webapp.report.views.patient_view import USUAL_PARTS
from webapp.storage import Store, Submission


@dataclass(frozen=True)
class DocumentFactory:
    """Makes documents for one clinic: the patient's in the language of their answers, the others in its own.

    `questionnaire_of` loads the version of a digest (LookupError: none); `served` are today's.

    `planned_before` finds the earlier visit whose plan a report begins with.
    `address` is the public address of this server, "" where it is not known.
    """

    clinic: Clinic
    fhir_base: str
    questionnaire_of: Callable[[str], Questionnaire]
    served: ServedQuestionnaires
    address: str = ""
    translations: Path = TRANSLATIONS
    planned_before: FindPlanned = no_plan_before

    def answers(self, submission: Submission) -> Answers:
        """Return the answers, by the questionnaire version that was answered. Raise LookupError."""
        return validate_answers(self.questionnaire_of(submission.digest), submission.answers)

    def assess(self, submission: Submission, *, changes: bool = True) -> Assessment:
        """Assess the answers, by the questionnaire version that was answered. Raise LookupError."""
        return assess(self.answers(submission), changes=changes)

    def last_time(self, submission: Submission) -> LastTime:
        """Return the answers and the day of each; with an unknown day they are too old. Raise LookupError."""
        is_dated = submission.partial_date not in UNDATED
        day = day_of(submission.partial_date, submission.submitted_at, self.clinic) if is_dated else date.min
        older = submission.follow_up.days if submission.follow_up else {}
        return LastTime(self.answers(submission), day, older)

    def staff_answers(self, submission: Submission) -> Answers:
        """Return the answers in the words of the clinic's language, if there are any. Raise LookupError."""
        asked = self.for_staff(self.questionnaire_of(submission.digest))
        return validate_answers(asked, submission.answers)

    def staff_assessment(self, submission: Submission, *, changes: bool = False) -> Assessment:
        """Assess the answers in the words of the clinic's language, if there are any. Raise LookupError."""
        return assess(self.staff_answers(submission), changes=changes)

    def for_staff(self, asked: Questionnaire) -> Questionnaire:
        """Return the questionnaire in the clinic's language: its source, or today's translation of it."""
        return self._reading(self.clinic.language).translate_or_source(asked)

    def for_reader(self, asked: Questionnaire, language: str) -> Questionnaire:
        """Return the questionnaire in this language, or the same one where it is not there in it."""
        return self._reading(language).translate(asked)

    def answers_for_reader(self, answers: Answers, language: str) -> Answers:
        """Return answers in the words of this language, or the same ones where there are none."""
        return reworded(self.for_reader(answers.questionnaire, language), answers)

    def answers_for_staff(self, answers: Answers) -> Answers:
        """Return answers in the words of the clinic's language, if there are any."""
        return reworded(self.for_staff(answers.questionnaire), answers)

    def _reading(self, language: str) -> ReadingLanguage:
        return ReadingLanguage(language, territory_of(self.clinic), self.served, self.questionnaire_of)

    def occasion(self, submission: Submission, edition: str = "standard") -> Occasion:
        """Return the occasion of a submission: its day, its code and its patient."""
        partial_date, person = submission.partial_date, submission.person
        day = day_of(partial_date, submission.submitted_at, self.clinic)
        occasion = self.occasion_on(day, submission.reference, edition, partial_date)
        older = submission.follow_up.days if submission.follow_up else {}
        return replace(occasion, name=person.name, number=person.number, older=older)

    def _in_language_of(self, occasion: Occasion, assessment: Assessment) -> Occasion:
        """Return the occasion in the language of these answers, as the clinic's country has it.

        Easy read is in large print always.
        """
        language = assessment.questionnaire.language
        if is_easy(language):
            parts = occasion.parts or USUAL_PARTS[occasion.edition]
            occasion = replace(occasion, edition="large", parts=parts)
        elif is_same_language(language, self.clinic.language):
            return occasion
        return replace(occasion, localizer=localizer_of(self.clinic, language, occasion.localizer.folder))

    def occasion_on(
        self, day: date, reference: str, edition: str = "standard", partial_date: str = ""
    ) -> Occasion:
        """Return the occasion of a code on a day; `partial_date` says how exactly the day is known."""
        return Occasion(
            date=day,
            reference=reference,
            clinic=self.clinic,
            localizer=localizer_of(self.clinic, folder=self.translations),
            edition=edition,
            paper=self.clinic.paper,
            desk=submission_url(self.address, reference),
            partial_date=partial_date,
        )

    def record(
        self, answers: Answers, occasion: Occasion, at: datetime, plan: Plan | None = None
    ) -> AttachedFile:
        """Return the record that a report carries. `at` is when the answers were finished, if known."""
        base_url, reference = self.fhir_base, occasion.reference
        authored = authored_as(occasion.partial_date) if occasion.partial_date else at
        content = build_record(
            answers,
            base_url=base_url,
            authored=authored,
            reference=reference,
            plan=plan,
            older=occasion.older,
        )
        return AttachedFile(RECORD_NAME, content)

    def sheet(
        self, name: str, submission: Submission, slip: Callable[[], FollowUpSlip | None] = lambda: None
    ) -> DocumentView:
        """Return one of SHEETS or PLAN_SHEETS for one submission. Raise LookupError without a plan.

        `slip` finds the way to a follow-up, which stands on a plan.
        """
        if name in PLAN_SHEETS:
            return PLAN_SHEETS[name](self, submission, slip())
        made = SHEETS[name](self, submission)
        return made.view if isinstance(made, Enclosed) else made

    def practice_page(self, submission: Submission, assessment: Assessment | None = None) -> PracticeView:
        """Return the practitioner's page, without the private note: paper may go astray."""
        return practice_view(
            assessment or self.staff_assessment(submission),
            self.occasion(submission),
            channel=submission.channel,
            submitted_at=submission.submitted_at,
            name=submission.person.name,
        )

    def report(self, submission: Submission, edition: str = "standard", parts: str = "") -> Enclosed:
        """Return the patient's report, with the facts that the list of a bundle shows."""
        assessment = self.assess(submission)
        occasion = replace(self.occasion(submission, edition), parts=parts)
        record = self.record(assessment.answers, occasion, submission.submitted_at, submission.plan)
        return enclosed(
            self.patient_report(assessment, occasion, record, self.planned_before(submission)),
            name=submission.person.name,
            channel=submission.channel,
            submitted_at=submission.submitted_at,
            partial_date=submission.partial_date,
        )

    def patient_report(
        self,
        assessment: Assessment,
        occasion: Occasion,
        record: AttachedFile | None,
        planned: PlannedVisit | None = None,
    ) -> ReportView:
        """Return the report in the language of the answers, with the practitioner's part in the clinic's.

        It begins with what became of the plan of an earlier visit, `planned`.
        """
        spoken = self._in_language_of(occasion, assessment)
        view = patient_view(assessment, spoken, record)
        view = replace(view, outcome=self.outcome(planned, assessment, spoken))
        answers = self.answers_for_staff(assessment.answers)
        if answers is assessment.answers:
            return view
        return replace(view, for_staff=patient_view(assess(answers, changes=False), occasion, record))

    def plan(
        self, submission: Submission, edition: str = "standard", slip: FollowUpSlip | None = None
    ) -> PlanView:
        """Return the plan in the language of the patient's answers. Raise LookupError without one."""
        assessment = self.assess(submission, changes=False)
        occasion, plan = self.occasion(submission, edition), plan_of(submission)
        return replace(self.patient_plan(plan, assessment, occasion, submission.submitted_at), slip=slip)

    def patient_plan(self, plan: Plan, assessment: Assessment, occasion: Occasion, at: datetime) -> PlanView:
        """Return a plan in the language of the answers, with their record. `at` as in `record`."""
        record = self.record(assessment.answers, occasion, at, plan)
        view = plan_view(plan, assessment, self._in_language_of(occasion, assessment))
        return replace(view, record=record)

    def plan_copy(self, submission: Submission) -> PlanView:
        """Return the practitioner's copy of the plan, with all reasons. Raise LookupError without one."""
        assessment = self.staff_assessment(submission)
        return plan_view(plan_of(submission), assessment, self.occasion(submission), is_staff_copy=True)

    def handout(
        self, submission: Submission, edition: str = "standard", slip: FollowUpSlip | None = None
    ) -> HandoutView:
        """Return the plan with the patient's part of the report behind it. Raise LookupError without one."""
        report = self.report(submission, edition, "patient").view
        assert isinstance(report, ReportView)  # noqa: S101  what `report` encloses
        return HandoutView(self.plan(submission, edition, slip), report)

    def outcome(
        self, planned: PlannedVisit | None, assessment: Assessment, occasion: Occasion
    ) -> OutcomeView | None:
        """Return what became of the plan of an earlier visit, or None without one. Raise LookupError."""
        if planned is None:
            return None
        asked = self.for_reader(self.questionnaire_of(planned.digest), assessment.questionnaire.language)
        answers = validate_answers(asked, planned.answers)
        occasions = replace(occasion, date=planned.day), occasion
        return outcome_view(
            planned.plan, (assess(answers, changes=False), assessment), occasions, occasion.older
        )

    def bundle(self, sheet: str, submissions: Sequence[Submission], day: date) -> BundleView:
        """Return the same sheet of several submissions, after a list of them."""
        occasion = replace(self.occasion(submissions[0]), date=day, partial_date="")
        return bundled([SHEETS[sheet](self, one) for one in submissions], occasion)


def plan_of(submission: Submission) -> Plan:
    """Return the current plan. Raise LookupError where nothing is agreed."""
    if submission.plan is None:
        raise LookupError("there is no plan")
    return submission.plan


def stored_questionnaire(store: Store, digest: str) -> Questionnaire:
    """Return the questionnaire version of a digest. Raise LookupError for one that was never stored."""
    text = store.questionnaires.get(digest)
    if text is None:
        raise LookupError(f"no questionnaire was kept under {digest}")
    return load(text)


def submission_url(address: str, reference: str) -> str:
    """Return the URL of a submission on the desk; "" where the address or the code is not known."""
    return f"{address}/desk/{reference}" if address and reference else ""


SHEETS: Mapping[str, Callable[[DocumentFactory, Submission], PracticeView | Enclosed]] = {
    "practitioner": DocumentFactory.practice_page,
    "report": DocumentFactory.report,
    "patient": lambda documents, submission: documents.report(submission, parts="patient"),
    "large": lambda documents, submission: documents.report(submission, "large"),
}
"""The documents that can be printed, by the name of the sheet."""

PlanSheet = Callable[[DocumentFactory, Submission, FollowUpSlip | None], PlanView | HandoutView]

PLAN_SHEETS: Mapping[str, PlanSheet] = {
    "plan": lambda documents, submission, slip: documents.plan(submission, slip=slip),
    "plan-large": lambda documents, submission, slip: documents.plan(submission, "large", slip),
    "plan-copy": lambda documents, submission, _: documents.plan_copy(submission),
    "handout": lambda documents, submission, slip: documents.handout(submission, slip=slip),
    "handout-large": lambda documents, submission, slip: documents.handout(submission, "large", slip),
}
"""The documents that need a plan, by the name of the sheet. They are printed one at a time."""
