"""From what became of a plan to its words. They neither praise nor blame."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from webapp.assessment import ASKED, Assessment, LevelChange
from webapp.assessment.comparability import Comparability
from webapp.assessment.tracked_values import ValueRange
from webapp.assessment.words import answer_in_full
from webapp.follow_up.outcome import AgreedOutcome, Outcome, outcome
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.plan import Plan
from webapp.plan.words import change_words, usual_measure
from webapp.questionnaire.model import Question, Questionnaire
from webapp.report.charts import charts
from webapp.report.pdf.font_coverage import printable
from webapp.report.times import date_words, day_in
from webapp.report.views.amount_line import AmountLine, named_lines_of_two
from webapp.report.views.comparison_view import ANSWERS, verdict_words
from webapp.report.views.level_words import gauge_between, level_at_visit
from webapp.report.views.model import Occasion
from webapp.report.views.outcome_model import ChangedAnswer, FactorOutcome, OutcomeLine, OutcomeView

HIGHER, LOWER = N_("Higher is better."), N_("Lower is better.")
DIRECTIONS = {"more": HIGHER, "less": LOWER, "": ""}
OUTCOMES = {
    "reached": N_("Agreed, and reached"),
    "closer": N_("Agreed, and part of the way"),
    "not_reached": N_("Agreed, and not reached"),
    "changed": N_("Agreed, and changed"),
    "same": N_("Agreed, and the same as before"),
    "not_asked": N_("Agreed, and not asked again"),
    "cannot_tell": N_("Agreed, and not known now"),
    "cannot_compare": N_("Agreed, and cannot be compared: the question changed"),
    "not_in_form": N_("Agreed; not linked to a question of the form"),
}


def outcome_view(
    plan: Plan,
    visits: tuple[Assessment, Assessment],
    occasions: tuple[Occasion, Occasion],
    older: Container[str] = (),
) -> OutcomeView:
    """Return all that a report says of a plan that was made on the earlier of two visits.

    `occasions` are theirs. `older` are the questions whose answer the later one took from last time.
    """
    old, new = visits
    found, words = outcome(plan, old, new, older), occasions[1].localizer
    agreed_on = day_in(occasions[0].clinic, plan.agreed_at) if plan.agreed_at else occasions[0].date
    wording = _Words(old, new, words)
    return OutcomeView(
        agreed_on="" if plan.is_from_file else date_words(agreed_on, words),
        by="" if plan.is_from_file else printable(plan.by),
        lines=tuple(map(wording.agreed, found.agreed)),
        factors=tuple(map(wording.factor, found.factors)),
        levels=tuple(map(wording.factor, found.levels)),
        answers=wording.answers(found),
        is_from_file=plan.is_from_file,
    )


@dataclass(frozen=True)
class _Words:
    """Two visits in the words of the later one."""

    old: Assessment
    new: Assessment
    words: Localizer

    def agreed(self, one: AgreedOutcome) -> OutcomeLine:
        agreed, offered = one.agreed, one.agreed.offered
        then = self._then(offered.question) if offered else self.old.questionnaire
        question = then.questions[offered.question] if offered else None
        usual_words = change_words(offered, then, self.words) if offered else ""
        usual = usual_measure(offered, then, self.words) if offered else ""
        return OutcomeLine(
            what=printable(agreed.words) or usual_words,
            measured=printable(agreed.measured) or usual,
            verdict=one.verdict,
            verdict_words=self.words.gettext(OUTCOMES[one.verdict]),
            was=self._answer(self.old, question),
            now=self._answer(self.new, question) if one.verdict != "cannot_compare" else "",
            direction=self._said(DIRECTIONS[question.changeable]) if question else "",
        )

    def _then(self, question: str) -> Questionnaire:
        """Return the questionnaire in whose words the plan and the earlier answer are read."""
        return Comparability(self.old.questionnaire, self.new.questionnaire).reading(question)

    def _answer(self, visit: Assessment, question: Question | None) -> str:
        """Return an answer in words, or that it was not given; "" where there is no question."""
        if question is None:
            return ""
        if not visit.answers.is_shown(question.id):
            return self.words.gettext(ANSWERS[None])
        given, unanswered = visit.answers.given[question.id], ANSWERS[""]
        return answer_in_full(question, given) or self.words.gettext(unanswered)

    def _said(self, words: str) -> str:
        return self.words.gettext(words) if words else ""

    def factor(self, change: LevelChange) -> FactorOutcome:
        line = self._lines.get(change.factor)
        was = self._level(change.was, has_gaps=change.had_gaps)
        now = self._level(change.now, has_gaps=change.has_gaps)
        steps = charts.step(
            gauge_between(change.was), gauge_between(change.now), charts.was_and_now(was, now, self.words)
        )
        return FactorOutcome(
            factor=change.factor,
            title=change.title,
            was=was,
            now=now,
            verdict_words=verdict_words(self.words)[change.verdict],
            direction=self._said(_direction(line) if line else LOWER),
            steps=steps,
            line=line,
        )

    @property
    def _lines(self) -> Mapping[str, AmountLine]:
        """The first number line of each factor on which both visits can be shown."""
        lines = named_lines_of_two(self.old, self.new, with_scores=False)
        return {
            factor.id: lines[subject]
            for factor in self.new.questionnaire.factors.values()
            for subject in reversed(factor.number_lines)
            if subject in lines
        }

    def _level(self, ends: ValueRange, *, has_gaps: bool) -> str:
        return level_at_visit(self.new.questionnaire, ends, self.words, has_gaps=has_gaps)

    def answers(self, found: Outcome) -> tuple[ChangedAnswer, ...]:
        differs = verdict_words(self.words)[ASKED]
        return tuple(
            ChangedAnswer(one.question, one.was or "", one.now or "", "" if one.comparable else differs)
            for one in found.answers
        )


def _direction(line: AmountLine) -> str:
    """Return which way of a line is better: where the level falls; "" where both ends are alike."""
    first, last = float(line.bands[0].shade), float(line.bands[-1].shade)
    if first == last:
        return ""
    return HIGHER if first > last else LOWER
