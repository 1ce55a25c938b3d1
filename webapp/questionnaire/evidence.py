"""How good the science on a factor is."""

from dataclasses import dataclass

from webapp.questionnaire.rules.nodes import Node


@dataclass(frozen=True)
class Evidence:
    """How good the science is: grade A, B or C, a remark, and the sentence for patients.

    `cases` holds grades that depend on the answers, first match first.
    """

    grade: str
    remark: str
    text: str
    cases: tuple[tuple[Node, str], ...] = ()
