"""The practitioner's page of a questionnaire as frozen values: scores, tests and lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.questionnaire.basis import Basis
from webapp.questionnaire.rules.nodes import Node
from webapp.questionnaire.rules.situation import RuleBook


@dataclass(frozen=True)
class BandRule:
    """A cut-off of a score: its words where `when` holds."""

    text: str
    when: Node
    basis: Basis


@dataclass(frozen=True)
class ScoreRule:
    """A score: a measure, the questions that it is made of, or both. `when` is None for always.

    `figure` is the figure of the items' options that the score adds up, or "". With `has_number_line` the
    score is drawn beside the cut-offs of its bands. With `is_instrument` it was validated in one wording.
    """

    id: str
    title: str
    measure: str = ""
    items: tuple[str, ...] = ()
    figure: str = ""
    when: Node | None = None
    bands: tuple[BandRule, ...] = ()
    note: str = ""
    basis: Basis | None = None
    has_number_line: bool = False
    is_instrument: bool = False


@dataclass(frozen=True)
class Conversion:
    """A laboratory value in another unit. It is printed only, and never compared."""

    unit: str
    value: Node
    decimals: int
    basis: Basis


@dataclass(frozen=True)
class LaboratoryRule:
    """The number given to `question`, in `unit` where `when` holds (None: always).

    The unit is in words, as people read it.
    """

    id: str
    title: str
    question: str
    unit: str
    when: Node | None = None
    other: Conversion | None = None


@dataclass(frozen=True)
class ListedRule:
    """Questions whose answers are listed and not scored."""

    id: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class SpoilerRule:
    """Something that spoils tests, where `when` holds."""

    id: str
    when: Node
    text: str
    source: str = ""
    basis: Basis | None = None


@dataclass(frozen=True)
class ReasonRule:
    """Why a test is considered; `when` is None for always."""

    text: str
    when: Node | None = None
    basis: Basis | None = None


@dataclass(frozen=True)
class ConsideredRule:
    """A test to consider where `when` holds (None: always) and at least one of its reasons does."""

    id: str
    title: str
    reasons: tuple[ReasonRule, ...]
    limits: str
    when: Node | None = None
    is_advised: bool = True
    references: tuple[str, ...] = ()
    basis: Basis | None = None


@dataclass(frozen=True)
class PracticePage:
    """The practitioner's page besides findings and flags, each part in the order of the file."""

    scores: tuple[ScoreRule, ...] = ()
    laboratory: tuple[LaboratoryRule, ...] = ()
    listed: tuple[ListedRule, ...] = ()
    spoilers: tuple[SpoilerRule, ...] = ()
    considered: tuple[ConsideredRule, ...] = ()

    def instruments(self, book: RuleBook) -> Mapping[str, frozenset[str]]:
        """Return the questions of each instrument, by the measure that scores it."""
        measures = (one.measure for one in self.scores if one.is_instrument and one.measure)
        return {one: book.questions_of([book.measures[one]]) for one in measures}
