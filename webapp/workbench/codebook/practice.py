"""The practitioner's page as entries of a codebook."""

from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.practice import ConsideredRule, LaboratoryRule, ListedRule, ScoreRule, SpoilerRule
from webapp.questionnaire.rules import Node
from webapp.workbench.codebook.model import CodebookEntry, Fact, RuleRow, WordsRow
from webapp.workbench.rule_text import rule_text


def _printed(when: Node | None, asked: Questionnaire, row: RuleRow) -> tuple[RuleRow, ...]:
    return (RuleRow(row.label, rule_text(when, asked), when.text, row.basis),) if when else ()


def score_entry(score: ScoreRule, asked: Questionnaire) -> CodebookEntry:
    """Return a score with its bands."""
    measure = asked.measures[score.measure].title if score.measure else ""
    items = ", ".join(asked.questions[name].short_name for name in score.items)
    facts = (
        Fact("Measure", measure),
        Fact("Items", items),
        Fact("Adds up", score.figure),
        Fact("Note", score.note),
    )
    bands = (RuleRow(one.text, rule_text(one.when, asked), one.when.text, one.basis) for one in score.bands)
    return CodebookEntry(
        id=score.id,
        title=score.title,
        facts=tuple(fact for fact in facts if fact.text),
        rules=(*_printed(score.when, asked, RuleRow("Printed where", "", basis=score.basis)), *bands),
    )


def laboratory_entry(value: LaboratoryRule, asked: Questionnaire) -> CodebookEntry:
    """Return a laboratory value with its conversion."""
    rules = [*_printed(value.when, asked, RuleRow(f"In {value.unit} where", ""))]
    if other := value.other:
        label = f"In {other.unit} ({other.decimals} decimals)"
        rules.append(RuleRow(label, rule_text(other.value, asked), other.value.text, other.basis))
    question = asked.questions[value.question].short_name
    facts = (Fact("Question", question), Fact("Unit", value.unit))
    return CodebookEntry(value.id, f"{value.title}, {value.unit}", facts, rules=tuple(rules))


def listed_entry(listed: ListedRule, asked: Questionnaire) -> CodebookEntry:
    """Return a list of answers that are not scored."""
    names = ", ".join(asked.questions[name].short_name for name in listed.questions)
    return CodebookEntry(listed.id, listed.title, (Fact("Lists the answers to", names),))


def spoiler_entry(spoiler: SpoilerRule, asked: Questionnaire) -> CodebookEntry:
    """Return something that spoils tests."""
    return CodebookEntry(
        id=spoiler.id,
        title=spoiler.text,
        facts=(Fact("Source", spoiler.source),) if spoiler.source else (),
        rules=_printed(spoiler.when, asked, RuleRow("Printed where", "", basis=spoiler.basis)),
    )


def considered_entry(test: ConsideredRule, asked: Questionnaire) -> CodebookEntry:
    """Return a test to consider with its reasons and limits."""
    reasons = (
        WordsRow(
            "Reason", one.text, rule_text(one.when, asked) if one.when else "always", one.basis or test.basis
        )
        for one in test.reasons
    )
    return CodebookEntry(
        id=test.id,
        title=test.title,
        facts=(Fact("Advised", "yes" if test.is_advised else "no"), Fact("Limits", test.limits)),
        rules=_printed(test.when, asked, RuleRow("Considered where", "", basis=test.basis)),
        words=tuple(reasons),
        references=test.references,
    )
