"""What other processes use, from /proc: CPU time and memory, of one and all that came of it. Linux only."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

KIB = 1024
IDLE_SECONDS = 0.3
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return the process and its descendants, as they are now."""
    children = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children[int(fields[1])].append(int(folder.name))
    found = [pid]
    for parent in found:
        found += children[parent]
    return found


def cpu_seconds(*pids: int) -> float:
    """User and system time of these and their families, and of what they have waited for."""
    seen = {member for pid in pids for member in family(pid)}
    return sum(sum(map(int, fields[11:15])) for pid in seen if (fields := _stat(pid))) / TICKS


def wait_until_idle(pid: int) -> None:
    """Wait until the family of a process has taken no CPU time for a third of a second."""
    before = -1.0
    while before != (now := cpu_seconds(pid)):
        before = now
        time.sleep(IDLE_SECONDS)


def own_and_waited() -> float:
    """CPU time of this process and of the programs that it has run to their end."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def resident_mib(pid: int, line: str = "VmRSS") -> float:
    """Resident memory of one process; "VmHWM" for the most that it ever had."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{line}:\s+(\d+)", status)
    return int(found[1]) / KIB if found else 0.0


def shared_out_mib(pid: int) -> float:
    """Memory of a family, what they share counted once."""
    return sum(_proportional_kib(member) for member in family(pid)) / KIB


def _proportional_kib(pid: int) -> int:
    with suppress(OSError):
        found = re.search(r"Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
        return int(found[1]) if found else 0
    return 0


def _stat(pid: int) -> list[str]:
    """Return the fields after the name: state first, then the parent. See proc(5)."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []
