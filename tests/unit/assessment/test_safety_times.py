"""Times of safety flags: no heading asks for more, or less, than the text below it."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from tests.project import QUESTIONNAIRE
from tests.unit.questionnaire.small import SMALL, problems
from webapp.questionnaire.loading.values import Time
from webapp.questionnaire.model import ReportNote, SafetyFlag
from webapp.report.views.safety import TIMES

FLAGS = {flag.id: flag for flag in QUESTIONNAIRE.safety if flag.tier == "2"}

WORDS_OF_TIME = {
    "now": ("now",),
    "today": ("today",),
    "ask_today": ("today",),
    "next_dose": ("before the next one", "before the next dose"),
    "tomorrow": ("today or tomorrow",),
    "days": ("in the next day or two",),
    "week": ("this week",),
    "ask_week": ("this week",),
    "fortnight": ("in the next two weeks",),
    "soon": ("this month", "in the next few weeks"),
}
"""How texts and headings name each time."""

ASKED = re.compile(r"ask\b.*\b(pharmacist|doctor or pharmacist)", re.IGNORECASE)
A_FURTHER_CONDITION = re.compile(r"If (?!you are pregnant|a doctor did not advise it)")
"""How a sentence for some readers begins; those that are left out say again what raised the flag."""


def said(text: str) -> str:
    """What a text asks of everybody who reads it, without "If you also feel ill, …"."""
    sentences = re.split(r"(?<=[.;])\s+", text.replace("**", ""))
    return " ".join(one for one in sentences if not A_FURTHER_CONDITION.match(one))


def times_in(text: str) -> set[str]:
    """The times that a text names; "today" in "today or tomorrow" is none of its own."""
    rest, found = text, set()
    for time, phrases in sorted(WORDS_OF_TIME.items(), key=lambda one: -max(map(len, one[1]))):
        for phrase in phrases:
            if re.search(rf"\b{phrase}\b", text if time.startswith("ask_") else rest):
                found.add(time)
                rest = rest if time.startswith("ask_") else rest.replace(phrase, "")
    return found


def timed(flag: SafetyFlag) -> list[tuple[str, str]]:
    """The flag's time and text, and those of the sentences that make it more urgent."""
    added: list[ReportNote] = [note for note in flag.more if note.time]
    return [(flag.time, flag.text), *((note.time, note.text) for note in added)]


@pytest.mark.parametrize("flag", FLAGS.values(), ids=FLAGS)
def test_a_heading_names_the_time_of_its_text(flag: SafetyFlag) -> None:
    for time, text in timed(flag):
        heading = QUESTIONNAIRE.words[f"time_{time}" if time else "safety_2"]
        named = times_in(said(text))
        if time in ("", "soon") and not named:
            continue  # nothing sooner than the text, which leaves the time open
        assert time in named, f"“{heading}” over “{text}”"
        assert time in times_in(heading)
        assert bool(ASKED.search(heading)) == bool(ASKED.search(said(text))), f"“{heading}” over “{text}”"


def test_what_comes_first_names_the_same_time_as_the_heading() -> None:
    for time in WORDS_OF_TIME:
        heading, first = (QUESTIONNAIRE.words[f"{kind}_{time}"] for kind in ("time", "first"))
        assert times_in(heading) == times_in(first.replace("**", "")), first
        assert bool(ASKED.search(heading)) == ("ask a pharmacist" in first)


def test_every_time_has_its_place_in_the_order_of_urgency() -> None:
    assert sorted(TIMES) == sorted(get_args(Time))
    assert sorted({flag.time for flag in FLAGS.values()} - {""}) == sorted({*WORDS_OF_TIME} - {"now"})


def test_the_sentences_of_each_time_that_occurs_are_needed() -> None:
    flag = '[[safety]]\nid = "lump"\ntier = 2\ntime = "fortnight"\nwhen = "drinks == \'1\'"\ntext = "Go."\n'
    needed = ["first_1", "first_2", "first_fortnight", "several_signs", "time_fortnight"]
    assert sorted(one.message for one in problems(f"{SMALL}\n{flag}")) == [
        f'"{key}" is missing' for key in needed
    ]
