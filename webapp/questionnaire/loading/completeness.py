"""Checks of what a questionnaire needs."""

from collections.abc import Iterator
from itertools import chain

from webapp.questionnaire.loading.document import BasisTable, FactorTable, HeadTable, SafetyTable
from webapp.questionnaire.loading.formulas import LEVELS
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry, TomlDocument
from webapp.questionnaire.problems import ErrorCollector
from webapp.questionnaire.rules.symbols import nearest

FACTOR_KEYS = ("evidence", "told", "why", "ask", "references")
"""Keys that every factor needs, besides a rule and its basis."""

SOON = "2"  # the tier whose flags wait for follow-ups, unless they say `at_once`

WORDS = (
    *("start_title", "start_lead", "start_ready", "title", "disclaimer", "disclaimer_practitioner"),
    *("no_safety", "about", "about_short"),
    *("level_none", "level_slight", "level_moderate", "level_strong", "level_unknown"),
    *("level_at_least", "level_could_be", "level_meaning", "grade_a", "grade_b", "grade_c"),
    *("smaller_factors", "could_not_tell", "changes_intro", "questions_to_ask"),
    *("also_worth_telling", "safety_stop", "safety_1", "safety_2", "safety_3", "no_total"),
)
"""The fixed sentences that screens and reports need."""


WORDS_OF_SIGNS = ("signs_ticked", "see_doctor")
"""The sentences that are needed where a question asks for warning signs."""

WORDS_OF_TIMED = ("several_signs", "first_1", "first_2")
"""The sentences that are needed where safety flags have times, besides those of each time."""


def check_completeness(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for whatever the document or a factor lacks."""
    for kind in ("section", "factor"):
        if not errors.data.get(kind):
            errors.add((kind,), "empty", f"there is no [[{kind}]]")
    if document.head:
        _check_head(errors, document.head)
        _check_review(errors, document.head)
    _check_sections(errors)
    _check_words(document, errors)
    for factor in document.factors:
        _check_factor(errors, factor.path, factor.table)
    _check_times(document, errors)
    for flag in document.safety:
        if flag.table.at_once and flag.table.tier != SOON:
            message = f"only a flag of tier {SOON} can be shown earlier than its tier is"
            errors.add((*flag.path, "at_once"), "wrong-value", message)


def _check_head(errors: ErrorCollector, head: HeadTable) -> None:
    if head.full_factors < 1:
        errors.add(("full_factors",), "wrong-value", "at least one factor is told in full")
    if head.full_level and "full_factors" in head.model_fields_set:
        message = 'with "full_level" every factor of that level is told in full, however many there are'
        errors.add(("full_factors",), "two-limits", message)


def _check_review(errors: ErrorCollector, head: HeadTable) -> None:
    """Add errors where content is signed off without days of review, or has such days as a draft."""
    for key in ("review_due", "urgent_review_due"):
        day = getattr(head, key)
        if head.signed_off and not day:
            errors.add(("signed_off",), "no-review", f'who signs off says with "{key}" when to look again')
        elif day and not (head.signed_off and head.signed_off < day):
            errors.add((key,), "wrong-value", 'a review comes after the day of "signed_off"')


def _check_times(document: TomlDocument, errors: ErrorCollector) -> None:
    """Add errors for times of what asks nobody to act by a time."""
    for flag in document.safety:
        timed = [path for path, time in ((flag.path, flag.table.time), *_times_of_rows(flag)) if time]
        for path in timed if flag.table.tier != SOON else ():
            message = f"only a flag of tier {SOON} has a time: the others are for now, or for no time"
            errors.add((*path, "time"), "wrong-value", message)
    for factor in document.factors:
        for index, note in enumerate(factor.table.note):
            if note.time:
                message = "a note asks nobody to act: a time is for safety flags"
                errors.add((*factor.path, "note", index, "time"), "wrong-value", message)


def _added_times(flag: TableEntry[SafetyTable]) -> Iterator[str]:
    return (time for _, time in _times_of_rows(flag))


def _times_of_rows(flag: TableEntry[SafetyTable]) -> list[tuple[TomlPath, str]]:
    return [((*flag.path, "more", index), row.time) for index, row in enumerate(flag.table.more)]


def _check_sections(errors: ErrorCollector) -> None:
    for index, section in enumerate(errors.data.get("section", [])):
        path = ("section", index)
        if not section.get("question") and (*path, "question") not in errors.unreadable_paths:
            errors.add(path, "empty", "this section asks nothing")


def _check_words(document: TomlDocument, errors: ErrorCollector) -> None:
    if ("words",) in errors.unreadable_paths:
        return
    others = [key for key in document.words if key not in WORDS]
    asks_signs = any(question.table.asks_signs for question in document.questions)
    for key in (*WORDS, *(WORDS_OF_SIGNS if asks_signs else ()), *_words_of_times(document)):
        if key not in document.words:
            near = nearest(key, others)
            errors.add_to_key(("words", key), "missing-key", f'"{key}" is missing', near)


def _words_of_times(document: TomlDocument) -> tuple[str, ...]:
    """Return the sentences that are needed for the times of the safety flags."""
    times = {time for flag in document.safety for time in (flag.table.time, *_added_times(flag)) if time}
    return (*WORDS_OF_TIMED, *chain.from_iterable(map(words_of_time, sorted(times)))) if times else ()


def words_of_time(time: str) -> tuple[str, str]:
    """Return the heading of the flags of one time, and the sentence that says to do that first."""
    return f"time_{time}", f"first_{time}"


def _check_factor(errors: ErrorCollector, path: TomlPath, table: FactorTable) -> None:
    for key in FACTOR_KEYS:
        if not getattr(table, key):
            errors.add((*path, key), "incomplete-factor", f'a factor needs "{key}"')
    rules = {level.word for level in LEVELS if getattr(table, level.word) is not None}
    if not rules:
        errors.add(path, "incomplete-factor", 'a factor needs a rule: "strong", "moderate" or "slight"')
    for level, basis in table.basis:
        _check_basis(errors, (*path, "basis", level), basis, has_rule=level in rules)


def _check_basis(errors: ErrorCollector, path: TomlPath, basis: BasisTable | None, *, has_rule: bool) -> None:
    level = str(path[-1])
    if has_rule and basis is None:
        errors.add(path, "incomplete-factor", f'the rule of "{level}" needs a basis', level)
    if basis and not has_rule:
        message = f'there is no rule "{level}" that this could be the basis of'
        errors.add(path, "wrong-value", message, basis.kind)
