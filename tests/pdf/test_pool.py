"""The pool of render processes: what a patient sees of a crash, a hang or a crowd is a report or "later"."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.pdf.people import (
    brief,
    brief_page,
    bundle,
    bundle_pdf,
    comparison,
    comparison_pdf,
    practice_of,
    view_of,
)
from tests.pdf.processes import stand_in
from tests.project import ROOT
from webapp.report.pdf.printing import print_report
from webapp.report.pool.pool import RenderBusy, RenderFailed, RenderLimits, RenderPool

QUICK = RenderLimits(seconds=0.5, patience=2)


def is_gone(pid: int) -> bool:
    """Whether the process has ended, also when nobody has asked after it yet."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def soon(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def ask_in_vain(pool: RenderPool) -> None:
    with pytest.raises(RenderFailed):
        pool.pdf(view_of("W55"))


def test_every_kind_of_view_comes_out_of_another_process_as_its_pdf() -> None:
    report, page = brief(view_of("W55")), brief_page(practice_of("W55"))
    with RenderPool(1) as pool:
        for view in (report, page):
            assert pool.pdf(view) == print_report(view)
        assert pool.pdf(comparison()) == comparison_pdf()
        with pytest.raises(RenderFailed, match="UndefinedError"):
            pool.pdf(replace(report, words={name: report.words[name] for name in ("title", "disclaimer")}))
        with pytest.raises(RenderFailed, match=r"^the renderer stopped: no font .*script/prepare fonts$"):
            pool.pdf(replace(report, words={**report.words, "title": "\N{CUNEIFORM SIGN A}"}))
        assert pool.pdf(bundle()) == bundle_pdf(), "the process goes on after a mistake in a view"


def test_a_bundle_may_take_the_time_of_all_its_documents() -> None:
    with RenderPool(1, command=stand_in("slower"), limits=RenderLimits(seconds=2)) as pool:
        assert pool.pdf(bundle()).isdigit()
        with pytest.raises(RenderFailed):
            pool.pdf(view_of("W55"))


def test_a_crash_costs_one_more_try_and_not_the_report(tmp_path: Path) -> None:
    with RenderPool(1, command=stand_in("crash", tmp_path / "crashed")) as pool:
        assert pool.pdf(view_of("W55")).isdigit()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_processes_that_are_killed_do_not_cost_the_report(tmp_path: Path) -> None:
    with RenderPool(1, command=stand_in("killed thrice", tmp_path / "killed")) as pool:
        assert pool.pdf(view_of("W55")).isdigit()


def test_who_kills_every_process_gets_no_report() -> None:
    with RenderPool(1, command=stand_in("killed")) as pool:
        ask_in_vain(pool)


def test_all_reports_come_out_while_processes_are_killed_at_random() -> None:
    """benchmarks/kills.py does the same with the real renderer, 300 times."""
    dice = random.Random(7)  # noqa: S311  it keeps nothing secret
    with RenderPool(1, command=stand_in("brief")) as pool:
        for _ in range(24):
            if dice.random() < 0.3:
                threading.Timer(dice.uniform(0, 0.02), kill_all, (pool,)).start()
            assert pool.pdf(view_of("W55")).isdigit()


def kill_all(pool: RenderPool) -> None:
    for child in pool._children.copy():
        os.kill(child.pid, signal.SIGKILL)


def test_there_is_calm_when_nobody_waits_and_a_process_is_free(tmp_path: Path) -> None:
    with RenderPool(1, command=stand_in("slow once", tmp_path / "slow")) as pool:
        assert pool.wait_until_idle(0)
        asker = threading.Thread(target=pool.pdf, args=(view_of("W55"),))
        asker.start()
        assert soon(lambda: not pool._idle._free)
        assert not pool.wait_until_idle(0)
        assert pool.wait_until_idle(20)
        asker.join()
    assert not pool.wait_until_idle(20)


def test_who_came_first_is_served_first(tmp_path: Path) -> None:
    served: list[int] = []
    with RenderPool(1, command=stand_in("slow once", tmp_path / "slow")) as pool:

        def ask(number: int) -> None:
            pool.pdf(view_of("W55"))
            served.append(number)

        askers = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for number, asker in enumerate(askers):
            asker.start()
            assert soon(lambda number=number: not pool._idle._free and len(pool._idle._waiting) == number)  # type: ignore[misc]
        for asker in askers:
            asker.join()
    assert served == [0, 1, 2, 3]


def test_a_process_that_died_while_it_was_idle_is_not_missed() -> None:
    with RenderPool(1, command=stand_in("good")) as pool:
        pid = int(pool.pdf(view_of("W55")))
        os.kill(pid, signal.SIGKILL)
        assert soon(lambda: is_gone(pid))
        assert int(pool.pdf(view_of("W55"))) != pid


def test_a_hang_is_ended_after_its_time_and_tried_once_more(tmp_path: Path) -> None:
    with RenderPool(1, command=stand_in("hang", tmp_path / "hung"), limits=RenderLimits(seconds=4)) as pool:
        start = time.monotonic()
        assert pool.pdf(view_of("W55")).isdigit()
        assert time.monotonic() - start < 30


@pytest.mark.parametrize("behaviour", ["crash", "hang"])
def test_what_never_works_fails_and_the_next_report_is_tried_afresh(behaviour: str) -> None:
    with RenderPool(1, command=stand_in(behaviour), limits=QUICK) as pool:
        with pytest.raises(RenderFailed, match="lost"):
            pool.pdf(view_of("W55"))
        with pytest.raises(RenderFailed, match="lost"):
            pool.pdf(view_of("W55"))


def test_a_failure_tells_its_kind_and_no_answers() -> None:
    with (
        RenderPool(1, command=stand_in("fail")) as pool,
        pytest.raises(RenderFailed, match=r": ValueError$"),
    ):
        pool.pdf(view_of("W55"))


def test_a_reply_that_is_none_is_a_failure() -> None:
    with RenderPool(1, command=stand_in("babble")) as pool, pytest.raises(RenderFailed):
        pool.pdf(view_of("W55"))


def test_a_full_queue_says_so_at_once_and_when_to_come_back() -> None:
    limits = RenderLimits(seconds=3, patience=7)
    with RenderPool(1, waiting=0, command=stand_in("hang"), limits=limits) as pool:
        first = threading.Thread(target=ask_in_vain, args=(pool,))
        first.start()
        assert soon(lambda: pool._idle._places._value == 0)
        start = time.monotonic()
        with pytest.raises(RenderBusy) as refusal:
            pool.pdf(view_of("W55"))
        assert time.monotonic() - start < 1
        assert refusal.value.retry_after == 7
        pool.close()
        first.join()


def test_who_waits_too_long_is_told_to_come_back() -> None:
    limits = RenderLimits(seconds=3, patience=0.2)
    with RenderPool(1, waiting=1, command=stand_in("hang"), limits=limits) as pool:
        first = threading.Thread(target=ask_in_vain, args=(pool,))
        first.start()
        assert soon(lambda: not pool._idle._free)
        with pytest.raises(RenderBusy):
            pool.pdf(view_of("W55"))
        pool.close()
        first.join()


def test_many_at_once_all_get_their_report() -> None:
    with RenderPool(2, waiting=16, command=stand_in("good")) as pool, ThreadPoolExecutor(8) as askers:
        replies = list(askers.map(lambda _: pool.pdf(view_of("W55")), range(16)))
    assert len(set(replies)) <= 2


def test_a_process_is_replaced_after_so_many_documents() -> None:
    with RenderPool(1, command=stand_in("good"), limits=RenderLimits(documents=2)) as pool:
        pids = [pool.pdf(view_of("W55")) for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_closing_ends_every_process_and_refuses_what_comes_after() -> None:
    pool = RenderPool(2, command=stand_in("good"))
    pid = int(pool.pdf(view_of("W55")))
    pool.close()
    pool.close()
    assert is_gone(pid)
    with pytest.raises(RenderFailed, match="closed"):
        pool.pdf(view_of("W55"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_render_process_outlives_a_server_that_was_killed() -> None:
    code = """
import time
from webapp.report.pool.pool import RenderPool
pool = RenderPool(2)
print(*(child.pid for child in pool._children), flush=True)
time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 2
        server.send_signal(signal.SIGKILL)
    assert all(soon(lambda pid=pid: is_gone(pid)) for pid in pids)  # type: ignore[misc]
