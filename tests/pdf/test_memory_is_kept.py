"""A render process that is warm takes no memory from the system again and again while it prints."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.pdf.people import view_of
from webapp.report.pool.pool import RenderPool

FEW_PAGES = 1000
"""Of 4 KiB. Where each deep call took its own memory, a report took 5,470."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_second_report_takes_little_memory_from_the_system() -> None:
    with closing(RenderPool(1)) as pool:
        (child,) = pool._children
        pool.pdf(view_of("W55"))
        before = pages_taken(child.pid)
        pool.pdf(view_of("W55"))
        assert pages_taken(child.pid) - before < FEW_PAGES


def pages_taken(pid: int) -> int:
    """Return the page faults of a process, see proc(5)."""
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[7])
