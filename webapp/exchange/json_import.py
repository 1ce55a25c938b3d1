"""Reading back a submission that was exported as JSON."""

from collections.abc import Callable, Mapping

from webapp.assessment import AnswerErrors, validate_answers
from webapp.exchange.fhir.parse_response import ResponseOrigin, parse_authored
from webapp.exchange.json_export import FORMAT
from webapp.exchange.record.parse_record import ImportedAnswers, answered_questionnaire, our_reference
from webapp.exchange.record.refusals import RecordRefused
from webapp.questionnaire.model import Questionnaire

_SEVERAL = (
    "%(count)s submissions are in this file, and one at a time is read here. Export the one that you need; "
    "gutfactors batch  makes reports of many from the table (CSV)."
)
_DAMAGED = "This is an export of submissions, but its answers are not where an export has them."


def is_export(content: Mapping[str, object]) -> bool:
    """Return whether this is a file of ours that holds submissions, not plain answers."""
    return content.get("format") == FORMAT


def parse_export(
    content: Mapping[str, object], today: Questionnaire, kept: Callable[[str], Questionnaire]
) -> ImportedAnswers:
    """Parse an export of one submission. Raise RecordRefused.

    As with a record, its digest decides about the questionnaire: `today`, or what `kept` returns; `kept`
    raises LookupError for an unknown digest.
    """
    submission = _only_submission(content)
    origin = _origin(submission)
    questionnaire = answered_questionnaire(origin, today, kept)
    try:
        answers = validate_answers(questionnaire, _mapping(submission.get("answers")))
    except AnswerErrors as errors:
        sentences = (f"{problem.question}: {problem.message}" for problem in errors.problems)
        raise RecordRefused(*sentences) from errors
    return ImportedAnswers(answers, origin.authored, our_reference(origin), origin.day)


def _only_submission(content: Mapping[str, object]) -> Mapping[str, object]:
    submissions = content.get("submissions")
    if not isinstance(submissions, list):
        raise RecordRefused(_DAMAGED)
    if len(submissions) != 1:
        raise RecordRefused(_SEVERAL, count=str(len(submissions)))
    return _mapping(submissions[0])


def _origin(submission: Mapping[str, object]) -> ResponseOrigin:
    asked = _mapping(_mapping(submission.get("assessment")).get("questionnaire"))
    authored, day = parse_authored(submission.get("submitted_at"))
    return ResponseOrigin(
        version=str(asked.get("version", "")),
        digest=str(asked.get("digest", "")),
        reference=str(submission.get("reference", "")),
        authored=authored,
        day=day,
    )


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise RecordRefused(_DAMAGED)
    return value
