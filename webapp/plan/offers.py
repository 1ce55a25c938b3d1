"""What a plan may hold for these answers: changes, tests to consider, and the flags that speak against it."""

from collections.abc import Iterable, Sequence

from webapp.assessment import Answers, Assessment, Change, possible_flags
from webapp.assessment.considered import reasons_to_consider
from webapp.plan.model import OfferedChange
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.model import Question, Questionnaire, SafetyFlag
from webapp.questionnaire.practice import ConsideredRule

DOCTOR_TIERS = ("1", "2")  # tiers of flags that ask to see a doctor
CARE_TIER, KIND_TIER = "3", "support"  # care before a change; kind words on the screen
REPORT_TIERS = (*DOCTOR_TIERS, CARE_TIER)  # tiers whose messages stand in the patient's report


def offered_changes(assessment: Assessment) -> tuple[OfferedChange, ...]:
    """Return the changes that the report's arithmetic found, each once, in the order of the report.

    A change that a flag speaks against is none of them. The assessment must have its changes.
    """
    asked = assessment.questionnaire
    silenced = frozenset[str]().union(
        *(questions_against(asked, flag) for flag in possible_flags(assessment.answers))
    )
    factors: dict[tuple[str, AnswerValue], list[str]] = {}
    for finding in assessment.ordered():
        for change in finding.changes:
            if change.question not in silenced:
                factors.setdefault((change.question, change.becomes), []).append(finding.factor.id)
    changes = {(one.question, one.becomes): one for finding in assessment.findings for one in finding.changes}
    return tuple(_offered(changes[key], lowered) for key, lowered in factors.items())


def flags_against(answers: Answers, questions: Iterable[str]) -> tuple[SafetyFlag, ...]:
    """Return the flags that stand or may stand and speak against changes of what these questions ask.

    Without a question, return those that speak against every change.
    """
    asked, about = answers.questionnaire, frozenset(questions)
    return tuple(
        flag
        for flag in possible_flags(answers)
        if silences_everything(asked, flag) or about & questions_against(asked, flag)
    )


def flags_to_read(assessment: Assessment, questions: Iterable[str]) -> tuple[SafetyFlag, ...]:
    """Return the messages of the patient's report that may concern a change of what these questions ask.

    Without a question nobody can say which do: return all that advise care; the plan names the others.
    """
    about = tuple(questions)
    if not about:
        return tuple(flag for flag in assessment.safety if flag.tier == CARE_TIER)
    against = flags_against(assessment.answers, about)
    return tuple(flag for flag in assessment.safety if flag in against and flag.tier in REPORT_TIERS)


def silences_everything(asked: Questionnaire, flag: SafetyFlag) -> bool:
    """Return whether a flag speaks against every change, whatever it is about."""
    return flag.silences == asked.factors.keys()


def questions_against(asked: Questionnaire, flag: SafetyFlag) -> frozenset[str]:
    """Return the questions that a flag is about: those that it silences, and those that its rules look at.

    Kind words on the screen are no warning: they speak against nothing.
    """
    if flag.tier == KIND_TIER:
        return frozenset()
    rules = (flag.when, *(one.when for one in flag.more if one.when))
    return silenced_questions(asked, [flag]) | asked.rule_book.questions_of(rules)


def silenced_questions(asked: Questionnaire, flags: Iterable[SafetyFlag]) -> frozenset[str]:
    """Return the questions whose answers these flags silence changes of.

    That is stricter than the report, which leaves out a change of a silenced factor alone: an answer that
    counts for several factors is silenced with any of them.
    """
    behind = asked.rule_book.questions_behind
    silenced = (
        flag.silenced_questions.union(*(behind[factor] for factor in flag.silences)) for flag in flags
    )
    return frozenset[str]().union(*silenced)


def silencing_flags(assessment: Assessment) -> tuple[SafetyFlag, ...]:
    """Return the flags that stand or may stand and silence what could be offered."""
    asked = assessment.questionnaire
    changeable = {one.id for one in asked.questions.values() if one.changeable}
    flags = possible_flags(assessment.answers)
    return tuple(flag for flag in flags if changeable & silenced_questions(asked, [flag]))


def considered_tests(assessment: Assessment) -> tuple[ConsideredRule, ...]:
    """Return the tests that the practitioner's page advises to consider."""
    tests = (one for one in assessment.questionnaire.practice.considered if one.is_advised)
    return tuple(one for one in tests if reasons_to_consider(one, assessment.answers))


def needs_doctor(assessment: Assessment) -> bool:
    """Return whether a safety flag asks to see a doctor."""
    return any(flag.tier in DOCTOR_TIERS for flag in assessment.safety)


def askable_questions(assessment: Assessment) -> tuple[tuple[str, Sequence[Question]], ...]:
    """Return the questions that were asked, but for the consent, by the title of their section."""
    is_shown, consent = assessment.answers.is_shown, _consent(assessment.questionnaire)
    groups = (
        (section.title, [one for one in section.questions if is_shown(one.id) and one.id not in consent])
        for section in assessment.questionnaire.sections
    )
    return tuple((title, questions) for title, questions in groups if questions)


def _consent(asked: Questionnaire) -> frozenset[str]:
    """Return the questions that decide whether the form goes on, and nothing else."""
    stops = (flag.when for flag in asked.safety if flag.tier == "stop")
    return asked.rule_book.questions_of(stops).difference(*asked.rule_book.questions_behind.values())


def _offered(change: Change, factors: Sequence[str]) -> OfferedChange:
    was, becomes = change.was, change.becomes
    if not (_is_one(was) and _is_one(becomes)):
        raise TypeError(f"a change of {change.question} is neither a number nor an option")
    return OfferedChange(change.question, was, becomes, tuple(factors))  # type: ignore[arg-type]


def _is_one(value: AnswerValue) -> bool:
    return value is not None and not isinstance(value, tuple)
