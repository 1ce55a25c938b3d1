"""The form of a kiosk, for new ones and for changes."""

from typing import Self

from werkzeug.exceptions import NotFound
from wtforms import BooleanField, HiddenField, IntegerField

from webapp.storage import Kiosk, KioskConfig
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_
from webapp.web.kit.staff_forms import StaffForm, is_between, is_needed, line_field, stripped

IDLE_SECONDS = (20, 600)
"""The bounds of the idle time: time to read one question; with more, the next patient has come."""


class KioskForm(StaffForm):
    """What the clinic decides for a kiosk; `version` is the one that was looked at."""

    name = line_field(N_("Name of the kiosk"), is_needed)
    place = line_field(N_("Where it stands"))
    offers_phone = BooleanField(N_("A square that opens the report once on the patient’s phone"))
    offers_print = BooleanField(N_("A button that prints the report"))
    idle_seconds = IntegerField(
        N_("Seconds without a touch before it asks “Are you still there?”"), [is_between(*IDLE_SECONDS)]
    )
    version = HiddenField(filters=[stripped])

    @classmethod
    def of(cls, config: KioskConfig, version: int = 0) -> Self:
        return cls(**vars(config), version=str(version))

    @property
    def config(self) -> KioskConfig:
        return KioskConfig(
            self.name.data,
            self.place.data,
            offers_phone=self.offers_phone.data,
            offers_print=self.offers_print.data,
            idle_seconds=self.idle_seconds.data,
        )


def get_kiosk_or_404(kiosk_id: int) -> Kiosk:
    """Return the kiosk with this number. Raise NotFound."""
    found = app_context().store.kiosks.get(kiosk_id)
    if found is None:
        raise NotFound
    return found
