"""Limits on drafts: strangers can begin as many forms as they like, and finish none."""

import shutil
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, func, select

from webapp.storage.database import Database, StoreUnavailable
from webapp.storage.tables import drafts

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class DraftLimits:
    """How many drafts may be begun `a_minute` on one server, and be stored at a time (`most`).

    Ten a second is a hundred times what the largest clinic has on its busiest morning. None is begun where
    less is free than the reserve, or than a share of a small disk: a draft that is begun can be finished.
    """

    a_minute: int = 600
    most: int = 50_000
    reserve_bytes: int = 64 * 1024 * 1024
    reserve_share: int = 20


class DraftLimitReached(StoreUnavailable):
    """No draft can be begun at present. Existing drafts work."""


class DraftLimiter:
    """Checks the limits of one database. Every check raises DraftLimitReached."""

    def __init__(self, database: Database, limits: DraftLimits | None = None) -> None:
        self._database = database
        self._limits = limits = limits or DraftLimits()
        self._begun: deque[datetime] = deque(maxlen=limits.a_minute)
        self._lock = Lock()

    def check_rate(self, now: datetime) -> None:
        """Count one more draft against the limit per minute."""
        with self._lock:
            while self._begun and not now - _MINUTE < self._begun[0] <= now:
                self._begun.popleft()
            if len(self._begun) == self._begun.maxlen:
                raise DraftLimitReached(f"more than {self._begun.maxlen} forms were begun within a minute")
            self._begun.append(now)

    def check_count(self, connection: Connection) -> None:
        some = select(drafts.c.id).limit(self._limits.most).subquery()
        if (connection.scalar(select(func.count()).select_from(some)) or 0) >= self._limits.most:
            raise DraftLimitReached(f"{self._limits.most} forms are begun and not finished")

    def check_disk(self) -> None:
        """Check the free space on the disk of an SQLite database."""
        path = self._database.file
        if not path:
            return
        disk = shutil.disk_usage(path.parent)
        reserve = min(self._limits.reserve_bytes, disk.total // self._limits.reserve_share)
        if disk.free < reserve:
            raise DraftLimitReached(f"the disk is nearly full: {disk.free // 1_000_000} MB are left")
