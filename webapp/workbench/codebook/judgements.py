"""Measures, factors and flags as entries of a codebook."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from webapp.questionnaire.model import ConditionalText, Factor, Measure, Questionnaire, ReportNote, SafetyFlag
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.operations import Cases
from webapp.workbench.codebook.model import CodebookEntry, Fact, RuleRow, WordsRow
from webapp.workbench.rule_text import rule_text

TYPES = {"number": "a number", "yesno": "yes or no", "level": "a level"}
TIER_WORDS = {
    "stop": "the form ends, and nothing is kept",
    "1": "1: now, over the whole screen",
    "2": "2: see a doctor first",
    "3": "3: before you change anything",
    "support": "kind words, on screen only",
    "practitioner": "printed for the practitioner only",
}
AT_ONCE = ", shown right after its page"
AUDIENCE_LABELS = {"all": "", "patient": " (patient)", "practitioner": " (practitioner)"}


def measure_entry(measure: Measure, asked: Questionnaire) -> CodebookEntry:
    """Return a measure with its formula, or a row for each of its cases."""
    facts = [
        Fact("Is", TYPES[measure.type]),
        Fact("Unit", measure.unit),
        Fact("In reports", measure.short),
        Fact("Remark", measure.note),
    ]
    if measure.type == "number":
        facts.insert(2, Fact("Decimals printed", str(measure.decimals)))
    return CodebookEntry(
        id=measure.id,
        title=measure.title,
        facts=tuple(fact for fact in facts if fact.text),
        rules=tuple(_formula(measure, asked)),
    )


def _formula(measure: Measure, asked: Questionnaire) -> Iterator[RuleRow]:
    formula = measure.formula
    if not isinstance(formula, Cases):
        yield RuleRow("Is", rule_text(formula, asked), formula.text, measure.basis)
        return
    for index, (when, value) in enumerate(formula.rows):
        words, written = _condition(when, asked, "otherwise")
        written = f"{written} → {value.text}" if written else value.text
        yield RuleRow(rule_text(value, asked), words, written, measure.case_basis.get(index))
    if measure.basis:
        yield RuleRow("The other rows" if measure.case_basis else "All rows", "", basis=measure.basis)


def _condition(when: Node | None, asked: Questionnaire, always: str) -> tuple[str, str]:
    return (rule_text(when, asked), when.text) if when else (always, "")


def _name(amount: str, asked: Questionnaire) -> str:
    measure = asked.measures.get(amount)
    return measure.title if measure else asked.questions[amount].short_name


def factor_entry(factor: Factor, asked: Questionnaire) -> CodebookEntry:
    """Return a factor with its levels, its evidence and all of its words."""
    evidence = factor.evidence
    origin = factor.article_reference or "yes" if factor.in_article else "not in the article"
    estimate = asked.measures[factor.estimate].title if factor.estimate else ""
    facts = (
        Fact("Article", origin),
        Fact("In a sentence", factor.in_a_sentence),
        Fact("Estimate", estimate),
        Fact("Number lines", ", ".join(_name(one, asked) for one in factor.number_lines)),
        Fact("Evidence", f"{evidence.grade}{f', {evidence.remark}' if evidence.remark else ''}"),
        Fact("How sure", evidence.text),
        Fact("Why it may matter", factor.why),
    )
    return CodebookEntry(
        id=factor.id,
        title=factor.title,
        facts=tuple(fact for fact in facts if fact.text),
        rules=(*_levels(factor, asked), *_grades(factor, asked)),
        words=(
            *_words("You told us", factor.told, asked, "otherwise"),
            *_words("To ask", factor.ask, asked, "always"),
            *notes(factor.notes, asked),
        ),
        references=factor.references,
    )


def _levels(factor: Factor, asked: Questionnaire) -> Iterator[RuleRow]:
    for level, rule in factor.rules.items():
        label = f"{asked.words[f'level_{level.word}']} ({level.word})"
        yield RuleRow(label, rule_text(rule, asked), rule.text, factor.basis[level])


def _grades(factor: Factor, asked: Questionnaire) -> Iterator[RuleRow]:
    for when, grade in factor.evidence.cases:
        yield RuleRow(f"Evidence {grade}", rule_text(when, asked), when.text)


def _words(label: str, text: ConditionalText, asked: Questionnaire, last: str) -> Iterator[WordsRow]:
    """Yield the rows; `last` is said of one without a condition, where it is not the only one."""
    for when, words in text.rows:
        yield WordsRow(label, words, _condition(when, asked, last if len(text.rows) > 1 else "always")[0])


def notes(rows: Iterable[ReportNote], asked: Questionnaire, label: str = "Note") -> Iterator[WordsRow]:
    """Return notes with their readers, conditions and bases."""
    for note in rows:
        checked = ", also on “Check your answers”" if note.is_check else ""
        opened = ", where this is open" if note.is_about_open else ""
        where = _condition(note.when, asked, "always")[0]
        yield WordsRow(
            f"{label}{AUDIENCE_LABELS[note.audience]}{checked}{opened}", note.text, where, note.basis
        )


def phrase_entry(name: str, text: ConditionalText, asked: Questionnaire) -> CodebookEntry:
    """Return a phrase with its cases."""
    rows = _words("Reads", text, asked, "otherwise")
    words = tuple(replace(row, text=row.text or "(nothing)") for row in rows)
    return CodebookEntry(name, f"{{{name}}}", words=words)


def flag_entry(flag: SafetyFlag, asked: Questionnaire) -> CodebookEntry:
    """Return a safety flag with its rule and its words."""
    silenced = sorted(asked.factors[name].title for name in flag.silences)
    silences = "of every factor" if len(silenced) == len(asked.factors) else ", ".join(silenced)
    questions = sorted(asked.questions[name].short_name for name in flag.silenced_questions)
    facts = (
        Fact("Tier", TIER_WORDS[flag.tier] + (AT_ONCE if flag.is_at_once else "")),
        Fact("Changes that are not pointed out", silences),
        Fact("Answers whose change is not pointed out", ", ".join(questions)),
        Fact("Source", flag.source),
    )
    return CodebookEntry(
        id=flag.id,
        title=flag.title or flag.id,
        facts=tuple(fact for fact in facts if fact.text),
        rules=(RuleRow("Stands where", rule_text(flag.when, asked), flag.when.text, flag.basis),),
        words=(WordsRow("Patient reads", flag.text, "always"), *notes(flag.more, asked, "Added")),
    )
