"""What the practitioner sees of the answers: flags with their reasons, every answer, and how many."""

from dataclasses import dataclass

from webapp.questionnaire.review import Review


@dataclass(frozen=True)
class FlagLine:
    """A safety flag: what it asks for and by when, what the patient reads, and the answers that raised it.

    `tier` is "1", "2", "3", "support" or "practitioner" (for the practitioner only). `heading` is that of
    the patient's box, of tier and time. `text` and `more` are prose.
    """

    id: str
    tier: str
    heading: str
    title: str
    text: str
    more: tuple[str, ...]
    raised_by: tuple[str, ...]


@dataclass(frozen=True)
class AnswerLine:
    """A question that was asked, by its short name. `answer` is "" where none was given."""

    question: str
    answer: str
    is_unknown: bool = False


@dataclass(frozen=True)
class AnswerSection:
    """The answers of one section, in the order of asking."""

    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class AnsweredVersion:
    """Which questionnaire was answered, how much of it, and when its content is reviewed."""

    version: str
    digest: str
    region: str
    answered: int
    asked: int
    review: Review
