"""From two visits that were compared to the words of their page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from webapp.assessment import (
    ASKED,
    JUDGED,
    VERDICTS,
    AnswerChange,
    Assessment,
    Comparison,
    LevelChange,
    MeasureChange,
    fill,
)
from webapp.assessment.tracked_values import ValueRange
from webapp.localization.catalogues import is_same_language
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules.numbers import fixed
from webapp.report.charts import charts
from webapp.report.pdf.patient_names import plain_name
from webapp.report.times import partial_day_words
from webapp.report.views.amount_line import AmountLine
from webapp.report.views.comparison_model import (
    AnswerRow,
    ComparedVisit,
    ComparisonView,
    LevelRow,
    MeasureRow,
)
from webapp.report.views.level_words import gauge_between, level_at_visit
from webapp.report.views.model import Occasion
from webapp.report.views.outcome_model import OutcomeView
from webapp.report.views.ranges import level_range, range_words
from webapp.report.views.safety import safety_boxes
from webapp.report.views.signs import signs_in_words

TITLE = N_("Two visits compared")
PATIENT_TITLE = N_("What changed")
MEANING = N_("A level says how much a factor shows up in the answers, not how ill someone is.")
SIGNS = {"better": "↓", "worse": "↑"}
MINUS = "\N{MINUS SIGN}"
ANSWERS = {None: N_("not asked"), "": N_("not answered")}


def verdict_words(words: Localizer) -> Mapping[str, str]:
    """Return what became of something between two visits, in words."""
    return {
        "better": words.gettext("better"),
        "worse": words.gettext("worse"),
        "same": words.gettext("the same"),
        "new": words.pgettext("since the last visit", "new"),
        "gone": words.gettext("gone"),
        "cannot_tell": words.gettext("cannot tell"),
        ASKED: words.gettext("cannot be compared: the question changed"),
        JUDGED: words.gettext("cannot be compared: the rule changed"),
    }


def comparison_view(
    comparison: Comparison,
    old: Occasion,
    new: Occasion,
    *,
    questionnaires: tuple[Questionnaire, Questionnaire],
    name: str = "",
    lines: tuple[AmountLine, ...] = (),
) -> ComparisonView:
    """Return the comparison for a practitioner, in the language and on the paper of the later visit."""
    verdicts, words = Counter(change.verdict for change in comparison.findings), new.localizer
    named = verdict_words(words)
    return ComparisonView(
        title=words.gettext(TITLE),
        name=plain_name(name),
        iso_date=new.date.isoformat(),
        localizer=words,
        paper=new.paper,
        clinic=new.clinic,
        old=_visit(old, questionnaires[0]),
        new=_visit(new, questionnaires[1]),
        counts=tuple((named[one], verdicts[one]) for one in VERDICTS if verdicts[one]),
        levels=tuple(_level(change, words) for change in comparison.findings),
        measures=tuple(_measure(change, words) for change in comparison.measures),
        answers=tuple(_answer(change, words, questionnaires) for change in comparison.answers),
        lines=lines,
        not_comparable=named[ASKED],
        meaning=words.gettext(MEANING),
        disclaimer=questionnaires[1].words["disclaimer_practitioner"],
    )


def with_outcome(view: ComparisonView, outcome: OutcomeView | None) -> ComparisonView:
    """Add what became of a plan. A number line that it shows is not shown again."""
    if outcome is None:
        return view
    shown = {one.line for one in (*outcome.factors, *outcome.levels)}
    return replace(view, outcome=outcome, lines=tuple(one for one in view.lines if one not in shown))


def for_patient(view: ComparisonView, comparison: Comparison, latest: Assessment) -> ComparisonView:
    """Rewrite the comparison for the patient: in the words of the report, with its safety boxes.

    `latest` is the later visit.
    """
    words = latest.questionnaire.words
    return replace(
        view,
        title=view.localizer.gettext(PATIENT_TITLE),
        levels=tuple(_level(change, view.localizer, latest.questionnaire) for change in comparison.findings),
        meaning=fill(words["level_meaning"], latest),
        disclaimer=fill(words["disclaimer"], latest),
        is_for_patient=True,
        safety=safety_boxes(latest),
        signs=signs_in_words(latest, view.localizer),
    )


def _visit(occasion: Occasion, questionnaire: Questionnaire) -> ComparedVisit:
    day = partial_day_words(occasion.partial_date, occasion.date, occasion.localizer)
    return ComparedVisit(occasion.reference, day, f"{questionnaire.version} ({questionnaire.digest[:8]})")


def _level(change: LevelChange, words: Localizer, asked: Questionnaire | None = None) -> LevelRow:
    """Return a row in the words that `asked` has for patients; without it, in those of practitioners."""
    if asked:
        was = level_at_visit(asked, change.was, words, has_gaps=change.had_gaps)
        now = level_at_visit(asked, change.now, words, has_gaps=change.has_gaps)
    else:
        was, now = level_range(change.was, words), level_range(change.now, words)
    return LevelRow(
        factor=change.factor,
        title=change.title,
        was=was,
        now=now,
        chart=charts.step(
            gauge_between(change.was), gauge_between(change.now), charts.was_and_now(was, now, words)
        ),
        verdict=change.verdict,
        verdict_words=verdict_words(words)[change.verdict],
        sign=SIGNS.get(change.verdict, ""),
    )


def _measure(change: MeasureChange, words: Localizer) -> MeasureRow:
    return MeasureRow(
        title=change.title,
        unit=change.unit,
        was=range_words(change.was, change.decimals, words),
        now=range_words(change.now, change.decimals, words),
        change=words.number(_difference(change)),
        chart=charts.pair(change.was, change.now, change.decimals, words),
        not_comparable=verdict_words(words)[change.differs] if change.differs else "",
    )


def _difference(change: MeasureChange) -> str:
    """Return how much more or less it is, "" where one of the two is not known exactly."""
    was, now = (_exact(ends, change.decimals) for ends in (change.was, change.now))
    if was is None or now is None or change.differs:
        return ""
    difference = now - was
    sign = "+" if difference > 0 else MINUS if difference < 0 else ""
    return f"{sign}{fixed(abs(difference), change.decimals)}"


def _exact(ends: ValueRange, decimals: int) -> Fraction | None:
    """Return the number as it is printed, so that the difference is that of the printed numbers."""
    return Fraction(fixed(ends[0], decimals)) if ends and ends[0] == ends[1] else None


def _answer(
    change: AnswerChange, words: Localizer, questionnaires: tuple[Questionnaire, Questionnaire]
) -> AnswerRow:
    """Return a row. Where the question changed, the earlier visit has words of its own."""
    was, now = _given(change.was, words), _given(change.now, words)
    old, new = questionnaires
    own = None if is_same_language(old.language, words.language) else Localizer(old.language)
    return AnswerRow(
        question=change.question,
        was=was,
        now=now,
        is_comparable=change.comparable,
        was_in=own if change.was and not change.comparable else None,
        asked_in=own if change.id not in new.questions else None,
    )


def _given(answer: str | None, words: Localizer) -> str:
    unanswered: Mapping[str | None, str] = ANSWERS
    return words.gettext(unanswered[answer]) if answer in unanswered else str(answer)
