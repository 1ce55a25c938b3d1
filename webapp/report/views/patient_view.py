"""From an assessment to the words of its report. Pure: the date comes from outside."""

from collections.abc import Mapping
from typing import TypedDict

from webapp.assessment import Assessment, fill
from webapp.assessment.words import all_texts
from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.charts.qr import qr_code
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import moment, partial_day_words
from webapp.report.views.answered import answer_sections, origin, person_of
from webapp.report.views.citations import Citations
from webapp.report.views.factors import factor_text, glance_row, mention, remarked
from webapp.report.views.model import (
    AttachedFile,
    FactorMention,
    FactorText,
    GlanceRow,
    Occasion,
    QrCode,
    ReportView,
)
from webapp.report.views.older_answers import older_answers
from webapp.report.views.opening import opening
from webapp.report.views.safety import PRINTED_TIERS, safety_boxes
from webapp.report.views.signs import safety_for_staff, signs_beside
from webapp.report.views.trace import trace_row

MOST_QUESTIONS = 6  # on the front page; the others stand with their factors

ROOMY_CARDS = 5  # cards of factors up to which spacing is generous
LINES = 12  # of questions, factors and lines for the pen that the front page has room for, about
LINES_OF_A_FLAG = 3
FEWEST_LINES, MOST_LINES = 2, {"standard": 5, "large": 3}  # for the pen, by edition

USUAL_PARTS = {"standard": "all", "large": "patient"}
"""What an edition has where the occasion does not say."""

LEVEL_PATTERNS = ("level_at_least", "level_at_least_range", "level_could_be", "level_could_be_range")
"""Words with places for levels: filled for each finding, not once."""

PATTERNS = (*LEVEL_PATTERNS, "signs_ticked")


def patient_view(
    assessment: Assessment, occasion: Occasion, record: AttachedFile | None = None
) -> ReportView:
    """Return all that the report says, on screen and on paper, with the record that its file carries."""
    citations, questions = Citations(assessment.questionnaire), _first_questions(assessment)
    boxes = safety_boxes(assessment)
    return ReportView(
        **_whose(occasion),
        **_findings(assessment, citations),
        words=sentences(assessment),
        opening=opening(assessment, occasion.localizer),
        questions=questions,
        note_lines=_note_lines(assessment, len(questions), occasion.edition),
        is_tight=len(assessment.full) + len(assessment.apart) > ROOMY_CARDS,
        safety=boxes,
        signs=signs_beside(assessment, boxes, occasion.localizer),
        **safety_for_staff(assessment, occasion.localizer),
        person=person_of(assessment, occasion.localizer),
        origin=origin(assessment),
        trace=tuple(
            trace_row(assessment, one, citations, occasion.localizer) for one in assessment.ordered()
        ),
        answers=answer_sections(assessment),
        references=citations.lines(),
        record=record,
        is_unreviewed=assessment.questionnaire.is_unreviewed,
        older=older_answers(assessment.answers, occasion),
    )


class _Findings(TypedDict):
    """What a report says of the factors."""

    glance: tuple[GlanceRow, ...]
    full: tuple[FactorText, ...]
    apart: tuple[FactorText, ...]
    further: tuple[FactorMention, ...]
    undecided: tuple[FactorMention, ...]
    remarked: tuple[FactorMention, ...]


def _findings(assessment: Assessment, citations: Citations) -> _Findings:
    return _Findings(
        glance=tuple(glance_row(assessment, finding) for finding in assessment.ordered()),
        full=tuple(factor_text(assessment, finding, citations) for finding in assessment.full),
        apart=tuple(factor_text(assessment, finding, citations) for finding in assessment.apart),
        further=tuple(mention(assessment, finding) for finding in assessment.further),
        undecided=tuple(mention(assessment, finding) for finding in assessment.undecided),
        remarked=remarked(assessment),
    )


class Bearer(TypedDict):
    """Whose a printed page is, and in which edition."""

    reference: str
    name: str
    number: str
    mark: str
    localizer: Localizer
    edition: str
    paper: str
    clinic: Clinic


class _Whose(Bearer):
    """What a report says of the occasion."""

    date: str
    iso_date: str
    qr: QrCode | None
    has_practitioner_part: bool


def bearer(occasion: Occasion) -> Bearer:
    """Return what all pages of a patient say of whose they are."""
    return Bearer(
        reference=occasion.reference,
        name=plain_name(occasion.name),
        number=plain_name(occasion.number),
        mark=page_identity(occasion),
        localizer=occasion.localizer,
        edition=occasion.edition,
        paper=occasion.paper,
        clinic=occasion.clinic,
    )


def _whose(occasion: Occasion) -> _Whose:
    return _Whose(
        **bearer(occasion),
        date=partial_day_words(occasion.partial_date, occasion.date, occasion.localizer),
        iso_date=occasion.date.isoformat(),
        qr=qr_code(occasion.desk),
        has_practitioner_part=(occasion.parts or USUAL_PARTS[occasion.edition]) == "all",
    )


def page_identity(occasion: Occasion) -> str:
    """Return what identifies a page: the code, or for unsent answers the day and the time of day."""
    if occasion.reference:
        return occasion.reference
    if occasion.at:
        return moment(occasion.at, occasion.clinic, occasion.localizer)
    return partial_day_words(occasion.partial_date, occasion.date, occasion.localizer)


def sentences(assessment: Assessment) -> Mapping[str, str]:
    """Return the questionnaire's fixed sentences, filled in."""
    words = assessment.questionnaire.words
    return {key: fill(text, assessment) for key, text in words.items() if key not in PATTERNS}


def _first_questions(assessment: Assessment) -> tuple[str, ...]:
    """Return the first question to ask about each factor that is described in full, up to a limit."""
    findings = (*assessment.full, *assessment.apart)
    asks = (next(all_texts(one.factor.ask, assessment), "") for one in findings)
    return tuple(dict.fromkeys(filter(None, asks)))[:MOST_QUESTIONS]


def _note_lines(assessment: Assessment, questions: int, edition: str) -> int:
    """Return how many lines for the pen the front page has beside all else."""
    factors = sum(finding.is_present for finding in assessment.findings)
    flags = sum(flag.tier in PRINTED_TIERS for flag in assessment.safety)
    return min(max(LINES - factors - questions - LINES_OF_A_FLAG * flags, FEWEST_LINES), MOST_LINES[edition])
