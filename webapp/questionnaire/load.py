"""Text to questionnaire, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from webapp.questionnaire.loading.build import build
from webapp.questionnaire.loading.case_checks import check_rows
from webapp.questionnaire.loading.choices import check_choices
from webapp.questionnaire.loading.completeness import check_completeness
from webapp.questionnaire.loading.cycle_check import check_circles
from webapp.questionnaire.loading.dependency_graph import Uses
from webapp.questionnaire.loading.formulas import Formulas, parse_rules
from webapp.questionnaire.loading.ids import check_ids
from webapp.questionnaire.loading.links import check_links
from webapp.questionnaire.loading.placeholders import check_placeholders
from webapp.questionnaire.loading.possibilities import possibilities
from webapp.questionnaire.loading.practice_checks import check_practice
from webapp.questionnaire.loading.ranges import check_ranges
from webapp.questionnaire.loading.reading import Document, parse_toml, read_document
from webapp.questionnaire.loading.show_if_checks import check_showing
from webapp.questionnaire.loading.texts import check_texts
from webapp.questionnaire.loading.thresholds import check_thresholds
from webapp.questionnaire.loading.units import check_units
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import Ledger, QuestionnaireErrors

_REMEMBERED = 4
"""Texts whose questionnaire is remembered, half a megabyte each: it never changes, and loading takes long."""


@dataclass(frozen=True)
class Loaded:
    """A questionnaire with the tables, the rules and the places in the text that it was built from."""

    questionnaire: Questionnaire
    document: Document
    formulas: Formulas
    ledger: Ledger


@lru_cache(maxsize=_REMEMBERED)
def load(text: str) -> Questionnaire:
    """The questionnaire of a TOML text. Raises QuestionnaireErrors with all problems at once."""
    return load_whole(text).questionnaire


def load_whole(text: str) -> Loaded:
    """The same, with what it was built from. The ledger has no problems in it yet."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    ledger = parse_toml(plain)
    document = check_ids(read_document(ledger), ledger)
    formulas = parse_rules(document, ledger)
    _check(document, formulas, ledger)
    if ledger.problems:
        raise QuestionnaireErrors(ledger.problems)
    questionnaire = build(document, formulas, sha256(plain.encode()).hexdigest())
    return Loaded(questionnaire, document, formulas, ledger)


def _check(document: Document, formulas: Formulas, ledger: Ledger) -> None:
    """Book what is wrong with the whole, though each table may fit by itself."""
    uses = Uses(document, formulas)
    check_texts(ledger)
    check_completeness(document, ledger)
    check_links(document, ledger)
    check_practice(document, ledger)
    check_placeholders(document, ledger)
    check_choices(document, formulas, ledger)
    check_ranges(document, ledger)
    check_rows(document, ledger)
    check_showing(uses, document, ledger)
    on_circles = check_circles(uses, document, ledger)
    check_thresholds(possibilities(uses, document, on_circles), document, ledger)
    check_units(document, ledger)
