"""The plan as values: what a patient takes along, and the practitioner's copy of it. Texts as in `model`."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.times import Localized
from webapp.report.views.model import AttachedFile, QrCode, ReportView, SafetyBox


@dataclass(frozen=True)
class PlanLine:
    """One agreed change.

    `factors` are the titles of the factors that it counts for, `against` those of the safety messages that
    speak against it, and `to_read` those of the messages in the patient's report to read again; `reason`, why
    it was agreed all the same, stands on the practitioner's copy alone.
    """

    what: str
    measured: str
    factors: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    to_read: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class FollowUpSlip:
    """The way to the questions that are asked again: an address with its QR code, and words to type.

    `until` is the last day on which they can be answered, in words.
    """

    address: str
    qr: QrCode | None
    words: str
    until: str


@dataclass(frozen=True)
class PlanView(Localized):
    """All that a plan says. `words` are the questionnaire's fixed sentences (prose), filled in.

    `safety` are the messages that ask to see a doctor; the report has them in full. `agreed_on` and
    `come_back` are days in words. With `is_staff_copy` it is the practitioner's copy. `is_tight` is smaller
    spacing, never smaller type. With `is_from_file` only a file says what was agreed: it is shown on a page,
    without day and practitioner, and never printed.
    """

    title: str
    date: str
    iso_date: str
    reference: str
    name: str
    number: str
    mark: str
    localizer: Localizer
    edition: str
    paper: str
    clinic: Clinic
    words: Mapping[str, str]
    practitioner: str
    lines: tuple[PlanLine, ...]
    tests: tuple[str, ...]
    see: tuple[str, ...]
    come_back: str
    safety: tuple[SafetyBox, ...] = ()
    slip: FollowUpSlip | None = None
    record: AttachedFile | None = None
    is_staff_copy: bool = False
    is_unreviewed: bool = False
    is_tight: bool = False
    is_from_file: bool = False


@dataclass(frozen=True)
class HandoutView(Localized):
    """What a patient takes along: the plan, and the report after it, which carries the record."""

    plan: PlanView
    report: ReportView

    @property
    def localizer(self) -> Localizer:  # type: ignore[override]
        return self.report.localizer

    @property
    def clinic(self) -> Clinic:
        return self.report.clinic

    @property
    def record(self) -> AttachedFile | None:
        return self.report.record

    @property
    def iso_date(self) -> str:
        return self.plan.iso_date
