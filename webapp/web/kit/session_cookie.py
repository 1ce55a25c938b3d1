"""The session cookie of a server whose clock is put back a little: it is still good."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from webapp.storage import SKEW


class _SteadySigner(TimestampSigner):
    """Takes what was signed a little later than now for what was signed just now."""

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: Any = False) -> Any:  # noqa: ANN401  itsdangerous' own
        """Raises SignatureExpired for what is too old, or was signed while the clock was ahead."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            signed = expired.date_signed
            if signed is None or not 0 < signed.timestamp() - self.get_timestamp() <= SKEW.total_seconds():
                raise
        return super().unsign(signed_value, None, return_timestamp)


class SkewTolerantSessions(SecureCookieSessionInterface):
    """Flask's own sessions, with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's serializer; the signature itself is checked as ever."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = _SteadySigner
        return made
