"""Loading: from TOML text to a questionnaire, or to all of its errors."""

from dataclasses import dataclass, replace
from functools import lru_cache

from webapp.questionnaire.loading.bases import check_bases
from webapp.questionnaire.loading.build import build
from webapp.questionnaire.loading.case_checks import check_cases
from webapp.questionnaire.loading.choices import check_choices
from webapp.questionnaire.loading.completeness import check_completeness
from webapp.questionnaire.loading.cross_references import check_links
from webapp.questionnaire.loading.cycle_check import check_cycles
from webapp.questionnaire.loading.dependency_graph import DependencyGraph
from webapp.questionnaire.loading.easy import check_easy_words
from webapp.questionnaire.loading.formulas import Formulas, parse_rules
from webapp.questionnaire.loading.ids import check_ids
from webapp.questionnaire.loading.placeholders import check_placeholders
from webapp.questionnaire.loading.possibilities import possibilities
from webapp.questionnaire.loading.practice_checks import check_practice
from webapp.questionnaire.loading.ranges import check_ranges
from webapp.questionnaire.loading.reading import TomlDocument, parse_toml, read_document
from webapp.questionnaire.loading.show_if_checks import check_show_if
from webapp.questionnaire.loading.texts import check_texts
from webapp.questionnaire.loading.thresholds import check_thresholds
from webapp.questionnaire.loading.units import check_units
from webapp.questionnaire.loading.wording import digest_of, meaning_of, question_digests, word_texts
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import ErrorCollector, Problem, QuestionnaireErrors

_CACHED = 32  # questionnaires in all languages and editions: half a megabyte each, and slow to load


@dataclass(frozen=True)
class LoadedDocument:
    """A questionnaire with its tables, parsed rules and positions in the text."""

    questionnaire: Questionnaire
    document: TomlDocument
    formulas: Formulas
    errors: ErrorCollector


@lru_cache(maxsize=_CACHED)
def load(text: str) -> Questionnaire:
    """Return the questionnaire of a TOML text. Raise QuestionnaireErrors with all problems at once."""
    return load_document(text).questionnaire


def load_document(text: str) -> LoadedDocument:
    """Return the questionnaire with its tables, rules and an empty ErrorCollector, for further checks."""
    try:
        return _loaded(text)
    except RecursionError as error:
        raise too_deep() from error


def too_deep() -> QuestionnaireErrors:
    """Return the error of a text whose rules cannot be followed to their end."""
    message = "rules, phrases or questions look at one another over too many steps to be worked out"
    return QuestionnaireErrors([Problem(1, "too-deep", "", message)])


def _loaded(text: str) -> LoadedDocument:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    errors = parse_toml(plain)
    document = check_ids(read_document(errors), errors)
    formulas = parse_rules(document, errors)
    _check(document, formulas, errors)
    if errors.problems:
        raise QuestionnaireErrors(errors.problems)
    digests = digest_of(text), meaning_of(errors.data)
    questionnaire = build(document, formulas, *digests)
    if not questionnaire.translation_of:
        questionnaire = replace(questionnaire, source_words=question_digests(word_texts(errors.data)))
    return LoadedDocument(questionnaire, document, formulas, errors)


def _check(document: TomlDocument, formulas: Formulas, errors: ErrorCollector) -> None:
    """Run the checks that need the whole document."""
    graph = DependencyGraph(document, formulas)
    check_texts(errors)
    check_completeness(document, errors)
    check_links(document, errors)
    check_bases(document, errors)
    check_practice(document, errors)
    check_placeholders(document, errors)
    check_easy_words(document, errors)
    check_choices(document, formulas, errors)
    check_ranges(document, errors)
    check_cases(document, errors)
    check_show_if(graph, document, errors)
    cyclic = check_cycles(graph, document, errors)
    check_thresholds(possibilities(graph, document, cyclic), document, errors)
    check_units(document, errors)
