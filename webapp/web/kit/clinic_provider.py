"""The clinic as its manager left it, which may change while this process runs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from webapp.clinic import Clinic
from webapp.storage import StoreUnavailable


class ClinicSettings(Protocol):
    """What is asked of the store's settings."""

    def clinic(self, now: datetime) -> Clinic | None: ...


class ClinicProvider:
    """Gives the clinic; while the store is down, as it was last seen: error pages need a face too.

    `with_time_zone` gives it what it has not from its manager.
    """

    def __init__(
        self, settings: ClinicSettings, regions: Collection[str], with_time_zone: Callable[[Clinic], Clinic]
    ) -> None:
        self._settings = settings
        self._regions = regions
        self._with_time_zone = with_time_zone
        self._seen = with_time_zone(Clinic())

    def current(self, now: datetime) -> Clinic:
        """The clinic; without a region where today's questionnaire does not know it any more."""
        try:
            clinic = self._with_time_zone(self._settings.clinic(now) or Clinic())
        except StoreUnavailable:
            return self._seen
        self._seen = clinic if clinic.region in {"", *self._regions} else replace(clinic, region="")
        return self._seen
