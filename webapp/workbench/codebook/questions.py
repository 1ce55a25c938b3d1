"""Sections and questions as entries of a codebook."""

from collections.abc import Iterator, Mapping

from webapp.localization.marking import N_
from webapp.questionnaire.model import Option, Question, Section
from webapp.questionnaire.rules.numbers import write_exact, write_figure
from webapp.questionnaire.units import unit_of
from webapp.workbench.codebook.model import (
    AnswerTable,
    CodebookEntry,
    CodebookPart,
    Fact,
    RuleRow,
    Verbatim,
    WordsRow,
)
from webapp.workbench.codebook.writer import Writer, stated

KINDS: Mapping[str, str] = {
    "single": N_("one answer"),
    "multi": N_("any number of answers"),
    "number": N_("a number"),
}
DIRECTIONS: Mapping[str, str] = {"more": N_("more of it"), "less": N_("less of it"), "": N_("no change")}
BASES_OF_RULES = ("show_if", "range", "ranges")
CLINIC: Mapping[str, str] = {
    "preset": N_("a clinic may fix the answer"),
    "opt_in": N_("asked only where a clinic switched it on"),
    "": "",
}


def section_part(section: Section, writer: Writer) -> CodebookPart:
    """Return a section with its questions."""
    entries = tuple(_entry(question, writer) for question in section.questions)
    minutes = ""
    if section.minutes:
        minutes = writer.words.gettext(
            "Minutes, about: %(minutes)s.", minutes=writer.words.number(write_exact(section.minutes))
        )
    return CodebookPart(
        section.title, (*entries, *_checks(section, writer)), f"{section.intro} {minutes}".strip()
    )


def _checks(section: Section, writer: Writer) -> Iterator[CodebookEntry]:
    words = writer.words
    if section.checks:
        said = words.gettext("Said before going on")
        title = words.gettext("Answers that do not fit together")
        yield CodebookEntry(
            id=f"{section.id}.check",
            title=title,
            rules=tuple(
                RuleRow(words.gettext("Checked"), writer.rule(one.when), one.when.text)
                for one in section.checks
            ),
            words=tuple(WordsRow(said, one.text, writer.rule(one.when)) for one in section.checks),
        )


def _entry(question: Question, writer: Writer) -> CodebookEntry:
    return CodebookEntry(
        id=question.id,
        title=question.text,
        facts=stated(*_asking(question, writer), *_counting(question, writer)),
        options=_options(question, writer) if question.options else None,
        rules=tuple(_rules(question, writer)),
    )


def _asking(question: Question, writer: Writer) -> Iterator[Fact]:
    """Yield how the question is asked."""
    words = writer.words
    answer = (
        words.gettext(KINDS[question.kind]),
        words.gettext("must be answered") if question.required else words.gettext("may be skipped"),
        "" if question.show_if else words.gettext("always asked"),
    )
    yield Fact(words.gettext("Answer"), words.join_phrases(filter(None, answer)))
    yield Fact(words.gettext("Short name"), question.short, is_worded=True)
    yield Fact(words.gettext("Help"), question.help, is_worded=True)
    yield Fact(words.gettext("Unit"), unit_of(question))
    if question.kind == "number":
        yield Fact(words.gettext("Step"), words.number(write_exact(question.step)))
        unknown = question.unknown_label or words.gettext("Not sure")
        yield Fact(words.gettext("Not sure"), unknown, is_worded=True)


def _counting(question: Question, writer: Writer) -> Iterator[Fact]:
    """Yield what an answer that is not there counts as, and what else is said of the question."""
    words = writer.words
    if question.plausible:
        yield Fact(words.gettext("If not known, counts as"), writer.span(*question.plausible))
    yield Fact(words.gettext("If not asked, counts as"), _hidden(question, writer))
    yield Fact(words.gettext("If skipped, counts as"), _label(question, question.when_skipped, writer))
    yield Fact(words.gettext("Changes pointed out"), words.gettext(DIRECTIONS[question.changeable]))
    yield Fact(words.gettext("Clinic"), words.gettext(CLINIC[question.clinic]))
    yield Fact(words.gettext("Code"), Verbatim(question.code))
    yield Fact(words.gettext("Remark"), Verbatim(question.note))


def _hidden(question: Question, writer: Writer) -> str:
    hidden = question.when_hidden
    if hidden is None:
        is_open = question.show_if and question.kind == "number"
        return writer.words.gettext("nothing") if is_open else ""
    if isinstance(hidden, str):
        return _label(question, hidden, writer)
    return writer.words.number(write_exact(hidden))


def _label(question: Question, option: str, writer: Writer) -> str:
    return writer.words.quote(question.option(option).label) if option else ""


def _options(question: Question, writer: Writer) -> AnswerTable:
    figures = list(dict.fromkeys(name for option in question.options for name in option.figures))
    gettext = writer.words.gettext
    columns = (gettext("Id"), gettext("Answer"), *map(Verbatim, figures), gettext("Means"))
    return AnswerTable(columns, tuple(_row(question, option, figures, writer) for option in question.options))


def _row(question: Question, option: Option, figures: list[str], writer: Writer) -> tuple[str, ...]:
    shown = {name: writer.words.number(write_figure(number)) for name, number in option.figures.items()}
    numbers = (shown.get(name, "–") for name in figures)
    return (Verbatim(option.id), option.label, *numbers, _meaning(question, option, writer))


def _meaning(question: Question, option: Option, writer: Writer) -> str:
    words = writer.words
    meanings = (
        words.gettext("excludes the others") if option.exclusive else "",
        "" if option.possible is None else _possible(question, option, writer),
        words.own_direction(option.code),
    )
    return words.join_phrases(filter(None, meanings))


def _possible(question: Question, option: Option, writer: Writer) -> str:
    words, possible = writer.words, option.possible or ()
    plain = [one for one in question.options if not (one.is_unknown or one.exclusive)]
    if len(possible) >= len(plain):
        return words.gettext("unknown: may be any of the others")
    labels = words.join(_label(question, one, writer) for one in possible)
    return words.gettext("unknown: may be %(answers)s", answers=labels)


def _rules(question: Question, writer: Writer) -> Iterator[RuleRow]:
    words = writer.words
    yield from writer.printed(words.gettext("Asked where"), question.show_if, question.basis.get("show_if"))
    for option in question.options:
        offered = words.labelled(words.gettext("Offered"), words.quote(option.label))
        yield from writer.printed(offered, option.offer_if)
    if keeps := question.keeps or writer.asked.keeps:
        never = words.gettext("never: asked each time")
        said = words.ngettext("%(num)s day", "%(num)s days", keeps.days) if keeps.days else never
        yield RuleRow(words.gettext("Kept for a follow-up"), said, basis=keeps.basis)
    for row in question.bounds:
        label = words.gettext("Takes %(range)s", range=writer.span(row.low, row.high))
        basis = question.basis.get("ranges" if row.when else "range")
        yield RuleRow(label, *writer.condition(row.when, writer.always), basis)
    yield from (_numbers(question, name, writer) for name in question.basis if name not in BASES_OF_RULES)


def _numbers(question: Question, name: str, writer: Writer) -> RuleRow:
    """Return a row for the basis of a figure, or of the range that an unknown number stands for."""
    words, basis = writer.words, question.basis[name]
    if name == "plausible" and question.plausible:
        return RuleRow(words.gettext("If not known"), writer.span(*question.plausible), basis=basis)
    figures = (write_figure(one.figures[name]) for one in question.options if name in one.figures)
    numbers = words.join_phrases(words.number(figure) for figure in figures)
    return RuleRow(words.gettext("Figure %(name)s", name=words.own_direction(name)), numbers, basis=basis)
