"""The practitioner's page as entries of a codebook."""

from collections.abc import Iterator

from webapp.questionnaire.practice import ConsideredRule, LaboratoryRule, ListedRule, ScoreRule, SpoilerRule
from webapp.workbench.codebook.model import CodebookEntry, Fact, RuleRow, Verbatim, WordsRow
from webapp.workbench.codebook.writer import Writer, stated


def score_entry(score: ScoreRule, writer: Writer) -> CodebookEntry:
    """Return a score with its bands."""
    words = writer.words
    bands = (RuleRow(one.text, writer.rule(one.when), one.when.text, one.basis) for one in score.bands)
    return CodebookEntry(
        id=score.id,
        title=score.title,
        facts=stated(
            Fact(
                words.gettext("Measure"), writer.asked.measures[score.measure].title if score.measure else ""
            ),
            Fact(words.gettext("Items"), writer.short_names(score.items)),
            Fact(words.gettext("Adds up"), Verbatim(score.figure)),
            Fact(words.pgettext("codebook", "Note"), score.note),
        ),
        rules=(*writer.printed(words.gettext("Printed where"), score.when, score.basis), *bands),
    )


def laboratory_entry(value: LaboratoryRule, writer: Writer) -> CodebookEntry:
    """Return a laboratory value with its conversion."""
    words = writer.words
    question = writer.asked.questions[value.question].short_name
    return CodebookEntry(
        id=value.id,
        title=words.join((value.title, value.unit)),
        facts=(Fact(words.gettext("Question"), question), Fact(words.gettext("Unit"), value.unit)),
        rules=tuple(_units(value, writer)),
    )


def _units(value: LaboratoryRule, writer: Writer) -> Iterator[RuleRow]:
    """Yield when the number is in the unit, and how the one in the other unit is worked out."""
    words = writer.words
    yield from writer.printed(words.gettext("In %(unit)s where", unit=value.unit), value.when)
    if other := value.other:
        label = words.ngettext(
            "In %(unit)s (%(num)s decimal)", "In %(unit)s (%(num)s decimals)", other.decimals, unit=other.unit
        )
        yield RuleRow(label, writer.rule(other.value), other.value.text, other.basis)


def listed_entry(listed: ListedRule, writer: Writer) -> CodebookEntry:
    """Return a list of answers that are not scored."""
    names = Fact(writer.words.gettext("Lists the answers to"), writer.short_names(listed.questions))
    return CodebookEntry(listed.id, listed.title, (names,))


def spoiler_entry(spoiler: SpoilerRule, writer: Writer) -> CodebookEntry:
    """Return something that spoils tests."""
    words = writer.words
    return CodebookEntry(
        id=spoiler.id,
        title=spoiler.text,
        facts=stated(Fact(words.gettext("Source"), Verbatim(spoiler.source))),
        rules=writer.printed(words.gettext("Printed where"), spoiler.when, spoiler.basis),
    )


def considered_entry(test: ConsideredRule, writer: Writer) -> CodebookEntry:
    """Return a test to consider with its reasons and limits."""
    words = writer.words
    reasons = (
        WordsRow(
            words.gettext("Reason"),
            one.text,
            writer.condition(one.when, writer.always)[0],
            one.basis or test.basis,
        )
        for one in test.reasons
    )
    advised = words.gettext("yes") if test.is_advised else words.gettext("no")
    return CodebookEntry(
        id=test.id,
        title=test.title,
        facts=(Fact(words.gettext("Advised"), advised), Fact(words.gettext("Limits"), test.limits)),
        rules=writer.printed(words.gettext("Considered where"), test.when, test.basis),
        words=tuple(reasons),
        references=test.references,
    )
