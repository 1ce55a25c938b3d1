"""What became of a plan, as values. Texts as in `model`."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.report.views.amount_line import AmountLine


@dataclass(frozen=True)
class OutcomeLine:
    """One agreed change and what became of it. `was` and `now` are answers in words, "" for none."""

    what: str
    measured: str
    verdict: str
    verdict_words: str
    was: str
    now: str
    direction: str


@dataclass(frozen=True)
class FactorOutcome:
    """One factor then and now: its levels in words, and one chart, on a number line where it has one.

    `direction` says which way of the chart is better, "" where neither is.
    """

    factor: str
    title: str
    was: str
    now: str
    verdict_words: str
    direction: str
    steps: Markup
    line: AmountLine | None = None


@dataclass(frozen=True)
class ChangedAnswer:
    """An answer that changed without being agreed; `remark` says where the two cannot be compared."""

    question: str
    was: str
    now: str
    remark: str = ""


@dataclass(frozen=True)
class OutcomeView:
    """What became of a plan. `agreed_on` is a day in words; `by` is the practitioner, or "".

    With `is_from_file` a file alone says what was agreed: then neither day nor practitioner is shown.
    """

    agreed_on: str
    by: str
    lines: tuple[OutcomeLine, ...]
    factors: tuple[FactorOutcome, ...]
    levels: tuple[FactorOutcome, ...]
    answers: tuple[ChangedAnswer, ...]
    is_from_file: bool = False
