"""Forms that ask for password and code once more: somebody may have left an open screen."""

from typing import Any

from webapp.storage import Practitioner
from webapp.web.auth import login_throttle
from webapp.web.auth.guards import current_practitioner
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import N_, gettext
from webapp.web.kit.staff_forms import StaffForm, add_error, line, password


class ProvenForm(StaffForm):
    """A change that needs the password once more. Wrong ones count like those of the sign-in page."""

    old = password(N_("Your password now"))
    proven: Practitioner | None = None
    """Who proved it, as the account was at that moment."""

    def is_proven(self) -> bool:
        """Return whether the password is right; otherwise the field has the problem."""
        login = current_practitioner().login
        wait = login_throttle.seconds_until_allowed(login)
        if wait:
            add_error(self.old, login_throttle.wait_message(wait))
            return False
        self.proven = app_context().store.practitioners.check_password(login, self.old.data)
        if self.proven is None:
            login_throttle.record_failure(login)
            add_error(self.old, gettext("This is not your password. Type it again."))
        return self.proven is not None


class TwiceProvenForm(ProvenForm):
    """A change that needs the password and, where the second factor is on, a code."""

    own_code = line(N_("Your code now"))

    def __init__(self, **values: Any) -> None:  # noqa: ANN401  WTForms' own
        super().__init__(**values)
        if not current_practitioner().has_code:
            del self.own_code

    def is_proven(self) -> bool:
        """Return whether password and code are right; the code is used up."""
        return super().is_proven() and ("own_code" not in self or self._has_code())

    def _has_code(self) -> bool:
        app, person = app_context(), current_practitioner()
        if app.store.second_factors.verify(person.id, self.own_code.data, app.clock()):
            return True
        login_throttle.record_failure(person.login)
        add_error(
            self.own_code, gettext("This code is not right, or was used before. Wait for the next one.")
        )
        return False
