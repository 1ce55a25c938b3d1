"""Words that are too long or stand there twice, and the time that it takes."""

from __future__ import annotations

import pytest

from tests.unit.workbench.lint.linted import noted, noted_in

MANY = "so many words that stand here " * 5


def question(*keys: str, name: str = "n") -> str:
    return "\n".join(
        ["  [[section.question]]", f'  id = "{name}"', '  kind = "number"', "  range = [0, 9]", *keys]
    )


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        (('text = "How many?"',), None),
        (('text = "How many?"', f'help = "{MANY}"'), None),
        (('text = "How many?"', f'help = "{MANY}{MANY}"'), "long-help"),
        ((f'text = "{MANY}"', 'short = "Words"'), "long-sentence"),
        ((f'text = "Few words. {"Five words are said here. " * 6}"', 'short = "Words"'), None),
        (('text = "How many do you eat a day?"',), "no-short"),
        (('text = "How many?"', 'short = "What you eat every day"'), "long-short"),
    ],
)
def test_words_that_are_too_long_are_told(keys: tuple[str, ...], code: str | None) -> None:
    codes = ("long-sentence", "long-help", "long-short", "no-short")
    assert [one for one in codes if noted(question(*keys), one)] == ([code] if code else [])


def choice(first: str, second: str) -> str:
    options = f'options = [{{ id = "a", label = "{first}" }}, {{ id = "b", label = "{second}" }}]'
    return f'  [[section.question]]\n  id = "c"\n  kind = "single"\n  text = "Which?"\n  {options}'


def test_long_answers_and_answers_with_the_same_words_are_told() -> None:
    assert noted_in(choice(MANY, "Few"), "long-label") == ["c.a.label"]
    assert noted(choice("Every day", "every  day"), "same-words") == [
        'c.b.label: another answer has the same words: "every  day"'
    ]
    assert noted(choice("Every day", "Every week"), "same-words") == []


def test_questions_of_one_section_with_the_same_words_are_told() -> None:
    twice = question('text = "How many?"') + "\n" + question('text = "How many?"', name="other")
    elsewhere = twice.replace(
        '[[section.question]]\n  id = "other"',
        '[[section]]\nid = "s"\ntitle = "S"\n[[section.question]]\nid = "other"',
    )
    assert noted_in(twice, "same-words") == ["other.text"]
    assert noted_in(elsewhere, "same-words") == []


@pytest.mark.parametrize(
    ("minutes", "code"),
    [("0", "no-minutes"), ("0.01", "minutes"), ("0.1", None), ("2", "minutes"), ("21", "long-form")],
)
def test_minutes_that_cannot_be_right_are_told(minutes: str, code: str | None) -> None:
    body = f"minutes = {minutes}\n" + question('text = "How many?"')
    assert (code is None) or noted(body, code)
    assert code or not [one for one in ("no-minutes", "minutes", "long-form") if noted(body, one)]


def test_numbers_to_call_that_nobody_phoned_are_told() -> None:
    regions = """
  [[section.question]]
  id = "region"
  kind = "single"
  text = "Where?"
  options = [{ id = "UK", label = "United Kingdom" }]
[[region]]
id = "UK"
emergency = "999"
help_line = "116 123"
confirmed = true
phoned_by = "Ann Lee"
phoned_on = "2026-11-01"
"""
    assert noted_in(regions, "unconfirmed-number") == ["region 1.confirmed"]
    without_day = regions.replace('phoned_on = "2026-11-01"', "")
    assert noted_in(without_day, "unconfirmed-number") == ["region 1.confirmed", "UK.confirmed"]
