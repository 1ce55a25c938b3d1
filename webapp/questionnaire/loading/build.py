"""From checked tables to the questionnaire."""

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from webapp.questionnaire.basis import Keeping
from webapp.questionnaire.evidence import Evidence
from webapp.questionnaire.levels import LEVEL_WORDS
from webapp.questionnaire.loading.bases import build_bases
from webapp.questionnaire.loading.build_practice import build_practice
from webapp.questionnaire.loading.choices import possible_options
from webapp.questionnaire.loading.cross_references import EVERY_FACTOR
from webapp.questionnaire.loading.document import (
    EvidenceTable,
    FactorTable,
    HeadTable,
    KeepsTable,
    MeasureTable,
    NoteTable,
    OptionTable,
    QuestionTable,
    SafetyTable,
    SectionTable,
    TextTable,
)
from webapp.questionnaire.loading.formulas import Formulas
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.loading.region_table import RegionTable
from webapp.questionnaire.loading.values import exact_number
from webapp.questionnaire.model import (
    Bounds,
    ConditionalText,
    Factor,
    Measure,
    Option,
    PageCheck,
    Question,
    Questionnaire,
    ReportNote,
    SafetyFlag,
    Section,
)
from webapp.questionnaire.references import Reference
from webapp.questionnaire.regions import REGION_WORDS, Region
from webapp.questionnaire.review import Review
from webapp.questionnaire.rules import Node
from webapp.questionnaire.rules.numbers import decimal_places
from webapp.questionnaire.units import UnitForms

NOTHING = "nothing"  # `when_hidden` of a number that was not given

_BUILT = (
    "decimals",
    "step",
    "range",
    "ranges",
    "plausible",
    "options",
    "show_if",
    "when_hidden",
    "basis",
    "keeps",
    "easy",
)
"""Keys of a question that `build` converts."""


def build(document: TomlDocument, formulas: Formulas, digest: str, meaning: str) -> Questionnaire:
    """Return the questionnaire of a document without errors."""
    head = cast("HeadTable", document.head)
    builder = _Builder(document, formulas)
    return Questionnaire(
        version=head.version,
        title=head.title,
        language=head.language,
        translation_of=head.translation_of,
        translated_from=head.translated_from,
        source_words=head.source_words,
        is_unreviewed=head.unreviewed,
        unpublished=frozenset(head.unpublished),
        full_factors=head.full_factors,
        full_level=LEVEL_WORDS.get(head.full_level),
        digest=digest,
        meaning=meaning,
        sections=builder.sections(),
        measures=builder.measures(),
        factors=builder.factors(),
        safety=builder.safety(),
        references={one.table.id: Reference(**dict(one.table)) for one in document.references},
        regions=_regions(document),
        phrases=builder.phrases(),
        words=dict(document.words),
        review=Review(head.signed_off, head.review_due, head.urgent_review_due),
        practice=build_practice(document, formulas, builder.bases, builder.unit_forms),
        keeps=builder.keeping((), head.keeps),
    )


def _regions(document: TomlDocument) -> dict[str, Region]:
    """Return the regions. Where one has no word of its own, the default region's holds."""
    default = next(one.table for one in document.regions if not one.table.id)
    return {one.table.id: _region(one.table, default) for one in document.regions}


def _region(own: RegionTable, default: RegionTable) -> Region:
    """Return a region; "" is a word of its own where it is written, which silences the default's."""
    said = own.model_fields_set
    words = {name: getattr(own if name in said else default, name) or "" for name in REGION_WORDS}
    return Region(own.id, confirmed=own.confirmed, phoned_by=own.phoned_by, phoned_on=own.phoned_on, **words)


class _Builder:
    """Joins tables with their parsed rules."""

    def __init__(self, document: TomlDocument, formulas: Formulas) -> None:
        self.document = document
        self.formulas = formulas
        self.bases = build_bases(document, formulas.nodes)
        self.node = formulas.nodes.get
        self.language = cast("HeadTable", document.head).language
        self.unit_forms = {one.table.code: one.table.forms(self.language) for one in document.units}

    def sections(self) -> tuple[Section, ...]:
        return tuple(
            Section(
                one.table.id,
                one.table.title,
                self.questions(one),
                one.table.intro,
                one.table.minutes,
                self.checks(one),
            )
            for one in self.document.sections
        )

    def checks(self, section: TableEntry[SectionTable]) -> tuple[PageCheck, ...]:
        nodes, path = self.formulas.nodes, (*section.path, "check")
        return tuple(
            PageCheck(nodes[*path, index, "when"], row.text) for index, row in enumerate(section.table.check)
        )

    def questions(self, section: TableEntry[SectionTable]) -> tuple[Question, ...]:
        inside = (one for one in self.document.questions if one.path[:2] == section.path)
        return tuple(self.question(one.path, one.table, section.table.id) for one in inside)

    def question(self, path: TomlPath, table: QuestionTable, section: str) -> Question:
        same = table.model_dump(exclude=set(_BUILT))
        step = table.step or exact_number(Fraction(1, 10**table.decimals))
        return Question(
            **same,
            section=section,
            unit_forms=self.unit_forms.get(table.unit, UnitForms(language=self.language)),
            decimals=decimal_places(step),
            step=step,
            options=self.options(path, table),
            bounds=self.bounds(path, table),
            plausible=table.plausible,  # dumping a whole number beside a fraction warns
            show_if=self.node((*path, "show_if")),
            when_hidden=None if table.when_hidden == NOTHING else table.when_hidden,
            basis={name: self.bases[*path, "basis", name] for name in table.basis},
            keeps=self.keeping(path, table.keeps),
        )

    def keeping(self, path: TomlPath, table: KeepsTable | None) -> Keeping | None:
        return Keeping(table.days, self.bases[*path, "keeps", "basis"]) if table else None

    def options(self, path: TomlPath, table: QuestionTable) -> tuple[Option, ...]:
        rules = (self.node((*path, "options", index, "offer_if")) for index in range(len(table.options)))
        return tuple(_option(table, *pair) for pair in zip(table.options, rules, strict=True))

    def bounds(self, path: TomlPath, table: QuestionTable) -> tuple[Bounds, ...]:
        if table.range:
            return (Bounds(*table.range),)
        return tuple(
            Bounds(*row.range, self.node((*path, "ranges", index, "when")))
            for index, row in enumerate(table.ranges)
        )

    def measures(self) -> dict[str, Measure]:
        return {one.table.id: self.measure(one) for one in self.document.measures}

    def measure(self, entry: TableEntry[MeasureTable]) -> Measure:
        table = entry.table
        return Measure(
            **table.model_dump(exclude={"value", "cases", "basis", "easy"}),
            formula=cast("Node", self.formulas.of_measure(entry)),
            unit_forms=self.unit_forms.get(table.unit, UnitForms(language=self.language)),
            basis=self.bases.get((*entry.path, "basis")),
            case_basis={
                index: self.bases[*entry.path, "cases", index, "basis"]
                for index, row in enumerate(table.cases)
                if row.basis
            },
        )

    def factors(self) -> dict[str, Factor]:
        return {one.table.id: self.factor(one) for one in self.document.factors}

    def factor(self, entry: TableEntry[FactorTable]) -> Factor:
        path, table = entry.path, entry.table
        return Factor(
            id=table.id,
            title=table.title,
            rules=self.formulas.of_factor(entry),
            basis={
                LEVEL_WORDS[word]: self.bases[*path, "basis", word] for word, basis in table.basis if basis
            },
            evidence=self.evidence(path, table),
            told=self.words((*path, "told"), table.told),
            why=table.why,
            ask=self.words((*path, "ask"), table.ask),
            references=tuple(table.references),
            notes=self.notes((*path, "note"), table.note),
            in_article=table.article,
            article_reference=table.article_reference,
            estimate=table.estimate,
            number_lines=tuple(table.number_lines),
            in_a_sentence=table.in_a_sentence,
            picture=table.picture,
        )

    def evidence(self, path: TomlPath, table: FactorTable) -> Evidence:
        evidence = cast("EvidenceTable", table.evidence)
        nodes = self.formulas.nodes
        rows = enumerate(evidence.cases)
        cases = tuple((nodes[*path, "evidence", "cases", index, "when"], row.grade) for index, row in rows)
        return Evidence(evidence.grade, evidence.remark, evidence.text, cases)

    def phrases(self) -> dict[str, ConditionalText]:
        return {
            one.table.id: self.words((*one.path, "cases"), one.table.cases) for one in self.document.phrases
        }

    def words(self, path: TomlPath, rows: Sequence[TextTable]) -> ConditionalText:
        return ConditionalText(
            tuple((self.node((*path, index, "when")), row.text) for index, row in enumerate(rows))
        )

    def notes(self, path: TomlPath, rows: Sequence[NoteTable]) -> tuple[ReportNote, ...]:
        return tuple(
            ReportNote(
                row.text,
                self.node((*path, index, "when")),
                row.audience,
                row.check,
                row.open,
                self.bases.get((*path, index, "basis")),
                row.time,
            )
            for index, row in enumerate(rows)
        )

    def safety(self) -> tuple[SafetyFlag, ...]:
        return tuple(self.flag(one.path, one.table) for one in self.document.safety)

    def flag(self, path: TomlPath, table: SafetyTable) -> SafetyFlag:
        every = [one.table.id for one in self.document.factors]
        silenced = every if EVERY_FACTOR in table.silences_changes_of else table.silences_changes_of
        return SafetyFlag(
            id=table.id,
            tier=table.tier,
            when=self.formulas.nodes[*path, "when"],
            text=table.text,
            title=table.title,
            time=table.time,
            more=self.notes((*path, "more"), table.more),
            silences=frozenset(silenced),
            silenced_questions=frozenset(table.silences_changes_of_questions),
            is_at_once=table.at_once,
            source=table.source,
            basis=self.bases.get((*path, "basis")),
        )


def _option(table: QuestionTable, option: OptionTable, offer_if: Node | None) -> Option:
    return Option(
        id=option.id,
        label=option.label,
        exclusive=option.exclusive,
        possible=possible_options(table, option) if option.is_unknown else None,
        figures=dict(option.figures),
        code=option.code,
        offer_if=offer_if,
    )
