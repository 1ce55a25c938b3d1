"""The memory of a process that serves for weeks."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import environment

# Four threads hash in turn, as those of the web server do when words to come back with are tried.
HASHING = """
import pathlib, re, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from webapp.cli.malloc import return_freed_memory
from webapp.storage.patient.passphrase_hash import PassphraseHasher

def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])

def work(number):
    together.wait()
    slow_hash(str(number), bytes(32))

return_freed_memory()
slow_hash, together = PassphraseHasher(places=4), Barrier(4)
before = resident()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(work, range(4)))
    print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about glibc's allocator")
def test_slow_hashes_in_many_threads_keep_no_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HASHING],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        timeout=60,
        check=True,
    )
    assert int(done.stdout) < 16 * 1024
