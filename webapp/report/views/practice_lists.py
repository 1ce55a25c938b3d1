"""Scores, laboratory values, lists and tests of the practitioner's page, in words."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import cast

from webapp.assessment import Assessment, fill
from webapp.assessment.considered import reasons_to_consider
from webapp.assessment.tracked_values import is_scored
from webapp.assessment.words import answer_in_full
from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import Question
from webapp.questionnaire.practice import (
    BandRule,
    ConsideredRule,
    Conversion,
    LaboratoryRule,
    ReasonRule,
    ScoreRule,
)
from webapp.questionnaire.rules.intervals import Truth
from webapp.questionnaire.rules.nodes import Node
from webapp.questionnaire.rules.numbers import fixed, write_figure, write_number, write_range
from webapp.questionnaire.units import gap_before, with_unit
from webapp.report.views.amount_line import score_line
from webapp.report.views.citations import Citations
from webapp.report.views.flag_reasons import answers_behind, not_answered
from webapp.report.views.practice_model import BandLine, ConsideredLine, LaboratoryLine, ListedLine, ScoreLine
from webapp.report.views.ranges import level_range

NO_FIGURE = "–"


class PracticeLists:
    """The lists of one assessment, in the order of the questionnaire, without what was not asked."""

    def __init__(self, assessment: Assessment, citations: Citations, words: Localizer) -> None:
        self.assessment = assessment
        self.citations = citations
        self.words = words
        self.page = assessment.questionnaire.practice

    def scores(self) -> tuple[ScoreLine, ...]:
        """Return the scores. Of unpublished words those without items are left out: the whole has them."""
        held = (one for one in self.page.scores if is_scored(one, self.assessment))
        unscored = self.assessment.answers.unscored
        return tuple(self._score(one) for one in held if one.items or one.measure not in unscored)

    def laboratory(self) -> tuple[LaboratoryLine, ...]:
        return tuple(self._laboratory(one) for one in self.page.laboratory if self._is_typed(one))

    def listed(self) -> tuple[ListedLine, ...]:
        asked = ((one.title, self._asked(one.questions)) for one in self.page.listed)
        return tuple(ListedLine(title, tuple(self._entries(title, each))) for title, each in asked if each)

    def spoilers(self) -> tuple[str, ...]:
        return tuple(fill(one.text, self.assessment) for one in self.page.spoilers if self._truth(one.when))

    def considered(self, *, is_advised: bool) -> tuple[ConsideredLine, ...]:
        tests = (one for one in self.page.considered if one.is_advised is is_advised)
        return tuple(self._considered(one, reasons) for one in tests if (reasons := self._reasons(one)))

    def _truth(self, when: Node | None) -> Truth:
        return True if when is None else cast("Truth", when.value(self.assessment.answers.situation))

    def _asked(self, questions: Iterable[str]) -> list[Question]:
        is_shown, model = self.assessment.answers.is_shown, self.assessment.questionnaire.questions
        return [model[one] for one in questions if is_shown(one)]

    def _score(self, score: ScoreRule) -> ScoreLine:
        if score.measure in self.assessment.answers.unscored:
            return self._unscored(score)
        value, asked = self._value(score.measure), self._asked(score.items)
        measures = self.assessment.questionnaire.measures
        labelled = tuple(self._labelled(one, score.figure) for one in asked)
        figures = tuple(self._figure(one, score.figure) or NO_FIGURE for one in asked)
        bands = ((band, self._truth(band.when)) for band in score.bands)
        return ScoreLine(
            title=score.title,
            value=with_unit(measures[score.measure], value) if value else "",
            items=figures if score.figure else labelled,
            bands=tuple(self._band(band, truth) for band, truth in bands if truth is not False),
            note=fill(score.note, self.assessment),
            labelled=labelled,
            line=score_line(self.assessment, score),
        )

    def _unscored(self, score: ScoreRule) -> ScoreLine:
        """Return the answers alone: nobody validated the words in which they were asked."""
        labelled = tuple(self._labelled(one, "") for one in self._asked(score.items))
        asked = self.assessment.questionnaire
        note = self.words.gettext(
            "Not scored: asked in %(language)s, not in the published wording. Read the answers: they count "
            "towards levels and warnings all the same.",
            language=Localizer(asked.asked_in or asked.language).name_in(self.words),
        )
        return ScoreLine(score.title, "", labelled, (), note, labelled, is_scored=False)

    def _value(self, measure: str) -> str:
        """Return a level's word, or a number with one more decimal than patients see where that differs."""
        if not measure:
            return ""
        worked_out = self.assessment.measures[measure]
        if not isinstance(worked_out.value, tuple):
            return ""
        if worked_out.measure.type == "level":
            return level_range(worked_out.value, self.words)
        return write_range(write_number(end, worked_out.measure.decimals + 1) for end in worked_out.value)

    def _labelled(self, question: Question, figure: str) -> str:
        share = self._figure(question, figure)
        answer = f"{self._answer(question)}{f' ({share})' if share else ''}"
        return self.words.labelled(question.short_name, answer or not_answered(self.words))

    def _figure(self, question: Question, figure: str) -> str:
        given = self.assessment.answers.given[question.id]
        figures = question.option(given).figures if isinstance(given, str) else {}
        return self.words.number(write_figure(figures[figure])) if figure in figures else ""

    def _answer(self, question: Question) -> str:
        return answer_in_full(question, self.assessment.answers.given[question.id])

    def _band(self, band: BandRule, truth: Truth) -> BandLine:
        basis = band.basis.for_facts(self.assessment.answers.situation)
        numbers = self.citations.cite(basis.sources)
        return BandLine(fill(band.text, self.assessment), basis.kind, numbers, basis.note, truth is not None)

    def _is_typed(self, value: LaboratoryRule) -> bool:
        given = self.assessment.answers.given.get(value.question)
        return isinstance(given, int | Fraction) and bool(self._truth(value.when))

    def _laboratory(self, value: LaboratoryRule) -> LaboratoryLine:
        given = cast("Fraction", self.assessment.answers.given[value.question])
        typed, other = self._in_unit(write_number(given), value.unit), value.other
        if other is None:
            return LaboratoryLine(value.title, typed, "", "", (), "")
        numbers = self.citations.cite(other.basis.sources)
        converted = self._converted(other)
        return LaboratoryLine(value.title, typed, converted, other.basis.kind, numbers, other.basis.note)

    def _converted(self, other: Conversion) -> str:
        """Return the number in the other unit; "" where other answers that it needs are open."""
        ends = other.value.value(self.assessment.answers.situation)
        if not isinstance(ends, tuple) or ends[0] != ends[1]:
            return ""
        return self._in_unit(fixed(ends[0], other.decimals), other.unit)

    def _in_unit(self, number: str, unit: str) -> str:
        """Return the number before its unit, also among words that run from right to left."""
        return self.words.own_direction(f"{self.words.number(number)}{gap_before(unit)}{unit}")

    def _entries(self, title: str, questions: Iterable[Question]) -> Iterator[str]:
        """Yield the picks of multiple choices, and other answers with the short name of their question.

        "None of these" says of what, but beneath the very title that the question has.
        """
        for question in questions:
            given = self.assessment.answers.given[question.id]
            if isinstance(given, tuple) and (question.short_name == title or not _is_none(question, given)):
                yield from (question.option(one).label for one in given)
            elif given is not None:
                yield self.words.labelled(question.short_name, self._answer(question))

    def _reasons(self, test: ConsideredRule) -> tuple[str, ...]:
        """Return why the test is considered; empty where it is not."""
        held = reasons_to_consider(test, self.assessment.answers)
        return tuple(self._reason(reason) for reason in held)

    def _reason(self, reason: ReasonRule) -> str:
        """Return why a test is considered: answers, where the text would name a score that is not shown."""
        if reason.when and self.assessment.answers.rests_on_unscored(reason.when):
            return self.words.join(answers_behind(self.assessment, reason.when, self.words))
        return fill(reason.text, self.assessment)

    def _considered(self, test: ConsideredRule, reasons: tuple[str, ...]) -> ConsideredLine:
        limits = fill(test.limits, self.assessment)
        return ConsideredLine(test.title, reasons, limits, self.citations.cite(test.references))


def _is_none(question: Question, picks: Iterable[str]) -> bool:
    return any(question.option(one).exclusive for one in picks)
