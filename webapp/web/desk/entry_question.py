"""One question on the page of a form on paper: as the practitioner reads it, and as the paper has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import Question
from webapp.web.kit.answer_parsing import is_unsure


@dataclass(frozen=True)
class EntryQuestion:
    """One question of the page. `doubt` and `cut_out` come from a picture.

    `question` has the practitioner's words; `printed` has those on the paper, in the language of `paper`.
    With `is_foreign` there are none but the paper's. `help` are the words that the clinic's region fills, as
    the form has them, such as the size of a drink.
    """

    number: int
    question: Question
    printed: Question
    paper: Localizer
    values: Sequence[str]
    is_foreign: bool = False
    help: str = ""
    error: str = ""
    doubt: str = ""
    cut_out: str = ""
    is_left_empty: bool = False

    @property
    def id(self) -> str:
        return f"q-{self.question.id}"

    @property
    def text(self) -> str:
        """The number that was typed."""
        return self.values[0] if self.values else ""

    @property
    def is_unsure(self) -> bool:
        return is_unsure(self.question, self.values)

    @property
    def printed_unsure(self) -> str:
        """What the paper has beside the box for a number that is not known."""
        return self.printed.unknown_label or self.paper.gettext("Not sure")
