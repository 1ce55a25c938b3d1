"""Not time: random people answer a follow-up as its pages ask it; the whole form must find the same.

Each made-up person has answers of last time and others today. The short form asks as the pages do, and takes
the rest from last time; the whole form gets today's answers to what was asked and last time's to what was
not, where they still count. `python -m benchmarks.follow_up 10000 1`: people, seed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from webapp.assessment import Answers
from webapp.assessment.answers import interview
from webapp.assessment.assess import raised_flags
from webapp.clinic import Clinic
from webapp.follow_up import MOST_MINUTES, MOST_QUESTIONS, FollowUp, LastTime, choose
from webapp.questionnaire.domains import AnswerValue
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.rules import Situation
from webapp.web.kit.answer_parsing import typed_as
from webapp.web.patient.draft_content import DraftContent, path_of
from webapp.web.patient.follow_up_content import FollowUpContent
from webapp.workbench.simulation.people import MadeUpPerson, PeopleGenerator

LAST_DAY = date(2026, 1, 15)
LONGEST = 200  # days between both times: longer than any answer counts
UNSURE = 0.05
ROOT = Path(__file__).parents[1]
PLAN = 3  # questions that a plan is about


@dataclass(frozen=True)
class Outcome:
    """What one person was asked, and the answers of both forms."""

    follow_up: FollowUp
    plan: tuple[str, ...]
    asked: tuple[str, ...]
    short: Answers
    whole: Answers

    @property
    def is_exact(self) -> bool:
        """Whether both forms have the same answers, flags and levels."""
        return self.short.given == self.whole.given and _judged(self.short) == _judged(self.whole)


class TwoVisits:
    """Makes up people who come back."""

    def __init__(self, old: Questionnaire, new: Questionnaire, clinic: Clinic, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  nothing secret
        self.new, self.clinic = new, clinic
        self.before = PeopleGenerator(old, UNSURE)
        self.today = PeopleGenerator(new, UNSURE)

    def outcome(self) -> Outcome:
        """Let one person answer both forms."""
        last = LastTime(self._person(self.before).answers, LAST_DAY)
        day = LAST_DAY + timedelta(self.random.randrange(LONGEST))
        plan = self._plan(last.answers)
        follow_up = choose(last, self.new, self.clinic, day, plan)
        content = FollowUpContent.begin(last, follow_up, self.new, "")
        asked, short = self._on_pages(content, follow_up.kept)
        fresh = {one: short.given[one] for one in asked if one in short.given}
        answers = {**follow_up.kept, **fresh}
        whole = interview(self.new, lambda question, _: answers.get(question.id))
        return Outcome(follow_up, plan, asked, short, whole)

    def _person(self, generator: PeopleGenerator) -> MadeUpPerson:
        while (person := generator.generate(self.random)).stopped:
            pass
        return person

    def _plan(self, answers: Answers) -> tuple[str, ...]:
        may = [one for one in answers.given if answers.questionnaire.questions[one].changeable]
        return tuple(self.random.sample(may, min(PLAN, len(may))))

    def _on_pages(
        self, content: FollowUpContent, kept: Mapping[str, AnswerValue]
    ) -> tuple[tuple[str, ...], Answers]:
        """Answer what is pending until nothing is, as the pages do."""
        questions = self.new.questions
        typed = {one: typed_as(questions[one], value) for one, value in kept.items()}
        draft, asked = DraftContent(typed=typed, follow_up=content), list[str]()
        while True:
            answers, path = path_of(draft, self.new, self.clinic)
            section = next((one.id for one in self.new.sections if path.pending(one.id)), None)
            if section is None:
                return tuple(asked), answers
            asked += path.pending(section)
            page = {
                one: typed_as(questions[one], self._answer(one, answers.situation))
                for one in path.pending(section)
            }
            draft = draft.with_page(page, is_passed=True)

    def _answer(self, question: str, situation: Situation) -> AnswerValue:
        return "yes" if question == "consent" else self.today.draw(question, self.random, situation)


def _judged(answers: Answers) -> object:
    situation = answers.situation
    levels = {one: situation.level(one) for one in answers.questionnaire.factors}
    return levels, [flag.id for flag in raised_flags(answers)]


def main() -> None:
    """Print what the follow-ups of very many people were like; exit with 1 if one is not exact."""
    people, seed = (int(one) for one in (*sys.argv[1:], "10000", "1")[:2])
    questionnaire = load((ROOT / "questions.toml").read_text("utf-8"))
    visits = TwoVisits(questionnaire, questionnaire, Clinic(), seed)
    start = perf_counter()
    outcomes = [visits.outcome() for _ in range(people)]
    short = [one for one in outcomes if not one.follow_up.is_whole]
    wrong = [one for one in outcomes if not one.is_exact]
    most = max(len(one.asked) for one in short)
    left_out = sum(not set(one.plan) <= set(one.asked) for one in short)
    print(f"{people:,} people, seed {seed}, {perf_counter() - start:.0f} s: {len(wrong)} not exact")
    print(
        f"short for {len(short):,}: at most {most} questions (of {MOST_QUESTIONS}), {MOST_MINUTES} minutes;"
    )
    print(f"{sum(len(one.asked) for one in short) / len(short):.1f} questions on average;")
    print(f"a question of the plan found no room with {left_out:,}")
    raise SystemExit(1 if wrong or most > MOST_QUESTIONS else 0)


if __name__ == "__main__":
    main()
