"""Texts that are too long or repeated, and the time that all of them take."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from webapp.questionnaire.loading.document import QuestionTable, SectionTable
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.reading import TableEntry
from webapp.questionnaire.loading.region_table import RegionTable
from webapp.questionnaire.rules.numbers import write_exact, write_number
from webapp.workbench.lint.context import LintContext

# GOV.UK content design: "Do not use long sentences. Check any sentences with more than 25 words."
LONGEST_SENTENCE = 25
LONGEST_HELP = 40  # words of a help text: three short sentences, which fit below a question on a phone
LONGEST_LABEL = 15
LONGEST_SHORT = 4  # words of a short name, as docs/questions.md says: more do not fit its column

# Brysbaert 2019, J Mem Lang 109:104047: adults read 238 words of non-fiction a minute, silently.
WORDS_A_MINUTE = 238
SECONDS_AN_ANSWER = 4
"""The time to decide and to tap, in addition to reading: about what the shipped questionnaire states."""
TOO_SHORT = Fraction(1, 2)
TOO_LONG = 3
"""How far stated minutes may be from the computed ones."""

# Revilla and Ochoa 2017, Int J Market Res 59:557-565: what people call the longest that a form may take.
LONGEST_FORM = 20

SENTENCE = re.compile(r"(?<=[.!?:])\s+")


def check_words(ctx: LintContext) -> None:
    """Note texts that are long or repeated, and minutes that cannot be correct."""
    for question in ctx.document.questions:
        _check_question(ctx, question)
        _check_labels(ctx, question)
    for section in ctx.document.sections:
        _check_minutes(ctx, section)
        asked = [one for one in ctx.document.questions if one.path[:2] == section.path]
        texts = [((*one.path, "text"), one.table.text) for one in asked]
        _check_twice(ctx, texts, "question of this section")
    _check_form(ctx)
    for region in ctx.document.regions:
        _check_call(ctx, region)


def _check_call(ctx: LintContext, region: TableEntry[RegionTable]) -> None:
    table, message = region.table, ""
    if not table.confirmed:
        message = "nobody has phoned these numbers yet: a wrong one leaves somebody without help"
    elif not (table.phoned_by and table.phoned_on):
        message = "the file says that somebody phoned these numbers, and not who or when"
    if message:
        ctx.note((*region.path, "confirmed"), "unconfirmed-number", message, table.id)


def _check_question(ctx: LintContext, question: TableEntry[QuestionTable]) -> None:
    path, table = question.path, question.table
    longest = max(map(_length, SENTENCE.split(table.text)))
    if longest > LONGEST_SENTENCE:
        message = f"a sentence of this question has {longest} words, more than {LONGEST_SENTENCE}"
        ctx.note((*path, "text"), "long-sentence", message)
    if _length(table.help) > LONGEST_HELP:
        message = f"this help has {_length(table.help)} words, more than {LONGEST_HELP}"
        ctx.note((*path, "help"), "long-help", message)
    if _length(table.short) > LONGEST_SHORT:
        message = f"this short name has {_length(table.short)} words, more than {LONGEST_SHORT}"
        ctx.note((*path, "short"), "long-short", message)
    if not table.short and _length(table.text) > LONGEST_SHORT:
        message = "without a short name, tables print the whole question"
        ctx.note((*path, "short"), "no-short", message, table.id)


def _check_labels(ctx: LintContext, question: TableEntry[QuestionTable]) -> None:
    path = (*question.path, "options")
    labels = [((*path, index, "label"), option.label) for index, option in enumerate(question.table.options)]
    for place, label in labels:
        if _length(label) > LONGEST_LABEL:
            message = f"this answer has {_length(label)} words, more than {LONGEST_LABEL}"
            ctx.note(place, "long-label", message)
    _check_twice(ctx, labels, "answer")


def _check_twice(ctx: LintContext, written: Sequence[tuple[TomlPath, str]], what: str) -> None:
    seen: set[str] = set()
    for path, text in written:
        same = " ".join(text.split()).casefold()
        if same in seen:
            ctx.note(path, "same-words", f'another {what} has the same words: "{text}"', text)
        seen.add(same)


def _check_minutes(ctx: LintContext, section: TableEntry[SectionTable]) -> None:
    path, stated = (*section.path, "minutes"), section.table.minutes
    if not stated:
        message = 'this section does not say how long it takes, so "minutes left" is wrong'
        ctx.note(path, "no-minutes", message, section.table.id)
        return
    worked_out = sum(map(_minutes, _always_asked(ctx, section)))
    if not TOO_SHORT * worked_out <= stated <= TOO_LONG * worked_out:
        about = write_number(worked_out, 1)
        message = f"to read and answer this takes about {about} minutes, not {write_exact(stated)}"
        ctx.note(path, "minutes", message, section.table.id)


def _always_asked(ctx: LintContext, section: TableEntry[SectionTable]) -> Iterator[QuestionTable]:
    inside = (one.table for one in ctx.document.questions if one.path[:2] == section.path)
    return (table for table in inside if not table.may_be_hidden)


def _minutes(table: QuestionTable) -> Fraction:
    read = _length(table.text) + sum(_length(option.label) for option in table.options)
    return Fraction(read, WORDS_A_MINUTE) + Fraction(SECONDS_AN_ANSWER, 60)


def _check_form(ctx: LintContext) -> None:
    whole = sum(section.table.minutes for section in ctx.document.sections)
    if whole > LONGEST_FORM:
        message = f"the whole form takes {write_exact(whole)} minutes; many give up after {LONGEST_FORM}"
        ctx.note(("section",), "long-form", message)


def _length(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())
