"""The comparison of two visits as values."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.clinic import Clinic
from webapp.localization.localizer import Localizer
from webapp.report.times import Localized
from webapp.report.views.amount_line import AmountLine
from webapp.report.views.model import SafetyBox
from webapp.report.views.outcome_model import OutcomeView


@dataclass(frozen=True)
class ComparedVisit:
    """One of the two visits: its code, its day in words, and the version that was answered."""

    reference: str
    date: str
    version: str


@dataclass(frozen=True)
class LevelRow:
    """One factor at both visits. `verdict` is an id, `verdict_words` what it is called; `sign` may be ""."""

    factor: str
    title: str
    was: str
    now: str
    chart: Markup
    verdict: str
    verdict_words: str
    sign: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure at both visits; `change` is the difference, "" where it is not known exactly.

    `not_comparable` says why the two cannot be compared, "" where they can.
    """

    title: str
    unit: str
    was: str
    now: str
    change: str
    chart: Markup
    not_comparable: str


@dataclass(frozen=True)
class AnswerRow:
    """One question whose answer differs, or whose wording does (then not comparable).

    `was_in` is the language of the earlier answer, and `asked_in` that of the question, where that is not the
    language of the comparison.
    """

    question: str
    was: str
    now: str
    is_comparable: bool
    was_in: Localizer | None = None
    asked_in: Localizer | None = None


@dataclass(frozen=True)
class ComparisonView(Localized):
    """All that the comparison says. `counts` are the verdicts that occur, in words, with their number.

    What a patient takes home has the `safety` boxes of the later visit, with the `signs` that they do not
    name, and the words of the report; what stays inside the clinic has none of the first, and the ids of
    levels. `meaning` says what a level is.
    `lines` are the amounts of both visits that can be drawn beside cut-offs. `outcome` is what became of the
    plan of the earlier visit. `not_comparable` is said of an answer to a question that changed.
    """

    title: str
    name: str
    iso_date: str
    localizer: Localizer
    paper: str
    clinic: Clinic
    old: ComparedVisit
    new: ComparedVisit
    counts: tuple[tuple[str, int], ...]
    levels: tuple[LevelRow, ...]
    measures: tuple[MeasureRow, ...]
    answers: tuple[AnswerRow, ...]
    not_comparable: str
    meaning: str
    disclaimer: str
    lines: tuple[AmountLine, ...] = ()
    is_for_patient: bool = False
    safety: tuple[SafetyBox, ...] = ()
    signs: str = ""
    outcome: OutcomeView | None = None

    @property
    def marks(self) -> str:
        """What says on every page whose it is: both codes, or the days where there is none."""
        return " – ".join(visit.reference or visit.date for visit in (self.old, self.new))
