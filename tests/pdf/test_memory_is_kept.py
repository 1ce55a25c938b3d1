"""A render process that is warm takes no memory again and again, and looks at what it keeps only once."""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.pdf.people import brief, view_of
from tests.project import ROOT
from webapp.report.pool.pool import RenderPool

FEW_PAGES = 1000
"""Of 4 KiB. Where each deep call took its own memory, a report took 5,470."""

PRINT_ONE = """
import gc, io, sys
from webapp.report.pool.worker import work

class Jobs:
    def __init__(self):
        self.jobs = [sys.stdin.buffer.read()]

    def get(self):
        if not self.jobs:
            sys.exit(f"{len(gc.get_objects())} objects")
        return self.jobs.pop()

gc.disable()
gc.freeze()
work(Jobs(), io.BytesIO(), 10)
"""


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


def test_what_reports_share_is_not_looked_at_by_the_next_collection() -> None:
    """Styles and fonts stay: 19,000 objects."""
    job = pickle.dumps(brief(view_of("S01")))
    ended = subprocess.run(
        [sys.executable, "-c", PRINT_ONE], input=job, cwd=ROOT, capture_output=True, check=False
    )
    assert int(ended.stderr.split()[0]) < 1000  # what the test itself makes
