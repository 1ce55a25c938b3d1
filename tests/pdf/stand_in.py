"""A stand-in for the render process, as good or bad as a test wants it: BEHAVIOUR FILE MEMORY CPU_SECONDS.

With a FILE other than "-" it behaves badly only as long as there is no such file, and makes it.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from webapp.report.frames import FAILED, PRINTED, receive, send


def reply_to(behaviour: str) -> bytes:
    if behaviour == "crash":
        os._exit(3)
    if behaviour == "hang":
        time.sleep(60)
    if behaviour == "slow":
        time.sleep(1)
    if behaviour == "fail":
        return FAILED + b"ValueError"
    if behaviour == "babble":
        return b"?"
    return PRINTED + str(os.getpid()).encode()


def behaviour_now(wanted: str, mark: str) -> str:
    if mark == "-":
        return wanted
    if Path(mark).exists():
        return "good"
    Path(mark).touch()
    return wanted


def main() -> None:
    while receive(sys.stdin.buffer) is not None:
        send(sys.stdout.buffer, reply_to(behaviour_now(sys.argv[1], sys.argv[2])))


if __name__ == "__main__":
    main()
