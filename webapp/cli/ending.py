"""Being ended by others: SIGTERM, which a system sends, is answered like Ctrl+C."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn


def end_as_by_ctrl_c() -> None:
    """Let SIGTERM raise KeyboardInterrupt, too."""
    signal.signal(signal.SIGTERM, _stop)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
