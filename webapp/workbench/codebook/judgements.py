"""Measures, factors and flags as entries of a codebook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from webapp.localization.marking import N_
from webapp.questionnaire.model import ConditionalText, Factor, Measure, ReportNote, SafetyFlag
from webapp.questionnaire.rules.operations import Cases
from webapp.questionnaire.units import unit_of
from webapp.report.views.ranges import level_name
from webapp.workbench.codebook.model import CodebookEntry, Fact, RuleRow, Verbatim, WordsRow
from webapp.workbench.codebook.writer import Writer, stated

TYPES: Mapping[str, str] = {"number": N_("a number"), "yesno": N_("yes or no"), "level": N_("a level")}
TIER_WORDS: Mapping[str, str] = {
    "stop": N_("the form ends, and nothing is kept"),
    "1": N_("1: now, over the whole screen"),
    "2": N_("2: see a doctor first"),
    "3": N_("3: before you change anything"),
    "support": N_("kind words, on screen only"),
    "practitioner": N_("printed for the practitioner only"),
}
AUDIENCE_LABELS: Mapping[str, str] = {
    "all": "",
    "patient": N_("for the patient"),
    "practitioner": N_("for the practitioner"),
}


def measure_entry(measure: Measure, writer: Writer) -> CodebookEntry:
    """Return a measure with its formula, or a row for each of its cases."""
    words = writer.words
    decimals = str(measure.decimals) if measure.type == "number" else ""
    return CodebookEntry(
        id=measure.id,
        title=measure.title,
        facts=stated(
            Fact(words.gettext("Kind"), words.gettext(TYPES[measure.type])),
            Fact(words.gettext("Unit"), unit_of(measure)),
            Fact(words.gettext("Decimals printed"), decimals),
            Fact(words.gettext("In reports"), measure.short, is_worded=True),
            Fact(words.gettext("Remark"), Verbatim(measure.note)),
        ),
        rules=tuple(_formula(measure, writer)),
    )


def _formula(measure: Measure, writer: Writer) -> Iterator[RuleRow]:
    formula, words = measure.formula, writer.words
    if not isinstance(formula, Cases):
        yield RuleRow(words.gettext("Value"), writer.rule(formula), formula.text, measure.basis)
        return
    for index, (when, value) in enumerate(formula.rows):
        said, written = writer.condition(when, writer.otherwise)
        written = f"{written} → {value.text}" if written else value.text
        yield RuleRow(writer.rule(value), said, written, measure.case_basis.get(index))
    if measure.basis:
        rows = words.gettext("The other rows") if measure.case_basis else words.gettext("All rows")
        yield RuleRow(rows, "", basis=measure.basis)


def _name(amount: str, writer: Writer) -> str:
    measure = writer.asked.measures.get(amount)
    return measure.title if measure else writer.asked.questions[amount].short_name


def factor_entry(factor: Factor, writer: Writer) -> CodebookEntry:
    """Return a factor with its levels, its evidence and all of its words."""
    words = writer.words
    return CodebookEntry(
        id=factor.id,
        title=factor.title,
        facts=_facts(factor, writer),
        rules=(*_levels(factor, writer), *_grades(factor, writer)),
        words=(
            *_rows(words.gettext("You told us"), factor.told, writer, writer.otherwise),
            *_rows(words.gettext("To ask"), factor.ask, writer, writer.always),
            *notes(factor.notes, writer, words.pgettext("codebook", "Note")),
        ),
        references=factor.references,
    )


def _facts(factor: Factor, writer: Writer) -> tuple[Fact, ...]:
    words, evidence = writer.words, factor.evidence
    lines = words.join_phrases(_name(one, writer) for one in factor.number_lines)
    return stated(
        Fact(words.gettext("Article"), _origin(factor, writer)),
        Fact(words.gettext("In a sentence"), factor.in_a_sentence, is_worded=True),
        Fact(words.gettext("Estimate"), _name(factor.estimate, writer) if factor.estimate else ""),
        Fact(words.gettext("Number lines"), lines),
        Fact(words.gettext("Evidence"), words.join(filter(None, (evidence.grade, evidence.remark)))),
        Fact(words.gettext("How sure"), evidence.text, is_worded=True),
        Fact(words.gettext("Why it may matter"), factor.why, is_worded=True),
    )


def _origin(factor: Factor, writer: Writer) -> str:
    """Return what the article on leaky gut cites for the factor, or whether it names it at all."""
    if not factor.in_article:
        return writer.words.gettext("not in the article")
    return Verbatim(factor.article_reference) if factor.article_reference else writer.words.gettext("yes")


def _levels(factor: Factor, writer: Writer) -> Iterator[RuleRow]:
    for level, rule in factor.rules.items():
        patients = writer.words.quote(writer.asked.words[f"level_{level.word}"])
        label = writer.words.labelled(level_name(level, writer.words), patients)
        yield RuleRow(label, writer.rule(rule), rule.text, factor.basis[level])


def _grades(factor: Factor, writer: Writer) -> Iterator[RuleRow]:
    for when, grade in factor.evidence.cases:
        label = writer.words.gettext("Evidence %(grade)s", grade=grade)
        yield RuleRow(label, writer.rule(when), when.text)


def _rows(label: str, text: ConditionalText, writer: Writer, last: str) -> Iterator[WordsRow]:
    """Yield the rows; `last` is said of one without a condition, where it is not the only one."""
    unconditional = last if len(text.rows) > 1 else writer.always
    for when, said in text.rows:
        yield WordsRow(label, said, writer.condition(when, unconditional)[0])


def notes(rows: Iterable[ReportNote], writer: Writer, label: str) -> Iterator[WordsRow]:
    """Return notes with their readers, conditions and bases."""
    words = writer.words
    for note in rows:
        named = (
            label,
            words.gettext(AUDIENCE_LABELS[note.audience]),
            words.gettext("also on “Check your answers”") if note.is_check else "",
            words.gettext("where this is open") if note.is_about_open else "",
        )
        where = writer.condition(note.when, writer.always)[0]
        yield WordsRow(words.join(filter(None, named)), note.text, where, note.basis)


def phrase_entry(name: str, text: ConditionalText, writer: Writer) -> CodebookEntry:
    """Return a phrase with its cases."""
    rows = _rows(writer.words.gettext("Reads"), text, writer, writer.otherwise)
    nothing = writer.words.gettext("(nothing)")
    words = tuple(replace(row, text=row.text or nothing) for row in rows)
    return CodebookEntry(name, Verbatim(f"{{{name}}}"), words=words)


def flag_entry(flag: SafetyFlag, writer: Writer) -> CodebookEntry:
    """Return a safety flag with its rule and its words."""
    words = writer.words
    stands = RuleRow(words.gettext("Stands where"), writer.rule(flag.when), flag.when.text, flag.basis)
    return CodebookEntry(
        id=flag.id,
        title=flag.title or Verbatim(flag.id),
        facts=stated(
            Fact(words.gettext("Tier"), _tier(flag, writer)),
            Fact(words.gettext("Changes that are not pointed out"), _silences(flag, writer)),
            Fact(
                words.gettext("Answers whose change is not pointed out"),
                writer.short_names(sorted(flag.silenced_questions)),
            ),
            Fact(words.gettext("Source"), Verbatim(flag.source)),
        ),
        rules=(stands,),
        words=(
            WordsRow(words.gettext("Patient reads"), flag.text, writer.always),
            *notes(flag.more, writer, words.pgettext("codebook", "Added")),
        ),
    )


def _tier(flag: SafetyFlag, writer: Writer) -> str:
    tier = writer.words.gettext(TIER_WORDS[flag.tier])
    at_once = writer.words.gettext("shown right after its page") if flag.is_at_once else ""
    return writer.words.join(filter(None, (tier, at_once)))


def _silences(flag: SafetyFlag, writer: Writer) -> str:
    factors = writer.asked.factors
    if len(flag.silences) == len(factors):
        return writer.words.gettext("of every factor")
    return writer.words.join_phrases(sorted(factors[name].title for name in flag.silences))
