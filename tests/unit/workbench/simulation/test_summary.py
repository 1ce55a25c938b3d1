"""What is reported of a simulation can be counted again, one person after the other."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO

import pytest

from tests.unit.workbench.simulation.coffee import coffee
from webapp.assessment import assess
from webapp.questionnaire.levels import Level
from webapp.questionnaire.load import load
from webapp.workbench.simulation.page import as_html
from webapp.workbench.simulation.run import BATCH_SIZE, SamplingPlan, Simulator, people_in_batch, tallies
from webapp.workbench.simulation.summary import Summary
from webapp.workbench.simulation.table import as_csv, as_lines, percent
from webapp.workbench.simulation.tally import PeopleTally

PLAN = SamplingPlan(BATCH_SIZE + 100, seed=7, unsure=0.1)


def counted(plan: SamplingPlan = PLAN, jobs: int = 1) -> PeopleTally:
    whole = PeopleTally()
    for tally in tallies(coffee(), plan, jobs):
        whole.add(tally)
    return whole


TALLY = counted()
SUMMARY = Summary(load(coffee()), TALLY)


def test_the_counts_are_those_of_the_assessments_of_record() -> None:
    generator = Simulator(coffee(), PLAN).generator
    people = [
        one
        for place, size in enumerate(PLAN.batch_sizes())
        for one in people_in_batch(generator, PLAN.seed, place, size)
    ]
    found = [assess(one.answers, changes=False) for one in people if not one.stopped]
    assert TALLY.people == len(found) == PLAN.people
    assert TALLY.stopped.total() == len(people) - len(found)
    for place, factor in enumerate(SUMMARY.questionnaire.factors):
        levels = [one.findings[place] for one in found]
        assert TALLY.levels[factor] == Counter((int(one.lowest), int(one.highest)) for one in levels)
    assert TALLY.held["safety flag shaking"] == sum(len(one.safety) for one in found)
    assert TALLY.asked["cups"] == sum(one.answers.is_shown("cups") for one in found)


def test_two_processes_count_the_same_people_as_one() -> None:
    assert counted(jobs=2) == TALLY


def test_another_seed_gives_other_people() -> None:
    assert (
        counted(SamplingPlan(BATCH_SIZE, seed=8))
        != counted(SamplingPlan(BATCH_SIZE, seed=9))
        != counted(SamplingPlan(BATCH_SIZE, seed=8))
    )


def test_factors_on_the_same_answer_go_together_as_far_as_their_levels_agree() -> None:
    (pair,) = [one for one in SUMMARY.closest if {one.first, one.second} == {"much_coffee", "some_coffee"}]
    assert pair.both == min(TALLY.present("much_coffee"), TALLY.present("some_coffee"))
    assert pair.by_chance < pair.both
    assert 0.5 < pair.correlation < 1


def test_a_factor_that_is_alike_for_all_goes_with_nothing() -> None:
    assert {one.correlation for one in SUMMARY.pairs if "green_tea" in (one.first, one.second)} == {0.0}


def test_what_came_out_for_nobody_is_named() -> None:
    assert "factor green_tea, level slight" in SUMMARY.never
    assert not [name for name in SUMMARY.never if "shaking" in name or "child" in name or "cups" in name]


def test_nothing_is_asked_of_nobody() -> None:
    empty = Summary(SUMMARY.questionnaire, PeopleTally(levels={}))
    assert "question cups is asked" in empty.never
    assert "safety flag child" in empty.never
    assert (empty.minutes_at(0.5), empty.share(0)) == (0, 0)
    assert as_html(empty, PLAN)
    assert list(as_lines(Summary(SUMMARY.questionnaire, PeopleTally(levels={}))))


def test_where_everything_came_out_nothing_is_listed() -> None:
    summary = Summary(SUMMARY.questionnaire, TALLY)
    summary.__dict__["never"] = []
    assert not [line for line in as_lines(summary) if "nobody" in line]
    assert "came out for somebody" in as_html(summary, PLAN)


def test_the_time_is_that_of_the_questions_that_are_asked() -> None:
    # Five questions in two minutes: 1.6 without the one on cups, 2 with it.
    assert [minutes for minutes, _ in SUMMARY.minutes] == [1.5, 2]
    assert SUMMARY.minutes_at(0) == 1.5
    assert SUMMARY.minutes_at(1) == 2


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0.0 %"), (0.0001, "< 0.1 %"), (0.125, "12.5 %"), (1, "100.0 %")]
)
def test_a_share_that_is_there_is_never_written_as_nothing(share: float, written: str) -> None:
    assert percent(share) == written


def test_a_spreadsheet_gets_every_count() -> None:
    rows = list(csv.DictReader(StringIO(as_csv(SUMMARY, PLAN))))
    levels = {(row["id"], row["what"]): int(row["people"]) for row in rows if row["kind"] == "level"}
    open_ = next(row.open for row in SUMMARY.rows if row.factor == "much_coffee")
    assert levels["much_coffee", "open"] == open_ > 0
    assert sum(count for (factor, _), count in levels.items() if factor == "much_coffee") == PLAN.people
    assert {row["kind"] for row in rows} == {
        "all",
        "level",
        "pair",
        "asked",
        "held",
        "never",
        "stopped",
        "minutes",
    }


def test_the_page_needs_nothing_else_and_says_in_words_what_its_plots_show() -> None:
    page = as_html(SUMMARY, PLAN)
    assert not re.search(r"(?:src|href)=|url\(|<script|@import", page)
    assert page.count("<svg") == 3
    none = SUMMARY.share(SUMMARY.rows[0].settled[Level.NONE])
    assert f"Much coffee: none {percent(none)}" in page
    assert len(set(re.findall(r'id="([^"]+)"', page))) == len(re.findall(r' id="', page))


def test_the_terminal_tells_no_more_than_a_screenful_of_what_never_came() -> None:
    many = Summary(SUMMARY.questionnaire, TALLY)
    many.__dict__["never"] = [f"thing {place}" for place in range(50)]
    assert list(as_lines(many))[-4:-2] == ["  thing 39", "  and 10 more"]
