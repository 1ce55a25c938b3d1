"""The questionnaire as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from webapp.questionnaire.basis import Basis, Keeping
from webapp.questionnaire.evidence import Evidence
from webapp.questionnaire.levels import Level
from webapp.questionnaire.practice import PracticePage
from webapp.questionnaire.references import Reference
from webapp.questionnaire.regions import Region
from webapp.questionnaire.review import Review
from webapp.questionnaire.rules.facts import Facts
from webapp.questionnaire.rules.nodes import Node
from webapp.questionnaire.rules.numbers import FigureValue, Number
from webapp.questionnaire.rules.situation import RuleBook
from webapp.questionnaire.units import UnitForms


@dataclass(frozen=True)
class Option:
    """One allowed answer of a single or multi question.

    `possible` is None for a plain option. For one that means unknown it holds the ids of the options that
    stay possible (for a multi question: the picks that may or may not hold).
    `figures` are its own numbers; a pair is the lowest and the highest that a number may be.
    Where `offer_if` surely does not hold, a form does not offer the option; an answer with it still counts.
    """

    id: str
    label: str
    exclusive: bool = False
    possible: tuple[str, ...] | None = None
    figures: Mapping[str, FigureValue] = field(default_factory=dict)
    code: str = ""
    offer_if: Node | None = None

    @property
    def is_unknown(self) -> bool:
        return self.possible is not None


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest accepted number, both inclusive, where `when` holds (None: always)."""

    low: Number
    high: Number
    when: Node | None = None


@dataclass(frozen=True)
class Question:
    """One question.

    `kind` is "single", "multi" or "number". `decimals` is 0 for whole numbers; `step` is the
    smallest difference between two answers of a number question. `bounds` is empty for
    choices; a number has at least one row, and the first row whose `when` holds counts.
    `plausible` is the range that an unknown number stands for, inclusive, in `unit`.
    `when_hidden` is the value for scoring when the question was not asked: an option id, a number, or None
    for "nothing" (a laboratory value that was not given). `when_skipped` is the option that a skipped answer
    counts as, or "" for unknown. `changeable` is "more", "less" or "" (never pointed out).
    `basis` says where numbers come from: of a key ("show_if", "plausible", …) or of a figure of the options.
    `clinic` is "" or "preset" (a clinic may fix the answer) or "opt_in" (asked only where switched on).
    `keeps` is None where the questionnaire's own holds. With `asks_signs` the options are warning signs.
    """

    id: str
    section: str
    kind: str
    text: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    unit: str = ""
    unit_forms: UnitForms = field(default_factory=UnitForms)
    decimals: int = 0
    step: Number = 1
    bounds: tuple[Bounds, ...] = ()
    plausible: tuple[Number, Number] | None = None
    unknown_label: str = ""
    changeable: str = ""
    show_if: Node | None = None
    when_hidden: str | Number | None = None
    when_skipped: str = ""
    clinic: str = ""
    short: str = ""
    note: str = ""
    code: str = ""
    picture: str = ""
    basis: Mapping[str, Basis] = field(default_factory=dict)
    keeps: Keeping | None = None
    asks_signs: bool = False

    def option(self, option_id: str) -> Option:
        """Return the option with this id. Raise KeyError if there is none."""
        return self._by_id[option_id]

    @property
    def short_name(self) -> str:
        """Return the name of the question in tables."""
        return self.short or self.text

    def has_option(self, option_id: str) -> bool:
        return option_id in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}


@dataclass(frozen=True)
class PageCheck:
    """Answers that do not fit together where `when` surely holds, and what is said of them on their page."""

    when: Node
    text: str


@dataclass(frozen=True)
class Section:
    """The questions on one screen. `minutes` is the usual time to fill it in."""

    id: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    minutes: Number = 0
    checks: tuple[PageCheck, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A number (type "number"), a yes/no ("yesno") or a level ("level") worked out from answers.

    `basis` holds for the whole formula, `case_basis` for single rows of `cases`, by index. `short` is what
    the reports of one person call it, with words of the region ("": by its title).
    """

    id: str
    title: str
    type: str
    formula: Node
    short: str = ""
    unit: str = ""
    unit_forms: UnitForms = field(default_factory=UnitForms)
    decimals: int = 0
    note: str = ""
    basis: Basis | None = None
    case_basis: Mapping[int, Basis] = field(default_factory=dict)


@dataclass(frozen=True)
class ConditionalText:
    """Sentences, each with its condition (None: always): the first that holds, or all of questions to ask."""

    rows: tuple[tuple[Node | None, str], ...]


@dataclass(frozen=True)
class ReportNote:
    """A remark printed where `when` holds (None: always), or with `is_about_open` where `when` is open.

    `audience` is "all", "patient" or "practitioner". With `is_check` the answers may be a slip: the remark
    also stands on "Check your answers". `time`: of a sentence added to a safety flag, how soon to act then.
    """

    text: str
    when: Node | None = None
    audience: str = "all"
    is_check: bool = False
    is_about_open: bool = False
    basis: Basis | None = None
    time: str = ""

    def stands(self, facts: Facts) -> bool:
        """Return whether the remark is printed for these facts."""
        wanted = None if self.is_about_open else True
        return self.when is None or self.when.value(facts) is wanted


@dataclass(frozen=True)
class Factor:
    """A documented cause that the questionnaire looks for.

    `rules` maps each level above none, from strong to slight, to its condition. `in_a_sentence` names it
    there, or is "". The report draws `number_lines`, questions and measures, beside the cut-offs.
    """

    id: str
    title: str
    rules: Mapping[Level, Node]
    basis: Mapping[Level, Basis]
    evidence: Evidence
    told: ConditionalText
    why: str
    ask: ConditionalText
    references: tuple[str, ...]
    notes: tuple[ReportNote, ...] = ()
    in_article: bool = True
    article_reference: str = ""
    estimate: str = ""
    number_lines: tuple[str, ...] = ()
    in_a_sentence: str = ""
    picture: str = ""


@dataclass(frozen=True)
class SafetyFlag:
    """A reason to see a doctor first.

    `tier` is "stop" (nothing is kept), "1" (now), "2" (soon; `time` says how soon), "3" (care), "support"
    (kind words on screen) or "practitioner" (printed for the practitioner only).
    With `is_at_once`, a flag of tier 2 is shown right after its page, before the follow-ups of its section.
    While the flag stands, no changes of the factors in `silences` are pointed out, and none of the answers to
    `silenced_questions`, whatever the factor.
    `more` holds sentences that are added where their condition holds.
    """

    id: str
    tier: str
    when: Node
    text: str
    title: str = ""
    time: str = ""
    more: tuple[ReportNote, ...] = ()
    silences: frozenset[str] = frozenset()
    silenced_questions: frozenset[str] = frozenset()
    is_at_once: bool = False
    source: str = ""
    basis: Basis | None = None


@dataclass(frozen=True)
class Questionnaire:
    """One version of everything that is asked, and of how it is judged.

    `digest` is the SHA-256 of its text, in hex; `meaning` that of all but its words, equal in every language;
    `translation_of` the digest of the text that this one translates, in the language `translated_from`, and
    `source_words` the digests of each question's wording there. With `is_unreviewed` no clinician has
    reviewed this translation. `unpublished` are questions of instruments asked in words that nobody
    validated, in the language `asked_in` ("": this one). A report tells the factors of `full_level` and above
    in full; without it, the first `full_factors`. `phrases` are words for placeholders; `words` are fixed
    sentences of the report. Without `keeps`, a follow-up asks all.
    """

    version: str
    title: str
    language: str
    digest: str
    meaning: str
    sections: tuple[Section, ...]
    measures: Mapping[str, Measure]
    factors: Mapping[str, Factor]
    safety: tuple[SafetyFlag, ...]
    references: Mapping[str, Reference]
    regions: Mapping[str, Region]
    phrases: Mapping[str, ConditionalText]
    words: Mapping[str, str]
    full_factors: int = 5
    translation_of: str = ""
    translated_from: str = ""
    source_words: Mapping[str, str] = field(default_factory=dict)
    is_unreviewed: bool = False
    unpublished: frozenset[str] = frozenset()
    asked_in: str = ""
    full_level: Level | None = None
    practice: PracticePage = field(default_factory=PracticePage)
    review: Review = field(default_factory=Review)
    keeps: Keeping | None = None

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return every question by id, in the order of asking."""
        return {question.id: question for section in self.sections for question in section.questions}

    def section(self, section_id: str) -> Section:
        return self._sections_by_id[section_id]

    @cached_property
    def rule_book(self) -> RuleBook:
        """Return the formulas and rules that names in rules stand for."""
        formulas = {measure.id: measure.formula for measure in self.measures.values()}
        return RuleBook(formulas, {factor.id: factor.rules for factor in self.factors.values()})

    @cached_property
    def parents(self) -> Mapping[str, frozenset[str]]:
        """Return, for each question, those that its `show_if` depends on, directly or not."""
        return self.rule_book.parents({one.id: one.show_if for one in self.questions.values()})

    @cached_property
    def region_question(self) -> Question | None:
        """Return the question whose options are the regions."""
        named, asked = set(self.regions) - {""}, self.questions.values()
        return next((one for one in asked if named and all(map(one.has_option, named))), None)

    @cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}
