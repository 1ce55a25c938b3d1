"""Whether a report can be made at all: what `/health` asks of the render processes."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing

from webapp.report.pool.pool import RenderPool


def test_a_process_that_was_lost_while_it_was_idle_is_replaced_when_somebody_asks() -> None:
    with closing(RenderPool(1)) as pool:
        assert pool.is_alive()
        (child,) = pool._children
        os.kill(child._process.pid, signal.SIGKILL)
        child._process.wait(10)
        assert pool.is_alive()
        assert pool._children != {child}


def test_where_no_process_stays_alive_no_report_can_be_made() -> None:
    with closing(RenderPool(1, command=(sys.executable, "-S", "-E", "-c", ""))) as pool:
        assert [asked_when_all_have_ended(pool) for _ in range(3)] == [True, False, False]


def asked_when_all_have_ended(pool: RenderPool) -> bool:
    for child in pool._children:
        child._process.wait(10)
    return pool.is_alive()


def test_a_pool_that_is_busy_is_alive_and_one_that_is_closed_is_not() -> None:
    pool = RenderPool(1)
    with closing(pool), pool._lent():
        assert pool.is_alive()
    assert not pool.is_alive()
