"""From an assessment to the words of the practitioner's page. Pure: time, name and note come from outside."""

from dataclasses import replace
from datetime import datetime

from webapp.assessment import Assessment, fill
from webapp.assessment.words import answer_in_full
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, SafetyFlag
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import moment_or_date
from webapp.report.views.answered import origin
from webapp.report.views.citations import Citations
from webapp.report.views.flag_reasons import answers_behind
from webapp.report.views.model import Occasion
from webapp.report.views.practice_lists import PracticeLists
from webapp.report.views.practice_model import FlagLine, PracticeView
from webapp.report.views.trace import trace_row

TITLE = N_("For the practitioner")
CHANNELS = {
    "home": N_("own device"),
    "kiosk": N_("clinic tablet"),
    "paper": N_("paper form"),
    "import": N_("imported"),
}

PERSONAL = ("age_years", "sex")
"""The questions on which cut-offs turn, and by which a sheet is laid to the right file."""


def practice_view(
    assessment: Assessment,
    occasion: Occasion,
    *,
    channel: str,
    submitted_at: datetime,
    name: str = "",
    note: str = "",
) -> PracticeView:
    """All that the practitioner's page says; the private note only where it is given."""
    citations, words = Citations(assessment.questionnaire), occasion.localizer
    page = PracticeView(
        title=words.gettext(TITLE),
        name=plain_name(name or occasion.name),
        number=plain_name(occasion.number),
        person=person_of(assessment),
        reference=occasion.reference,
        channel=channel_words(channel, words),
        completed=moment_or_date(occasion.partial_date, submitted_at, occasion.clinic, words),
        iso_date=occasion.date.isoformat(),
        localizer=words,
        paper=occasion.paper,
        clinic=occasion.clinic,
        origin=origin(assessment),
        flags=tuple(_flag(assessment, one, words) for one in assessment.safety if one.tier != "stop"),
        factors=tuple(trace_row(assessment, one, citations, words) for one in assessment.ordered()),
        disclaimer=fill(assessment.questionnaire.words["disclaimer_practitioner"], assessment),
        note=note,
    )
    return _with_lists(page, assessment, citations)


def _with_lists(page: PracticeView, assessment: Assessment, citations: Citations) -> PracticeView:
    """Add what the page says besides flags and factors, and all that is cited."""
    lists = PracticeLists(assessment, citations, page.localizer)
    with_lists = replace(
        page,
        scores=lists.scores(),
        laboratory=lists.laboratory(),
        listed=lists.listed(),
        spoilers=lists.spoilers(),
        considered=lists.considered(is_advised=True),
        unadvised=lists.considered(is_advised=False),
    )
    return replace(with_lists, references=citations.lines())


def person_of(assessment: Assessment) -> tuple[str, ...]:
    """Age and sex in words, as far as they are asked and answered."""
    questions, given = assessment.questionnaire.questions, assessment.answers.given
    told = [(questions[one], given.get(one)) for one in PERSONAL if one in questions]
    return tuple(
        _of_person(question, value)
        for question, value in told
        if value is not None and not assessment.answers.is_unknown(question.id)
    )


def _of_person(question: Question, value: AnswerValue) -> str:
    """Return an answer that explains itself, with the question's name for "would rather not say"."""
    words = answer_in_full(question, value)
    return f"{question.short}: {words}" if question.short and value == question.when_skipped else words


def channel_words(channel: str, words: Localizer) -> str:
    """Where the answers were given."""
    return words.gettext(CHANNELS.get(channel, channel))


def _flag(assessment: Assessment, flag: SafetyFlag, words: Localizer) -> FlagLine:
    more = tuple(fill(note.text, assessment) for note in flag.more if assessment.holds(note))
    return FlagLine(
        id=flag.id,
        tier=flag.tier,
        tier_words=assessment.questionnaire.words.get(f"safety_{flag.tier}", flag.title),
        title=flag.title,
        text=fill(flag.text, assessment),
        more=more,
        raised_by=answers_behind(assessment, flag.when, words),
    )
