"""A stand-in for the render process, as good or bad as a test wants it: BEHAVIOUR FILE MEMORY CPU_SECONDS.

It needs no package and nothing of ours but `messages` and `protocol`, read by path: so it starts at once.

With a FILE other than "-" it behaves badly only as long as there is no such file, and makes it:
at once, or after so many times as BEHAVIOUR says.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

WEBAPP = Path(__file__).parents[2] / "webapp"
messages = SimpleNamespace(**runpy.run_path(str(WEBAPP / "child_process" / "messages.py")))
protocol = SimpleNamespace(**runpy.run_path(str(WEBAPP / "report" / "pool" / "protocol.py")))

SECONDS = {"hang": 60, "slower": 3, "slow": 1, "brief": 0.01}


def reply_to(behaviour: str) -> bytes:
    if behaviour == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if behaviour == "crash":
        os._exit(3)
    if behaviour in SECONDS:
        time.sleep(SECONDS[behaviour])
    if behaviour == "fail":
        return bytes(protocol.FAILED) + b"ValueError"
    if behaviour == "babble":
        return b"?"
    return bytes(protocol.DONE) + str(os.getpid()).encode()


TIMES = {"": 1, "once": 1, "thrice": 3}


def behaviour_now(wanted: str, mark: str) -> str:
    if mark == "-":
        return wanted
    behaviour, _, often = wanted.partition(" ")
    with Path(mark).open("a+b") as file:
        times = file.tell()
        file.write(b".")
    return behaviour if times < TIMES[often] else "good"


def main() -> None:
    behaviour, mark = sys.argv[1:3]
    while messages.read_message(sys.stdin.buffer) is not None:
        messages.write_message(sys.stdout.buffer, reply_to(behaviour_now(behaviour, mark)))


if __name__ == "__main__":
    main()
