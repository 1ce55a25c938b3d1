"""Amounts beside their cut-offs, in words and numbers: what a number line is drawn from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.assessment import Assessment, Finding
from webapp.assessment.amount_bands import AmountBands, amount_of, factor_bands, score_bands
from webapp.assessment.comparability import Comparability
from webapp.assessment.words import measure_name
from webapp.cldr.numbers import localized
from webapp.questionnaire.levels import Level
from webapp.questionnaire.model import Measure, Question
from webapp.questionnaire.practice import ScoreRule
from webapp.questionnaire.rules.numbers import Number, write_ended, write_number, write_range
from webapp.questionnaire.units import with_unit
from webapp.report.views.ranges import range_words

SHADES = ("0.05", "0.22", "0.45", "0.72")


@dataclass(frozen=True)
class BandOfAmount:
    """One band of the line, from the number `low` ("" for the first) to `high` ("" for the last).

    `shade` is the opacity of its colour: the higher the level, the darker. `words` are the level's, or "".
    With `is_from` the number `low` itself counts, with `is_below` the number `high` does not. `is_reached`:
    the amount may be in it.
    """

    shade: str
    words: str
    low: str
    high: str
    is_from: bool
    is_below: bool
    is_reached: bool


@dataclass(frozen=True)
class AmountLine:
    """An amount on a line with cut-offs. `amount` is the number, or a range, with its unit.

    `ends` are its lowest and highest value, `number` the two in words without the unit. `most` is the largest
    number that anybody can have. With `counts_more` other answers give the factor a higher level than the
    amount. `was` is the amount of an earlier visit, "" where there is none to show, and `was_ends` its ends;
    None where it was judged by other cut-offs, `was_cuts` in words, none where they were not known.
    """

    title: str
    amount: str
    number: str
    ends: tuple[Number, Number]
    cuts: tuple[Number, ...]
    cut_words: tuple[str, ...]
    bands: tuple[BandOfAmount, ...]
    most: Number
    counts_more: bool = False
    was: str = ""
    was_ends: tuple[Number, Number] | None = None
    was_cuts: tuple[str, ...] = ()

    @property
    def is_judged_otherwise(self) -> bool:
        """Whether the earlier amount was judged by other cut-offs, so that it has no place on this line."""
        return bool(self.was) and self.was_ends is None

    @property
    def scale(self) -> tuple[object, ...]:
        """What the amount is judged by: amounts of two visits share a line only where this is equal."""
        return self.cuts, tuple((band.shade, band.is_from) for band in self.bands)

    @property
    def all_ends(self) -> tuple[Number, ...]:
        return (*self.ends, *(self.was_ends or ()))


def factor_lines(assessment: Assessment, finding: Finding) -> tuple[AmountLine, ...]:
    """Return the number lines of a factor, without those whose amount or cut-offs are not known."""
    return tuple(line for _, line in _lines_of(assessment, finding))


def score_line(assessment: Assessment, score: ScoreRule) -> AmountLine | None:
    """Return the number line of a score, where it is to have one and its value is known."""
    is_drawn = score.has_number_line and score.measure not in assessment.answers.unscored
    bands = score_bands(assessment, score) if is_drawn else None
    return _line(assessment, score.measure, bands, {}) if bands else None


def every_line(assessment: Assessment, *, with_scores: bool) -> dict[str, AmountLine]:
    """Return the lines of all factors, and of scores, by the question or measure that they show."""
    lines = {one: line for finding in assessment.findings for one, line in _lines_of(assessment, finding)}
    if with_scores:
        scores = (one for one in assessment.questionnaire.practice.scores if one.measure not in lines)
        lines |= {one.measure: line for one in scores if (line := score_line(assessment, one))}
    return lines


def lines_of_two(old: Assessment, new: Assessment, *, with_scores: bool) -> tuple[AmountLine, ...]:
    """Return the lines of the later visit beside which the amount of the earlier can be shown."""
    return tuple(named_lines_of_two(old, new, with_scores=with_scores).values())


def named_lines_of_two(old: Assessment, new: Assessment, *, with_scores: bool) -> dict[str, AmountLine]:
    """Return these lines by the question or measure that they show."""
    lines, before = (every_line(one, with_scores=with_scores) for one in (new, old))
    both = Comparability(old.questionnaire, new.questionnaire)
    pairs = {
        subject: _with_earlier(line, before.get(subject), subject, (old, new))
        for subject, line in lines.items()
        if both.judges_alike(subject)
    }
    return {subject: line for subject, line in pairs.items() if line.was}


def share_scale(visits: Sequence[Assessment]) -> dict[str, AmountLine]:
    """Return the lines of the last visit, by subject, whose cut-offs judged each amount that is known."""
    *earlier, last = ((visit, every_line(visit, with_scores=True)) for visit in visits)
    return {
        subject: line
        for subject, line in last[1].items()
        if all(_is_judged_by(line, subject, visit, lines) for visit, lines in earlier)
    }


def _is_judged_by(line: AmountLine, subject: str, visit: Assessment, lines: Mapping[str, AmountLine]) -> bool:
    own = lines.get(subject)
    return own.scale == line.scale if own else amount_of(visit, subject) is None


def _with_earlier(
    line: AmountLine, before: AmountLine | None, subject: str, visits: tuple[Assessment, Assessment]
) -> AmountLine:
    """Add the amount of the earlier visit, where it is known and in the same unit, in words of the later.

    It has its place on the line only where the same cut-offs judged it: `before` is its own line.
    """
    old, new = visits
    ends, counted = amount_of(old, subject), _counted(new, subject)[1]
    if ends is None or counted.unit != _counted(old, subject)[1].unit:
        return line
    was = with_unit(counted, _written(ends, counted))
    if before and before.scale == line.scale:
        return replace(line, was=was, was_ends=ends)
    words = _cut_words(before.cuts, counted, new.questionnaire.language) if before else ()
    return replace(line, was=was, was_cuts=words)


def _lines_of(assessment: Assessment, finding: Finding) -> Iterator[tuple[str, AmountLine]]:
    for subject in finding.factor.number_lines:
        if line := _factor_line(assessment, finding, subject):
            yield subject, line


def _factor_line(assessment: Assessment, finding: Finding, subject: str) -> AmountLine | None:
    bands = factor_bands(assessment, finding.factor, subject)
    if bands is None:
        return None
    if not bands.is_of_levels:
        return _line(assessment, subject, bands, {})
    words, levels = assessment.questionnaire.words, (one for one in Level if one >= bands.least)
    line = _line(assessment, subject, bands, {int(one): words[f"level_{one.word}"] for one in levels})
    return replace(line, counts_more=finding.lowest > bands.highest_rank)


def _line(
    assessment: Assessment, subject: str, bands: AmountBands, level_words: dict[int, str]
) -> AmountLine:
    bands = _without_nothing(bands)
    title, counted = _counted(assessment, subject)
    number = _written(bands.ends, counted)
    cuts = tuple(one.at for one in bands.cut_offs)
    language = assessment.questionnaire.language
    words = _cut_words(cuts, counted, language)
    return AmountLine(
        title=title,
        amount=with_unit(counted, number),
        number=localized(number, language),
        ends=bands.ends,
        cuts=cuts,
        cut_words=words,
        bands=tuple(_bands(bands, words, level_words)),
        most=bands.most,
    )


def _cut_words(cuts: Iterable[Number], counted: Measure | Question, language: str) -> tuple[str, ...]:
    """Write cut-offs with all of their digits; one whose digits do not end, such as 94 / 14, is rounded."""
    return tuple(localized(write_ended(cut, max(1, counted.decimals)), language) for cut in cuts)


def _written(ends: tuple[Number, Number], counted: Measure | Question) -> str:
    """Write what was worked out with all of its decimals, and what was typed as it was typed."""
    if isinstance(counted, Measure):
        return range_words(ends, counted.decimals)
    return write_range(write_number(end, counted.decimals) for end in ends)


def _without_nothing(bands: AmountBands) -> AmountBands:
    """Leave out a first band that holds zero alone: it has no width on a line."""
    first = bands.cut_offs[0]
    if first.at > 0 or first.is_above or len(bands.cut_offs) == 1:
        return bands
    return replace(bands, cut_offs=bands.cut_offs[1:], ranks=bands.ranks[1:])


def _bands(bands: AmountBands, cuts: tuple[str, ...], level_words: dict[int, str]) -> Iterator[BandOfAmount]:
    from_low = (False, *(one.is_above for one in bands.cut_offs))
    below_high = (*(one.is_above for one in bands.cut_offs), False)
    for place, rank in enumerate(bands.ranks):
        yield BandOfAmount(
            shade=SHADES[min(rank, len(SHADES) - 1)],
            words=level_words.get(rank, ""),
            low=("", *cuts)[place],
            high=(*cuts, "")[place],
            is_from=from_low[place],
            is_below=below_high[place],
            is_reached=bands.reaches(place),
        )


def _counted(assessment: Assessment, subject: str) -> tuple[str, Measure | Question]:
    """Return the title and what counts; the unit of a laboratory value depends on other answers."""
    questionnaire, situation = assessment.questionnaire, assessment.answers.situation
    if subject in questionnaire.measures:
        measure = questionnaire.measures[subject]
        return measure_name(measure, assessment.answers), measure
    question = questionnaire.questions[subject]
    for value in questionnaire.practice.laboratory:
        if value.question == subject and value.when is not None and value.when.value(situation) is True:
            return question.short_name, replace(question, unit=value.unit)
    return question.short_name, question
