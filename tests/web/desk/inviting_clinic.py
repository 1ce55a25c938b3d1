"""A clinic that invites, and the day of a visit to come."""

from __future__ import annotations

from webapp.clinic import Clinic

CLINIC = Clinic(name="Elm & Oak", contact=("12 River Road, Hope", "250 555 0123"), region="CA")
TO_COME = "2026-12-24"
