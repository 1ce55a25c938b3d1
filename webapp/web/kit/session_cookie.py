"""A session cookie that stays valid under a new key, and when the clock is put back a little."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from webapp.storage import SKEW
from webapp.web.kit.app_context import context_of


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


class KeyRingSessions(SecureCookieSessionInterface):
    """Flask's sessions with that signer, and with the keys that the store has at each use."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._serializer(reversed(context_of(app).store.signing_keys.newest_first()))

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a request, to be signed again where an older key did it.

        So a session in use is no longer bound to a key that is to be retired.
        """
        session = super().open_session(app, request)
        cookie = request.cookies.get(self.get_cookie_name(app))
        if session and cookie and not self._is_of_newest_key(app, cookie):
            session.modified = True
        return session

    def _is_of_newest_key(self, app: Flask, cookie: str) -> bool:
        newest, *others = context_of(app).store.signing_keys.newest_first()
        if not others:  # as most of the time: no other key can have signed it
            return True
        try:
            self._serializer([newest]).loads(cookie)
        except BadSignature:
            return False
        return True

    def _serializer(self, newest_last: Iterable[bytes]) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            newest_last,
            salt=self.salt,
            serializer=self.serializer,
            signer=_SteadySigner,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )
