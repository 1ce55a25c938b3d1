"""Sections and questions as entries of a codebook."""

from collections.abc import Iterator

from webapp.questionnaire.model import Option, Question, Questionnaire, Section
from webapp.questionnaire.rules.numbers import Number, write_exact, write_figure
from webapp.workbench.codebook.model import AnswerTable, CodebookEntry, CodebookPart, Fact, RuleRow, WordsRow
from webapp.workbench.rule_text import rule_text

KINDS = {"single": "one answer", "multi": "any number of answers", "number": "a number"}
DIRECTIONS = {"more": "more of it", "less": "less of it"}
BASES_OF_RULES = ("show_if", "range", "ranges")
CLINIC = {"preset": "a clinic may fix the answer", "opt_in": "asked only where a clinic switched it on"}


def section_part(section: Section, asked: Questionnaire) -> CodebookPart:
    """Return a section with its questions."""
    minutes = _about_minutes(section.minutes) if section.minutes else ""
    entries = tuple(_entry(question, asked) for question in section.questions)
    return CodebookPart(
        section.title, (*entries, *_checks(section, asked)), f"{section.intro} {minutes}".strip()
    )


def _about_minutes(minutes: Number) -> str:
    return f"About {write_exact(minutes)} minute{'' if minutes == 1 else 's'}."


def _checks(section: Section, asked: Questionnaire) -> Iterator[CodebookEntry]:
    if section.checks:
        words = (
            WordsRow("Said before going on", one.text, rule_text(one.when, asked)) for one in section.checks
        )
        rules = (RuleRow("Checked", rule_text(one.when, asked), one.when.text) for one in section.checks)
        title = "Answers that do not fit together"
        yield CodebookEntry(f"{section.id}.check", title, rules=tuple(rules), words=tuple(words))


def _entry(question: Question, asked: Questionnaire) -> CodebookEntry:
    return CodebookEntry(
        id=question.id,
        title=question.text,
        facts=tuple(_facts(question)),
        options=_options(question) if question.options else None,
        rules=tuple(_rules(question, asked)),
    )


def _facts(question: Question) -> Iterator[Fact]:
    required = "must be answered" if question.required else "may be skipped"
    asked = "" if question.show_if else "; always asked"
    yield Fact("Answer", f"{KINDS[question.kind]}; {required}{asked}")
    yield from _named(("Short name", question.short), ("Help", question.help), ("Unit", question.unit))
    if question.kind == "number":
        yield Fact("Step", write_exact(question.step))
        yield Fact("Not sure", question.unknown_label or "Not sure")
    if question.plausible:
        yield Fact("If not known, counts as", _span(*question.plausible))
    yield from _named(
        ("If not asked, counts as", _hidden(question)),
        ("If skipped, counts as", _label(question, question.when_skipped)),
        ("Changes pointed out", DIRECTIONS.get(question.changeable, "none")),
        ("Clinic", CLINIC.get(question.clinic, "")),
        ("Code", question.code),
        ("Remark", question.note),
    )


def _named(*facts: tuple[str, str]) -> Iterator[Fact]:
    return (Fact(label, text) for label, text in facts if text)


def _hidden(question: Question) -> str:
    hidden = question.when_hidden
    if hidden is None:
        return "nothing" if question.show_if and question.kind == "number" else ""
    return _label(question, hidden) if isinstance(hidden, str) else write_exact(hidden)


def _label(question: Question, option: str) -> str:
    return f"“{question.option(option).label}”" if option else ""


def _options(question: Question) -> AnswerTable:
    figures = list(dict.fromkeys(name for option in question.options for name in option.figures))
    columns = ("Id", "Answer", *figures, "Means")
    return AnswerTable(columns, tuple(_row(question, option, figures) for option in question.options))


def _row(question: Question, option: Option, figures: list[str]) -> tuple[str, ...]:
    numbers = (write_figure(option.figures[name]) if name in option.figures else "–" for name in figures)
    return (option.id, option.label, *numbers, _meaning(question, option))


def _meaning(question: Question, option: Option) -> str:
    meanings = ["excludes the others"] if option.exclusive else []
    if option.possible is not None:
        meanings.append(f"unknown: {_possible(question, option)}")
    if option.code:
        meanings.append(option.code)
    return "; ".join(meanings)


def _possible(question: Question, option: Option) -> str:
    plain = [one for one in question.options if not (one.is_unknown or one.exclusive)]
    if len(option.possible or ()) >= len(plain):
        return "may be any of the others"
    return f"may be {', '.join(_label(question, one) for one in option.possible or ())}"


def _rules(question: Question, asked: Questionnaire) -> Iterator[RuleRow]:
    if shown := question.show_if:
        yield RuleRow("Asked where", rule_text(shown, asked), shown.text, question.basis.get("show_if"))
    for option in question.options:
        if option.offer_if:
            label = f"Offered: “{option.label}”"
            yield RuleRow(label, rule_text(option.offer_if, asked), option.offer_if.text)
    if keeps := question.keeps or asked.keeps:
        words = f"{keeps.days} days" if keeps.days else "never: asked each time"
        yield RuleRow("Kept for a follow-up", words, basis=keeps.basis)
    for row in question.bounds:
        words, written = (rule_text(row.when, asked), row.when.text) if row.when else ("always", "")
        basis = question.basis.get("ranges" if row.when else "range")
        yield RuleRow(f"Takes {_span(row.low, row.high)}", words, written, basis)
    yield from (_numbers(question, name) for name in question.basis if name not in BASES_OF_RULES)


def _numbers(question: Question, name: str) -> RuleRow:
    """Return a row for the basis of a figure, or of the range that an unknown number stands for."""
    if name == "plausible" and question.plausible:
        return RuleRow("If not known", _span(*question.plausible), basis=question.basis[name])
    figures = (write_figure(one.figures[name]) for one in question.options if name in one.figures)
    return RuleRow(f"Figure {name}", ", ".join(figures), basis=question.basis[name])


def _span(low: Number, high: Number) -> str:
    return f"{write_exact(low)} to {write_exact(high)}"
