"""The form as a view: the words, boxes and remarks of each question, in the order of asking. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS
from webapp.localization.localizer import Localizer
from webapp.localization.territories import localizer_of
from webapp.paper.alerts import Alerts
from webapp.paper.amounts import HALF, amount_groups
from webapp.paper.box_keys import UNSURE, BoxKey
from webapp.paper.codes import FormCode
from webapp.paper.columns import LARGE, STANDARD, LabelWidths, letters
from webapp.paper.conditions import ConditionWriter, QuestionCondition
from webapp.paper.edition import FormEdition
from webapp.paper.layout import Fixed
from webapp.paper.situations import option_value, runs
from webapp.paper.skips import Jumps, jumps
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire
from webapp.questionnaire.regions import Region
from webapp.questionnaire.rules.numbers import Number, write_number

ROOMY = 4
"""Letters from which on the label of an amount is longer than the usual distance between boxes."""

NOTE, STOP = 12, 100  # letters that "go to 12" and "stop here" take beside a label


@dataclass(frozen=True)
class FormBox:
    """A box to tick. `go_to` is the number of the next question, 0 for the following one, -1 for the end.

    `room` is the length of the longest label of its group where that is ROOMY or more, else 0.
    """

    key: str
    label: str
    go_to: int = 0
    is_urgent: bool = False
    is_stop: bool = False
    room: int = 0


@dataclass(frozen=True)
class FormQuestion:
    """One question. `groups` has the boxes: one group of a choice, one or more of a number.

    `columns` is 0 where the boxes stand in one line. `stops` are the numbers that end the form, as
    text ("0 – 17"). `go_to_from_zero` is the `go_to` of the answer zero.
    """

    number: int
    kind: str
    text: str
    help: str
    condition: QuestionCondition
    groups: tuple[tuple[FormBox, ...], ...]
    unsure: FormBox | None = None
    columns: int = 1
    stops: str = ""
    go_to_from_zero: int = 0

    @property
    def has_urgent(self) -> bool:
        return any(box.is_urgent for group in self.groups for box in group)

    @property
    def is_sum(self) -> bool:
        """Whether an answer may take a box of several groups."""
        return len(self.groups) > 1


@dataclass(frozen=True)
class FormSection:
    """A heading with its questions."""

    title: str
    intro: str
    questions: tuple[FormQuestion, ...]


@dataclass(frozen=True)
class PaperForm:
    """A form to be ticked with a pen. `number` identifies this print of it.

    `fixed` are the answers that the clinic has fixed: they decide what others mean. `fixed_words` say them.
    """

    title: str
    version: str
    localizer: Localizer
    clinic: Clinic
    edition: FormEdition
    digest: str
    number: str
    fixed: Fixed
    fixed_words: tuple[str, ...]
    sections: tuple[FormSection, ...]

    @property
    def language(self) -> str:
        return self.localizer.language

    @property
    def direction(self) -> str:
        return self.localizer.direction

    @property
    def first_sums(self) -> frozenset[int]:
        """The numbers of the questions that explain how boxes add up: the first one of each section."""
        sums = ([one.number for one in section.questions if one.is_sum][:1] for section in self.sections)
        return frozenset(number for first in sums for number in first)

    @property
    def questions(self) -> Iterator[FormQuestion]:
        for section in self.sections:
            yield from section.questions

    @property
    def code(self) -> FormCode:
        """What the codes say on every page; the layout is filled in once it is known."""
        return FormCode(self.edition, self.digest, self.language, self.number)

    def numbered(self, number: str) -> "PaperForm":
        return replace(self, number=number)


def paper_form(
    questionnaire: Questionnaire,
    clinic: Clinic,
    edition: FormEdition,
    number: str,
    folder: Path = TRANSLATIONS,
) -> PaperForm:
    """Return the form of a questionnaire. The edition decides which questions are asked, not the clinic."""
    localizer = localizer_of(clinic, questionnaire.language, folder)
    builder = _FormBuilder(
        questionnaire, clinic.presets, edition.asked(questionnaire, clinic.presets), localizer
    )
    fixed = edition.fixed(questionnaire, clinic.presets)
    return PaperForm(
        title=questionnaire.title,
        version=questionnaire.version,
        localizer=localizer,
        clinic=clinic,
        edition=edition,
        digest=questionnaire.digest,
        number=number,
        fixed=tuple(sorted(fixed.items())),
        fixed_words=fixed_words(questionnaire, fixed, localizer),
        sections=tuple(builder.sections(LARGE if edition.is_large else STANDARD)),
    )


def fixed_words(
    questionnaire: Questionnaire, fixed: Mapping[str, str], localizer: Localizer
) -> tuple[str, ...]:
    """Return the answers that the clinic has fixed, each behind its question: "Where you live: Ireland"."""
    asked = ((questionnaire.questions[one], value) for one, value in sorted(fixed.items()))
    return tuple(
        localizer.labelled(one.short_name, one.option(value).label if one.has_option(value) else value)
        for one, value in asked
    )


class _FormBuilder:
    """Makes the sections of a form."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        presets: Mapping[str, str],
        asked: Sequence[Question],
        localizer: Localizer,
    ) -> None:
        self.localizer = localizer
        self.questionnaire = questionnaire
        self.asked = asked
        self.presets = {} if any(one.id in presets for one in asked) else presets
        self.region = self._region()
        self.alerts = Alerts(questionnaire, self.presets)
        self.numbers = {question.id: number for number, question in enumerate(asked, 1)}
        self.writer = ConditionWriter(questionnaire, self.numbers, localizer)
        self.jumps = {
            question.id: jumps(questionnaire, self.presets, asked, at) for at, question in enumerate(asked)
        }

    def _region(self) -> Region:
        """Return the clinic's region, or the default one where the form asks for it."""
        asked, regions = self.questionnaire.region_question, self.questionnaire.regions
        return regions.get(self.presets.get(asked.id, "") if asked else "") or regions[""]

    def sections(self, widths: LabelWidths) -> Iterator[FormSection]:
        for section in self.questionnaire.sections:
            questions = [one for one in section.questions if one.id in self.numbers]
            if questions:
                made = tuple(self.question(one, widths) for one in questions)
                yield FormSection(section.title, section.intro, made)

    def question(self, question: Question, widths: LabelWidths) -> FormQuestion:
        made = FormQuestion(
            number=self.numbers[question.id],
            kind=question.kind,
            text=question.text,
            help=self.region.fill(question.help),
            condition=self._condition(question),
            groups=(),
        )
        if question.kind == "number":
            return self._with_amounts(made, question)
        boxes = tuple(self._choices(question))
        lengths = [letters(box.label) + NOTE * bool(box.go_to) + STOP * box.is_stop for box in boxes]
        return replace(made, groups=(boxes,), columns=widths.columns_of(lengths))

    def _with_amounts(self, made: FormQuestion, question: Question) -> FormQuestion:
        groups = tuple(self._amounts(question, group) for group in amount_groups(question))
        unsure = FormBox(
            BoxKey(question.id, UNSURE).text, question.unknown_label or self.localizer.gettext("Not sure")
        )
        stops = [value for value in self.alerts.stops(question) if isinstance(value, int)]
        return replace(
            made,
            groups=groups,
            unsure=unsure,
            stops=" / ".join(f"{low} – {high}" if low < high else f"{low}" for low, high in runs(stops)),
            go_to_from_zero=self._target(self.jumps[question.id], 0),
        )

    def _amounts(self, question: Question, group: Sequence[Number]) -> tuple[FormBox, ...]:
        labels = [self._label(question, amount) for amount in group]
        longest = max(map(len, labels))
        room = longest if longest >= ROOMY else 0
        keys = (BoxKey.of_amount(question.id, amount).text for amount in group)
        return tuple(FormBox(key, label, room=room) for key, label in zip(keys, labels, strict=True))

    def _choices(self, question: Question) -> Iterator[FormBox]:
        urgent, stops = self.alerts.urgent(question), self.alerts.stops(question)
        for option in sorted(question.options, key=lambda one: question.kind == "multi" and one.exclusive):
            value = option_value(question, option.id)
            yield FormBox(
                key=BoxKey(question.id, option.id).text,
                label=option.label,
                go_to=0 if value in stops else self._target(self.jumps[question.id], value),
                is_urgent=option.id in urgent,
                is_stop=value in stops,
            )

    def _target(self, found: Jumps, value: AnswerValue) -> int:
        at = found.get(value)
        return 0 if at is None else -1 if at == len(self.asked) else at + 1

    def _condition(self, question: Question) -> QuestionCondition:
        at = self.numbers[question.id] - 1

        def leads_past(other: str, option: str) -> bool:
            return self.jumps.get(other, {}).get(option, 0) > at

        return self.writer.write(question, leads_past)

    def _label(self, question: Question, amount: Number) -> str:
        """Return what is printed above a box: where numbers go in halves, half is a sign of its own."""
        return "½" if amount == question.step == HALF else self.localizer.number(write_number(amount))
