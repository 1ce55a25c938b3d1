"""A session cookie that stays valid when the clock of the server is put back a little."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from webapp.storage import SKEW


class _SteadySigner(TimestampSigner):
    """Accepts signatures from a little in the future."""

    def unsign(self, signed_value: Any, max_age: int | None = None, return_timestamp: Any = False) -> Any:  # noqa: ANN401  itsdangerous' own
        """Raise SignatureExpired for what is too old, or too far in the future."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            signed = expired.date_signed
            if signed is None or not 0 < signed.timestamp() - self.get_timestamp() <= SKEW.total_seconds():
                raise
        return super().unsign(signed_value, None, return_timestamp)


class SkewTolerantSessions(SecureCookieSessionInterface):
    """Flask's sessions with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = _SteadySigner
        return made
