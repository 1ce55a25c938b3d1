"""Does a render process keep its size? The reports of grown-up people in turn, all by one process.

Prints its resident memory at eleven moments, the first after a tenth of them. 1,000 reports; `--quick`: 60.
"""

from __future__ import annotations

import itertools
import os
import sys
import time

from benchmarks import interleaved
from benchmarks.processes import cpu_seconds, family, resident_mib, wait_until_idle
from benchmarks.reports import view_of
from webapp.report import RenderPool
from webapp.report.pool.pool import RenderLimits

PEOPLE = ("W55", "W56", "W08", "W01", "W02")
SIGHTS = 10


def main() -> None:
    """One process makes all of them."""
    count = 60 if "--quick" in sys.argv else 1000
    views = itertools.cycle([view_of(case) for case in PEOPLE])
    with RenderPool(1, limits=RenderLimits(documents=count + 1)) as pool:
        (child,) = set(family(os.getpid())) - {os.getpid()}
        wait_until_idle(child)
        sizes = []
        print(f"{'reports':>8}{'MiB':>8}{'CPU s':>8}")
        for number in range(1, count + 1):
            pool.pdf(next(views))
            if number % (count // SIGHTS) == 0:
                time.sleep(0.2)  # it tidies up after a report, not in it
                sizes.append(resident_mib(child))
                print(f"{number:8}{sizes[-1]:8.1f}{cpu_seconds(child):8.1f}", flush=True)
        most = resident_mib(child, "VmHWM")
    print(f"growth after the first tenth {sizes[-1] - sizes[0]:.1f} MiB; the most {most:.1f} MiB")
    interleaved.keep("MiB of a render process over its reports, and the most", [sizes, most])


if __name__ == "__main__":
    main()
