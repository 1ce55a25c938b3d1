"""The practitioner's page as values: words, and small numbers for the gauges. Texts as in `model`.

`references` are numbers into `PracticeView.references`; `basis` is as in `RuleLine`.
"""

from dataclasses import dataclass, replace

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.times import Localized
from webapp.report.views.amount_line import AmountLine
from webapp.report.views.answered_model import AnsweredVersion, FlagLine
from webapp.report.views.model import ReferenceLine, TraceRow

NOTE_LINES = 8  # ruled lines for the pen, where there is room


@dataclass(frozen=True)
class BandLine:
    """A cut-off of a score that holds, or may hold. `text` is prose."""

    text: str
    basis: str
    references: tuple[int, ...]
    remark: str
    is_sure: bool


@dataclass(frozen=True)
class ScoreLine:
    """A score, what its items count (or their answers), and the bands that it is in. `note` is prose.

    `labelled` says for a screen what was answered to each item. `line` is None where there is no cut-off to
    draw, or the value is not known. Without `is_scored` the questions were asked in words that nobody
    validated, and `note` says so.
    """

    title: str
    value: str
    items: tuple[str, ...]
    bands: tuple[BandLine, ...]
    note: str
    labelled: tuple[str, ...] = ()
    line: AmountLine | None = None
    is_scored: bool = True


@dataclass(frozen=True)
class LaboratoryLine:
    """A laboratory value as typed, and in its other usual unit ("" where there is none)."""

    question: str
    typed: str
    other: str
    basis: str
    references: tuple[int, ...]
    remark: str


@dataclass(frozen=True)
class ListedLine:
    """Answers that are not scored. `entries` is empty where the questions were asked but not answered."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class ConsideredLine:
    """A test to consider, or one that is rarely useful. `why` and `limits` are prose."""

    title: str
    why: tuple[str, ...]
    limits: str
    references: tuple[int, ...]


@dataclass(frozen=True)
class PageFit:
    """What a page gives to what can be given less.

    Without `shows_absent` the factors at level none stand in one sentence, and without `shows_lines` scores
    are words alone. Without `shows_remarks` what is said beside factors, scores, laboratory values and rules
    that may hold is left out, and the bands that a score may be in. `is_tight` is smaller spacing, never
    smaller type.
    """

    note_lines: int = NOTE_LINES
    shows_absent: bool = True
    shows_lines: bool = True
    shows_remarks: bool = True
    is_tight: bool = False


@dataclass(frozen=True)
class PracticeView(Localized):
    """All that the practitioner's page says.

    `person` is age and sex, as far as they were answered. `completed` is when it was sent, in words, and
    `iso_date` its day. `flags` are by urgency, `factors` in the report's order. `spoilers` are prose.
    `unadvised` are tests of little use. `ticked`, `may_hold` and
    `has_open_flags` are as in `ReportView`.
    """

    title: str
    name: str
    number: str
    person: tuple[str, ...]
    reference: str
    channel: str
    completed: str
    iso_date: str
    localizer: Localizer
    paper: str
    clinic: Clinic
    origin: AnsweredVersion
    flags: tuple[FlagLine, ...]
    factors: tuple[TraceRow, ...]
    disclaimer: str
    scores: tuple[ScoreLine, ...] = ()
    laboratory: tuple[LaboratoryLine, ...] = ()
    listed: tuple[ListedLine, ...] = ()
    spoilers: tuple[str, ...] = ()
    considered: tuple[ConsideredLine, ...] = ()
    unadvised: tuple[ConsideredLine, ...] = ()
    references: tuple[ReferenceLine, ...] = ()
    fit: PageFit = PageFit()
    ticked: tuple[str, ...] = ()
    may_hold: tuple[str, ...] = ()
    has_open_flags: bool = False

    @property
    def tier(self) -> str:
        """The highest tier of the safety flags, "" for none. Those for the practitioner do not count."""
        return self._most_urgent.tier if self._most_urgent else ""

    @property
    def tier_words(self) -> str:
        return self._most_urgent.heading if self._most_urgent else ""

    @property
    def _most_urgent(self) -> FlagLine | None:
        return next((flag for flag in self.flags if flag.tier != "practitioner"), None)

    @property
    def shown_factors(self) -> tuple[tuple[TraceRow, ...], tuple[TraceRow, ...]]:
        """The factors that have a row, and those at level none that stand in one sentence."""
        if self.fit.shows_absent:
            return self.factors, ()
        with_row = tuple(row for row in self.factors if row.gauge.highest)
        return with_row, tuple(row for row in self.factors if row not in with_row)

    @property
    def score_groups(self) -> tuple[tuple[ScoreLine, ...], ...]:
        """The scores by paragraphs: where only their values are shown, those in a row share one."""
        scores = self.scores if self.fit.shows_remarks else tuple(map(_in_few_words, self.scores))
        groups: list[list[ScoreLine]] = []
        for score in scores:
            if groups and not (score.bands or score.note or groups[-1][-1].bands or groups[-1][-1].note):
                groups[-1].append(score)
            else:
                groups.append([score])
        return tuple(map(tuple, groups))


def _in_few_words(score: ScoreLine) -> ScoreLine:
    bands = tuple(replace(band, remark="") for band in score.bands if band.is_sure)
    return replace(score, bands=bands, note="" if score.is_scored else score.note)
