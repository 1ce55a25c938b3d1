"""The metrics of this process, if the settings ask for them. Their library is an optional extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.extras import how_to_install
from webapp.settings import Settings, SettingsError

if TYPE_CHECKING:
    from webapp.metrics.metrics import Metrics


def load_metrics(settings: Settings) -> Metrics | None:
    """Return new metrics, or None without a port for them. Raise SettingsError where the extra is missing."""
    if settings.metrics_port is None:
        return None
    try:
        from webapp.metrics.metrics import Metrics  # noqa: PLC0415  an extra
    except ImportError as error:
        raise SettingsError([f"GUTFACTORS_METRICS_PORT: {how_to_install(error)}"]) from error
    return Metrics()
