"""Forms that ask for password and code, or a passkey, once more: somebody may have left an open screen."""

from typing import Any

from wtforms import HiddenField

from webapp.storage import Practitioner
from webapp.web.auth import login_throttle
from webapp.web.auth.guards import current_practitioner
from webapp.web.auth.passkey_ceremonies import PasskeyRefused, relying_party, signed_by
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import StaffForm, add_error, line_field, password


class ProvenForm(StaffForm):
    """A change that needs the password or a passkey once more.

    Wrong ones count like those of the sign-in page.
    """

    old = password(N_("Your password now"))
    passkey = HiddenField()
    proven: Practitioner | None = None
    """Who proved it, as the account was at that moment."""

    def is_proven(self) -> bool:
        """Return whether the passkey or the password is right; otherwise the field has the problem."""
        login = current_practitioner().login
        if self.passkey.data:
            return self._is_proven_by_passkey(login)
        wait = login_throttle.seconds_until_allowed(login)
        if wait:
            add_error(self.old, login_throttle.wait_message(wait))
            return False
        self.proven = app_context().store.practitioners.check_password(login, self.old.data)
        if self.proven is None:
            login_throttle.record_failure(login)
            add_error(self.old, gettext("This is not your password. Type it again."))
        return self.proven is not None

    def _is_proven_by_passkey(self, login: str) -> bool:
        """Check a passkey, which nobody can guess: failures elsewhere make nobody wait for it."""
        try:
            owner = signed_by(relying_party(), self.passkey.data, is_signed_in=True)
        except PasskeyRefused as refused:
            login_throttle.record_failure(refused.login or login)
            add_error(self.old, str(refused))
            return False
        if owner.id != current_practitioner().id:
            add_error(self.old, gettext("This passkey belongs to somebody else. Use one of yours."))
            return False
        self.proven = owner
        return True


class TwiceProvenForm(ProvenForm):
    """A change that needs a passkey, or the password and, where the second factor is on, a code."""

    own_code = line_field(N_("Your code now"))

    def __init__(self, **values: Any) -> None:  # noqa: ANN401  WTForms' own
        super().__init__(**values)
        if not current_practitioner().has_code:
            del self.own_code

    def is_proven(self) -> bool:
        """Return whether the passkey, or password and code, are right; the code is used up."""
        is_enough = bool(self.passkey.data) or "own_code" not in self
        return super().is_proven() and (is_enough or self._has_code())

    def _has_code(self) -> bool:
        app, person = app_context(), current_practitioner()
        if app.store.second_factors.verify(person.id, self.own_code.data, app.clock()):
            return True
        login_throttle.record_failure(person.login)
        add_error(
            self.own_code, gettext("This code is not right, or was used before. Wait for the next one.")
        )
        return False
