"""From an assessment to the words of the practitioner's page. Pure: time and name come from outside."""

from dataclasses import replace
from datetime import datetime

from webapp.assessment import Assessment, fill
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import moment_or_date
from webapp.report.views.answered import origin, person_of
from webapp.report.views.citations import Citations
from webapp.report.views.model import Occasion
from webapp.report.views.practice_lists import PracticeLists
from webapp.report.views.practice_model import PracticeView
from webapp.report.views.signs import safety_for_staff
from webapp.report.views.trace import trace_row

TITLE = N_("For the practitioner")
CHANNELS = {
    "home": N_("own device"),
    "kiosk": N_("clinic tablet"),
    "paper": N_("paper form"),
    "import": N_("imported"),
}


def practice_view(
    assessment: Assessment,
    occasion: Occasion,
    *,
    channel: str,
    submitted_at: datetime,
    name: str = "",
) -> PracticeView:
    """Return all that the practitioner's page says. The private note is not on it: paper may go astray."""
    citations, words = Citations(assessment.questionnaire), occasion.localizer
    page = PracticeView(
        title=words.gettext(TITLE),
        name=plain_name(name or occasion.name),
        number=plain_name(occasion.number),
        person=person_of(assessment, words),
        reference=occasion.reference,
        channel=channel_words(channel, words),
        completed=moment_or_date(occasion.partial_date, submitted_at, occasion.clinic, words),
        iso_date=occasion.date.isoformat(),
        localizer=words,
        paper=occasion.paper,
        clinic=occasion.clinic,
        origin=origin(assessment),
        **safety_for_staff(assessment, words),
        factors=tuple(trace_row(assessment, one, citations, words) for one in assessment.ordered()),
        disclaimer=fill(assessment.questionnaire.words["disclaimer_practitioner"], assessment),
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


def channel_words(channel: str, words: Localizer) -> str:
    """Return where the answers were given, in words."""
    return words.gettext(CHANNELS.get(channel, channel))
