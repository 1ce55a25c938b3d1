"""The clinic as a manager set it, which may change while this process runs."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from webapp.clinic import Clinic, Policy
from webapp.storage import SealBroken, StoreUnavailable


class ClinicSource(Protocol):
    """Where the clinic is stored: `webapp.storage.Store.clinic_settings`."""

    def clinic(self, now: datetime) -> Clinic | None: ...

    def policy(self, now: datetime) -> Policy: ...


class ClinicProvider:
    """Returns the clinic; while it cannot be read, as last read, so that error pages have a name."""

    def __init__(
        self, settings: ClinicSource, regions: Collection[str], with_time_zone: Callable[[Clinic], Clinic]
    ) -> None:
        self._settings = settings
        self._regions = regions
        self._with_time_zone = with_time_zone
        self._seen = with_time_zone(Clinic())

    def current(self, now: datetime) -> Clinic:
        """Return the clinic, without a region that today's questionnaire does not know."""
        try:
            clinic = self._with_time_zone(self._settings.clinic(now) or Clinic())
        except (StoreUnavailable, SealBroken):
            return self._seen
        self._seen = clinic if clinic.region in {"", *self._regions} else replace(clinic, region="")
        return self._seen

    def refuse_sealed(self, now: datetime) -> None:
        """Raise SealBroken where the settings do not open: a page would go by those of another time.

        Raise StoreUnavailable where the store does not answer.
        """
        self._settings.clinic(now)
        self._settings.policy(now)
