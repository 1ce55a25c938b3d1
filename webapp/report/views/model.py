"""The report as values: words, and small numbers for the gauges. A template places them and computes nothing.

Texts called prose may hold the small Markdown of the questionnaire (`webapp.report.views.prose`); all others
are plain. Levels are 0 (none) to 3 (strong).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.clinic import Clinic
from webapp.localization.localizer import ENGLISH, Localizer
from webapp.report.times import Localized
from webapp.report.views.amount_line import AmountLine
from webapp.report.views.answered_model import AnsweredVersion, AnswerSection, FlagLine
from webapp.report.views.gauges import Gauge, Levelled
from webapp.report.views.outcome_model import OutcomeView


@dataclass(frozen=True)
class Occasion:
    """When, where and for whom a report is made, and in which edition.

    `reference` is the code of the submission ("" before there is one). `localizer` has the language.
    `partial_date` is "" where `date` is exact, else as much of it as is known (`times.day_of`).
    `edition` is "standard" or "large" (large print); `paper` is "a4" or "letter". `name` and `number` are
    the patient's, where the clinic knows them and prints them. `at` is the time of day, where it is known.
    `desk` is the address at which the clinic finds these answers, "" where they are not there. `parts` is
    "all" for the practitioner's part as well, "patient" without it, or "" for what is usual: large print is
    for the patient alone. `older` has the days of the answers that a follow-up took from last time.
    """

    date: datetime.date
    reference: str
    clinic: Clinic
    localizer: Localizer = ENGLISH
    edition: str = "standard"
    paper: str = "a4"
    name: str = ""
    number: str = ""
    at: datetime.datetime | None = None
    desk: str = ""
    partial_date: str = ""
    parts: str = ""
    older: Mapping[str, datetime.date] = field(default_factory=dict)


@dataclass(frozen=True)
class OlderAnswers:
    """Answers that a follow-up took from last time: their day in words, and the names of the questions."""

    day: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class AttachedFile:
    """A file that the PDF carries along."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SafetyNotice:
    """One safety flag. `text` and `more` are prose; `title` may be ""."""

    id: str
    title: str
    text: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class SafetyBox:
    """The flags of one tier ("1", "2", "3") and time, under its heading.

    `lead` is prose for the first of several: what to do first.
    """

    tier: str
    time: str
    heading: str
    notices: tuple[SafetyNotice, ...]
    lead: str = ""


@dataclass(frozen=True)
class GlanceRow(Levelled):
    """One factor in the picture at a glance. `evidence` says in words what the letter `grade` means.

    Where the level is open, answers are missing (`has_gaps`), or an answer is a range.
    """

    factor: str
    title: str
    level: str
    gauge: Gauge
    grade: str
    evidence: str
    in_article: bool = True
    has_gaps: bool = False


@dataclass(frozen=True)
class ChangeLine:
    """One different answer: a label, or a number with its unit."""

    question: str
    was: str
    becomes: str
    is_label: bool


@dataclass(frozen=True)
class LowerLevel:
    """A lower level in words, and the changes that each lead to it."""

    level: str
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class FactorText(Levelled):
    """A factor described in full. `told`, `why`, `sure`, `ask` and `notes` are prose.

    `references` are numbers into `ReportView.references`; `gaps` the short names of the questions
    that would settle the level.
    """

    factor: str
    title: str
    level: str
    gauge: Gauge
    grade: str
    evidence: str
    told: str
    why: str
    sure: str
    references: tuple[int, ...] = ()
    changes: tuple[LowerLevel, ...] = ()
    notes: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    lines: tuple[AmountLine, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class FactorMention:
    """A factor described in a few words. `gaps` are the questions that would settle it; `notes` are prose."""

    factor: str
    title: str
    level: str
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleLine:
    """One rule of a factor's trace: its level's word, and the rule with the answers' numbers in it.

    `holds` is "yes", "no" or "open" (not settled by the answers). `basis` is "published",
    "arithmetic" or "pragmatic", with numbers into `ReportView.references`. `behind` says on a screen
    which answers and which sums the rule rests on, where it does not say so itself.
    """

    level: str
    rule: str
    holds: str
    basis: str
    references: tuple[int, ...] = ()
    remark: str = ""
    behind: tuple[str, ...] = ()


@dataclass(frozen=True)
class TraceRow:
    """How one factor's level was worked out, for the practitioner. `notes` are prose."""

    factor: str
    title: str
    level: str
    gauge: Gauge
    estimate: str
    grade: str
    remark: str
    rules: tuple[RuleLine, ...]
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceLink:
    """An identifier or a web address of a reference, and where it leads ("" for no link)."""

    text: str
    url: str


@dataclass(frozen=True)
class ReferenceLine:
    """A numbered reference: `text` in full, `short` as first author and year, `brief` for a printed list."""

    number: int
    text: str
    short: str
    links: tuple[SourceLink, ...] = ()
    brief: str = ""


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path in a square of `size` modules, quiet zone included."""

    path: str
    size: int


@dataclass(frozen=True)
class ReportView(Localized):
    """All that a report says. `words` are the questionnaire's fixed sentences (prose), filled in.

    `opening` says what came out (prose). `full`, `further`, `undecided` and `apart` are those of the
    `Assessment`; `apart` are described in full. `remarked` are the factors of `further`, `undecided` and
    those of level none that have notes. `glance` is in the report's order, with factors that are not from
    the article at the end. `safety` is in tier order. `questions` are gathered from the factors, to be asked
    first (prose).
    `record` is the answers as data; the PDF carries it, and says so. `name` and `number` may be "": then
    there is a line to write them on. `mark` says on every page whose it is. `is_tight` is smaller spacing,
    never smaller type. `person` is age and sex, and with the fields after it for the practitioner's part.
    `signs` says what the boxes do not say of warning signs (prose, or ""). `ticked` are signs that no flag is
    about, `may_hold` the titles of flags that a ticked sign may raise; with `has_open_flags` there are others
    that missing answers could raise.
    `older` are the answers that a follow-up took from last time, newest first; `outcome` is what became of
    an earlier plan.
    `for_staff` is the same in the clinic's language, where that is another; its practitioner's part is used.
    """

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
    qr: QrCode | None
    words: Mapping[str, str]
    opening: str
    questions: tuple[str, ...]
    safety: tuple[SafetyBox, ...]
    glance: tuple[GlanceRow, ...]
    full: tuple[FactorText, ...]
    apart: tuple[FactorText, ...]
    further: tuple[FactorMention, ...]
    undecided: tuple[FactorMention, ...]
    remarked: tuple[FactorMention, ...]
    person: tuple[str, ...]
    flags: tuple[FlagLine, ...]
    origin: AnsweredVersion
    trace: tuple[TraceRow, ...]
    answers: tuple[AnswerSection, ...]
    references: tuple[ReferenceLine, ...]
    record: AttachedFile | None
    has_practitioner_part: bool
    note_lines: int
    is_tight: bool = False
    for_staff: "ReportView | None" = None
    is_unreviewed: bool = False
    older: tuple[OlderAnswers, ...] = ()
    outcome: OutcomeView | None = None
    signs: str = ""
    ticked: tuple[str, ...] = ()
    may_hold: tuple[str, ...] = ()
    has_open_flags: bool = False

    @property
    def title(self) -> str:
        return self.words["title"]
