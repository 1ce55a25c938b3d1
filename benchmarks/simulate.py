"""How many made-up people one core judges in a second, and what a second process brings."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

from benchmarks import interleaved
from webapp.assessment import assess, resolve
from webapp.workbench.simulation.run import BATCH_SIZE, Plan, Simulator, people_in_batch, tallies

TEXT = (Path(__file__).parents[1] / "questions.toml").read_text("utf-8")


def main() -> None:
    """Print people a second, and the ratio of one process to two; `--quick` makes up fewer."""
    quick = "--quick" in sys.argv
    _one_core(rounds=8 if quick else 40)
    _two_processes(people=30_000 if quick else 60_000, rounds=1 if quick else 3)


def _one_core(rounds: int) -> None:
    plan = Plan(BATCH_SIZE)
    simulator = Simulator(TEXT, plan)
    made_up = people_in_batch(simulator.generator, 1, 0, BATCH_SIZE // 10)
    people = [person for person in made_up if not person.stopped]
    ways = {
        f"{BATCH_SIZE} people, made up and judged": lambda: simulator.run_batch(0, BATCH_SIZE),
        f"{len(people)} of them by assess": lambda: [
            assess(resolve(simulator.generator.questionnaire, person.given), changes=False)
            for person in people
        ],
    }
    rows = interleaved.take_turns(ways, rounds)
    interleaved.show("One core", rows)
    print(f"{BATCH_SIZE / rows[0].cpu_ms * interleaved.MS:,.0f} people a second (CPU)")


def _two_processes(people: int, rounds: int) -> None:
    """By CPU time, too: on a machine that is busy with other things, wall time measures those."""
    takings = [[_taken(Plan(people, seed), jobs) for jobs in (1, 2)] for seed in range(rounds)]
    for kind in ("wall", "CPU"):
        ratio = statistics.median(one[kind] / two[kind] for one, two in takings)
        print(f"{people:,} people: two processes are {ratio:.2f} times one ({kind} time)")


def _taken(plan: Plan, jobs: int) -> dict[str, float]:
    """Wall seconds, and the CPU seconds of the process that works longest, where all take even parts."""
    wall, own, children = time.perf_counter(), time.process_time(), _of_children()
    assert sum(tally.people for tally in tallies(TEXT, plan, jobs)) == plan.people
    own, children = time.process_time() - own, _of_children() - children
    return {"wall": time.perf_counter() - wall, "CPU": max(own, children / jobs)}


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
