"""Simulations in one process or several: one plan always gives identical people."""

import multiprocessing
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from random import Random

from webapp.questionnaire.load import load
from webapp.workbench.simulation.people import USUALLY_UNSURE, MadeUpPerson, PeopleGenerator
from webapp.workbench.simulation.population import draws_of
from webapp.workbench.simulation.tally import PeopleTally, TallyBuilder

BATCH_SIZE = 500  # people in a batch; each batch has its own seed
MAX_STOPPED = 20  # attempts for each person wanted, where the form stops most people


@dataclass(frozen=True)
class SamplingPlan:
    """The number of people, the seed, and the share of answers that say nothing plain.

    `population` is the text of a population file; without it, plausible answers are equally likely.
    `flags` are safety flags: people with any of them are counted.
    """

    people: int
    seed: int = 1
    unsure: float = USUALLY_UNSURE
    population: str = ""
    flags: tuple[str, ...] = ()

    def batch_sizes(self) -> list[int]:
        whole, rest = divmod(self.people, BATCH_SIZE)
        return [BATCH_SIZE] * whole + ([rest] if rest else [])


class Simulator:
    """Makes up the people of one questionnaire and counts their findings."""

    def __init__(self, text: str, plan: SamplingPlan) -> None:
        self.plan = plan
        questionnaire = load(text)
        self.generator = PeopleGenerator(questionnaire, plan.unsure, draws_of(plan.population, questionnaire))
        self.tally_builder = TallyBuilder(questionnaire, plan.flags)

    def run_batch(self, place: int, size: int) -> PeopleTally:
        """Return the counts of one batch of people who reached the end, and of those stopped before."""
        return self.tally_builder.tally(people_in_batch(self.generator, self.plan.seed, place, size))


def people_in_batch(generator: PeopleGenerator, seed: int, place: int, size: int) -> Iterator[MadeUpPerson]:
    """Yield people until `size` of them reached the end, with those whom the form stops."""
    random = Random(f"{seed} {place}")  # noqa: S311 - nothing secret
    for _ in range(size * MAX_STOPPED):
        person = generator.generate(random)
        yield person
        size -= not person.stopped
        if not size:
            return


def tallies(text: str, plan: SamplingPlan, jobs: int = 1) -> Iterator[PeopleTally]:
    """Yield the counts of one batch after the other, from `jobs` processes."""
    if jobs == 1:
        yield from map(Simulator(text, plan).run_batch, *_columns(plan))
        return
    way = _start_method()
    if way.get_start_method() == "fork":
        _simulator[:] = [Simulator(text, plan)]  # a process that is split off has it already
    with ProcessPoolExecutor(jobs, way, _set_up, (text, plan)) as pool:
        yield from pool.map(_run_batch, *_columns(plan))


def _columns(plan: SamplingPlan) -> tuple[Iterable[int], Iterable[int]]:
    sizes = plan.batch_sizes()
    return range(len(sizes)), sizes


def _start_method() -> BaseContext:
    """Fork where the system can and no other thread may hold a lock; else spawn."""
    can_split = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return multiprocessing.get_context("fork" if can_split else "spawn")


_simulator: list[Simulator] = []  # the simulator of this process, once it is set up


def _set_up(text: str, plan: SamplingPlan) -> None:
    if not _simulator:
        _simulator.append(Simulator(text, plan))


def _run_batch(place: int, size: int) -> PeopleTally:
    return _simulator[0].run_batch(place, size)
